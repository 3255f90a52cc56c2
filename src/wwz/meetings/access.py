"""Fetching meetings with rights."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from wwz.meetings.models import AgendaItem, Meeting, MeetingState, Outcome, StandingBody
from wwz.partners.access import allows, get_visible
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action


def get_meeting(actor: Actor, pk: UUID) -> Meeting:
    """A meeting; a concept only for who plans it."""
    found = get_visible(
        Meeting.objects.select_related("partnership", "body", "organiser"), actor, pk
    )
    if found.state == MeetingState.CONCEPT and not allows(actor, Action.PLAN_MEETING, found):
        raise Http404
    return found


def get_item(actor: Actor, pk: UUID) -> AgendaItem:
    """A point of the agenda of a meeting that this actor may read."""
    found = AgendaItem.objects.filter(pk=pk, meeting__in=Meeting.objects.visible_to(actor)).first()
    if found is None:
        raise Http404
    return found


def get_outcome(actor: Actor, pk: UUID) -> Outcome:
    return get_visible(Outcome.objects.select_related("meeting__partnership", "owner"), actor, pk)


def get_body(actor: Actor, pk: UUID) -> StandingBody:
    return get_visible(StandingBody.objects.select_related("partnership", "chair"), actor, pk)
