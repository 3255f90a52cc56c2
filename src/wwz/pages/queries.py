"""Which partnerships there are: that they exist is public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from wwz.partners.models import Partnership


@dataclass(frozen=True)
class Place:
    """A partnership with its gemeenten: names by code."""

    id: UUID
    slug: str
    name: str
    gemeenten: Mapping[str, str]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.gemeenten)

    @property
    def short(self) -> str:
        """What stands in the menu: of one gemeente its own name says it."""
        return next(iter(self.gemeenten.values())) if len(self.gemeenten) == 1 else self.name


def places() -> list[Place]:
    """Every partnership with its gemeenten, in one query."""
    lines = Partnership.objects.order_by("name", "areas__year", "areas__code").values_list(
        "id", "slug", "name", "areas__code", "areas__name"
    )
    found: dict[UUID, Place] = {}
    names: dict[UUID, dict[str, str]] = {}
    for pk, slug, name, code, gemeente in lines:
        # A gemeente stands there once per year of layout; the newest name counts.
        known = names.setdefault(pk, {})
        if code:
            known[code] = gemeente
        found.setdefault(pk, Place(pk, slug, name, known))
    return list(found.values())


def find_places(typed: str) -> list[Place]:
    """Partnerships whose name holds what was typed."""
    return [place for place in places() if typed.casefold() in place.name.casefold()]
