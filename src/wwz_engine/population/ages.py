"""From age groups to single ages and back."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import PchipInterpolator

from wwz_engine.axes import AGE_GROUPS, OLDEST, AgeBand, Floats, band_membership


def single_ages(counts: Floats) -> Floats:
    """Spread people in five-year groups over single ages, keeping every group total.

    Monotone cubic interpolation (PCHIP) of the cumulative count, so that no age is
    negative: docs/methods/population.md.

    Parameters
    ----------
    counts : (..., age_group), persons aged 0-4, 5-9 .. 95+

    Returns
    -------
    (..., single_age), persons of age 0 .. 95 and older

    Examples
    --------
    >>> ages = single_ages(np.full(20, 50.0))
    >>> float(ages[:5].sum().round(6)), float(ages[95])
    (50.0, 50.0)
    """
    edges = np.array([band.low for band in AGE_GROUPS])
    start = np.zeros((*counts.shape[:-1], 1))
    before = np.concatenate([start, np.cumsum(counts[..., :-1], axis=-1)], axis=-1)
    curve = PchipInterpolator(edges, before, axis=-1)
    younger = np.diff(curve(np.arange(OLDEST + 1)), axis=-1)
    return np.concatenate([younger, counts[..., -1:]], axis=-1)


def grouped(people: Floats, bands: tuple[AgeBand, ...] = AGE_GROUPS) -> Floats:
    """Add single ages up to groups.

    Parameters
    ----------
    people : (..., single_age), persons

    Returns
    -------
    (..., band), persons
    """
    total: Floats = people @ band_membership(bands).T
    return total
