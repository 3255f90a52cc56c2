"""Which organisations, people and invitations somebody manages: own ones, or of a partnership.

What is foreign gives the same 404 as what is not there.
"""

from __future__ import annotations

from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404

from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import (
    Invitation,
    Mandate,
    Membership,
    Organisation,
    Participation,
    Partnership,
)

M = TypeVar("M", bound=models.Model)


def managed_organisations(actor: Actor, action: Action, *, today: date) -> QuerySet[Organisation]:
    """Organisations with which the actor may do this."""
    wanted = Q(pk__in=[])
    for partnership_id in actor.partnership_ids:
        reach = actor.reach(action, partnership_id)
        if reach is Reach.ALL:
            parties = Participation.objects.valid(on=today).filter(partnership=partnership_id)
            wanted |= Q(pk__in=parties.values("organisation"))
        elif reach is Reach.OWN:
            wanted |= Q(pk=actor.organisation_id)
    return Organisation.objects.filter(wanted)


def get_organisation(actor: Actor, action: Action, pk: UUID, *, today: date) -> Organisation:
    return one_of(managed_organisations(actor, action, today=today), pk)


def managed_memberships(actor: Actor, action: Action, *, today: date) -> QuerySet[Membership]:
    """Memberships of today, of these partnerships or of all.

    One that counts everywhere is for the organisation itself to manage, when it also takes part
    in a partnership that the actor has no say in.
    """
    here = partnerships_with(actor, action)
    elsewhere = Participation.objects.valid(on=today).exclude(partnership__in=here)
    inside = ~Q(organisation__in=elsewhere.values("organisation"))
    own = Q(organisation=actor.organisation_id)
    return (
        Membership.objects.valid(on=today)
        .filter(organisation__in=managed_organisations(actor, action, today=today))
        .filter(Q(partnership__in=here) | Q(partnership=None) & (own | inside))
    )


def partnerships_with(actor: Actor, action: Action) -> list[UUID]:
    """The partnerships in which this hat may do this at all."""
    ids = actor.partnership_ids
    return [one for one in ids if actor.reach(action, one) is not Reach.NONE]


def get_membership(actor: Actor, action: Action, pk: UUID, *, today: date) -> Membership:
    found = managed_memberships(actor, action, today=today)
    return one_of(found.select_related("person", "organisation", "partnership"), pk)


def get_mandate(actor: Actor, action: Action, pk: UUID, *, today: date) -> Mandate:
    memberships = managed_memberships(actor, action, today=today)
    found = Mandate.objects.valid(on=today).filter(membership__in=memberships)
    return one_of(found.select_related("membership__person", "membership__organisation"), pk)


def get_invitation(actor: Actor, action: Action, pk: UUID, *, today: date) -> Invitation:
    organisations = managed_organisations(actor, action, today=today)
    found = Invitation.objects.filter(
        organisation__in=organisations, partnership__in=partnerships_with(actor, action)
    )
    return one_of(found.select_related("organisation", "partnership"), pk)


def get_participation(actor: Actor, pk: UUID, *, today: date) -> Participation:
    """A party of a partnership that the actor manages."""
    found = Participation.objects.valid(on=today).filter(
        partnership__in=managed_partnerships(actor)
    )
    return one_of(found.select_related("organisation", "partnership"), pk)


def managed_partnerships(actor: Actor) -> QuerySet[Partnership]:
    own = [
        partnership_id
        for partnership_id in actor.partnership_ids
        if actor.reach(Action.MANAGE_PARTNERSHIP, partnership_id) is Reach.ALL
    ]
    return Partnership.objects.filter(pk__in=own)


def get_managed_partnership(actor: Actor, slug: str) -> Partnership:
    found = managed_partnerships(actor).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def one_of(found: QuerySet[M], pk: UUID) -> M:
    thing = found.filter(pk=pk).first()
    if thing is None:
        raise Http404
    return thing
