"""Lines of a version: added, changed, dropped with a reason, tied to a figure, and told of."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from wwz.akkoord.models import Afspraak
from wwz.areas.models import Area
from wwz.audit.log import record
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.opgave.models import Fact
from wwz.opgave.wording import number
from wwz.partners.access import refusal, require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Organisation
from wwz.uitvoering.housing.models import HousingLine, HousingProgramme, HousingProgress
from wwz.uitvoering.housing.needs import newest_of
from wwz.uitvoering.housing.versions import HousingRefusedError, hold_concept
from wwz.uitvoering.housing.wording import counted
from wwz.uitvoering.models import Initiative

MOST_LINES = 2_000


class LineChangedError(RuleBrokenError):
    """Somebody else changed this line meanwhile."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Regel {number} is intussen gewijzigd. Hieronder staat hoe zij nu is: kijk na wat u "
            "wilde en bewaar opnieuw."
        )


@dataclass(frozen=True)
class LineText:
    """What a line says; what is not known is None."""

    group: str
    woonvorm: str
    year: int
    area: Area
    organisation: Organisation
    homes: int | None = None
    support_places: int | None = None
    support_hours: Decimal | None = None
    supported_by: Organisation | None = None
    amount: Decimal | None = None
    regime: str = ""
    initiative: Initiative | None = None
    afspraak: Afspraak | None = None
    text: str = ""
    because: str = ""
    demo: bool = field(default=False)


WRITTEN = tuple(one.name for one in fields(LineText))


def may_keep(actor: Actor, programme: HousingProgramme, organisation_id: object) -> bool:
    """Whether the actor may write the lines of this party: all, or only those of the own one."""
    far = actor.reach(Action.KEEP_HOUSING, programme.partnership_id)
    return far is Reach.ALL or (far is Reach.OWN and organisation_id == actor.organisation_id)


def require_keep(actor: Actor, programme: HousingProgramme, organisation_id: object) -> None:
    require(actor, Action.KEEP_HOUSING, programme)
    if not may_keep(actor, programme, organisation_id):
        raise NotAllowedError(refusal(actor, Action.KEEP_HOUSING))


def check_text(programme: HousingProgramme, text: LineText) -> None:
    if text.year not in programme.years:
        raise HousingRefusedError(
            f"Kies een jaar van {programme.first_year} tot en met {programme.last_year}."
        )
    for thing in (text.initiative, text.afspraak):
        if thing is not None and thing.partnership_id != programme.partnership_id:
            raise HousingRefusedError("Dit project hoort bij een ander samenwerkingsverband.")


@transaction.atomic
def add_line(
    actor: Actor, programme: HousingProgramme, text: LineText, *, now: datetime
) -> HousingLine:
    """A new line, under a number that no line of any version had before.

    Raises
    ------
    NotAllowedError, WrongStateError, HousingRefusedError
    """
    require_keep(actor, programme, text.organisation.pk)
    hold_concept(programme)
    check_text(programme, text)
    if programme.lines.count() >= MOST_LINES:
        raise HousingRefusedError(f"Er staan al {number(MOST_LINES)} regels in. Voeg regels samen.")
    everywhere = HousingLine.objects.filter(programme__partnership=programme.partnership_id)
    following = (everywhere.aggregate(most=Max("number"))["most"] or 0) + 1
    made = HousingLine.objects.create(
        programme=programme, number=following, **{name: getattr(text, name) for name in WRITTEN}
    )
    record(programme, "add", by=actor.by(), now=now, after={"line": following, "homes": text.homes})
    return made


@transaction.atomic
def add_line_once(
    actor: Actor, programme: HousingProgramme, text: LineText, *, now: datetime
) -> tuple[HousingLine, bool]:
    """A line from the screen, and whether it is new: a button can be pressed twice.

    Raises
    ------
    NotAllowedError, WrongStateError, HousingRefusedError
    """
    require_keep(actor, programme, text.organisation.pk)
    # One at a time: a second press finds the line that the first made.
    hold_concept(programme)
    same = programme.lines.counting().filter(**{name: getattr(text, name) for name in WRITTEN})
    there = same.first()
    if there is not None:
        return there, False
    return add_line(actor, programme, text, now=now), True


def add_line_from(
    actor: Actor, programme: HousingProgramme, text: LineText, *, fact: Fact | None = None,
    now: datetime,
) -> HousingLine:  # fmt: skip
    """A line out of a decided proposal, with the figure that it answers.

    Raises
    ------
    NotAllowedError, WrongStateError, HousingRefusedError
    """
    with transaction.atomic():
        made = add_line(actor, programme, text, now=now)
        if fact is not None:
            cite(actor, made, fact, now=now)
        return made


def held(line: HousingLine, revision: int | None) -> HousingLine:
    """The line as it stands, locked; refused when somebody changed it since it was shown."""
    stored = HousingLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    stored.programme = line.programme
    if revision is not None and stored.revision != revision:
        raise LineChangedError(stored.number)
    return stored


@transaction.atomic
def change_line(
    actor: Actor, line: HousingLine, text: LineText, *, revision: int | None = None, now: datetime
) -> HousingLine:
    """Other words and numbers for a line; ``revision`` is the one that was shown.

    Raises
    ------
    NotAllowedError, WrongStateError, HousingRefusedError, LineChangedError
    """
    programme = line.programme
    hold_concept(programme)
    stored = held(line, revision)
    require_keep(actor, programme, stored.organisation_id)
    require_keep(actor, programme, text.organisation.pk)
    check_text(programme, text)
    before = stored.homes
    for name in WRITTEN:
        if name != "demo":
            setattr(stored, name, getattr(text, name))
    save(stored)
    record(
        programme, "change", by=actor.by(), now=now,
        before={"line": stored.number, "homes": before}, after={"homes": stored.homes},
    )  # fmt: skip
    return stored


def save(line: HousingLine) -> None:
    line.revision += 1
    line.save()


@transaction.atomic
def drop_line(actor: Actor, line: HousingLine, because: str, *, now: datetime) -> None:
    """It counts no longer. What the last version had stays to be read, with the reason.

    Raises
    ------
    NotAllowedError, WrongStateError, HousingRefusedError
    """
    programme = line.programme
    hold_concept(programme)
    stored = held(line, None)
    require_keep(actor, programme, stored.organisation_id)
    if not because.strip():
        raise HousingRefusedError("Schrijf waarom deze regel vervalt: dat leest het bestuur.")
    stored.dropped, stored.because = True, because.strip()
    save(stored)
    record(programme, "drop", by=actor.by(), now=now, after={"line": stored.number})


@transaction.atomic
def take_up_line(actor: Actor, line: HousingLine, *, now: datetime) -> None:
    """A dropped line counts again."""
    programme = line.programme
    hold_concept(programme)
    stored = held(line, None)
    require_keep(actor, programme, stored.organisation_id)
    stored.dropped, stored.because = False, ""
    save(stored)
    record(programme, "take_up", by=actor.by(), now=now, after={"line": stored.number})


# --- the figure that a line answers ---


@transaction.atomic
def cite(actor: Actor, line: HousingLine, fact: Fact | None, *, now: datetime) -> None:
    """Tie a line to a published figure, or to none.

    Raises
    ------
    NotAllowedError, WrongStateError, HousingRefusedError
    """
    programme = line.programme
    hold_concept(programme)
    stored = held(line, None)
    require_keep(actor, programme, stored.organisation_id)
    if fact is not None and not fact.study.is_published():
        raise HousingRefusedError("Dit cijfer is nog niet gepubliceerd. Kies een ander.")
    stored.fact = fact
    stored.kept_because, stored.kept_against = "", None
    save(stored)
    after = {"line": stored.number, "fact": fact.pk if fact else None}
    record(programme, "link", by=actor.by(), now=now, after=after)


def renew(actor: Actor, line: HousingLine, *, now: datetime) -> None:
    """Take the newest figure over."""
    cite(actor, line, newer_of(line), now=now)


@transaction.atomic
def keep(actor: Actor, line: HousingLine, because: str, *, now: datetime) -> None:
    """Leave the older figure, with the reason.

    Raises
    ------
    NotAllowedError, WrongStateError, HousingRefusedError
    """
    programme = line.programme
    hold_concept(programme)
    stored = held(line, None)
    require_keep(actor, programme, stored.organisation_id)
    if not because.strip():
        raise HousingRefusedError("Schrijf waarom het oude cijfer blijft staan.")
    stored.kept_against, stored.kept_because = newer_of(stored), because.strip()
    save(stored)
    record(programme, "keep", by=actor.by(), now=now, after={"line": stored.number})


def newer_of(line: HousingLine) -> Fact:
    cited = Fact.objects.select_related("indicator", "area", "study").filter(pk=line.fact_id)
    newer = newest_of(cited)
    if not newer:
        raise HousingRefusedError("Er is geen nieuwer cijfer. Laad de pagina opnieuw.")
    return next(iter(newer.values()))


# --- what became of it ---


@transaction.atomic
def tell(
    actor: Actor, line: HousingLine, delivered: int, *, text: str = "", told_on: date,
    now: datetime, demo: bool = False,
) -> HousingProgress:  # fmt: skip
    """How many homes of an adopted line are there now; a correction is told anew.

    Raises
    ------
    NotAllowedError, HousingRefusedError
    """
    require_keep(actor, line.programme, line.organisation_id)
    by = actor.organisation_id
    if by is None:
        raise NotAllowedError(refusal(actor, Action.KEEP_HOUSING))
    if not line.programme.is_final:
        raise HousingRefusedError(
            "Deze versie is nog niet vastgesteld. Meld de voortgang bij de versie die geldt."
        )
    if told_on > timezone.localtime(now).date():
        # What is told is final and the newest day counts: nothing could ever come after it.
        raise HousingRefusedError("Deze dag ligt in de toekomst. Kies de dag van de stand.")
    if line.homes is not None and delivered > line.homes:
        raise HousingRefusedError(
            f"Regel {line.number} belooft {counted(line.homes, [line.woonvorm])}. Er zijn er dus "
            "hoogstens zoveel opgeleverd. Komen er meer, zet dat dan in de volgende versie."
        )
    made = HousingProgress.objects.create(
        line=line, delivered=delivered, text=text.strip(), told_on=told_on, told_at=now,
        organisation_id=by, demo=demo,
    )  # fmt: skip
    record(line.programme, "tell", by=actor.by(), now=now,
           after={"line": line.number, "delivered": delivered})  # fmt: skip
    return made
