"""What every page of one visie shows around its text: state, chapters, positions, plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from wwz.documents.models import VersionState
from wwz.partners.models import Partnership
from wwz.visie.models import Phase, PhaseState, Stance, Visie
from wwz.visie.presentation.chapter import ChapterLine, chapter_lines
from wwz.visie.queries.reading import Reading

ICONS = {
    VersionState.CONCEPT: "pencil",
    VersionState.TER_INZAGE: "discussion",
    VersionState.TER_INSTEMMING: "decision",
    VersionState.VASTGESTELD: "check",
    VersionState.VERVANGEN: "back",
}


@dataclass(frozen=True)
class Planned:
    """One line of a plan; ``state`` is done, now, late, end or empty."""

    phase: Phase
    state: str


@dataclass(frozen=True)
class Frame:
    """The part that the pages of one visie share."""

    visie: Visie
    state: str
    icon: str
    until: date | None
    chapters: Sequence[ChapterLine]
    counts: Sequence[tuple[str, int]]
    parties: int
    plan: Sequence[Planned]
    about: str


def frame_of(reading: Reading, *, today: date, here: int = 0) -> Frame:
    version = reading.version
    until = version.open_until
    return Frame(
        visie=reading.visie,
        state=state_words(reading),
        icon=ICONS[VersionState(version.state)],
        until=until if until is not None and until >= today and not reading.is_final else None,
        chapters=chapter_lines(reading, here),
        counts=counts(reading),
        parties=len(reading.parties),
        plan=[one for one in planned(reading.phases, today) if one.state != "done"][:3],
        about="deze visie" if reading.is_final else f"concept {version.number}",
    )


def state_words(reading: Reading) -> str:
    version = reading.version
    if version.state == VersionState.CONCEPT:
        return f"Concept {version.number}"
    if reading.is_final:
        return str(version.get_state_display()).capitalize()
    return f"Concept {version.number}, {version.get_state_display()}"


def counts(reading: Reading) -> list[tuple[str, int]]:
    """How many parties take which position; silence is counted too."""
    said = [one.stance for one in reading.positions]
    numbers = [(str(stance), said.count(stance)) for stance in Stance.values]
    silent = max(0, len(reading.parties) - len(said))
    return [(stance, number) for stance, number in [*numbers, ("geen_standpunt", silent)] if number]


def planned(phases: Sequence[Phase], today: date) -> list[Planned]:
    """The phases with where they are; the last one is the day of adoption."""
    last = phases[-1] if phases else None
    return [Planned(one, plan_state(one, today, one is last)) for one in phases]


def plan_state(phase: Phase, today: date, is_last: bool) -> str:
    if phase.state in (PhaseState.GESLOTEN, PhaseState.TERUGGEKOPPELD) or phase.ends_on < today:
        return "done"
    if phase.starts_on <= today:
        return "now"
    return "end" if is_last else ""


def crumbs(partnership: Partnership, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        (partnership.name, reverse("partners:home", args=[partnership.slug])),
        ("Visie", reverse("visie:index", args=[partnership.slug])),
        *more,
    ]


def visie_crumb(visie: Visie) -> tuple[str, str]:
    return (visie.title, reverse("visie:visie", args=[visie.pk]))
