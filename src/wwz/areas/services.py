"""Keeping areas: a code in the layout of one year is stored once and brought up to date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from wwz.areas.models import Area, PostcodeOverlap
from wwz.areas.names import folded

Key = tuple[str, int]
BATCH = 500


@dataclass(frozen=True)
class NewArea:
    """An area as a source gives it; parent is a code of the same year."""

    code: str
    year: int
    level: str
    name: str
    parent: str | None = None
    geometry: dict[str, Any] | None = None


@transaction.atomic
def store_areas(given: Iterable[NewArea], *, within: Area | None = None) -> dict[Key, Area]:
    """Store areas that are new and bring known ones up to date; all of them by code and year.

    ``within`` is the gemeente they lie in. A known boundary or parent is kept when the source
    gives none; a parent is among the given areas or known already.
    """
    wanted = {(area.code, area.year): area for area in given}
    known = known_areas(wanted)
    created = [
        Area(code=new.code, year=new.year, level=new.level, name=new.name,
             search_name=folded(new.name), geometry=new.geometry)
        for key, new in wanted.items() if key not in known
    ]  # fmt: skip
    # Another worker may store the same areas at this moment: read back whose came first.
    Area.objects.bulk_create(created, batch_size=BATCH, ignore_conflicts=True)
    stored = known_areas(wanted) if created else known
    changed = [stored[key] for key, new in wanted.items() if bring_up_to_date(stored, new, within)]
    fields = ["level", "name", "search_name", "parent", "gemeente", "geometry"]
    Area.objects.bulk_update(changed, fields, batch_size=BATCH)
    return {key: stored[key] for key in wanted}


def known_areas(wanted: dict[Key, NewArea]) -> dict[Key, Area]:
    """Stored areas with these keys, and those they name as parent."""
    codes = {code for code, _ in wanted} | {new.parent for new in wanted.values() if new.parent}
    years = {year for _, year in wanted}
    found: dict[Key, Area] = {}
    for some in batches(sorted(codes)):
        for area in Area.objects.filter(code__in=some, year__in=years):
            found[area.code, area.year] = area
    return found


def batches(codes: list[str]) -> Iterable[list[str]]:
    for start in range(0, len(codes), BATCH):
        yield codes[start : start + BATCH]


def bring_up_to_date(stored: dict[Key, Area], new: NewArea, within: Area | None) -> bool:
    """Give a stored area the source's values; whether anything changed."""
    area = stored[new.code, new.year]
    before = (area.level, area.name, area.parent_id, area.gemeente_id, area.geometry)
    area.level, area.name, area.search_name = new.level, new.name, folded(new.name)
    if new.parent and (parent := stored.get((new.parent, new.year))):
        area.parent = parent
    if within is not None:
        area.gemeente = within
    if new.geometry is not None:
        area.geometry = new.geometry
    return before != (area.level, area.name, area.parent_id, area.gemeente_id, area.geometry)


@transaction.atomic
def store_overlaps(given: Iterable[tuple[Area, Area, float]], *, within: Area) -> int:
    """Store where the postcodes of a gemeente lie, in place of what was known; how many."""
    # Another year's layout of the gemeente has the same code, and the same postcodes.
    PostcodeOverlap.objects.filter(postcode__gemeente__code=within.code).delete()
    found = [
        PostcodeOverlap(postcode=postcode, area=area, share=min(share, 1.0))
        for postcode, area, share in given
    ]
    return len(PostcodeOverlap.objects.bulk_create(found, batch_size=BATCH))
