"""Figures on homes that are there and homes that are planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from wwz_engine.axes import Floats
from wwz_engine.facts import COUNTED, ESTIMATED, parameter_source
from wwz_engine.figures import Figures
from wwz_engine.sources.tidy import Source
from wwz_engine.supply.counting import (
    built_shares,
    heights,
    homes_counted,
    homes_of,
    in_force_on,
    serving_shares,
    there_in,
    with_status,
)
from wwz_engine.supply.judging import answers
from wwz_engine.supply.placing import Placed
from wwz_engine.supply.rows import EXISTING, HARD, SOFT
from wwz_engine.woonvormen import definitions_on

BUILT = ("plan_realisation",)
SERVING: dict[str, tuple[str, ...]] = {
    "zorggeschikt": (),
    "geclusterd": (),
    # Measured of suitable homes; of clustered homes that are meant for 55+ nobody measured it.
    "nultreden": ("suitable_homes_serving_55plus",),
}


@dataclass(frozen=True)
class Stock:
    """The homes of a gemeente on the areas of a study.

    day : which the rows describe; decides which definitions are in force
    parameter_day : of the numbers that are assumed
    sources : per origin of rows, where they come from
    """

    found: Placed
    day: date
    parameter_day: date
    sources: Mapping[str, Source]

    def by_origin(self, figures: Figures, touches: NDArray[np.bool_]) -> Iterator[Figures]:
        """Figures with, per area, only the sources of the rows that they rest on.

        An area without rows rests on the whole list: that nothing lies there was told.

        Parameters
        ----------
        touches : (area, row), whether a figure of the area rests on the row
        """
        origins = sorted({row.origin for row in self.found.rows})
        of_row = [[row.origin == origin for row in self.found.rows] for origin in origins]
        there = touches @ np.array(of_row).T
        there[~there.any(axis=1)] = True
        groups: dict[tuple[str, ...], list[int]] = {}
        for number, rests in enumerate(there.tolist()):
            named = tuple(origin for origin, yes in zip(origins, rests, strict=True) if yes)
            groups.setdefault(named, []).append(number)
        for named, at in groups.items():
            own = tuple(self.sources[origin] for origin in named)
            yield replace(
                figures,
                areas=tuple(figures.areas[number] for number in at),
                value=figures.value[at],
                low=None if figures.low is None else figures.low[at],
                high=None if figures.high is None else figures.high[at],
                sources=(*own, *figures.sources),
            )


def supply_figures(stock: Stock, years: tuple[int, ...]) -> list[Figures]:
    """Homes there, planned and to be expected, per area and woonvorm.

    Parameters
    ----------
    years : for which plans are added up
    """
    found = stock.found
    # Homes that are gone by the day of the list are no stock, whoever still lists them.
    today = there_in(found.rows, (stock.day.year,))[:, 0]
    existing = homes_of(found.rows) * with_status(found.rows, EXISTING) * today
    certain = heights(found.rows, stock.day).certain
    serving = serving_shares(found.rows, stock.parameter_day, certain)
    ready = there_in(found.rows, years)
    figures = []
    for form, definition in in_force_on(stock.day).items():
        now = homes_counted(found, definition, existing)
        figures += [
            _now(stock, f"voorraad_{form}", now.certain),
            _now(stock, f"voorraad_{form}_onbekend", now.unknown),
            _serving(stock, form, homes_counted(found, definition, existing * serving).certain),
        ]
        planned = {
            status: homes_of(found.rows)[:, None] * with_status(found.rows, status)[:, None] * ready
            for status in (HARD, SOFT)
        }
        built = built_shares(found.rows, stock.parameter_day)[:, None]
        expected = (planned[HARD] + planned[SOFT]) * built
        for key, weights, names in (
            (f"plannen_hard_{form}", planned[HARD], ()),
            (f"plannen_zacht_{form}", planned[SOFT], ()),
            (f"oplevering_{form}", expected, BUILT),
        ):
            value = homes_counted(found, definition, weights).certain
            figures.append(_figures(stock, key, years, value, ESTIMATED, *names))
    figures += list(_counted_otherwise(stock, existing))
    return [part for one in figures for part in stock.by_origin(one, _touched(stock, one))]


def _touched(stock: Stock, figures: Figures) -> NDArray[np.bool_]:
    place = {area.code: number for number, area in enumerate(stock.found.areas)}
    at = [place[area.code] for area in figures.areas]
    touched: NDArray[np.bool_] = (stock.found.inside + stock.found.partly)[at] > 0
    return touched


def _counted_otherwise(stock: Stock, existing: Floats) -> Iterator[Figures]:
    """The same stock under every definition, for the gemeente and its wijken."""
    found = stock.found
    large = [n for n, area in enumerate(found.areas) if area.level in ("gemeente", "wijk")]
    areas = tuple(found.areas[number] for number in large)
    above = replace(found, areas=areas, inside=found.inside[large], partly=found.partly[large])
    for definition in definitions_on(stock.day).values():
        homes = homes_counted(above, definition, existing)
        key = f"telling_{definition.key}"
        for name, value in ((key, homes.certain), (f"{key}_onbekend", homes.unknown)):
            year = (stock.day.year,)
            yield Figures(name, areas, year, value[:, None], (COUNTED,), ())


def _now(stock: Stock, key: str, value: Floats) -> Figures:
    return _figures(stock, key, (stock.day.year,), value[:, None], COUNTED)


def _serving(stock: Stock, form: str, value: Floats) -> Figures:
    key, year = f"voorraad_{form}_effectief", (stock.day.year,)
    return _figures(stock, key, year, value[:, None], ESTIMATED, *SERVING[form])


def _figures(
    stock: Stock, key: str, years: tuple[int, ...], value: Floats, kind: str, *names: str
) -> Figures:
    assumed = (parameter_source(*names),) if names else ()
    return Figures(key, stock.found.areas, years, value, (kind,) * len(years), assumed)


def doubtful_homes(stock: Stock) -> int:
    """Homes of which a fact that decides on a woonvorm is unknown."""
    judged = np.stack([answers(stock.found.rows, one) for one in in_force_on(stock.day).values()])
    unsure = ((judged > 0) & (judged < 1)).any(axis=0)
    return int((homes_of(stock.found.rows) * unsure).sum())
