"""Areas that were built up from nearly nothing: what their past does not tell.

How fast a new buurt filled says nothing of what comes: that stands in building plans. So
the years before such an area was what it is now count as not known.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from wwz_engine import parameters
from wwz_engine.axes import Floats


def without_building_up(counts: Floats, day: date) -> Floats:
    """The counts, with the past of areas that came from nearly nothing left out.

    Parameters
    ----------
    counts : (year, area, band), persons; NaN where not known
    day : of the parameter ``built_from_share``

    Returns
    -------
    (year, area, band), of which only the last year is left where an area was built up

    Examples
    --------
    >>> counts = np.array([[[10.0], [90.0]], [[100.0], [100.0]]])
    >>> without_building_up(counts, date(2021, 1, 1))[0, :, 0].tolist()
    [nan, 90.0]
    """
    share = parameters.load("built_from_share").number(day)
    people = np.nansum(counts, axis=2)
    known = ~np.isnan(counts).all(axis=2)
    fewest = np.where(known, people, np.inf).min(axis=0)
    built = (people[-1] > 0) & (fewest < share * people[-1])
    left: Floats = counts.copy()
    left[:-1, built] = np.nan
    return left
