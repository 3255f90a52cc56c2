"""Cases to scores: per launch, pooled over launches, against the best simple method."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.backtest.bootstrap import Gain, gain
from wwz_engine.backtest.grid import Case
from wwz_engine.backtest.metrics import (
    Errors,
    ScoreError,
    age_structure_error,
    score,
    shelf_life,
    skill,
)
from wwz_engine.population.methods.totals import SIMPLE

SIMPLE_NAMES = tuple(method.name for method in SIMPLE)


@dataclass(frozen=True)
class Score:
    """One method on one group at one horizon; ``launch`` None is all launches together.

    least : only areas with at least so many people of the group at launch
    baseline : the simple method with the lowest WAPE on the same cells
    skill : against that baseline, with the interval of the bootstrap where it was drawn
    """

    method: str
    group: str
    horizon: int
    launch: int | None
    launches: int
    errors: Errors
    baseline: str
    skill: float
    low: float | None = None
    high: float | None = None
    least: float = 0.0


@dataclass(frozen=True)
class Structure:
    """Age structure error: median over areas, in percent points."""

    method: str
    horizon: int
    launches: int
    ase: float


@dataclass(frozen=True)
class Shelf:
    """Years up to which 80% of areas are within 10%, of the horizons there are."""

    method: str
    group: str
    years: int
    longest: int


Cells = dict[str, tuple[Floats, Floats]]
"""Per method, forecast and count: (case,) each."""


def scores_of(
    cases: Sequence[Case],
    clusters: Sequence[str],
    least: float = 0.0,
    only: Sequence[str] | None = None,
) -> list[Score]:
    """Per launch and pooled scores of every method on every group.

    Parameters
    ----------
    only : groups to score; None is all
    least : only areas with at least so many people of the group at launch
    """
    found: list[Score] = []
    by_pair: dict[tuple[int, int], list[Case]] = defaultdict(list)
    for case in cases:
        by_pair[case.horizon, case.launch].append(case)
    for horizon in sorted({case.horizon for case in cases}):
        launches = sorted(launch for h, launch in by_pair if h == horizon)
        groups = by_pair[horizon, launches[0]][0].groups
        for place, group in enumerate(groups):
            if only is not None and group not in only:
                continue
            for launch in launches:
                parts = [[case] for case in by_pair[horizon, launch]]
                found += _compared(parts, place, group, launch, (), least)
            pooled = _by_method([case for launch in launches for case in by_pair[horizon, launch]])
            found += _compared(pooled, place, group, None, clusters, least)
    return found


def _by_method(cases: Iterable[Case]) -> list[list[Case]]:
    found: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        found[case.method].append(case)
    most = max(len(parts) for parts in found.values())
    # A rival of one launch cannot be pooled with methods of all launches.
    return [parts for parts in found.values() if len(parts) == most]


def cells_of(cases: Sequence[Case], place: int, least: float) -> tuple[Floats, Floats]:
    """Forecast and count of a group over all cases, NaN where too few people lived."""
    forecast = np.concatenate([case.forecast[:, place] for case in cases])
    counted = np.concatenate([case.counted[:, place] for case in cases])
    start = np.concatenate([case.at_launch[:, place] for case in cases])
    return np.where(start >= least, forecast, np.nan), counted


def on_the_same(cells: Cells) -> Cells:
    """Every method on what all of them have; one without a forecast of the group has no say.

    A rival that gives a few easy areas is set against us in those, and nowhere else.
    """
    known = [~np.isnan(forecast) & ~np.isnan(counted) for forecast, counted in cells.values()]
    shared = np.logical_and.reduce([of for of in known if of.any()])
    return {
        name: (np.where(shared, forecast, np.nan), counted)
        for name, (forecast, counted) in cells.items()
    }


def _compared(
    parts: Sequence[Sequence[Case]],
    place: int,
    group: str,
    launch: int | None,
    clusters: Sequence[str],
    least: float,
) -> list[Score]:
    cells = on_the_same({cases[0].method: cells_of(cases, place, least) for cases in parts})
    errors: dict[str, Errors] = {}
    for name, (forecast, counted) in cells.items():
        try:
            errors[name] = score(forecast, counted)
        except ScoreError:
            continue
    simple = [name for name in SIMPLE_NAMES if name in errors]
    best = min(simple, key=lambda name: errors[name].wape, default="")
    drawn = _drawn(cells, errors, best, clusters)
    count = len(parts[0])
    horizon = parts[0][0].horizon
    return [
        Score(
            name, group, horizon, launch, count, of, best,
            skill(of.wape, errors[best].wape) if best else float("nan"),
            drawn[name].low if name in drawn else None,
            drawn[name].high if name in drawn else None,
            least,
        )
        for name, of in errors.items()
    ]  # fmt: skip


def _drawn(
    cells: Cells,
    errors: dict[str, Errors],
    best: str,
    clusters: Sequence[str],
) -> dict[str, Gain]:
    """Intervals of the methods that are not simple themselves."""
    if not clusters or not best or len(set(clusters)) < 2:
        return {}
    theirs = np.abs(cells[best][0] - cells[best][1])
    names = list(clusters) * (len(theirs) // len(clusters))
    return {
        name: gain(np.abs(cells[name][0] - cells[name][1]), theirs, names)
        for name in errors
        if name not in SIMPLE_NAMES
    }


def structures_of(cases: Sequence[Case]) -> list[Structure]:
    """Median age structure error per method and horizon, over areas and launches."""
    found: dict[tuple[str, int], list[Floats]] = defaultdict(list)
    for case in cases:
        if case.counted_bands.shape[1] > 1:
            error = age_structure_error(case.forecast_bands, case.counted_bands)
            if np.isnan(error).all():
                continue
            found[case.method, case.horizon].append(error)
    return [
        Structure(method, horizon, len(parts), float(np.nanmedian(np.concatenate(parts))))
        for (method, horizon), parts in found.items()
    ]


def shelf_lives(scores: Sequence[Score]) -> list[Shelf]:
    """Shelf life per method and group, from the pooled scores."""
    within: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for one in scores:
        if one.launch is None and one.least == 0:
            within[one.method, one.group][one.horizon] = one.errors.within[1]
    return [
        Shelf(method, group, shelf_life(shares), max(shares))
        for (method, group), shares in within.items()
    ]


def pooled_gain(
    cases: Sequence[Case],
    method: str,
    groups: Sequence[str],
    clusters: Sequence[str],
    horizons: Sequence[int],
) -> Gain:
    """One answer over groups, launches and horizons: is the method better than simple ones?

    The baseline is, per group and horizon, the simple method with the lowest WAPE over all
    launches: the strictest there is.
    """
    ours: list[Floats] = []
    theirs: list[Floats] = []
    for horizon in horizons:
        at = [case for case in cases if case.horizon == horizon]
        mine = [case for case in at if case.method == method]
        for group in groups:
            place = mine[0].groups.index(group)
            ours.append(_misses(mine, place))
            options = [
                _misses([case for case in at if case.method == name], place)
                for name in SIMPLE_NAMES
                if any(case.method == name for case in at)
            ]
            theirs.append(min(options, key=lambda missed: float(np.nansum(missed))))
    ourselves, others = np.concatenate(ours), np.concatenate(theirs)
    return gain(ourselves, others, list(clusters) * (len(others) // len(clusters)))


def _misses(cases: Sequence[Case], place: int) -> Floats:
    forecast, counted = cells_of(cases, place, 0.0)
    missed: Floats = np.abs(forecast - counted)
    return missed
