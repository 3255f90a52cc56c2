"""What the pages of objections read."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Page, Paginator

from wwz.opgave.models import (
    ANSWERED_STATES,
    Fact,
    FactObjection,
    FactObjectionQuerySet,
    ObjectionState,
)
from wwz.partners.actor import Actor

PER_PAGE = 25


def with_names(objections: FactObjectionQuerySet) -> FactObjectionQuerySet:
    """With all that a line shows; borders of areas are left in the database."""
    named = objections.select_related(
        "fact__indicator", "fact__area", "fact__study__gemeente", "answered_by"
    )
    return named.defer("fact__area__geometry", "fact__study__gemeente__geometry")


def to_answer(actor: Actor, state: str = "") -> FactObjectionQuerySet:
    """The objections that this actor answers, those that wait longest first."""
    found = with_names(FactObjection.objects.to_answer_by(actor))
    if state in ObjectionState.values:
        found = found.filter(state=state)
    # The first state comes last in the alphabet: what waits stands on top.
    return found.order_by("-state", "sent_at", "pk")


def objection_page(actor: Actor, state: str, number: str) -> Page[FactObjection]:
    return Paginator(to_answer(actor, state), PER_PAGE).get_page(number)


def objection_to_answer(actor: Actor, pk: UUID) -> FactObjection | None:
    """One objection; of a gemeente that is not the actor's it is not there."""
    return with_names(FactObjection.objects.to_answer_by(actor)).filter(pk=pk).first()


def said_of(fact: Fact) -> list[FactObjection]:
    """Objections to this figure, in whichever study it was published: the newest first."""
    same = FactObjection.objects.filter(
        fact__indicator__key=fact.indicator.key,
        fact__area__code=fact.area.code,
        fact__year=fact.year,
        fact__scenario=fact.scenario,
    )
    return list(same.select_related("answered_by").order_by("-sent_at"))


def answered(objections: list[FactObjection]) -> list[FactObjection]:
    return [one for one in objections if one.state in ANSWERED_STATES]
