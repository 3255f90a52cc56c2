"""What the study pages read."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Page, Paginator

from wwz.opgave.models import Study, StudyQuerySet
from wwz.partners.access import User

PER_PAGE = 25


def visible_studies(actor: User) -> StudyQuerySet:
    """Studies that this actor may see, newest first, with the names a list shows."""
    return (
        Study.objects.visible_to(actor)
        .select_related("gemeente", "requested_by__person")
        .defer("gemeente__geometry", "gaps")
        .order_by("-requested_at", "pk")
    )


def study_page(actor: User, number: str) -> Page[Study]:
    """A page of the list; a number that is not there gives the nearest page that is."""
    return Paginator(visible_studies(actor), PER_PAGE).get_page(number)


def study(actor: User, pk: UUID) -> Study | None:
    """One study, when this actor may see it."""
    found = Study.objects.visible_to(actor).select_related("gemeente", "requested_by__person")
    return found.defer("gemeente__geometry").filter(pk=pk).first()
