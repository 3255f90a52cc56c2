"""The way to a page that belongs to a partnership, for `<c-crumbs>`."""

from __future__ import annotations

from django import template
from django.urls import reverse

from wwz.partners.models import Partnership

register = template.Library()


@register.simple_tag
def trail(partnership: Partnership, *steps: str) -> list[tuple[str, str]]:
    """Words and names of pages of the partnership in turn; the last words are this page."""
    way = [(partnership.name, f"/samen/{partnership.slug}/")]
    for words, page in zip(steps[:-1:2], steps[1::2], strict=True):
        way.append((words, reverse(page, args=[partnership.slug])))
    return [*way, (steps[-1], "")]
