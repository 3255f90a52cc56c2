"""What may be shown of one figure by itself.

Rule: counts are rounded to 5 and 1-4 is hidden; counts of people with a care need
below 10 are hidden; modelled counts of an age group below 25 are shown as a band only;
a percentage is hidden when the number of people behind it is. What is worked out from a
number of people is shown as if it were worked out from the shown number: else a division
gives the number back. See docs/methods/disclosure.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ROUND_TO = 5
DECIMALS = 1
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
        return Shown(fine(value), fine(low), fine(high))
    if value is None:
        return Shown(None, None, None)
    # Zero care users in a small area says as much about them as three would.
    if (care and value < smallest) or 0 < value < smallest:
        return Shown(None, None, None, HIDDEN)
    if modelled and age_specific and value < SMALLEST_MODELLED and low is not None:
        return Shown(None, rounded(low), rounded(high), BAND_ONLY)
    return Shown(rounded(value), rounded(low), rounded(high))


@dataclass(frozen=True)
class People:
    """A number of people behind another figure: as it is, and what may be shown of it."""

    value: float
    low: float | None
    high: float | None
    shown: Shown


def derived(
    value: float,
    low: float | None,
    high: float | None,
    behind: Sequence[People | None],
) -> Shown:
    """What may be shown of a figure that grows with a number of people.

    Parameters
    ----------
    behind : the number of people that the figure grows with; for a share also the number
        that it is a share of. None where such a number is not known

    Returns
    -------
    Shown

    Examples
    --------
    >>> seventy_nine = People(79.0, None, None, shown(79.0, None, None, people=True))
    >>> derived(7.9, None, None, [seventy_nine]).value
    8.0
    """
    if any(people is not None and people.shown.hidden == HIDDEN for people in behind):
        return Shown(None, None, None, HIDDEN)
    part, whole = behind[0], behind[1] if len(behind) > 1 else None
    if part is None or (len(behind) > 1 and (whole is None or not whole.shown.value)):
        # Nothing to work it out from again: as coarse as the people themselves.
        return shown(value, low, high, people=True, care=True)
    per = 1.0
    if whole is not None and whole.shown.value:
        per = whole.value / whole.shown.value
    again = _scaled(value, part.value, part.shown.value, per)
    below = _scaled(low, part.low, part.shown.low, per)
    above = _scaled(high, part.high, part.shown.high, per)
    if again is not None:
        below = None if below is None else min(below, again)
        above = None if above is None else max(above, again)
    if again is None and (below is None or above is None):
        return Shown(None, None, None, HIDDEN)
    return Shown(again, below, above, part.shown.hidden)


def _scaled(
    figure: float | None, exact: float | None, shown_number: float | None, per: float
) -> float | None:
    """A figure as it would be with the shown number of people in place of the exact one."""
    if figure is None or exact is None or shown_number is None:
        return None
    if not exact:
        return 0.0
    # First the digits that only calculating adds: half a decimal up or down would tell one apart.
    return fine(round(figure * per * shown_number / exact, 6))


def fine(value: float | None) -> float | None:
    """What is no number of people, to one decimal.

    Examples
    --------
    >>> fine(3.378956)
    3.4
    """
    return None if value is None else round(value, DECIMALS)


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
