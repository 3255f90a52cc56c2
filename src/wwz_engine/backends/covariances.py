"""How what is not known about the ages of an area grows when they grow a year older.

One pass over the table of each area: in NumPy it takes eight, each through memory.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]


@njit(cache=True, nogil=True)
def grow(
    ages: Floats,  # (area, single_age, single_age), covariance
    cross: Floats,  # (area, single_age, band), covariance with the drifts
    drifts: Floats,  # (area, band, band), covariance
    band: npt.NDArray[np.int64],  # (single_age,), the band of an age
    factor: Floats,  # (area, single_age), growth of who arrives at an age
    staying: Floats,  # (area, single_age), persons, before the drift
    shock: Floats,  # (area, single_age), persons, shared within a band
) -> Any:  # ages and cross a year later, without what is independent per age
    areas, count = staying.shape
    bands = drifts.shape[1]
    later, moved = np.empty_like(ages), np.empty_like(cross)
    by_band = np.empty((bands, count))
    for area in range(areas):
        for age in range(count):
            came = max(age - 1, 0)  # newborns vary as the youngest of before
            for other in range(bands):
                by_band[other, age] = cross[area, came, other] * factor[area, age]
        for age in range(count):
            came, own = max(age - 1, 0), band[age]
            # Filled in place: copying an array into another takes two seconds to compile.
            row = later[area, age]
            for other in range(count):
                before = ages[area, came, max(other - 1, 0)]
                drift = by_band[band[other], age] + (
                    drifts[area, own, band[other]] * staying[area, age]
                )
                row[other] = before * factor[area, age] * factor[area, other]
                row[other] += drift * staying[area, other]
                row[other] += by_band[own, other] * staying[area, age]
                if band[other] == own:
                    row[other] += shock[area, age] * shock[area, other]
            for other in range(bands):
                moved[area, age, other] = by_band[other, age] + (
                    drifts[area, own, other] * staying[area, age]
                )
    return later, moved


def grow_plainly(
    ages: Floats,
    cross: Floats,
    drifts: Floats,
    band: npt.NDArray[np.int64],
    factor: Floats,
    staying: Floats,
    shock: Floats,
) -> tuple[Floats, Floats]:
    """The same in NumPy: what is right is settled here."""
    count = staying.shape[1]
    came = np.maximum(np.arange(count) - 1, 0)
    later = ages[:, came][:, :, came] * factor[:, :, None] * factor[:, None, :]
    moved = cross[:, came] * factor[:, :, None]
    by_drift = moved[:, :, band] * staying[:, None, :]
    later += by_drift + by_drift.transpose(0, 2, 1)
    later += drifts[:, band][:, :, band] * (staying[:, :, None] * staying[:, None, :])
    same = (band[:, None] == band).astype(np.float64)
    later += same * (shock[:, :, None] * shock[:, None, :])
    return later, moved + drifts[:, band] * staying[:, :, None]


def compile_all() -> None:
    one = np.ones((1, 1))
    grow(one[None], one[None], one[None], np.zeros(1, np.int64), one, one, one)
