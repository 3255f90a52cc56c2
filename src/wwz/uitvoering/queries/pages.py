"""A long list, page by page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

PAGE = 25


def page_of(found: QuerySet[Any], number: str) -> Page[Any]:
    """The page with this number; a number that does not exist gives the nearest."""
    return Paginator(found, PAGE).get_page(number)
