"""Who takes part in a partnership: joining, leaving, and going up in another organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from wwz.audit.log import record
from wwz.errors import RuleBrokenError
from wwz.partners.actor import Actor
from wwz.partners.managing import partnerships_with
from wwz.partners.matrix import Action
from wwz.partners.models import (
    Membership,
    Organisation,
    Participation,
    ParticipationRole,
    Partnership,
)
from wwz.partners.services.people import gone_before


class PartyRuleError(RuleBrokenError):
    """This organisation cannot join, leave or merge like this."""


@dataclass(frozen=True)
class NewParty:
    """An organisation that joins; one that the platform knows by this name is taken as it is."""

    name: str
    kind: str
    role: ParticipationRole
    kvk: str = ""


@transaction.atomic
def add_party(
    actor: Actor, partnership: Partnership, party: NewParty, *, today: date, now: datetime
) -> Participation:
    """Let an organisation take part from today.

    Raises
    ------
    PartyRuleError
    """
    organisation, _ = Organisation.objects.get_or_create(
        name=party.name.strip(),
        defaults={"kind": party.kind, "kvk": party.kvk, "demo": partnership.demo},
    )
    takes_part = Participation.objects.valid(on=today).filter(
        partnership=partnership, organisation=organisation
    )
    if takes_part.exists():
        raise PartyRuleError(f"{organisation} doet al mee aan {partnership}.")
    made = Participation.objects.create(
        partnership=partnership, organisation=organisation, role=party.role, starts_on=today
    )
    record(made, "join", by=actor.by(), now=now, after={"role": made.role, "starts_on": today})
    return made


@transaction.atomic
def end_participation(
    actor: Actor, participation: Participation, *, today: date, now: datetime
) -> None:
    """The organisation takes no part any more; its promises stay readable.

    Raises
    ------
    PartyRuleError
    """
    if participation.organisation_id == actor.organisation_id:
        raise PartyRuleError(
            "U kunt de deelname van uw eigen organisatie niet beëindigen: dan kan niemand hier "
            "meer bij. Vraag de beheerder van het platform."
        )
    before = {"starts_on": participation.starts_on, "ends_on": participation.ends_on}
    starts_on, ends_on = gone_before(today, participation.starts_on)
    participation.starts_on, participation.ends_on = starts_on, ends_on
    participation.save(update_fields=["starts_on", "ends_on"])
    after = {"ends_on": ends_on}
    record(participation, "end", by=actor.by(), now=now, before=before, after=after)


@transaction.atomic
def merge(
    actor: Actor,
    organisation: Organisation,
    successor: Organisation,
    *,
    today: date,
    now: datetime,
) -> None:
    """The organisation goes up in its successor, which takes over its people and its place.

    Promises and signatures stay in the old name; the successor stands behind them.

    Raises
    ------
    PartyRuleError
    """
    check_merge(actor, organisation, successor, today=today)
    organisation.successor = successor
    organisation.save(update_fields=["successor"])
    record(organisation, "merge", by=actor.by(), now=now, after={"successor": successor.pk})
    for membership in Membership.objects.valid(on=today).filter(organisation=organisation):
        move_membership(actor, membership, successor, today=today, now=now)
    for participation in Participation.objects.valid(on=today).filter(organisation=organisation):
        end_participation(actor, participation, today=today, now=now)


def check_merge(
    actor: Actor, organisation: Organisation, successor: Organisation, *, today: date
) -> None:
    """Refuse what cannot be: with itself, from outside, or over the head of another partnership."""
    parties = Participation.objects.valid(on=today)
    if organisation == successor or successor.successor_id is not None:
        raise PartyRuleError("Kies als opvolger een andere organisatie die nog bestaat.")
    where = set(parties.filter(organisation=organisation).values_list("partnership", flat=True))
    there = set(parties.filter(organisation=successor).values_list("partnership", flat=True))
    if not where <= there:
        raise PartyRuleError(
            f"{successor} doet nog niet overal mee waar {organisation} meedoet. Voeg de opvolger "
            "daar eerst toe als partij."
        )
    if not where <= set(partnerships_with(actor, Action.MANAGE_PARTNERSHIP)):
        raise PartyRuleError(
            f"{organisation} doet ook mee aan een ander samenwerkingsverband. Laat de "
            "programmamanager daar de deelname eerst beëindigen."
        )


def move_membership(
    actor: Actor, old: Membership, successor: Organisation, *, today: date, now: datetime
) -> None:
    made = Membership.objects.create(
        person_id=old.person_id,
        organisation=successor,
        role=old.role,
        partnership_id=old.partnership_id,
        scope_id=old.scope_id,
        deputy_id=old.deputy_id,
        starts_on=today,
        ends_on=old.ends_on,
    )
    record(made, "begin", by=actor.by(), now=now, after={"role": made.role})
    old.starts_on, old.ends_on = gone_before(today, old.starts_on)
    old.save(update_fields=["starts_on", "ends_on"])
    record(old, "end", by=actor.by(), now=now, after={"ends_on": old.ends_on})
