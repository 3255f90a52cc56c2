"""Partnerships and who takes part."""

from __future__ import annotations

from wwz.partners.actor import Actor
from wwz.partners.models import Partnership


def own_slugs(actor: Actor) -> list[str]:
    """The partnerships of the hat that is worn, by their names in the address."""
    found = Partnership.objects.filter(pk__in=actor.partnership_ids)
    return list(found.values_list("slug", flat=True))
