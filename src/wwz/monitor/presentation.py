"""The words of the monitor and of the board's page: findings first, as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from wwz.meetings.models import Meeting
from wwz.monitor.lights import GOOD
from wwz.monitor.queries.overview import Overview, SilentParty, ThemeRow, Way
from wwz.monitor.queries.promises import Promise, cross
from wwz.opgave.wording import in_full, number_word, upper_first
from wwz.partners.models import Partnership
from wwz.uitvoering.progress_wording import figure_words, short_day
from wwz.uitvoering.queries.progress import times

COLUMNS = ("Op koers", "Aandacht", "Loopt achter", "Nog niet te meten")
SHOWN_ATTENTION = 4
SHOWN_SILENT = 3

Line = tuple[str, str, str]


def listed(partnership: Partnership, **chosen: str) -> str:
    """The address of the list narrowed to something."""
    return f"{reverse('monitor:promises', args=[partnership.slug])}?{urlencode(chosen)}"


# --- the monitor ---


def title(found: Overview) -> str:
    """``22 van 40 afspraken op koers; bij 4 spreken de cijfers dat tegen``."""
    total, course = len(found.promises), found.counts["op_koers"]
    if not total:
        return "Er zijn nog geen afspraken om te volgen"
    words = f"{course} van {total} afspraken op koers"
    if found.contradicted:
        return f"{words}; bij {found.contradicted} spreken de cijfers dat tegen"
    return f"{words}; de cijfers spreken dat niet tegen"


def lead(found: Overview) -> str:
    """When the meeting is, and who was not heard."""
    sentences = []
    if found.meeting is not None:
        days = (timezone.localtime(found.meeting.starts_at).date() - found.today).days
        when = f"Over {days} dagen" if days > 1 else ("Morgen" if days == 1 else "Vandaag")
        sentences.append(f"{when} is het bestuurlijk overleg.")
    if found.silent:
        number = len(found.silent)
        parties = "partij heeft" if number == 1 else "partijen hebben"
        sentences.append(f"{upper_first(number_word(number))} {parties} nog niets laten horen.")
    elif found.way.asked:
        sentences.append("Alle partijen hebben van zich laten horen.")
    return " ".join(sentences)


def cross_lines(found: Overview) -> list[tuple[str, list[tuple[int, str, bool]], int]]:
    """The table of said against measured, each number leading to its list."""
    lines = []
    for row in cross(found.promises):
        cells = [
            (
                cell.number,
                listed(found.partnership, gezegd=cell.stated, gemeten=cell.measured),
                cell.flagged > 0,
            )
            for cell in row
        ]
        lines.append((row[0].stated, cells, sum(cell.number for cell in row)))
    return lines


def attention_lines(found: Overview) -> list[Line]:
    """The first few: title, address, why."""
    first = found.attention[:SHOWN_ATTENTION]
    return [
        (
            f"Afspraak {one.afspraak.number}: {one.afspraak.title}",
            reverse("akkoord:afspraak", args=[one.afspraak.pk]),
            upper_first(" · ".join(reasons(one, found.meeting))),
        )
        for one in first
    ]


def reasons(one: Promise, meeting: Meeting | None) -> list[str]:
    """Why a promise asks for attention, the heaviest first."""
    words = []
    if one.light.differs:
        words.append("cijfers wijken af")
    if one.reservation is not None and one.reservation.reservation_until is not None:
        until = short_day(one.reservation.reservation_until)
        words.append(f"voorbehoud van {one.reservation.organisation} loopt af op {until}")
    if one.silent and one.stated.asked:
        asked = times(one.stated.asked)
        words.append(f"{asked} gevraagd, niets gehoord van {one.stated.organisation}")
    if one.gap is not None:
        words.append(f"het geld stopt in {date_format(one.gap.starts_on, 'F Y')}")
    if one.decision is not None and meeting is not None:
        words.append(f"besluit gevraagd op {short_day(meeting_day(meeting))}")
    late = one.light.measured in ("aandacht", "loopt_achter") and not one.gap
    if late and one.measured.value is not None:
        words.append(figure_words(one.measured))
    return words


def meeting_day(meeting: Meeting) -> date:
    return timezone.localtime(meeting.starts_at).date()


@dataclass(frozen=True)
class ThemeLine:
    """One row of the themes, with the address of its list."""

    name: str
    address: str
    counts: Mapping[str, int]
    good: str
    since: str


def theme_lines(found: Overview) -> list[ThemeLine]:
    return [
        ThemeLine(
            name=row.theme,
            address=listed(found.partnership, thema=row.theme),
            counts=row.counts,
            good=f"{row.good} van {row.total}",
            since=since_words(row),
        )
        for row in found.themes
    ]


def since_words(row: ThemeRow) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in row.since) or "onveranderd"


@dataclass(frozen=True)
class Station:
    """One step on the way to the meeting."""

    shape: str
    words: str
    meta: str


def stations(way: Way) -> list[Station]:
    """Asked, answered, frozen: what is done and what is next."""
    made = []
    if way.period is not None:
        made.append(Station("done", "Rapportages gevraagd", in_full(way.period.asked_on)))
        ready = way.ready == way.asked
        words = f"{way.ready} van {way.asked} partijen klaar"
        until = f"uiterlijk {in_full(way.period.due_on)}"
        made.append(Station("done" if ready else "care", words, until))
    else:
        made.append(Station("unknown", "Rapportages vragen", "nog niet gevraagd"))
    if way.freeze_on is not None:
        frozen = "Stukken bevroren" if way.frozen else "Stukken bevriezen"
        made.append(Station("done" if way.frozen else "unknown", frozen, in_full(way.freeze_on)))
    return made


def silent_lines(silent: list[SilentParty]) -> list[tuple[str, str]]:
    """The first parties that were not heard, with the last time they were asked."""
    return [
        (
            str(one.organisation),
            f"herinnering {short_day(timezone.localtime(one.reminded_at).date())}"
            if one.reminded_at
            else f"gevraagd op {short_day(timezone.localtime(one.asked_at).date())}",
        )
        for one in silent[:SHOWN_SILENT]
    ]


def remind_words(number: int) -> str:
    """``Herinner alle vijf``."""
    if number == 1:
        return "Herinner deze partij"
    return "Herinner beide" if number == 2 else f"Herinner alle {number_word(number)}"


# --- the page of the board ---


def board_title(counts: Mapping[str, int], decisions: int) -> str:
    """``26 van 40 afspraken lopen goed. Drie besluiten zijn aan u.``"""
    total = sum(counts.values())
    good = sum(counts[state] for state in GOOD)
    first = f"{good} van {total} afspraken lopen goed." if total else "Er zijn nog geen afspraken."
    if not decisions:
        return f"{first} Er ligt geen besluit voor."
    plural = "besluit is" if decisions == 1 else "besluiten zijn"
    return f"{first} {upper_first(number_word(decisions))} {plural} aan u."


def pack_lead(counts: Mapping[str, int]) -> str:
    """The stand of everything in two or three sentences, for who reads no further."""
    total = sum(counts.values())
    if not total:
        return "Er zijn nog geen afspraken die binden."
    late, silent = counts["loopt_achter"], counts["niets_gehoord"]
    verb = "is er" if counts["gerealiseerd"] == 1 else "zijn er"
    lie = "ligt er" if counts["op_koers"] == 1 else "liggen er"
    words = (
        f"Van {total} afspraken {verb} {counts['gerealiseerd']} gerealiseerd en {lie} "
        f"{counts['op_koers']} op koers."
    )
    if late:
        words += f" {upper_first(number_word(late))} {'loopt' if late == 1 else 'lopen'} achter."
    return f"{words} Van {number_word(silent)} weten we niets." if silent else words
