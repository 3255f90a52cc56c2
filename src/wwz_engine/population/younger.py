"""Healthy ageing: people of an age as healthy as younger ones are now.

docs/methods/scenarios.md.
"""

from __future__ import annotations

import numpy as np

from wwz_engine.axes import AGE_GROUPS, Floats, check_shape
from wwz_engine.levers import Levers

WIDTH = 5.0


def rates_later(rates: Floats, levers: Levers, years: tuple[int, ...]) -> Floats:
    """Rates by age in each year: (year, age_group), or as they are when nothing shifts.

    Between the middles of two age groups lies a straight line; beyond the last it is level.

    Parameters
    ----------
    rates : (age_group,), per person

    Examples
    --------
    >>> from wwz_engine.levers import Younger
    >>> rates = np.zeros(20)
    >>> rates[16], rates[17] = 0.06, 0.14  # aged 80-84 and 85-89
    >>> later = rates_later(rates, Levers(younger=(Younger(2.0, 2020),)), (2020, 2030))
    >>> later[:, 17].round(3).tolist()  # two years younger: two fifths of the way back
    [0.14, 0.108]
    """
    if not levers.younger:
        return rates
    check_shape("rates", rates, age_group=len(AGE_GROUPS))
    middles = np.array([band.low + WIDTH / 2 for band in AGE_GROUPS])
    return np.array([np.interp(middles - by, middles, rates) for by in levers.shift(years)])


def still_above(expected: Floats, age: int, shift: Floats) -> Floats:
    """Share of the people above an age who are above it by the shift as well.

    People are spread evenly over the years of an age group. With a shift below nil there are
    more: those who are that much younger are counted in.

    Parameters
    ----------
    expected : (unit, year, age_group), persons
    shift : (year,), years of age

    Returns
    -------
    (unit, year); 1 where nobody is above the age

    Examples
    --------
    >>> expected = np.zeros((1, 2, 20))
    >>> expected[..., 15] = 50.0  # aged 75-79
    >>> expected[..., 16] = 50.0
    >>> still_above(expected, 75, np.array([0.0, 2.0])).tolist()  # two fifths of 50 less
    [[1.0, 0.8]]
    """
    check_shape("shift", shift, year=expected.shape[1])
    lows = np.array([float(band.low) for band in AGE_GROUPS])
    now = np.clip((lows + WIDTH - age) / WIDTH, 0.0, 1.0)
    later = np.clip((lows + WIDTH - age - shift[:, None]) / WIDTH, 0.0, 1.0)
    whole = expected @ now
    above = (expected * later).sum(axis=-1)
    found: Floats = np.divide(above, whole, out=np.ones_like(whole), where=whole > 0)
    return found
