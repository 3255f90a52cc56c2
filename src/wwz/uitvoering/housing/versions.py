"""A version from its first line to the board, and the next one after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localtime

from wwz.audit.log import record
from wwz.audit.snapshots import freeze
from wwz.audit.states import WrongStateError, move
from wwz.errors import RuleBrokenError
from wwz.meetings.models import Outcome, OutcomeKind
from wwz.opgave.wording import how_many, in_full, listing, upper_first
from wwz.partners.access import require, require_in
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership, Visibility
from wwz.uitvoering.housing.content import gather
from wwz.uitvoering.housing.models import (
    FINAL,
    OPEN,
    HousingLine,
    HousingProgramme,
    HousingProgress,
    HousingState,
)
from wwz.uitvoering.housing.needs import renewed_needs
from wwz.uitvoering.housing.progress import newest_progress

TITLE = "Meerjaren huisvestingsprogramma bijzondere doelgroepen"
MOST_YEARS = 20
# What a line brings along to the next version; why it became other, it says anew each time.
COPIED = (
    "number", "group", "woonvorm", "year", "area_id", "organisation_id", "homes",
    "support_places", "support_hours", "supported_by_id", "amount", "regime", "fact_id",
    "initiative_id", "afspraak_id", "text", "demo",
)  # fmt: skip


class HousingRefusedError(RuleBrokenError):
    """A version cannot be begun, put forward or adopted like this."""


@dataclass(frozen=True)
class VersionText:
    """What stands above the lines."""

    first_year: int
    last_year: int
    title: str = TITLE
    text: str = ""


@transaction.atomic
def begin(
    actor: Actor, partnership: Partnership, wanted: VersionText, *, now: datetime
) -> HousingProgramme:
    """The next version: a copy of the last adopted one, or an empty first one.

    Raises
    ------
    NotAllowedError, HousingRefusedError
    """
    require_in(actor, Action.SUBMIT_HOUSING, partnership)
    check_years(wanted)
    # One at a time: two presses may not make two next versions.
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    versions = HousingProgramme.objects.filter(partnership=partnership)
    if versions.filter(state__in=OPEN).exists():
        raise HousingRefusedError(
            "Er is al een versie in bewerking. Maak die eerst af: laat haar vaststellen."
        )
    last = versions.filter(state=HousingState.VASTGESTELD).first()
    made = HousingProgramme.objects.create(
        partnership=partnership,
        number=(versions.aggregate(most=Max("number"))["most"] or 0) + 1,
        follows=last,
        **vars(wanted),
    )
    if last is not None:
        copy_lines(last, made)
    record(made, "make", by=actor.by(), now=now, after={"number": made.number})
    return made


def check_years(wanted: VersionText) -> None:
    if not wanted.first_year <= wanted.last_year < wanted.first_year + MOST_YEARS:
        raise HousingRefusedError(
            f"Kies een laatste jaar vanaf {wanted.first_year}. Een programma loopt hoogstens "
            f"{MOST_YEARS} jaar."
        )


def copy_lines(last: HousingProgramme, made: HousingProgramme) -> None:
    """Under its own number every line that was not dropped and is not ready in a past year."""
    told = newest_progress(last.partnership)
    HousingLine.objects.bulk_create(
        HousingLine(programme=made, **{name: getattr(line, name) for name in COPIED})
        for line in last.lines.counting()
        if line.year >= made.first_year or not is_ready(line, told.get(line.number))
    )


def is_ready(line: HousingLine, told: HousingProgress | None) -> bool:
    return told is not None and line.homes is not None and told.delivered >= line.homes


@transaction.atomic
def describe(
    actor: Actor, programme: HousingProgramme, wanted: VersionText, *, now: datetime
) -> None:
    """Another title, introduction or period.

    Raises
    ------
    NotAllowedError, WrongStateError, HousingRefusedError
    """
    require(actor, Action.SUBMIT_HOUSING, programme)
    hold_concept(programme)
    check_years(wanted)
    for name, value in vars(wanted).items():
        setattr(programme, name, value)
    programme.save(update_fields=list(vars(wanted)))
    record(programme, "edit", by=actor.by(), now=now)


def hold_concept(programme: HousingProgramme) -> None:
    """Lock a version while it changes; what lies before the board does not.

    Raises
    ------
    WrongStateError
    """
    stored = HousingProgramme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    programme.state = stored.state
    if stored.state != HousingState.CONCEPT:
        words = HousingState(stored.state).label
        raise WrongStateError(
            f"Deze versie is {words} en wordt nu niet gewijzigd. "
            + ("Begin een nieuwe versie." if stored.state in FINAL else "Neem haar eerst terug.")
        )


@transaction.atomic
def discard(actor: Actor, programme: HousingProgramme, *, now: datetime) -> None:
    """Throw a concept away with its lines; what was adopted before stays in force.

    Raises
    ------
    NotAllowedError, WrongStateError
    """
    require(actor, Action.SUBMIT_HOUSING, programme)
    hold_concept(programme)
    gone = {"number": programme.number, "lines": programme.lines.count()}
    record(programme, "remove", by=actor.by(), now=now, before=gone)
    programme.delete()


def obstacles(programme: HousingProgramme) -> list[str]:
    """What stands in the way of putting it before the board, in sentences."""
    found = []
    lines = programme.lines.counting()
    if not lines.exists():
        found.append("Er staat nog geen regel in die telt.")
    outside = list(
        lines.exclude(year__range=(programme.first_year, programme.last_year)).values_list(
            "number", flat=True
        )
    )
    if outside:
        found.append(
            f"{upper_first(named(outside))} {'ligt' if len(outside) == 1 else 'liggen'} buiten "
            f"{programme.first_year} tot en met {programme.last_year}."
        )
    open_ones = [number for number, one in renewed_needs(programme).items() if not one.answered]
    if open_ones:
        found.append(
            f"Bij {named(open_ones)} is een cijfer vernieuwd. Neem het over, of laat het staan "
            "met een reden."
        )
    return found


def named(numbers: list[int]) -> str:
    """'regel 4', 'regels 4 en 7', or how many when they are too many to name."""
    if len(numbers) > 6:
        return how_many(len(numbers), "regel", "regels")
    return f"{'regel' if len(numbers) == 1 else 'regels'} {listing([str(n) for n in numbers])}"


def require_ready(programme: HousingProgramme) -> None:
    problems = obstacles(programme)
    if problems:
        raise HousingRefusedError("Dit kan nog niet. " + " ".join(problems))


@transaction.atomic
def submit(actor: Actor, programme: HousingProgramme, *, now: datetime, today: date) -> None:
    """Put it before the board; nobody changes it while it lies there.

    Raises
    ------
    NotAllowedError, WrongStateError, HousingRefusedError
    """
    require(actor, Action.SUBMIT_HOUSING, programme)
    require_ready(programme)
    changes = {"submitted_on": today, "returned_because": ""}
    move(programme, "submit", by=actor.by(), now=now, changes=changes)


def take_back(actor: Actor, programme: HousingProgramme, *, now: datetime) -> None:
    """Go on writing, before the board has decided."""
    require(actor, Action.SUBMIT_HOUSING, programme)
    move(programme, "take_back", by=actor.by(), now=now, changes={"submitted_on": None})


def send_back(actor: Actor, programme: HousingProgramme, because: str, *, now: datetime) -> None:
    """The board wants something else first, and says what."""
    require(actor, Action.ADOPT_HOUSING, programme)
    if not because.strip():
        raise HousingRefusedError("Schrijf wat er eerst anders moet.")
    changes = {"submitted_on": None, "returned_because": because.strip()}
    move(programme, "send_back", by=actor.by(), now=now, changes=changes)


@transaction.atomic
def adopt(
    actor: Actor, programme: HousingProgramme, *, outcome: Outcome | None = None, today: date,
    now: datetime,
) -> None:  # fmt: skip
    """Freeze the lines with their figures, let everybody read them, replace the version before.

    Raises
    ------
    NotAllowedError, WrongStateError, HousingRefusedError
    """
    require(actor, Action.ADOPT_HOUSING, programme)
    # Locked: nothing may slip in between looking and freezing.
    HousingProgramme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    require_ready(programme)
    if outcome is not None and not is_decision(outcome, programme):
        raise HousingRefusedError("Dit is geen besluit van dit samenwerkingsverband.")
    put_in_force(actor, programme, outcome, today=today, now=now)


def put_in_force(
    actor: Actor, programme: HousingProgramme, outcome: Outcome | None, *, today: date,
    now: datetime,
) -> None:  # fmt: skip
    """Freeze what it says, open it to all, and replace the version before."""
    organisation = actor.hat.organisation if actor.hat is not None else None
    content = gather(
        programme,
        today=today,
        adopted_on=today,
        adopted_for=str(organisation or ""),
        decision=decided_in(outcome),
    )
    snapshot = freeze(programme, content, now=now)
    changes = {
        "snapshot_id": snapshot.pk,
        "adopted_on": today,
        "adopted_by_id": actor.person_id,
        "adopted_for_id": actor.organisation_id,
        "outcome_id": outcome.pk if outcome is not None else None,
        "visibility": Visibility.OPENBAAR,
    }
    move(programme, "adopt", by=actor.by(), now=now, changes=changes)
    last = programme.follows
    if last is not None and last.state == HousingState.VASTGESTELD:
        move(last, "supersede", by=actor.by(), now=now)


def decided_in(outcome: Outcome | None) -> str:
    """Which meeting decided it; its own words may not be for everybody."""
    if outcome is None:
        return ""
    meeting = outcome.meeting
    return f"{meeting.get_kind_display()} van {in_full(localtime(meeting.starts_at).date())}"


def is_decision(outcome: Outcome, programme: HousingProgramme) -> bool:
    same = outcome.partnership_id == programme.partnership_id
    return same and outcome.kind == OutcomeKind.BESLUIT
