"""Loops of the projection by single age, compiled with numba.

A kernel checks nothing: call it through ``projection`` or ``sigma_points``. It holds
no lock of the interpreter, so that threads run side by side.

Nobody is ever moved to the next age. The people of one birth year stay in their slot, and
age ``a`` after ``t`` years is read from slot ``years - t + a``: a ring of birth years. Those
of one area, sex and block of draws fit in the memory next to the processor.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from wwz_engine.backends.rates import LANES, Floats32, Integers
from wwz_engine.backends.vectors import live, weigh

NONE = np.float32(0.0)
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
    ring: Floats32,  # (slot, lane), room to work in
    sums: Floats32,  # (band, lane), room to work in
    pull: Floats32,  # (year, lane), room to work in
    born: Floats32,  # (year, lane), room to work in
    out: Floats32,  # (area, year, band, block, lane), persons
) -> None:
    blocks, years = mortality.shape[0], mortality.shape[1]
    for area in range(people.shape[0]):
        for block in range(blocks):
            _pull(local[area, block], national[block], pull)
            for turn in range(2):
                sex = 1 - turn  # women first: the children are theirs, of both sexes
                share = np.float32(girls if sex == 1 else 1.0 - girls)
                _fill(people[area, sex], years, ring)
                for year in range(years):
                    first = years - year
                    if sex == 1:
                        _bear(
                            ring,
                            first + youngest,
                            births[year],
                            fertility[block, year],
                            fertile[area],
                            born[year],
                        )
                    _grow(
                        ring,
                        first,
                        deaths[year, sex],
                        mortality[block, year],
                        factors[area, sex],
                        moving[area, sex],
                        pull[year],
                        edges,
                        sums,
                    )
                    _close(ring, first, deaths.shape[2], born[year], share, sums[0])
                    _keep(sums, block, sex == 1, out[area, year])


@compiled
def _pull(local: Any, national: Any, out: Any) -> None:
    for year in range(national.shape[0]):
        for lane in range(LANES):
            out[year, lane] = national[year, lane] + local[lane]


@compiled
def _fill(people: Any, years: int, ring: Any) -> None:
    for age in range(people.shape[0]):
        start = people[age]
        for lane in range(LANES):
            ring[years + age, lane] = start


@compiled
def _bear(women: Any, first: int, births: Any, fertility: Any, fertile: Any, born: Any) -> None:
    """Children of the year."""
    weigh(women, first, births, born)
    for lane in range(LANES):
        born[lane] *= fertility[lane] * fertile


@compiled
def _grow(
    ring: Any,
    first: int,
    deaths: Any,
    mortality: Any,
    factors: Any,
    moving: Any,
    pull: Any,
    edges: Any,
    sums: Any,
) -> None:
    """Live and move for a year, and add up the bands in the same pass.

    Who is of age ``a`` at the start of the year counts as ``a + 1``, the oldest as before.
    """
    last = edges.shape[0] - 2
    for band in range(last + 1):
        start = max(edges[band] - 1, 0)
        stop = edges[band + 1] - 1 if band < last else edges[band + 1]
        live(ring, first, deaths, mortality, factors, moving, pull, start, stop, sums[band])


@compiled
def _close(ring: Any, first: int, ages: int, born: Any, share: Any, youngest: Any) -> None:
    """Join the two oldest years in the open age, and let the children in."""
    for lane in range(LANES):
        ring[first + ages - 2, lane] += ring[first + ages - 1, lane]
        children = born[lane] * share
        ring[first - 1, lane] = children
        youngest[lane] += children


@compiled
def _keep(sums: Any, block: int, anew: bool, out: Any) -> None:
    """Men are added to the women."""
    for band in range(sums.shape[0]):
        for lane in range(LANES):
            before = NONE if anew else out[band, block, lane]
            out[band, block, lane] = before + sums[band, lane]


@compiled
def add_fixed(part: Floats32, step: float, total: npt.NDArray[np.int64]) -> None:
    """Add areas to a total in whole numbers of 1/step persons.

    Whole numbers add up to the same in any order, so threads may come as they like.
    """
    for area in range(part.shape[0]):
        for row in range(total.shape[0]):
            for draw in range(total.shape[1]):
                total[row, draw] += np.int64(part[area, row, draw] * step)
