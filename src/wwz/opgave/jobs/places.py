"""Areas that people search for, as far as the data tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wwz.areas.models import Area, Level
from wwz.areas.queries import known_postcodes
from wwz.areas.services import NewArea, store_areas, store_overlaps
from wwz.opgave.models import Study
from wwz.opgave.queries.published import areas_of, borders

if TYPE_CHECKING:
    from wwz_engine.sources.registry import Catalogue

# With fewer gemeenten than this a list does not cover the country.
WHOLE_COUNTRY = 300


def store_postcodes(gemeente: Area, tables: Catalogue) -> int:
    """Store the postcode areas of a gemeente, as far as a source gives them; how many."""
    if not tables.has("postcodes", gemeente.code):
        return 0
    listed = tables.load("postcodes", gemeente.code).extra
    if not listed.height:
        return 0
    rows = listed.select("area", "area_year", "plaats").rows()
    new = [NewArea(code, year, Level.PC4, f"{code} {place}") for code, year, place in rows]
    return len(store_areas(new, within=gemeente))


def locate_postcodes(study: Study, tables: Catalogue) -> int:
    """Store which wijken and buurten lie in each postcode, as far as maps tell; how many."""
    from wwz_engine.sources.boundaries import shapes
    from wwz_engine.sources.postcode_boundaries import overlaps

    gemeente = study.gemeente
    drawn = shapes(tables, gemeente.code, "pc4")
    if drawn is None:
        return 0
    codes = list(drawn.geometries)
    postcodes = {area.code: area for area in known_postcodes(gemeente, codes)}
    areas = {area.code: area for area in areas_of(study)}
    lying = (
        (postcodes[postcode], areas[code], share)
        for level in (Level.WIJK, Level.BUURT)
        for postcode, code, share in overlaps(drawn.geometries, borders(study.pk, level))
        if postcode in postcodes and code in areas
    )
    return store_overlaps(lying, within=gemeente)


def store_gemeenten(tables: Catalogue) -> int:
    """Store the gemeenten of today, as far as the data list them; how many."""
    years: dict[int, dict[str, str]] = {}
    for key in ("gemeente_boundaries", "kwb"):
        if tables.has(key):
            table = tables.load(key)
            frame = table.extra if table.extra.height else table.rows
            for code, year, level, name in (
                frame.select("area", "area_year", "level", "area_name").unique().rows()
            ):
                if level == Level.GEMEENTE:
                    years.setdefault(year, {})[code] = name
    newest = newest_layout(years)
    return len(store_areas(NewArea(c, y, Level.GEMEENTE, n) for (c, y), n in newest.items()))


def newest_layout(years: dict[int, dict[str, str]]) -> dict[tuple[str, int], str]:
    """The newest list of the whole country, and what is listed in later years.

    A gemeente that is only in an older list was merged into another.
    """
    whole = [year for year, names in years.items() if len(names) >= WHOLE_COUNTRY]
    since = max(whole, default=0)
    found: dict[str, tuple[int, str]] = {}
    for year in sorted(years):
        if year >= since:
            found.update({code: (year, name) for code, name in years[year].items()})
    return {(code, year): name for code, (year, name) in found.items()}
