"""The year in which more homes are asked for than there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wwz_engine.axes import Floats

ANY = 1e-6
"""Less than this part of a home is no shortage but rounding."""


@dataclass(frozen=True)
class Crossing:
    """When demand passes supply.

    year : (pool,), the year in which it has in half of the draws; NaN when not in the range
    passed : (pool, year), share of the draws in which it has by then, 0..1
    """

    year: Floats
    passed: Floats


def in_every_year(homes: Floats, at: Sequence[int]) -> Floats:
    """Homes of every year from those of some: along a straight line in each draw.

    Parameters
    ----------
    homes : (..., year, draw) of the years that are given
    at : place of each given year in the row of all years, the first is 0
    """
    last = at[-1]
    after = np.searchsorted(at, np.arange(last + 1), side="left")
    before = np.maximum(after - 1, 0)
    places = np.array(at)
    gap = np.maximum(places[after] - places[before], 1)
    part = np.where(after == 0, 0.0, (np.arange(last + 1) - places[before]) / gap)[:, None]
    every: Floats = homes[..., before, :] * (1 - part) + homes[..., after, :] * part
    return every


def crossing_years(unmet: Floats, years: Sequence[int]) -> Crossing:
    """First year with unmet homes, over the draws.

    Parameters
    ----------
    unmet : (pool, year, draw), homes
    years : every year of the range, without a hole

    Examples
    --------
    >>> unmet = np.array([[[0.0, 0.0], [0.0, 1.0], [2.0, 3.0]]])  # a year later in one draw
    >>> found = crossing_years(unmet, (2025, 2026, 2027))
    >>> found.year, found.passed
    (array([2026.]), array([[0. , 0.5, 1. ]]))
    """
    passed = np.maximum.accumulate(unmet > ANY, axis=1).mean(axis=-1)
    half = passed >= 0.5
    at = half.argmax(axis=1)
    year = np.where(half.any(axis=1), np.array(years, dtype=np.float64)[at], np.nan)
    return Crossing(year, passed)
