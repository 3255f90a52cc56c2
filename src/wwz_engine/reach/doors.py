"""Doors: where people live, to the metre, and how many of 75 and older behind each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import shape
from shapely.validation import make_valid

from wwz_engine.axes import Floats
from wwz_engine.counted import how_many
from wwz_engine.disclosure import ROUND_TO, SMALLEST_SHOWN
from wwz_engine.errors import EngineError
from wwz_engine.facts import AreaRef
from wwz_engine.sources import fictional
from wwz_engine.sources.boundaries import shapes
from wwz_engine.sources.coordinates import to_grid
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.fictional.doors import invented_doors
from wwz_engine.sources.tidy import Source, Table

NOWHERE = -1


class NoDoorsError(EngineError):
    """Nobody tells where the doors of a gemeente are, or where its areas lie."""


@dataclass(frozen=True)
class Doors:
    """Doors of a gemeente.

    x, y : (door,), metres
    unit : (door,), number of the unit area it lies in; ``NOWHERE`` for none
    addresses : (door,), how many homes stand behind it
    older : (door,), people of 75 and older, spread evenly over the homes of their area
    postcodes : middle of each postcode of six signs that the source tells, metres
    """

    x: Floats
    y: Floats
    unit: npt.NDArray[np.intp]
    addresses: Floats
    older: Floats
    sources: tuple[Source, ...]
    postcodes: dict[str, tuple[float, float]]
    notes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.x)

    def per_unit(self, values: npt.ArrayLike, units: int) -> Floats:
        """Add up over the doors of each unit area: (unit,)."""
        inside = self.unit != NOWHERE
        spread = np.broadcast_to(np.asarray(values, np.float64), self.x.shape)
        found = np.bincount(self.unit[inside], spread[inside], minlength=units)
        return found.astype(np.float64)


def doors_of(
    tables: Tables, gemeente: str, units: Sequence[AreaRef], older: Sequence[float]
) -> Doors:
    """Doors of a gemeente, each in the unit area that it lies in.

    Parameters
    ----------
    gemeente : code
    units : buurten or wijken
    older : people of 75 and older per unit area; NaN where that is not known

    Raises
    ------
    NoDoorsError
    """
    level = units[0].level if units else "buurt"
    drawn = shapes(tables, gemeente, level)
    if drawn is None:
        raise NoDoorsError(
            f"Er zijn geen grenzen van de {level}en van deze gemeente. Haal ze op met ‘wwz data "
            "fetch’."
        )
    numbers = {unit.code: number for number, unit in enumerate(units)}
    known = [code for code in drawn.geometries if code in numbers]
    outlines = [_on_the_grid(drawn.geometries[code]) for code in known]
    table = _points(tables, gemeente, dict(zip(known, outlines, strict=True)))
    x, y, addresses = (table.extra[name].to_numpy() for name in ("x", "y", "addresses"))
    tree = shapely.STRtree(outlines)
    point, outline = tree.query(shapely.points(x, y), predicate="intersects")
    unit = np.full(len(x), NOWHERE, dtype=np.intp)
    # A door on a border goes to one side, always the same.
    order = np.argsort(-outline, kind="stable")
    unit[point[order]] = np.array([numbers[code] for code in known], np.intp)[outline[order]]
    weight, notes = _spread(unit, addresses, units, np.asarray(older, np.float64))
    return Doors(
        x, y, unit, addresses, weight, (table.source, drawn.source), _postcodes(table), notes
    )


def _on_the_grid(geometry: dict[str, object]) -> shapely.Geometry:
    outline = shape(geometry)
    whole = outline if outline.is_valid else make_valid(outline)
    return shapely.transform(whole, lambda at: np.column_stack(to_grid(at[:, 0], at[:, 1])))


def _points(tables: Tables, gemeente: str, outlines: dict[str, shapely.Geometry]) -> Table:
    if tables.has("doors", gemeente):
        return tables.load("doors", gemeente)
    if fictional.is_invented(gemeente):
        return invented_doors(outlines)
    raise NoDoorsError(
        "Er zijn geen adrespunten van deze gemeente. Zet een bestand adrespunten_JAAR.csv met x "
        "en y in de map van WWZ_DATA."
    )


def _spread(
    unit: npt.NDArray[np.intp], addresses: Floats, units: Sequence[AreaRef], older: Floats
) -> tuple[Floats, tuple[str, ...]]:
    """People of 75 and older per door, from numbers that everybody may see.

    Rounded as they are shown, and nobody where they are hidden: so no share of a wijk can give
    a hidden number of one of its buurten back.
    """
    shown = np.where(older >= SMALLEST_SHOWN, np.round(older / ROUND_TO) * ROUND_TO, 0.0)
    inside = unit != NOWHERE
    homes = np.bincount(unit[inside], addresses[inside], minlength=len(units))
    per_home = np.divide(shown, homes, out=np.zeros(len(units)), where=homes > 0)
    weight = np.zeros(len(unit))
    weight[inside] = addresses[inside] * per_home[unit[inside]]
    notes = []
    if (~inside).any():
        notes.append(
            how_many(
                int((~inside).sum()),
                "adres ligt in geen enkele buurt en telt niet mee.",
                "adressen liggen in geen enkele buurt en tellen niet mee.",
            )
        )
    lost = float(shown[homes == 0].sum())
    if lost:
        notes.append(
            f"{lost:.0f} mensen van 75 en ouder wonen in een buurt zonder adres en tellen niet mee."
        )
    return weight, tuple(notes)


def _postcodes(table: Table) -> dict[str, tuple[float, float]]:
    rows = table.extra.filter(table.extra["postcode"] != "")
    middles = rows.group_by("postcode").mean().select("postcode", "x", "y")
    return {code.replace(" ", "").upper(): (x, y) for code, x, y in middles.rows()}
