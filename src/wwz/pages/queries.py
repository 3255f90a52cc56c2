"""Which partnerships there are: that they exist is public."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from wwz.partners.models import Partnership


@dataclass(frozen=True)
class Place:
    """A partnership with the codes of its gemeenten."""

    id: UUID
    slug: str
    name: str
    codes: tuple[str, ...]


def places() -> list[Place]:
    """Every partnership with its gemeenten, in one query."""
    lines = Partnership.objects.order_by("name", "areas__code").values_list(
        "id", "slug", "name", "areas__code"
    )
    codes: dict[tuple[UUID, str, str], dict[str, None]] = {}
    for pk, slug, name, code in lines:
        found = codes.setdefault((pk, slug, name), {})
        if code:
            # A gemeente stands there once per year of layout.
            found[code] = None
    return [Place(*who, tuple(found)) for who, found in codes.items()]


def find_places(typed: str) -> list[Place]:
    """Partnerships whose name holds what was typed."""
    return [place for place in places() if typed.casefold() in place.name.casefold()]
