"""Who may ask, answer and hand on what was learned."""

from __future__ import annotations

from uuid import UUID

from wwz.partners.access import get_visible
from wwz.partners.actor import Actor
from wwz.werkplaats.models import Insight, Question


def question_for(actor: Actor, pk: UUID) -> Question:
    """The question when this actor may read it, or 404."""
    found = Question.objects.select_related("partnership", "zone", "answered_by")
    return get_visible(found, actor, pk)


def insight_for(actor: Actor, pk: UUID) -> Insight:
    """The lesson when this actor may read it, or 404."""
    found = Insight.objects.select_related(
        "partnership", "organisation", "initiative", "received_by"
    )
    return get_visible(found, actor, pk)
