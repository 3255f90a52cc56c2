"""Exact quantiles and mean of many rows of draws, without sorting them.

A quantile lies between two neighbours in order of size. They are found by counting: how many
draws lie below a value, the largest of those, the smallest of the others. The first value
comes from mean and spread, each next one from the count; a row that will not yield is sorted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from numba import njit

from wwz_engine.backends.rates import Floats, Floats32, Integers
from wwz_engine.backends.vectors import around

MOST_TRIES = 40
"""More than any row of a projection needs; then it is sorted."""

NEAR = np.float32(1.5)
"""So many draws from the goal, a step goes to the next draw instead of by the density."""

INFINITE = np.float32(np.inf)

compiled = njit(cache=True, nogil=True, error_model="numpy", fastmath={"nsz", "reassoc"})


@dataclass(frozen=True)
class Ranks:
    """Which draws quantiles lie between, and where in a normal distribution they would be."""

    draws: int
    below: Integers  # (quantile,), place of the lower neighbour in order of size
    part: Floats  # (quantile,), part of the way to the upper one
    normal: Floats  # (quantile,), standard normal deviate
    density: Floats  # (quantile,), normal density there

    @classmethod
    def of(cls, quantiles: Sequence[float], draws: int) -> Ranks:
        at = np.array(quantiles) * (draws - 1)
        below = np.clip(np.floor(at).astype(np.int64), 0, max(draws - 2, 0))
        bell = NormalDist()
        inside = [min(max(each, 1e-4), 1 - 1e-4) for each in quantiles]
        normal = [bell.inv_cdf(each) for each in inside]
        density = [bell.pdf(each) for each in normal]
        return cls(draws, below, at - below, np.array(normal), np.array(density))


def summarise(rows: Floats32, ranks: Ranks, out: Floats32) -> None:
    """Quantiles and mean of each row, into ``out``: (quantile and then mean, row).

    Parameters
    ----------
    rows : (row, draw), at least 0; the draws are filled up to a multiple of 16, and what
        stands beyond the last one is overwritten
    """
    rows[:, ranks.draws :] = INFINITE
    fill_summaries(rows, ranks.draws, ranks.below, ranks.part, ranks.normal, ranks.density, out)


@compiled
def fill_summaries(
    rows: Floats32,  # (row, draw), infinite beyond the last draw
    draws: int,
    below: Integers,
    part: Floats,
    normal: Floats,
    density: Floats,
    out: Floats32,  # (quantile and then mean, row)
) -> None:
    last = below.shape[0]
    for row in range(rows.shape[0]):
        mean, spread = _mean_and_spread(rows[row], draws)
        out[last, row] = mean
        for index in range(last):
            near = np.float32(mean + normal[index] * spread)
            crowd = np.float32(draws * density[index] / spread)
            low, high = _neighbours(rows[row], draws, below[index], near, crowd)
            out[index, row] = low + (np.float64(high) - low) * part[index]


@compiled
def _mean_and_spread(line: Any, draws: int) -> Any:
    total = square = 0.0
    for draw in range(draws):
        value = np.float64(line[draw])
        total += value
        square += value * value
    mean = total / draws
    # A spread of nothing would leave no step to take.
    return mean, np.sqrt(max(square / draws - mean * mean, 1e-12))


@compiled
def _neighbours(line: Any, draws: int, rank: int, near: Any, crowd: Any) -> Any:
    """The values at places ``rank`` and ``rank + 1`` in order of size.

    They lie from ``floor`` to ``ceiling``, which close in with each count.
    """
    wanted = np.float32(min(rank + 1, draws - 1))
    floor, ceiling, pivot = np.float32(-1.0), INFINITE, near
    for _ in range(MOST_TRIES):
        count, below, above = around(line, pivot)
        if count == wanted and wanted > 0:
            return below, above
        if count <= wanted:
            floor = above
        else:
            ceiling = below
        if floor == ceiling:
            return floor, floor
        if abs(wanted - count) > NEAR:
            pivot += (wanted - count) / crowd
        else:
            pivot = np.nextafter(above, INFINITE) if count < wanted else below
        if not floor < pivot <= ceiling:
            pivot = _between(floor, ceiling)
    ordered = np.sort(line)
    return ordered[rank], ordered[min(rank + 1, draws - 1)]


@compiled
def _between(floor: Any, ceiling: Any) -> Any:
    """A value above the floor, and not above the ceiling."""
    half = np.float32(0.5) * (max(floor, np.float32(0.0)) + ceiling)
    return half if floor < half < INFINITE else np.nextafter(floor, INFINITE)
