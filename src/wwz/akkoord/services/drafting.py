"""Writing an agreement while it is a draft: text, parties and promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone

from wwz.akkoord.models import Afspraak, Akkoord, AkkoordState, Signature
from wwz.akkoord.services.refusals import CarriedOutError, FrozenError, NotAPartyError
from wwz.areas.models import Area
from wwz.audit.log import record
from wwz.opgave.models import Indicator
from wwz.partners.access import require, require_in
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import (
    Organisation,
    Participation,
    ParticipationRole,
    Partnership,
    Visibility,
)
from wwz.visie.models import Theme, Visie


@dataclass(frozen=True)
class AkkoordText:
    kind: str
    title: str
    ends_on: date
    text: str = ""
    visie: Visie | None = None
    visibility: str = Visibility.PARTNER


@dataclass(frozen=True)
class AfspraakText:
    """What is promised; who does what, the money and the path are added apart."""

    title: str
    text: str
    due_on: date
    theme: Theme | None = None
    areas: Sequence[Area] = field(default_factory=tuple)
    zone_id: UUID | None = None
    group: str = ""
    woonvorm: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    measure: str = ""
    measure_unit: str = ""
    indicator: Indicator | None = None
    target: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    evidence: str = ""

    def columns(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name != "areas"}


def locked(akkoord: Akkoord) -> Akkoord:
    """The agreement as it is now, until the end of this change."""
    return Akkoord.objects.select_for_update().get(pk=akkoord.pk)


def locked_draft(akkoord: Akkoord) -> Akkoord:
    """The same, refused when it is frozen.

    Raises
    ------
    FrozenError
    """
    stored = locked(akkoord)
    if stored.state != AkkoordState.CONCEPT:
        raise FrozenError(stored)
    return stored


@transaction.atomic
def draft_akkoord(
    actor: Actor, partnership: Partnership, new: AkkoordText, *, now: datetime
) -> Akkoord:
    require_in(actor, Action.OFFER_FOR_SIGNING, partnership)
    akkoord = Akkoord.objects.create(partnership=partnership, **vars(new))
    record(akkoord, "draft", by=actor.by(), now=now, after={"kind": akkoord.kind})
    return akkoord


@transaction.atomic
def edit_akkoord(actor: Actor, akkoord: Akkoord, new: AkkoordText, *, now: datetime) -> None:
    require(actor, Action.OFFER_FOR_SIGNING, akkoord)
    locked_draft(akkoord)
    for name, value in vars(new).items():
        setattr(akkoord, name, value)
    akkoord.save(update_fields=list(vars(new)))
    akkoord.afspraken.update(visibility=new.visibility)
    record(akkoord, "edit", by=actor.by(), now=now, after={"ends_on": akkoord.ends_on})


@transaction.atomic
def add_party(
    actor: Actor, akkoord: Akkoord, organisation: Organisation, *, required: bool = True,
    now: datetime,
) -> Signature:  # fmt: skip
    """Ask one more party to sign. Once in force it joins what the others have signed.

    Raises
    ------
    FrozenError, NotAPartyError
    """
    require(actor, Action.OFFER_FOR_SIGNING, akkoord)
    stored = locked(akkoord)
    late = stored.state == AkkoordState.VAN_KRACHT
    if stored.state != AkkoordState.CONCEPT and not late:
        raise FrozenError(stored)
    today = timezone.localtime(now).date()
    taking_part = Participation.objects.valid(on=today).exclude(role=ParticipationRole.MEELEZER)
    if not taking_part.filter(partnership=akkoord.partnership_id, organisation=organisation):
        raise NotAPartyError(
            f"{organisation} doet niet mee in dit samenwerkingsverband en kan dus geen partij "
            "zijn. Nodig de organisatie eerst uit om mee te doen."
        )
    if akkoord.signatures.filter(organisation=organisation).exists():
        raise NotAPartyError(f"{organisation} is al partij bij ‘{akkoord}’.")
    signature = Signature.objects.create(
        akkoord=akkoord, organisation=organisation, required=required and not late,
        joined_later=late,
    )  # fmt: skip
    record(akkoord, "add_party", by=actor.by(), now=now, after={"party": organisation.pk})
    return signature


@transaction.atomic
def remove_party(actor: Actor, signature: Signature, *, now: datetime) -> None:
    """Take a party out of a draft; what it promised in it goes as well."""
    akkoord = signature.akkoord
    require(actor, Action.OFFER_FOR_SIGNING, akkoord)
    locked_draft(akkoord)
    for afspraak in akkoord.afspraken.all():
        afspraak.pledges.filter(organisation=signature.organisation_id).delete()
        afspraak.funding.filter(organisation=signature.organisation_id).delete()
    record(
        akkoord, "remove_party", by=actor.by(), now=now,
        before={"party": signature.organisation_id},
    )  # fmt: skip
    signature.delete()


@transaction.atomic
def draft_afspraak(actor: Actor, akkoord: Akkoord, new: AfspraakText, *, now: datetime) -> Afspraak:
    """Write a promise into a draft, under the next number."""
    require(actor, Action.DRAFT_COMMITMENT, akkoord)
    locked_draft(akkoord)
    last = akkoord.afspraken.aggregate(last=Max("number"))["last"] or 0
    afspraak = Afspraak.objects.create(
        partnership_id=akkoord.partnership_id,
        visibility=akkoord.visibility,
        akkoord=akkoord,
        number=last + 1,
        drafted_by_id=actor.organisation_id,
        **new.columns(),
    )
    afspraak.areas.set(new.areas)
    record(afspraak, "draft", by=actor.by(), now=now, after={"number": afspraak.number})
    return afspraak


@transaction.atomic
def edit_afspraak(actor: Actor, afspraak: Afspraak, new: AfspraakText, *, now: datetime) -> None:
    """Write it anew. Who had promised a part in other words must confirm again."""
    require(actor, Action.DRAFT_COMMITMENT, afspraak)
    locked_draft(afspraak.akkoord)
    columns = new.columns()
    for name, value in columns.items():
        setattr(afspraak, name, value)
    afspraak.save(update_fields=list(columns))
    afspraak.areas.set(new.areas)
    others = afspraak.pledges.exclude(organisation=actor.organisation_id)
    others.update(pledged_at=None)
    record(afspraak, "edit", by=actor.by(), now=now, after={"due_on": afspraak.due_on})


@transaction.atomic
def strike_afspraak(actor: Actor, afspraak: Afspraak, *, now: datetime) -> None:
    """Take a promise out of a draft; the numbers of the others stay.

    Raises
    ------
    FrozenError, CarriedOutError
    """
    require(actor, Action.DRAFT_COMMITMENT, afspraak)
    locked_draft(afspraak.akkoord)
    record(afspraak, "strike", by=actor.by(), now=now, before={"number": afspraak.number})
    try:
        with transaction.atomic():
            afspraak.delete()
    except ProtectedError as error:
        raise CarriedOutError(
            f"Bij ‘{afspraak}’ hoort al een initiatief. Wijzig de afspraak in plaats van haar te "
            "schrappen."
        ) from error
