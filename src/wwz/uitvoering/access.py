"""Who may see and do what in this step: an object with its right, or a page that is not there."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from wwz.errors import NotAllowedError
from wwz.partners.access import allows, get_visible, refusal
from wwz.partners.actor import Actor
from wwz.partners.mail import hashed
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Partnership, SharedQuerySet
from wwz.uitvoering.models import (
    Initiative,
    Knelpunt,
    Milestone,
    Signaal,
    Terugkoppeling,
    Woonservicezone,
)


def team_signalen(actor: Actor, partnership: Partnership) -> SharedQuerySet[Signaal]:
    """The signalen that this actor works on: all of a partnership, or those of the own zone.

    What people tell is personal data until somebody releases it: being a partner is not enough.
    """
    signalen: SharedQuerySet[Signaal] = Signaal.objects.filter(partnership=partnership)
    reach = actor.reach(Action.TRIAGE, partnership.pk)
    if reach is Reach.ALL:
        return signalen.visible_to(actor)
    if reach is Reach.OWN:
        return signalen.visible_to(actor).filter(signalen.own(actor))
    return signalen.none()


def signaal_of_team(actor: Actor, pk: UUID) -> Signaal:
    found = get_visible(
        Signaal.objects.select_related("partnership", "zone", "knelpunt", "organisation"), actor, pk
    )
    if not allows(actor, Action.TRIAGE, found):
        raise Http404
    return found


def signaal_by_token(token: str) -> Signaal:
    """The signaal whose secret link this is. Who holds the link may see what was done with it."""
    digest = hashed(token)
    found = (
        Signaal.objects.filter(token_sha256=digest)
        .select_related("partnership", "zone", "knelpunt__zone")
        .first()
    )
    if found is None:
        raise Http404
    return found


def letter_of_team(actor: Actor, pk: UUID) -> Terugkoppeling:
    found = Terugkoppeling.objects.filter(pk=pk).select_related("signaal__partnership").first()
    if found is None:
        raise Http404
    signaal_of_team(actor, found.signaal_id)
    return found


def knelpunt_for(actor: Actor, pk: UUID) -> Knelpunt:
    related = ("partnership", "zone", "chosen", "meeting", "afspraak", "initiative")
    return get_visible(Knelpunt.objects.select_related(*related), actor, pk)


def initiative_for(actor: Actor, pk: UUID) -> Initiative:
    related = ("partnership", "zone", "organisation", "afspraak", "theme", "proeftuin")
    return get_visible(Initiative.objects.select_related(*related), actor, pk)


def milestone_for(actor: Actor, pk: UUID) -> Milestone:
    found = Milestone.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    found.initiative = initiative_for(actor, found.initiative_id)
    return found


def zone_for(actor: Actor, pk: UUID) -> Woonservicezone:
    return get_visible(Woonservicezone.objects.select_related("partnership"), actor, pk)


def zones_of(actor: Actor, partnership: Partnership) -> list[Woonservicezone]:
    """The zones of a partnership that somebody may choose from, by name."""
    return list(Woonservicezone.objects.visible_to(actor).filter(partnership=partnership))


def zones_for(actor: Actor, action: Action, partnership: Partnership) -> list[Woonservicezone]:
    """The zones in which the actor may do this: with reach over the own zone only that one."""
    zones = zones_of(actor, partnership)
    if actor.reach(action, partnership.pk) is Reach.OWN and actor.scope_id is not None:
        return [zone for zone in zones if zone.pk == actor.scope_id]
    return zones


def require_zone(
    actor: Actor, action: Action, partnership: Partnership, zone: Woonservicezone | None
) -> None:
    """Refuse something new in a zone, or in none, that the actor's reach does not cover.

    Raises
    ------
    NotAllowedError
    """
    reach = actor.reach(action, partnership.pk)
    scoped = reach is Reach.OWN and actor.scope_id is not None
    elsewhere = scoped and (zone is None or zone.pk != actor.scope_id)
    foreign = zone is not None and zone.partnership_id != partnership.pk
    if reach is Reach.NONE or elsewhere or foreign:
        raise NotAllowedError(refusal(actor, action))
