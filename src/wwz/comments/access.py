"""Fetching comments with rights: who may see the discussion may see what stands in it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from wwz.comments.models import Comment, Discussion
from wwz.comments.services import may_moderate
from wwz.partners.access import get_visible
from wwz.partners.actor import Actor

SEEN_BY_FEW = ("wacht_op_controle", "verborgen", "verwijderd_door_auteur")


def get_comment(actor: Actor, pk: UUID) -> Comment:
    """A comment in a discussion that this actor may see; one that is gone only for moderators."""
    found = (
        Comment.objects.seen_by(actor)
        .filter(pk=pk, discussion__in=Discussion.objects.visible_to(actor))
        .select_related("discussion__partnership", "author__account", "organisation")
        .first()
    )
    if found is None:
        raise Http404
    mine = actor.person_id is not None and found.author_id == actor.person_id
    if found.state in SEEN_BY_FEW and not mine and not may_moderate(actor, found.discussion):
        raise Http404
    return found


def get_discussion(actor: Actor, pk: UUID) -> Discussion:
    return get_visible(Discussion.objects.all(), actor, pk)


def get_moderated(actor: Actor, pk: UUID) -> Comment:
    """A comment that this actor decides about; others do not learn that it waits."""
    found = get_comment(actor, pk)
    if not may_moderate(actor, found.discussion):
        raise Http404
    return found
