"""What the study pages read."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, ExpressionWrapper

from wwz.opgave.access import in_reach
from wwz.opgave.models import Study, StudyQuerySet
from wwz.partners.actor import Actor

PER_PAGE = 25


def visible_studies(actor: Actor) -> StudyQuerySet:
    """Studies that this actor may see, newest first, with the names a list shows."""
    return (
        Study.objects.visible_to(actor)
        .select_related("gemeente", "requested_by__person")
        .defer("gemeente__geometry", "gaps")
        .order_by("-requested_at", "pk")
    )


def study_page(actor: Actor, number: str) -> Page[Study]:
    """A page of the list; a number that is not there gives the nearest page that is."""
    return Paginator(visible_studies(actor), PER_PAGE).get_page(number)


def study(actor: Actor, pk: UUID) -> Study | None:
    """One study with ``may_run``, when this actor may see it."""
    found = Study.objects.visible_to(actor).select_related("gemeente", "requested_by__person")
    runs = ExpressionWrapper(in_reach(actor, "gemeente__code"), output_field=BooleanField())
    return found.defer("gemeente__geometry").annotate(may_run=runs).filter(pk=pk).first()
