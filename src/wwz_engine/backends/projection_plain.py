"""The projection by single age as one would write it down: NumPy, float64, one draw at a time.

What is right is settled here. The compiled kernel must give the same on every small case
(tests/engine/test_projection.py), and is measured against this in ``make bench``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wwz_engine.backends.projection import (
    QUANTILES,
    Projection,
    Summary,
    check_fit,
    normals,
)
from wwz_engine.backends.rates import LANES, MOST_DYING, Areas, Floats, Integers, Rates


def project_plainly(
    areas: Areas,
    rates: Rates,
    edges: Sequence[int],
    levels: Sequence[Integers] = (),
    *,
    seed: int,
    quantiles: tuple[float, ...] = QUANTILES,
) -> Projection:
    """The same as ``projection.project``, slowly; holds every draw in memory."""
    people = paths(areas, rates, edges, seed=seed)
    parents = [add_up(people, level) for level in levels]
    found = [_summary(each, quantiles) for each in (people, *parents)]
    return Projection(found[0], tuple(found[1:]))


def paths(areas: Areas, rates: Rates, edges: Sequence[int], *, seed: int) -> Floats:
    """Every draw of every area: (draw, area, year, band), persons."""
    bounds = check_fit(areas, rates, edges)
    own = np.array([normals(seed, int(number), rates.draws) for number in areas.numbers])
    effects = own.reshape(len(areas.numbers), rates.draws) * areas.spread[:, None]
    out = np.empty((rates.draws, len(areas.people), rates.years, len(edges)))
    for draw in range(rates.draws):
        out[draw] = one_path(areas, rates, bounds, draw, effects[:, draw].astype(np.float64))
    return out


def one_path(areas: Areas, rates: Rates, bounds: Integers, draw: int, effect: Floats) -> Floats:
    """One draw of every area: (area, year, band), persons."""
    survival, fertility, moving = rates_of(rates, draw)
    mothers = slice(rates.youngest, rates.youngest + fertility.shape[1])
    people = areas.people.astype(np.float64)
    out = np.empty((len(people), rates.years, len(bounds) - 1))
    for year in range(rates.years):
        children = (people[:, 1, mothers] @ fertility[year]) * areas.fertility
        pull = (moving[year] + effect)[:, None, None]
        later = people * survival[year] * areas.survival + areas.moving * pull
        later = np.maximum(later, 0.0)
        people[:, :, 1:] = later[:, :, :-1]
        people[:, :, -1] += later[:, :, -1]
        people[:, 0, 0] = children * (1.0 - rates.girls)
        people[:, 1, 0] = children * rates.girls
        out[:, year] = np.add.reduceat(people.sum(axis=1), bounds[:-1], axis=1)
    return out


def rates_of(rates: Rates, draw: int) -> tuple[Floats, Floats, Floats]:
    """Survival (year, sex, age), fertility (year, mother) and moving (year,) of one draw."""
    block, lane = divmod(draw, LANES)
    mortality, fertility, moving = (
        each[block, :, lane].astype(np.float64)
        for each in (rates.mortality, rates.fertility, rates.moving)
    )
    dying = rates.deaths.astype(np.float64) * mortality[:, None, None]
    return 1.0 - np.minimum(dying, MOST_DYING), rates.births * fertility[:, None], moving


def add_up(people: Floats, level: Integers) -> Floats:
    """Sums of areas per parent: (.., parent, year, band) of (.., area, year, band)."""
    order = np.argsort(level, kind="stable")
    parents, starts = np.unique(level[order], return_index=True)
    whole = np.zeros((*people.shape[:-3], int(level.max(initial=-1)) + 1, *people.shape[-2:]))
    if len(parents) > 0:
        whole[..., parents, :, :] = np.add.reduceat(people[..., order, :, :], starts, axis=-3)
    return whole


def _summary(people: Floats, quantiles: tuple[float, ...]) -> Summary:
    return Summary(
        np.quantile(people, quantiles, axis=0).astype(np.float32),
        people.mean(axis=0).astype(np.float32),
    )


def largest_difference(found: Projection, expected: Projection) -> float:
    """Largest relative difference of any figure, as a share of the figure and one person."""
    pairs = zip((found.areas, *found.levels), (expected.areas, *expected.levels), strict=True)
    worst = 0.0
    for ours, theirs in pairs:
        for mine, right in ((ours.quantiles, theirs.quantiles), (ours.mean, theirs.mean)):
            apart = np.abs(mine.astype(np.float64) - right) / (right + 1.0)
            worst = max(worst, float(apart.max(initial=0.0)))
    return worst
