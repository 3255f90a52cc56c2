"""Parties of a partnership and what an organisation shows of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from wwz.partners.access import allows_in
from wwz.partners.actor import Actor
from wwz.partners.managing import (
    managed_memberships,
    managed_organisations,
    partnerships_with,
)
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import (
    Account,
    Invitation,
    Mandate,
    Membership,
    Organisation,
    Participation,
    Partnership,
)

ON_A_PAGE = 25


def parties(
    partnership: Partnership, *, today: date, kind: str = "", role: str = "", typed: str = ""
) -> QuerySet[Participation]:
    """Who takes part today, by name; that they do is public."""
    found = Participation.objects.valid(on=today).filter(partnership=partnership)
    if kind:
        found = found.filter(organisation__kind=kind)
    if role:
        found = found.filter(role=role)
    if typed:
        found = found.filter(organisation__name__icontains=typed)
    return found.select_related("organisation").order_by("organisation__name")


def page_of_parties(found: QuerySet[Participation], number: str | None) -> Page[Participation]:
    """One page of them. Names are walked in order, so that a long list is never sorted whole."""
    here = found.order_by().filter(organisation=OuterRef("pk"))
    named = Organisation.objects.filter(Exists(here)).order_by("name")
    # Pages of keys; the rows of this one are put in their place below.
    pages: Paginator[Any] = Paginator(named.values_list("pk", flat=True), ON_A_PAGE)
    pages.count = found.order_by().values("organisation").distinct().count()
    page = pages.get_page(number)
    page.object_list = list(found.filter(organisation__in=list(page.object_list)))
    return page


def find_organisation(pk: UUID) -> Organisation | None:
    """An organisation that takes part, or took part, somewhere: that is public."""
    takes_part = Participation.objects.filter(organisation=pk)
    return (
        Organisation.objects.filter(pk=pk, pk__in=takes_part.values("organisation"))
        .select_related("successor")
        .first()
    )


@dataclass(frozen=True)
class PersonLine:
    """Somebody of an organisation, with the mandates of this role."""

    membership: Membership
    mandates: Sequence[Mandate]
    without_account: bool
    managed: bool


@dataclass(frozen=True)
class OrganisationPage:
    """What this actor may see and do of an organisation."""

    organisation: Organisation
    participations: Sequence[Participation]
    people: Sequence[PersonLine]
    sees_people: bool
    invitations: Sequence[Invitation]
    may_invite: bool
    may_manage: bool
    may_merge: bool
    # The partnership in whose frame the page stands; nothing when that would be a guess.
    home: Partnership | None


def organisation_page(
    actor: Actor, organisation: Organisation, *, today: date, now: datetime
) -> OrganisationPage:
    """The page of an organisation: its parts for all, its people for those it works with."""
    taken = Participation.objects.valid(on=today).filter(organisation=organisation)
    shared = list(taken.select_related("partnership").order_by("partnership__name"))
    seen_in = [one.partnership_id for one in shared if sees_people(actor, one)]
    may_invite = manages(actor, Action.INVITE, organisation, today=today)
    return OrganisationPage(
        organisation=organisation,
        participations=shared,
        people=people_of(actor, organisation, seen_in, today=today) if seen_in else [],
        sees_people=bool(seen_in),
        invitations=open_invitations(actor, organisation, now=now) if may_invite else [],
        may_invite=may_invite,
        may_manage=manages(actor, Action.MANAGE_PEOPLE, organisation, today=today),
        may_merge=manages(actor, Action.MANAGE_PARTNERSHIP, organisation, today=today),
        home=home_of(actor, shared),
    )


def home_of(actor: Actor, shared: Sequence[Participation]) -> Partnership | None:
    """Where the organisation takes part with the actor, or at all when that is one place only."""
    mine = [one for one in shared if one.partnership_id in actor.partnership_ids] or shared
    return mine[0].partnership if len(mine) == 1 else None


def sees_people(actor: Actor, taken: Participation) -> bool:
    """Partners see who works for a party; with a narrower role only one's own colleagues."""
    reach = actor.reach(Action.READ_PARTNER, taken.partnership_id)
    own = taken.organisation_id == actor.organisation_id
    return reach is Reach.ALL or (own and reach is Reach.OWN)


def manages(actor: Actor, action: Action, organisation: Organisation, *, today: date) -> bool:
    if not actor.may(action):
        return False
    return managed_organisations(actor, action, today=today).filter(pk=organisation.pk).exists()


def people_of(
    actor: Actor, organisation: Organisation, partnership_ids: Sequence[UUID], *, today: date
) -> list[PersonLine]:
    """People of the organisation in these partnerships, with today's mandates."""
    managed = managed_memberships(actor, Action.MANAGE_PEOPLE, today=today)
    own = set(managed.filter(organisation=organisation).values_list("pk", flat=True))
    mandates = Prefetch("mandates", Mandate.objects.valid(on=today).order_by("starts_on"))
    held = (
        Membership.objects.valid(on=today)
        .filter(organisation=organisation)
        .filter(Q(partnership=None) | Q(partnership__in=partnership_ids))
        .select_related("person", "deputy")
        .prefetch_related(mandates)
        .order_by("person__name", "role")
    )
    return [
        PersonLine(one, list(one.mandates.all()), one.person.account_id is None, one.pk in own)
        for one in held
    ]


def open_invitations(
    actor: Actor, organisation: Organisation, *, now: datetime
) -> list[Invitation]:
    waiting = Invitation.objects.filter(
        organisation=organisation,
        partnership__in=partnerships_with(actor, Action.INVITE),
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=now,
    )
    return list(waiting.order_by("name"))


def own_partnerships_of(
    actor: Actor, action: Action, organisation: Organisation, *, today: date
) -> list[Partnership]:
    """Where the actor may do this for the organisation: partnerships that both take part in."""
    taken = Participation.objects.valid(on=today).filter(
        organisation=organisation, partnership__in=actor.partnership_ids
    )
    found = [one.partnership for one in taken.select_related("partnership")]
    return [partnership for partnership in found if allows_in(actor, action, partnership)]


def possible_successors(
    actor: Actor, organisation: Organisation, *, today: date
) -> QuerySet[Organisation]:
    """Other parties of the partnerships that the actor manages."""
    found = managed_organisations(actor, Action.MANAGE_PARTNERSHIP, today=today)
    return found.filter(successor=None).exclude(pk=organisation.pk).order_by("name")


def has_account(invitation: Invitation) -> bool:
    return Account.objects.filter(email__iexact=invitation.email).exists()
