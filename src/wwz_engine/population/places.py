"""The areas of a gemeente: the units people are projected on, and what they add up to."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from wwz_engine.axes import Floats
from wwz_engine.errors import EngineError
from wwz_engine.facts import AreaRef
from wwz_engine.population.series import buurt_series
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.gemeenten import GemeenteFinder, gemeente_names

COMPOSED = "samengesteld"
# CBS writes "Wijk 31 Aa-landen"; people say Aa-landen.
_WIJK_NUMBER = re.compile(r"^Wijk \d{2} ")


class GemeenteUnknownError(EngineError):
    """No gemeente of this name or code; names those that look like it."""

    def __init__(self, name: str, near: list[str]) -> None:
        self.name, self.near = name, near
        hint = f"Bedoelt u {' of '.join(near)}?" if near else "Schrijf de naam voluit, of de code."
        super().__init__(f"Er is geen gemeente ‘{name}’ in de gegevens. {hint}")


class NoDataError(EngineError):
    """There is no data at all: nothing to look a gemeente up in."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"Er zijn nog geen gegevens. Haal ze op met ‘wwz data fetch --gemeente {name}’, of "
            "bekijk de verzonnen gemeente met ‘wwz opgave Verzonnendam’."
        )


class ComposedAreaError(EngineError):
    """A composed area that names a buurt which is not there, or none at all."""


@dataclass(frozen=True)
class ComposedArea:
    """A village, kern or zone: a name for some buurten together."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """All areas of a study, the gemeente first.

    members : (area, unit), 1 where the unit is part of the area
    others : areas that only some sources know, of which no people are projected
    """

    gemeente: AreaRef
    units: tuple[AreaRef, ...]
    areas: tuple[AreaRef, ...]
    members: Floats
    others: tuple[AreaRef, ...]


def find_gemeente(tables: Tables, text: str) -> tuple[str, str]:
    """Code and name of a gemeente by its name or code.

    Raises
    ------
    NoDataError, GemeenteUnknownError
    """
    names = gemeente_names(tables)
    wanted = text.strip()
    if not names:
        raise NoDataError(wanted)
    code = wanted.upper() if wanted.upper() in names else GemeenteFinder(tables).code(wanted)
    if code is None:
        near = difflib.get_close_matches(wanted.casefold(), [n.casefold() for n in names.values()])
        spelled = {name.casefold(): name for name in names.values()}
        raise GemeenteUnknownError(wanted, list(dict.fromkeys(spelled[name] for name in near)))
    return code, re.sub(r"\s*\(gemeente\)$", "", names[code])


def places_of(tables: Tables, text: str, composed: tuple[ComposedArea, ...] = ()) -> Places:
    """The areas of a gemeente, from the finest source with people in it.

    Parameters
    ----------
    text : name or code of the gemeente
    composed : villages, kernen and zones to add up besides

    Raises
    ------
    GemeenteUnknownError, ComposedAreaError
    """
    code, name = find_gemeente(tables, text)
    rows = _unit_rows(tables, code)
    year = int(rows["area_year"][0]) if rows.height else 0
    gemeente = AreaRef(code, name, "gemeente", year)
    wijk_names = _wijk_names(tables, code)
    level = rows["level"][0] if rows.height else "wijk"
    units = tuple(
        AreaRef(unit, _plain(unit_name), level, year, _parent(unit, code))
        for unit, unit_name in rows.select("area", "area_name").unique().sort("area").rows()
    )
    wijken = []
    if level == "buurt":
        codes = sorted({str(unit.parent) for unit in units})
        wijken = [AreaRef(w, wijk_names.get(w, w), "wijk", year, code) for w in codes]
    zones = [_zone(number, zone, units, code) for number, zone in enumerate(composed, start=1)]
    areas = (gemeente, *wijken, *units, *(area for area, _ in zones))
    sets = {area.code: members for area, members in zones}
    members = np.array(
        [[_within(u, area, sets) for u in units] for area in areas], dtype=np.float64
    )
    others = _others(tables, code, {area.code for area in areas}, rows_year=year)
    return Places(gemeente, units, areas, members.reshape(len(areas), len(units)), others)


def _unit_rows(tables: Tables, code: str) -> pl.DataFrame:
    """Buurten of a series, else wijken of the newest key figures."""
    series = buurt_series(tables, code)
    if series is not None:
        return _newest(series.rows.filter(pl.col("level") == "buurt"))
    if tables.has("kwb", code):
        return _newest(tables.load("kwb", code).rows.filter(pl.col("level") == "wijk"))
    return pl.DataFrame(schema={"area": pl.String, "area_name": pl.String, "area_year": pl.Int16})


def _newest(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of the newest layout, with the names of its newest year."""
    newest = rows.filter(pl.col("area_year") == pl.col("area_year").max())
    return newest.filter(pl.col("period") == pl.col("period").max())


def _plain(name: str | None) -> str:
    return _WIJK_NUMBER.sub("", name or "")


def _wijk_names(tables: Tables, code: str) -> dict[str, str]:
    if not tables.has("kwb", code):
        return {}
    rows = tables.load("kwb", code).rows.filter(pl.col("level") == "wijk").sort("area_year")
    return {area: _plain(name) for area, name in rows.select("area", "area_name").rows()}


def _parent(unit: str, gemeente: str) -> str:
    return f"WK{unit[2:8]}" if unit.startswith("BU") else gemeente


def _within(unit: AreaRef, area: AreaRef, zones: dict[str, set[str]]) -> bool:
    if area.level == COMPOSED:
        return unit.code in zones[area.code]
    return area.level == "gemeente" or area.code in (unit.code, unit.parent)


def _zone(
    number: int, zone: ComposedArea, units: tuple[AreaRef, ...], gemeente: str
) -> tuple[AreaRef, set[str]]:
    known = {unit.code for unit in units}
    strange = [member for member in zone.members if member not in known]
    if strange or not zone.members:
        what = f"kent de buurt {strange[0]} niet" if strange else "heeft geen buurten"
        raise ComposedAreaError(
            f"Het samengestelde gebied ‘{zone.name}’ {what}. Noem codes van buurten van deze "
            "gemeente, bijvoorbeeld BU01933110."
        )
    year = units[0].year
    code = f"SG{gemeente[2:]}{number:02d}"
    members = tuple(sorted(set(zone.members)))
    area = AreaRef(code, zone.name, COMPOSED, year, gemeente, members)
    return area, set(zone.members)


def _others(tables: Tables, code: str, known: set[str], rows_year: int) -> tuple[AreaRef, ...]:
    """The country, and buurten that only the health tables know."""
    land = AreaRef("NL00", "Nederland", "land", rows_year)
    if not tables.has("rivm_health", code):
        return (land,)
    rows = tables.load("rivm_health", code).rows.filter(pl.col("level") == "buurt")
    names: dict[str, str] = {}
    if tables.has("region_names", code):
        extra = tables.load("region_names", code).extra
        names = dict(extra.select("area", "area_name").rows())
    found = rows.select("area", "area_year").unique(subset="area").sort("area").rows()
    return (
        land,
        *(
            AreaRef(area, names.get(area, area), "buurt", year, f"WK{area[2:8]}")
            for area, year in found
            if area not in known
        ),
    )
