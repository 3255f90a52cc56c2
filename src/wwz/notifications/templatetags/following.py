"""The button with which somebody follows what a page is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context

from wwz.notifications.queries import is_followed
from wwz.partners.access import actor_of
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Shared, Visibility

register = template.Library()


@dataclass(frozen=True)
class Following:
    """What the button says and sends."""

    kind: str = ""
    object_id: str = ""
    address: str = ""
    may: bool = False
    followed: bool = False
    by_mail: bool = False


@register.simple_tag(takes_context=True)
def following(context: Context, thing: Any) -> Following:
    """Whether the reader follows the thing, or may."""
    request = context.get("request")
    if not isinstance(request, HttpRequest) or not isinstance(thing, Shared):
        return Following(may=bool(thing))
    actor = actor_of(request)
    may = actor.reach(Action.COMMENT, thing.partnership_id) is not Reach.NONE
    known = actor.person_id is not None
    return Following(
        kind=thing._meta.label,
        object_id=str(thing.pk),
        address=request.path,
        may=may and known,
        followed=may and is_followed(actor, thing),
        by_mail=may and not known and thing.visibility == Visibility.OPENBAAR,
    )
