"""People carried forward by single age and sex, one year at a time, tied to their whole.

The one projection of the engine: the back-test scores it and the study shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wwz_engine.axes import SEXES, AgeBand, Floats, check_shape
from wwz_engine.population.methods.panel import SINGLE_AGES
from wwz_engine.population.methods.settings import CohortSettings
from wwz_engine.population.methods.shapes import band_of_age
from wwz_engine.population.ratios import STEP


@dataclass(frozen=True)
class Movement:
    """How people of areas and of their whole move, besides growing older and dying.

    own : (area, single_age), logarithm a year, arriving at that age
    own_of_whole : (single_age,), the same for the whole
    drift : (area, band), share a year
    drift_of_whole : (band,), share a year
    children : (area,), newborns a year per person of the ages of parents
    children_of_whole : the same of all areas together
    girls : share of the newborns that are girls
    """

    bands: tuple[AgeBand, ...]
    own: Floats
    own_of_whole: Floats
    drift: Floats
    drift_of_whole: Floats
    children: Floats
    children_of_whole: float
    girls: float


Survival = Callable[[int], Floats]
"""(sex, single_age), share alive a year later, of the so-manieth year ahead."""
Joining = Callable[[int, Floats], Floats]
"""What is put in or held apart after a year: (area, sex, single_age) to the same."""


def carry(
    start: Floats,
    movement: Movement,
    survival: Survival,
    settings: CohortSettings,
    horizon: int,
    *,
    whole: Floats | None = None,
    joining: Joining | None = None,
    leaning: Joining | None = None,
    tying: bool = True,
) -> Floats:
    """Areas year by year; together they are the whole in every sex and age.

    Parameters
    ----------
    start : (area, sex, single_age), persons on 1 January
    whole : (horizon + 1, sex, single_age), persons; None: carried forward here
    joining : changes the areas after each year, before they are tied to the whole
    leaning : the same after they are tied; must leave the whole as it is
    tying : False lets the areas go their own way

    Returns
    -------
    (horizon + 1, area, sex, single_age), persons; row 0 is the start

    Raises
    ------
    AxisMismatchError
    """
    areas = start.shape[0]
    check_shape("start", start, area=areas, sex=len(SEXES), single_age=SINGLE_AGES)
    if whole is None:
        whole = carry_whole(start.sum(axis=0), movement, survival, settings, horizon)
    check_shape("whole", whole, year=horizon + 1, sex=len(SEXES), single_age=SINGLE_AGES)
    number = band_of_age(movement.bands)
    apart = _apart(movement.drift - movement.drift_of_whole, start, settings, number, horizon)
    people = [start]
    for year in range(horizon):
        steady = _drift_of_whole(movement, people[0].sum(axis=0), settings, year)
        drift = steady + apart[year]
        factor = np.exp(movement.own) * (1 + _within(drift, settings))
        later = _a_year(people[-1], factor, survival(year), movement.children, movement, settings)
        if joining is not None:
            later = joining(year + 1, later)
        if tying:
            later = tied(later, whole[year + 1])
        people.append(later if leaning is None else leaning(year + 1, later))
    return np.array(people)


def carry_whole(
    start: Floats, movement: Movement, survival: Survival, settings: CohortSettings, horizon: int
) -> Floats:
    """All areas together: (horizon + 1, sex, single_age), persons."""
    people = [start]
    children = np.array([movement.children_of_whole])
    for year in range(horizon):
        drift = _drift_of_whole(movement, start, settings, year)
        factor = np.exp(movement.own_of_whole) * (1 + _within(drift, settings))
        later = _a_year(
            people[-1][None], factor[None], survival(year), children, movement, settings
        )
        people.append(later[0])
    return np.array(people)


def tied(people: Floats, whole: Floats) -> Floats:
    """Areas scaled so that they are the whole in every sex and age.

    An age that no area has and the whole has is shared out by the people around it.

    Parameters
    ----------
    people : (area, sex, single_age), persons
    whole : (sex, single_age), persons

    Returns
    -------
    (area, sex, single_age), persons
    """
    total = people.sum(axis=0)
    lost = (total <= 0) & (whole > 0)
    if lost.any():
        even = people.sum(axis=(1, 2), keepdims=True) + 1e-12
        people = np.where(lost, even, people)
        total = people.sum(axis=0)
    factor = np.divide(whole, total, out=np.zeros_like(whole), where=total > 0)
    scaled: Floats = people * factor
    return scaled


def _a_year(
    people: Floats,
    factor: Floats,
    survival: Floats,
    children: Floats,
    movement: Movement,
    settings: CohortSettings,
) -> Floats:
    later = np.empty_like(people)
    alive = people * survival
    later[:, :, 1:] = alive[:, :, :-1]
    later[:, :, -1] += alive[:, :, -1]
    born = children * people[:, :, settings.parents].sum(axis=(1, 2))
    later[:, 0, 0] = born * (1 - movement.girls)
    later[:, 1, 0] = born * movement.girls
    later *= factor[:, None, :]
    return later


def _within(drift: Floats, settings: CohortSettings) -> Floats:
    return np.clip(drift, -settings.drift_cap, settings.drift_cap)


def _drift_of_whole(
    movement: Movement, start: Floats, settings: CohortSettings, year: int
) -> Floats:
    """Moving of the whole: below the anchor its mean is growth and fades, its pattern stays.

    Returns
    -------
    (single_age,), share a year
    """
    drift = movement.drift_of_whole[band_of_age(movement.bands)]
    young = np.arange(SINGLE_AGES) < settings.anchor
    weight = np.where(young, start.sum(axis=0), 0.0)
    mean = float((drift * weight).sum() / max(float(weight.sum()), 1e-9))
    growth = float(np.clip(mean, -settings.growth_cap, settings.growth_cap))
    below = drift - mean + growth * settings.halving**year
    above = np.clip(drift, -settings.old_cap, settings.old_cap)
    return np.where(young, below, above)


def fading_growth(mean: Floats, halving: float, cap: float, horizon: int) -> Floats:
    """Growth of areas on top of the whole in each year ahead, fading and held.

    It fades by ``halving`` a year. All of it together stays below what ``cap`` per five
    years, fading alike, would come to in the very long run: it nears that smoothly, so
    that little growth goes on as it was and a building site does not for twenty years.

    Parameters
    ----------
    mean : (area,), share a year
    cap : logarithm per five years

    Returns
    -------
    (year, area), share a year
    """
    left = halving ** np.arange(horizon, dtype=np.float64)[:, None]
    most = cap / (1 - halving**STEP)
    added = np.cumsum(np.concatenate([np.zeros((1, len(mean))), left * mean]), axis=0)
    held: Floats = np.diff(np.sign(added) * most * (1 - np.exp(-np.abs(added) / most)), axis=0)
    return held


def _apart(
    drift: Floats, start: Floats, settings: CohortSettings, number: NDArray[np.intp], horizon: int
) -> Floats:
    """Moving of areas on top of the whole in each year ahead: it fades, growth the more so.

    The growth of an area, its mean below the anchor age, halves at the pace of
    ``local_ratio_halving`` and all of it together stays within what ``local_ratio_cap``
    would let it grow in the very long run. From the anchor age on moving is limited by age.

    Returns
    -------
    (year, area, single_age), share a year
    """
    of_age = drift[:, number]
    young = np.arange(SINGLE_AGES) < settings.anchor
    weight = np.where(young, start.sum(axis=1), 0.0)
    mean = (of_age * weight).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-9)
    left = settings.halving ** np.arange(horizon, dtype=np.float64)[:, None]
    growth = fading_growth(mean, settings.halving, settings.growth_cap * STEP, horizon)
    below = (of_age - mean[:, None]) * left[:, :, None] + growth[:, :, None]
    above = np.clip(of_age, -settings.old_cap, settings.old_cap) * left[:, :, None]
    return np.where(young, below, above)
