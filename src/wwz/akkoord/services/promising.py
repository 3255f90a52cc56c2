"""Who does what, whose money, the promised path, and how it is measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from wwz.akkoord.models import Afspraak, FundingLine, InterimTarget, Measurement, Pledge
from wwz.akkoord.services.drafting import locked_draft
from wwz.akkoord.services.refusals import NotAPartyError, NotYourPledgeError, WrongDateError
from wwz.audit.log import record
from wwz.opgave.disclosure import disclose
from wwz.opgave.models import Fact
from wwz.partners.access import allows, require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Organisation


@dataclass(frozen=True)
class PledgeText:
    organisation: Organisation
    role: str
    text: str
    quantity: Decimal | None = None
    unit: str = ""
    year: int | None = None
    condition: str = ""


@dataclass(frozen=True)
class Money:
    organisation: Organisation
    regime: str
    text: str
    starts_on: date
    ends_on: date
    amount: Decimal | None = None


@dataclass(frozen=True)
class Figure:
    """What was measured. Of a published fact the value is the fact's own."""

    value: Decimal
    measured_on: date
    source: str
    fact: Fact | None = None
    demo: bool = False


def is_own_pledge(actor: Actor, pledge: Pledge) -> bool:
    """Whether the actor speaks for the party that this pledge is of."""
    return pledge.organisation_id == actor.organisation_id and allows(
        actor, Action.PLEDGE, pledge.afspraak
    )


@transaction.atomic
def propose_pledge(actor: Actor, afspraak: Afspraak, new: PledgeText, *, now: datetime) -> Pledge:
    """Write what a party would do. It counts once the party itself has confirmed it.

    Raises
    ------
    FrozenError, NotAPartyError
    """
    require(actor, Action.DRAFT_COMMITMENT, afspraak)
    return write_pledge(actor, afspraak, new, now=now)


@transaction.atomic
def give_pledge(actor: Actor, afspraak: Afspraak, new: PledgeText, *, now: datetime) -> Pledge:
    """Write what the actor's own party does, and confirm it at once."""
    if new.organisation.pk != actor.organisation_id:
        raise not_yours(new.organisation)
    require_pledging(actor, afspraak)
    pledge = write_pledge(actor, afspraak, new, now=now)
    return confirm(actor, pledge, now=now)


def require_pledging(actor: Actor, afspraak: Afspraak) -> None:
    """Somebody who may promise for its own organisation, here; a part in it is not needed yet."""
    if not allows(actor, Action.PLEDGE, afspraak):
        require(actor, Action.PLEDGE, afspraak.akkoord)


def write_pledge(actor: Actor, afspraak: Afspraak, new: PledgeText, *, now: datetime) -> Pledge:
    akkoord = locked_draft(afspraak.akkoord)
    if not akkoord.signatures.filter(organisation=new.organisation).exists():
        raise NotAPartyError(
            f"{new.organisation} is geen partij bij ‘{akkoord}’. Vraag de programmamanager om "
            "de organisatie als partij toe te voegen."
        )
    values = {**vars(new), "pledged_at": None}
    role = values.pop("role")
    pledge, _ = Pledge.objects.update_or_create(
        afspraak=afspraak, organisation=values.pop("organisation"), role=role, defaults=values
    )
    record(
        afspraak, "propose_pledge", by=actor.by(), now=now,
        after={"party": new.organisation.pk, "role": role, "quantity": new.quantity},
    )  # fmt: skip
    return pledge


@transaction.atomic
def pledge(actor: Actor, proposed: Pledge, *, now: datetime) -> Pledge:
    """Confirm what somebody wrote for the actor's own party.

    Raises
    ------
    FrozenError, NotYourPledgeError
    """
    locked_draft(proposed.afspraak.akkoord)
    if not is_own_pledge(actor, proposed):
        raise not_yours(proposed.organisation)
    return confirm(actor, proposed, now=now)


def confirm(actor: Actor, given: Pledge, *, now: datetime) -> Pledge:
    given.pledged_at = now
    given.save(update_fields=["pledged_at"])
    record(
        given.afspraak, "pledge", by=actor.by(), now=now,
        after={"party": given.organisation_id, "role": given.role},
    )  # fmt: skip
    return given


def not_yours(organisation: Organisation) -> NotYourPledgeError:
    return NotYourPledgeError(
        f"Alleen {organisation} zelf kan dit toezeggen. Vraag haar beheerder of bestuurder om de "
        "inzet te bevestigen."
    )


@transaction.atomic
def remove_pledge(actor: Actor, given: Pledge, *, now: datetime) -> None:
    """Take a proposal away, or as the party itself take the promise back, while it is a draft."""
    locked_draft(given.afspraak.akkoord)
    if not is_own_pledge(actor, given):
        require(actor, Action.DRAFT_COMMITMENT, given.afspraak)
    record(
        given.afspraak, "remove_pledge", by=actor.by(), now=now,
        before={"party": given.organisation_id, "role": given.role},
    )  # fmt: skip
    given.delete()


@transaction.atomic
def add_funding(actor: Actor, afspraak: Afspraak, new: Money, *, now: datetime) -> FundingLine:
    """Whose money, from when, until when."""
    require(actor, Action.DRAFT_COMMITMENT, afspraak)
    akkoord = locked_draft(afspraak.akkoord)
    if new.ends_on < new.starts_on:
        raise WrongDateError(
            "Het geld stopt voordat het begint. Kies een einddatum na de begindatum."
        )
    if not akkoord.signatures.filter(organisation=new.organisation).exists():
        raise NotAPartyError(
            f"{new.organisation} is geen partij bij ‘{akkoord}’ en kan dus niet betalen. Voeg de "
            "organisatie eerst toe als partij."
        )
    line = FundingLine.objects.create(afspraak=afspraak, **vars(new))
    record(
        afspraak, "add_funding", by=actor.by(), now=now,
        after={"party": new.organisation.pk, "ends_on": new.ends_on, "amount": new.amount},
    )  # fmt: skip
    return line


@transaction.atomic
def remove_funding(actor: Actor, line: FundingLine, *, now: datetime) -> None:
    require(actor, Action.DRAFT_COMMITMENT, line.afspraak)
    locked_draft(line.afspraak.akkoord)
    record(
        line.afspraak, "remove_funding", by=actor.by(), now=now,
        before={"party": line.organisation_id, "ends_on": line.ends_on},
    )  # fmt: skip
    line.delete()


@transaction.atomic
def set_path(
    actor: Actor, afspraak: Afspraak, path: Mapping[int, Decimal], *, now: datetime
) -> None:
    """How much there is at the end of each year, instead of what stood there."""
    require(actor, Action.DRAFT_COMMITMENT, afspraak)
    locked_draft(afspraak.akkoord)
    replace_path(afspraak, path)
    record(
        afspraak, "set_path", by=actor.by(), now=now,
        after={str(year): value for year, value in path.items()},
    )  # fmt: skip


def replace_path(afspraak: Afspraak, path: Mapping[int, Decimal]) -> None:
    afspraak.path.all().delete()
    InterimTarget.objects.bulk_create(
        InterimTarget(afspraak=afspraak, year=year, value=value) for year, value in path.items()
    )


@transaction.atomic
def begin_from_fact(actor: Actor, afspraak: Afspraak, fact: Fact, *, now: datetime) -> None:
    """Take a published fact as the baseline; its indicator is what will be measured."""
    require(actor, Action.DRAFT_COMMITMENT, afspraak)
    locked_draft(afspraak.akkoord)
    if disclose(fact).absent:
        raise WrongDateError(
            "Dit feit heeft geen cijfer dat getoond mag worden. Kies een ander feit, of leg een "
            "eigen nulmeting vast."
        )
    afspraak.baseline_fact, afspraak.indicator = fact, fact.indicator
    afspraak.measure = afspraak.measure or fact.indicator.label
    afspraak.measure_unit = afspraak.measure_unit or fact.indicator.unit
    afspraak.save(update_fields=["baseline_fact", "indicator", "measure", "measure_unit"])
    afspraak.measurements.filter(baseline=True).delete()
    record(afspraak, "begin_from_fact", by=actor.by(), now=now, after={"fact": fact.pk})


@transaction.atomic
def begin_from_measurement(
    actor: Actor, afspraak: Afspraak, figure: Figure, *, now: datetime
) -> Measurement:
    """Where no open source has it: what was measured, when and by whom, as the baseline."""
    require(actor, Action.DRAFT_COMMITMENT, afspraak)
    locked_draft(afspraak.akkoord)
    afspraak.measurements.filter(baseline=True).delete()
    if afspraak.baseline_fact_id is not None:
        afspraak.baseline_fact = None
        afspraak.save(update_fields=["baseline_fact"])
    return store(actor, afspraak, figure, baseline=True, now=now)


@transaction.atomic
def measure(actor: Actor, afspraak: Afspraak, figure: Figure, *, now: datetime) -> Measurement:
    """Add what was measured. Analysts do this, not the party whose promise it is."""
    require(actor, Action.RUN_ANALYSIS, afspraak)
    return store(actor, afspraak, figure, baseline=False, now=now)


def store(
    actor: Actor, afspraak: Afspraak, figure: Figure, *, baseline: bool, now: datetime
) -> Measurement:
    if figure.measured_on > timezone.localtime(now).date():
        raise WrongDateError(
            "Deze meetdag ligt in de toekomst. Vul de dag in waarop echt is gemeten."
        )
    made = Measurement.objects.create(afspraak=afspraak, baseline=baseline, **vars(figure))
    record(
        afspraak, "measure", by=actor.by(), now=now,
        after={"value": figure.value, "measured_on": figure.measured_on, "baseline": baseline},
    )  # fmt: skip
    return made
