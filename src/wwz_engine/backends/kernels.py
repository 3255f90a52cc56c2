"""Sums over areas in every draw, compiled with numba.

A kernel takes plain arrays and returns one; it checks nothing, so call it through the
module that owns it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit, prange


@njit(cache=True, parallel=True, fastmath=False)
def add_members(
    members: npt.NDArray[np.float64],  # (whole, area), weights, mostly none
    people: npt.NDArray[np.float64],  # (area, cell), persons
) -> Any:  # (whole, cell), persons
    wholes, areas = members.shape
    out = np.zeros((wholes, people.shape[1]))
    for whole in prange(wholes):
        for area in range(areas):
            weight = members[whole, area]
            if weight != 0.0:
                for cell in range(people.shape[1]):
                    out[whole, cell] += weight * people[area, cell]
    return out


def compile_all() -> None:
    """Call every kernel once on the smallest arrays, so that its machine code is cached."""
    for people in (np.ones((1, 2)), np.ones((2, 2))[:, :1]):
        add_members(np.ones((1, people.shape[0])), people)
