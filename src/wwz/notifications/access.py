"""Fetching whatever can be followed, by its kind, with rights."""

from __future__ import annotations

from uuid import UUID

from django.apps import apps
from django.http import Http404

from wwz.partners.access import get_visible
from wwz.partners.actor import Actor
from wwz.partners.models import Shared, SharedQuerySet


def get_thing(actor: Actor, kind: str, pk: UUID) -> Shared:
    """An object of a partnership; of what has no such rights nothing can be followed."""
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    if not issubclass(model, Shared):
        raise Http404
    same: SharedQuerySet[Shared] = SharedQuerySet(model)
    return get_visible(same, actor, pk)
