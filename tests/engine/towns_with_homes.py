"""A town of four buurten in two wijken whose demand for homes is given, for cases by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from wwz_engine.facts import AreaRef
from wwz_engine.figures import Figures
from wwz_engine.population.figures import People
from wwz_engine.shortage.figures import Cascade, shortage_figures
from wwz_engine.sources.tidy import Source
from wwz_engine.supply.figures import Stock, supply_figures
from wwz_engine.supply.placing import placed
from wwz_engine.supply.rows import SupplyRow
from wwz_engine.woonvormen import WOONVORMEN

BASE_YEAR, DAY = 2024, date(2025, 6, 1)
SOURCE = Source("supply", "Wij", "lijst", "Woningen", DAY, "eigen", "a" * 64)
GEMEENTE = AreaRef("GM9998", "Voorbeeldstad", "gemeente", 2024)
WIJKEN = tuple(
    AreaRef(code, name, "wijk", 2024, GEMEENTE.code)
    for code, name in (("WK999801", "Wijk A"), ("WK999802", "Wijk B"))
)
BUURTEN = tuple(
    AreaRef(f"BU{wijk.code[2:]}0{number}", f"{wijk.name[-1]}{number}", "buurt", 2024, wijk.code)
    for wijk in WIJKEN
    for number in (1, 2)
)
AREAS = (GEMEENTE, *WIJKEN, *BUURTEN)
MEMBERS = np.array(
    [[1, 1, 1, 1], [1, 1, 0, 0], [0, 0, 1, 1], *np.eye(4).tolist()], dtype=np.float64
)
CODES = {area.name: area.code for area in AREAS}
NAMES = {code: name for name, code in CODES.items()}


def town(years: int = 2, draws: int = 2) -> People:
    """People of the town; their numbers play no part where the demand is given."""
    return People(AREAS, MEMBERS, BASE_YEAR, np.ones((len(BUURTEN), 7, years, draws)))


def homes(told: Sequence[Mapping[str, Any]]) -> tuple[SupplyRow, ...]:
    """Rows by the name of their area; facts that are left out are unknown."""
    return tuple(
        SupplyRow(
            id=str(number),
            complex=f"Complex {number}",
            area_year=2024,
            **{**one, "area": CODES[one["area"]]},
        )
        for number, one in enumerate(told, start=1)
    )


def stock(rows: Sequence[SupplyRow]) -> Stock:
    origins = {row.origin: SOURCE for row in rows}
    return Stock(placed(rows, AREAS, MEMBERS), DAY, date(2024, 1, 1), origins)


def cascade(
    rows: Sequence[SupplyRow], asked: Mapping[str, Mapping[str, float]], draws: int = 2
) -> Cascade:
    """Demand and supply of the town; every draw and year asks for the same.

    Parameters
    ----------
    asked : per buurt and woonvorm, homes
    """
    people = town(draws=draws)
    years = sum(year in (2024, 2025) for year in people.years)
    demand = {
        f"vraag_{form}": np.array(
            [np.full((years, draws), float(asked[area.name][form])) for area in BUURTEN]
        )
        for form in WOONVORMEN
    }
    return Cascade(people, stock(rows), demand, dict.fromkeys(demand, ()), 0.1)


def all_figures(
    told: Sequence[Mapping[str, Any]], asked: Mapping[str, Mapping[str, float]]
) -> dict[str, list[float | None]]:
    """Everything published of homes: by ``indicator area``, a value per year."""
    rows = homes(told)
    figures = [*supply_figures(stock(rows), (2025,)), *shortage_figures(cascade(rows, asked))]
    return values(figures)


def values(figures: Sequence[Figures]) -> dict[str, list[float | None]]:
    found: dict[str, list[float | None]] = {}
    for one in figures:
        for area, row in zip(one.areas, one.value, strict=True):
            key = f"{one.indicator} {area.name}"
            assert key not in found
            found[key] = [None if np.isnan(each) else round(float(each), 9) for each in row]
    return found
