"""Deaths in years that were not like others, kept out of what is taken for moving."""

from __future__ import annotations

from datetime import date

import numpy as np

from wwz_engine import parameters
from wwz_engine.axes import AGE_GROUPS, Floats

FROM_AGE = 80


def excess_over(first_year: int, years: int) -> float:
    """Mean factor on deaths of people of 80 and older in these calendar years.

    Parameters
    ----------
    first_year, years : the base period starts on 1 January of the first year

    Examples
    --------
    >>> excess_over(2010, 5)
    1.0
    """
    factors = parameters.load("excess_deaths_80plus").table(date(max(first_year, 2015), 1, 1))
    period = range(first_year, first_year + years)
    return float(np.mean([factors.get(str(year), 1.0) for year in period]))


def with_excess_deaths(survival: Floats, factor: float, from_index: int) -> Floats:
    """Survival when so many more died from an age on; the death rate is multiplied.

    Parameters
    ----------
    survival : (..., age), share alive after a period of any length
    factor : on the deaths of that period
    from_index : place of the first age that it holds for

    Returns
    -------
    (..., age)

    Examples
    --------
    >>> with_excess_deaths(np.array([0.9, 0.5]), 1.1, 1).round(4).tolist()
    [0.9, 0.4665]
    """
    found = survival.copy()
    found[..., from_index:] = survival[..., from_index:] ** factor
    return found


def expected_in_base(survival: Floats, first_year: int, years: int) -> Floats:
    """Five-year survival as it is to be expected in a base period: (..., age_group)."""
    starts = [band.low for band in AGE_GROUPS]
    return with_excess_deaths(survival, excess_over(first_year, years), starts.index(FROM_AGE))
