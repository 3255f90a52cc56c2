"""Making a partnership: the administrator of the platform does, and sees nothing of it after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from wwz.areas.models import Area
from wwz.audit.log import record
from wwz.errors import RuleBrokenError
from wwz.partners.actor import Actor
from wwz.partners.models import ParticipationRole, Partnership, Role
from wwz.partners.services.invitations import Invitee, write_invitation
from wwz.partners.services.parties import NewParty, add_party


class PartnershipRuleError(RuleBrokenError):
    """This partnership cannot be made."""


@dataclass(frozen=True)
class NewPartnership:
    """One gemeente or several, the organisation that begins, and its first programme manager."""

    name: str
    slug: str
    areas: Sequence[Area]
    lead: str
    lead_kind: str
    manager: str
    manager_email: str


@transaction.atomic
def make_partnership(
    actor: Actor, wanted: NewPartnership, *, today: date, now: datetime
) -> Partnership:
    """A partnership in oprichting, with one party and an invitation for who leads it.

    Raises
    ------
    PartnershipRuleError, CannotInviteError
    """
    if Partnership.objects.filter(slug=wanted.slug).exists():
        raise PartnershipRuleError(
            f"Er is al een samenwerkingsverband met ‘{wanted.slug}’ in het adres. Kies iets anders."
        )
    if not wanted.areas:
        raise PartnershipRuleError("Kies ten minste één gemeente.")
    made = Partnership.objects.create(slug=wanted.slug, name=wanted.name)
    made.areas.set(wanted.areas)
    record(made, "found", by=actor.by(), now=now, after={"slug": made.slug})
    party = NewParty(wanted.lead, wanted.lead_kind, ParticipationRole.TREKKER)
    participation = add_party(actor, made, party, today=today, now=now)
    invitee = Invitee(wanted.manager_email, wanted.manager, Role.PROGRAMMAMANAGER)
    by, person = actor.by(), actor.person_id
    lead = participation.organisation
    write_invitation(lead, made, invitee, None, by=by, invited_by=person, now=now)
    return made
