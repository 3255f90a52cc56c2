"""What every series of counts has to give for a back-test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from wwz_engine.axes import AgeBand, Floats
from wwz_engine.errors import EngineError
from wwz_engine.population.methods.panel import Panel
from wwz_engine.sources.dataset import Tables


class SeriesNotHereError(EngineError):
    """A series whose files are not on this machine, or that does not exist."""


@dataclass(frozen=True)
class Rival:
    """A forecast by somebody else, to be scored on the same table.

    launch : last year it could know
    years : those it has a figure for
    people : (year, area, group), persons on the areas and groups of the series (``groups_of``);
        NaN where it has none
    """

    name: str
    launch: int
    years: tuple[int, ...]
    people: Floats


@dataclass(frozen=True)
class Loaded:
    """A series, read.

    clusters : per area, the group that is drawn as one in a bootstrap (its gemeente)
    gemeenten : per area, the one it lies in, where an error of its gemeente is its own too;
        empty when all lie in one, or when areas are gemeenten or larger
    finer : per year, (sex, single_age), persons of all areas together, where counted
    blurred : years of which ages are published as whole percentages of the total
    truth : (year, area, band), persons to score against, when the counts are blurred on
        purpose (a made-up world); None scores against the counts
    rivals : forecasts by others that come with the series
    left_out : what was left out and why, in Dutch sentences
    """

    panel: Panel
    clusters: tuple[str, ...]
    gemeenten: tuple[str, ...] = ()
    finer: Mapping[int, Floats] = field(default_factory=dict)
    blurred: tuple[int, ...] = ()
    truth: Floats | None = None
    rivals: tuple[Rival, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Series:
    """One series by name.

    level : area level, ``buurt``, ``wijk``, ``pc4``, ``gemeente`` or ``land``
    first_launch, longest : where a run of everything starts, and how many years ahead it
        looks; what is asked for by year is not limited
    """

    key: str
    label: str
    level: str
    read: Callable[[Tables], Loaded]
    first_launch: int = 0
    longest: int = 15


def cube(
    rows: pl.DataFrame, areas: tuple[str, ...], years: tuple[int, ...], bands: tuple[AgeBand, ...]
) -> Floats:
    """Tidy rows of one measure as an array.

    Parameters
    ----------
    rows : columns area, period, age, value

    Returns
    -------
    (year, area, band), NaN where there is no row or no value
    """
    places = {code: number for number, code in enumerate(areas)}
    at = {year: number for number, year in enumerate(years)}
    labels = {band.label: number for number, band in enumerate(bands)}
    # A single year of age is written as 64, not as 64-64.
    labels |= {str(band.low): n for n, band in enumerate(bands) if band.low == band.high}
    found = np.full((len(years), len(areas), len(bands)), np.nan)
    for area, year, age, value in rows.select("area", "period", "age", "value").rows():
        if area in places and year in at and age in labels and value is not None:
            found[at[year], places[area], labels[age]] = value
    return found
