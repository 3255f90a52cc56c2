"""Loops of the projection by single age, compiled with numba.

A kernel checks nothing: call it through ``projection`` or ``sigma_points``. It holds
no lock of the interpreter, so that threads run side by side.

Nobody is ever moved to the next age. The people of one birth year stay in their slot, and
age ``a`` after ``t`` years is read from slot ``years - t + a``: a ring of birth years.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from wwz_engine.backends.rates import LANES, MOST_DYING, Floats, Floats32, Integers

NONE, ALL = np.float32(0.0), np.float32(1.0)
MOST = np.float32(MOST_DYING)
# Sums may be taken in another order, but what is not a number stays visible.
compiled = njit(
    cache=True, nogil=True, error_model="numpy", fastmath={"contract", "nsz", "reassoc"}
)


@compiled
def project_lanes(
    people: Floats32,  # (area, sex, age)
    factors: Floats32,  # (area, sex, age), on survival
    moving: Floats32,  # (area, sex, age), persons a year
    fertile: Floats32,  # (area,)
    local: Floats32,  # (area, block, lane), effect of the area on moving
    deaths: Floats32,  # (year, sex, age)
    births: Floats32,  # (year, mother)
    mortality: Floats32,  # (block, year, lane)
    fertility: Floats32,  # (block, year, lane)
    national: Floats32,  # (block, year, lane)
    youngest: int,
    girls: float,
    edges: Integers,  # (band + 1,), first age of each band, and the number of ages
    ring: Floats32,  # (sex, slot, area, lane), room to work in
    sums: Floats32,  # (band, area, lane), room to work in
    extra: Floats32,  # (2, area, lane), room to work in
    out: Floats32,  # (area, year, band, block, lane), persons
) -> None:
    blocks, years = mortality.shape[0], mortality.shape[1]
    alive = np.empty(LANES, np.float32)
    areas, bands = people.shape[0], edges.shape[0] - 1
    for block in range(blocks):
        _fill(people, years, ring)
        for year in range(years):
            first = years - year
            sums[:] = NONE
            _pull(local[:, block], national[block, year], extra[0])
            _bear(
                ring[1], first + youngest, births[year], fertility[block, year], fertile, extra[1]
            )
            for sex in range(2):
                share = np.float32(girls if sex == 1 else 1.0 - girls)
                _grow(
                    ring[sex],
                    first,
                    deaths[year, sex],
                    mortality[block, year],
                    factors[:, sex],
                    moving[:, sex],
                    extra[0],
                    alive,
                    edges,
                    sums,
                )
                _close(ring[sex], first, deaths.shape[2], extra[1], share, sums[0])
            for area in range(areas):
                for band in range(bands):
                    for lane in range(LANES):
                        out[area, year, band, block, lane] = sums[band, area, lane]


@compiled
def _fill(people: Any, years: int, ring: Any) -> None:
    for sex in range(2):
        for age in range(people.shape[2]):
            for area in range(people.shape[0]):
                start = people[area, sex, age]
                for lane in range(LANES):
                    ring[sex, years + age, area, lane] = start


@compiled
def _pull(local: Any, national: Any, out: Any) -> None:
    for area in range(local.shape[0]):
        for lane in range(LANES):
            out[area, lane] = national[lane] + local[area, lane]


@compiled
def _bear(women: Any, first: int, births: Any, fertility: Any, fertile: Any, out: Any) -> None:
    """Children of the year, per area."""
    out[:] = NONE
    for mother in range(births.shape[0]):
        rate = births[mother]
        for area in range(fertile.shape[0]):
            for lane in range(LANES):
                out[area, lane] += women[first + mother, area, lane] * rate
    for area in range(fertile.shape[0]):
        for lane in range(LANES):
            out[area, lane] *= fertility[lane] * fertile[area]


@compiled
def _grow(
    ring: Any,
    first: int,
    deaths: Any,
    mortality: Any,
    factors: Any,
    moving: Any,
    pull: Any,
    alive: Any,
    edges: Any,
    sums: Any,
) -> None:
    """Live and move for a year, and add up the bands in the same pass."""
    band, last = 0, edges.shape[0] - 2
    for age in range(deaths.shape[0]):
        if band < last and age + 1 >= edges[band + 1]:
            band += 1
        for lane in range(LANES):
            alive[lane] = ALL - min(deaths[age] * mortality[lane], MOST)
        for area in range(factors.shape[0]):
            factor, arriving = factors[area, age], moving[area, age]
            for lane in range(LANES):
                left = ring[first + age, area, lane] * factor * alive[lane]
                left = max(left + arriving * pull[area, lane], NONE)
                ring[first + age, area, lane] = left
                sums[band, area, lane] += left


@compiled
def _close(ring: Any, first: int, ages: int, born: Any, share: Any, youngest: Any) -> None:
    """Join the two oldest years in the open age, and let the children in."""
    for area in range(born.shape[0]):
        for lane in range(LANES):
            ring[first + ages - 2, area, lane] += ring[first + ages - 1, area, lane]
            children = born[area, lane] * share
            ring[first - 1, area, lane] = children
            youngest[area, lane] += children


@compiled
def add_fixed(part: Floats32, step: float, total: npt.NDArray[np.int64]) -> None:
    """Add areas to a total in whole numbers of 1/step persons.

    Whole numbers add up to the same in any order, so threads may come as they like.
    """
    for area in range(part.shape[0]):
        for row in range(total.shape[0]):
            for draw in range(total.shape[1]):
                total[row, draw] += np.int64(part[area, row, draw] * step)


@compiled
def summarise(rows: Floats32, below: Integers, above: Floats, out: Floats32) -> None:
    """Quantiles and mean of sorted rows.

    ``below`` is the draw under each quantile, ``above`` the part of the way to the next.
    """
    draws = rows.shape[1]
    for row in range(rows.shape[0]):
        for index in range(below.shape[0]):
            low = np.float64(rows[row, below[index]])
            high = np.float64(rows[row, min(below[index] + 1, draws - 1)])
            out[index, row] = low + (high - low) * above[index]
        total = 0.0
        for draw in range(draws):
            total += np.float64(rows[row, draw])
        out[below.shape[0], row] = total / draws
