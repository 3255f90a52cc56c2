"""The log of one object, for `<c-history>`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import template
from django.http import HttpRequest
from django.template import Context

from wwz.partners.access import actor_of
from wwz.partners.history import Happened, history
from wwz.partners.models import Shared

register = template.Library()


@register.simple_tag(takes_context=True)
def history_of(context: Context, thing: Any, *also: Any) -> Sequence[Happened]:
    """Who did what to the thing and to these parts of it; nothing for whoever may not know."""
    request = context.get("request")
    if not isinstance(request, HttpRequest) or not isinstance(thing, Shared):
        return ()
    return history(thing, actor_of(request), numbers_of(also))


def numbers_of(parts: Iterable[Any]) -> list[UUID]:
    """The numbers of objects, and of objects in lists; what is not there has none."""
    found: list[UUID] = []
    for part in parts:
        if hasattr(part, "pk"):
            found.append(part.pk)
        elif isinstance(part, Iterable) and not isinstance(part, str):
            found.extend(one.pk for one in part)
    return found
