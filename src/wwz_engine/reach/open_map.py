"""Facilities of OpenStreetMap: objects whose tags make them one of our kinds."""

from __future__ import annotations

import json
from collections.abc import Mapping

from wwz_engine.reach.kinds import kinds
from wwz_engine.reach.rows import OPEN_MAP, FacilityRow
from wwz_engine.reach.table import loaded
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Table
from wwz_engine.supply.rows import NO, UNKNOWN, YES

WHEELCHAIR = {"yes": YES, "designated": YES, "no": NO}
LONGEST_NAME = 200
PLACES = "open_map_places"


def map_of(tables: Tables, gemeente: str) -> Table | None:
    """What stands on the open map around a gemeente; None where no extract of it is there."""
    return loaded(tables, PLACES, gemeente)


def facilities_on_map(places: Table) -> tuple[FacilityRow, ...]:
    """A row per object and kind; a house with a pharmacy and a practice inside gives two.

    Parameters
    ----------
    places : data set ``PLACES``
    """
    found = []
    for place in places.extra.to_dicts():
        tags: Mapping[str, str] = json.loads(place["tags"])
        for kind in kinds().values():
            if kind.fits(tags):
                found.append(
                    FacilityRow(
                        id=f"osm-{place['id']}-{kind.key}",
                        kind=kind.key,
                        name=tags.get("name", "")[:LONGEST_NAME],
                        x=round(place["x"], 1),
                        y=round(place["y"], 1),
                        wheelchair=WHEELCHAIR.get(tags.get("wheelchair", ""), UNKNOWN),
                        source="OpenStreetMap",
                        origin=OPEN_MAP,
                    )
                )
    return tuple(found)
