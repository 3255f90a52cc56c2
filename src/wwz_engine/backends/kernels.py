"""Sums over areas in every draw, compiled with numba.

A kernel takes plain arrays and returns one; it checks nothing, so call it through the
module that owns it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
from numba import njit

from wwz_engine.backends.projection import cores

Floats = npt.NDArray[np.float64]

STRETCH = 4096
"""Cells that a thread takes at a time: for fewer it is not worth starting one."""


def add_members(
    members: Floats,  # (whole, area), weights, mostly none
    people: Floats,  # (area, cell), persons
) -> Floats:  # (whole, cell), persons
    # One form of array, so that no other is compiled while somebody waits.
    members, people = np.ascontiguousarray(members), np.ascontiguousarray(people)
    cells = people.shape[1]
    out = np.zeros((len(members), cells))

    def work(start: int) -> None:
        _add(members, people, start, min(start + STRETCH, cells), out)

    if cells <= STRETCH:
        work(0)
        return out
    with ThreadPoolExecutor(cores()) as pool:
        for _ in pool.map(work, range(0, cells, STRETCH)):
            pass
    return out


# Not ``parallel=True``: that takes ten times as long to compile.
@njit(cache=True, nogil=True)
def _add(members: Floats, people: Floats, start: int, stop: int, out: Floats) -> None:
    wholes, areas = members.shape
    for whole in range(wholes):
        for area in range(areas):
            weight = members[whole, area]
            if weight != 0.0:
                for cell in range(start, stop):
                    out[whole, cell] += weight * people[area, cell]


def compile_all() -> None:
    """Call every kernel once on the smallest arrays, so that its machine code is cached."""
    add_members(np.ones((1, 1)), np.ones((1, 2)))
