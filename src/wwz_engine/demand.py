"""From people to what they ask for: groups with a need, and homes."""

from __future__ import annotations

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.errors import EngineError


class ShareOutOfRangeError(EngineError):
    """A share that is not between 0 and 1."""

    def __init__(self, parameter: str, group: int, value: float) -> None:
        self.parameter, self.group, self.value = parameter, group, value
        super().__init__(
            f"{parameter}[{group}] is {value:g}, maar een aandeel ligt tussen 0 en 1. "
            "Deel procenten door 100."
        )


class NoHouseholdsError(EngineError):
    """A number of persons per home that no home can have."""

    def __init__(self, size: float) -> None:
        self.size = size
        super().__init__(
            f"Het aantal personen per woning is {size:g}, maar dat is altijd meer dan nul. "
            "Controleer de bron met huishoudens."
        )


def homes_needed(people: Floats, care_share: Floats, household_size: float) -> Floats:
    """Homes asked for by residents with this care need.

    Assumes the need is spread evenly over households: see docs/methods/demand.md.

    Parameters
    ----------
    people : (draw, area, year, age_group), persons
    care_share : (age_group,) or (area, 1, age_group), share 0..1
    household_size : persons per home

    Returns
    -------
    (draw, area, year), homes

    Raises
    ------
    ShareOutOfRangeError, NoHouseholdsError

    Examples
    --------
    >>> people = np.array([[[[100.0, 60.0]]]])  # aged 65-79 and 80+
    >>> homes_needed(people, np.array([0.1, 0.5]), 1.6)
    array([[[25.]]])
    """
    check_shares("care_share", care_share)
    if not household_size > 0:
        raise NoHouseholdsError(household_size)
    homes: Floats = (people * care_share).sum(axis=-1) / household_size
    return homes


def check_shares(name: str, shares: Floats) -> None:
    """Refuse shares outside 0..1; unknown (NaN) is allowed.

    Raises
    ------
    ShareOutOfRangeError
    """
    flat = shares.ravel()
    for index in np.flatnonzero((flat < 0) | (flat > 1)):
        raise ShareOutOfRangeError(name, int(index), float(flat[index]))


def calibrated_shares(shares: Floats, people: Floats, total: float) -> Floats:
    """Shares per area that together give the number known for the whole.

    The odds are multiplied, not the shares, so that no share passes 1:
    docs/methods/demand.md. An area without a share of its own takes the share of the
    whole; it counts in the sum but is not published.

    Parameters
    ----------
    shares : (area,), share 0..1 or NaN where not published
    people : (area,), persons the shares are of
    total : persons with the trait in all areas together

    Returns
    -------
    (area,), share 0..1

    Raises
    ------
    ShareOutOfRangeError

    Examples
    --------
    >>> calibrated_shares(np.array([0.2, np.nan]), np.array([100.0, 100.0]), 40.0).round(3)
    array([0.2, 0.2])
    """
    check_shares("shares", shares)
    everyone = float(people.sum())
    if everyone <= 0 or total <= 0:
        return np.zeros_like(people)
    overall = total / everyone
    check_shares("total / people", np.array([overall]))
    filled = np.clip(np.where(np.isnan(shares), overall, shares), 1e-9, 1 - 1e-9)
    odds = filled / (1 - filled)
    # Wide enough to lift a share of nil (1e-9) to any total.
    low, high = 1e-18, 1e18
    for _ in range(200):
        middle = float(np.sqrt(low * high))
        if float((people * (middle * odds / (1 + middle * odds))).sum()) < total:
            low = middle
        else:
            high = middle
    calibrated: Floats = low * odds / (1 + low * odds)
    return calibrated


def household_size(alone: float, partners: float, parents: float, others: float) -> float:
    """Persons per home in an age group, from their positions in the household.

    Parameters
    ----------
    alone, partners, parents, others : persons living alone, with a partner, as lone
        parent, or otherwise in the household of someone else

    Returns
    -------
    persons per home; a couple counts as one home, other members have none of their own

    Raises
    ------
    NoHouseholdsError
        when there are no homes at all

    Examples
    --------
    >>> household_size(alone=6.0, partners=12.0, parents=2.0, others=1.0)
    1.5
    """
    homes = alone + partners / 2 + parents
    if not homes > 0:
        raise NoHouseholdsError(0.0)
    return (alone + partners + parents + others) / homes
