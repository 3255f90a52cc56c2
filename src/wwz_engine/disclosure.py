"""Which numbers about people may be shown: worked out once, when figures are published.

Rule now: counts are rounded to 5 and 1-4 is hidden; counts of people with a care need
below 10 are hidden; modelled counts of an age group below 25 are shown as a band only;
a percentage is hidden when the number of people behind it is. See
docs/methods/disclosure.md. Secondary suppression over margins comes on top later.
"""

from __future__ import annotations

from dataclasses import dataclass

ROUND_TO = 5
SMALLEST_SHOWN = 5
SMALLEST_SHOWN_CARE = 10
SMALLEST_MODELLED = 25

HIDDEN = "verborgen"
BAND_ONLY = "band"


@dataclass(frozen=True)
class Shown:
    """What may leave the server of one figure.

    hidden is empty, ``verborgen`` (nothing may be shown) or ``band`` (only low and high).
    """

    value: float | None
    low: float | None
    high: float | None
    hidden: str = ""


def shown(
    value: float | None,
    low: float | None,
    high: float | None,
    *,
    people: bool,
    care: bool = False,
    age_specific: bool = False,
    modelled: bool = False,
    behind: float | None = None,
) -> Shown:
    """Round or hide one figure.

    Parameters
    ----------
    value, low, high : the figure and its band; None where there is none
    people : the figure is a number of people
    care : ... with a care need or in a vulnerable group
    age_specific : ... of one age group
    modelled : estimated or projected, not counted
    behind : for a percentage, the number of people it is about

    Returns
    -------
    Shown

    Examples
    --------
    >>> shown(3.0, None, None, people=True).hidden
    'verborgen'
    >>> shown(1163.0, None, None, people=True).value
    1165.0
    """
    smallest = SMALLEST_SHOWN_CARE if care else SMALLEST_SHOWN
    if not people:
        if behind is not None and behind < smallest:
            return Shown(None, None, None, HIDDEN)
        return Shown(value, low, high)
    if value is None:
        return Shown(None, None, None)
    # Zero care users in a small area says as much about them as three would.
    if (care and value < smallest) or 0 < value < smallest:
        return Shown(None, None, None, HIDDEN)
    if modelled and age_specific and value < SMALLEST_MODELLED and low is not None:
        return Shown(None, rounded(low), rounded(high), BAND_ONLY)
    return Shown(rounded(value), rounded(low), rounded(high))


def rounded(value: float | None) -> float | None:
    """To the nearest multiple of 5, halves away from zero.

    Examples
    --------
    >>> rounded(12.5), rounded(12.4), rounded(None)
    (15.0, 10.0, None)
    """
    if value is None:
        return None
    return float(int(value / ROUND_TO + 0.5) * ROUND_TO)
