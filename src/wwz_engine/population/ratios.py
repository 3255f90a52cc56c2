"""Cohort change ratios (Hamilton-Perry): how a group of people changes in five years.

The ratio of an age group is the people of the next group five years later, divided by
the people of this group now. It holds survival and moving together. Small areas borrow
from their gemeente, a gemeente from the Netherlands, and above 70 survival is the
anchor: docs/methods/forecast.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from wwz_engine import parameters
from wwz_engine.axes import AGE_GROUPS, SEXES, Floats, check_shape

GROUPS = len(AGE_GROUPS)
STEP = 5
"""Years in a period of the forecast: in each, people move on to the next age group."""
FERTILE = slice(3, 10)
"""Women of 15-49, whose number the number of children is set against."""


@dataclass(frozen=True)
class Settings:
    """The parameters of the forecast, as numbers on one day."""

    prior_size: Floats  # (age_group,), persons
    parent_prior_size: float
    cap: float  # on the growth of an area
    pattern_cap: float  # on the effect in one age group
    halving: float
    cap_old: float
    anchor: int  # index of the first age group carried forward by survival

    @classmethod
    def on(cls, day: date) -> Settings:
        """Read the parameters in force on this day."""
        return cls(
            prior_size=by_age("shrinkage_prior_size", day),
            parent_prior_size=parameters.load("gemeente_prior_size").number(day),
            cap=parameters.load("local_ratio_cap").number(day),
            pattern_cap=parameters.load("local_pattern_cap").number(day),
            halving=parameters.load("local_ratio_halving").number(day),
            cap_old=parameters.load("migration_cap_70plus").number(day),
            anchor=int(parameters.load("survival_anchor_age").number(day)) // 5,
        )


def by_age(name: str, day: date) -> Floats:
    """A parameter that is given by youngest age, spread over the age groups.

    Returns
    -------
    (age_group,)
    """
    table = parameters.load(name).table(day)
    starts = sorted((int(age), value) for age, value in table.items())
    return np.array(
        [[value for age, value in starts if age <= band.low][-1] for band in AGE_GROUPS]
    )


def moved_on(people: Floats) -> Floats:
    """People set against the next group's people: the last two groups both end in 95+.

    Parameters
    ----------
    people : (..., age_group), persons five years later

    Returns
    -------
    (..., age_group), persons; entry x holds the people who were in group x before
    """
    later = np.empty_like(people)
    later[..., :-1] = people[..., 1:]
    later[..., -1] = people[..., -1]
    return later


def cohort_ratios(before: Floats, after: Floats, expected: Floats, prior: Floats) -> Floats:
    """Ratios of areas, drawn towards the ratios expected of them.

    ``(P(x+5) + k * expected) / (P(x) + k)``, with k the prior size: an area with few
    people keeps the expected ratio, one with many its own. The two groups that end in
    95 and older share one correction, as their outcomes cannot be told apart.

    Parameters
    ----------
    before, after : (..., age_group), persons, five years apart
    expected : (..., age_group), ratio
    prior : (age_group,), persons

    Returns
    -------
    (..., age_group), ratio
    """
    later = moved_on(after)
    ratio = (later + prior * expected) / (before + prior)
    oldest = slice(GROUPS - 2, GROUPS)
    foreseen = (before[..., oldest] * expected[..., oldest]).sum(axis=-1)
    weight = prior[-1] * expected[..., oldest].mean(axis=-1)
    factor = (after[..., -1] + weight) / (foreseen + weight)
    ratio[..., oldest] = expected[..., oldest] * factor[..., None]
    return ratio


def moving_effect(ratio: Floats, expected: Floats, settings: Settings) -> Floats:
    """What is left of a ratio when the expected one is taken out, within its limit.

    Parameters
    ----------
    ratio, expected : (area, age_group)

    Returns
    -------
    (area, age_group), logarithm; growth and the oldest are limited by ``damped``
    """
    check_shape("ratio", ratio, area=expected.shape[0], age_group=GROUPS)
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = np.log(ratio / expected)
    kept: Floats = np.clip(
        np.nan_to_num(effect, posinf=np.inf, neginf=-np.inf),
        -settings.pattern_cap,
        settings.pattern_cap,
    )
    return kept


def damped(effect: Floats, people: Floats, periods: int, settings: Settings) -> Floats:
    """The moving effect in each coming period: growth fades out, the age pattern stays.

    An area that grows faster than its parent seldom goes on doing so, but a student
    quarter stays one. So the mean effect below the anchor age is limited and fades, and
    the differences between those ages are kept. From the anchor age on the effect is
    limited by itself and lasts.

    Parameters
    ----------
    effect : (area, age_group), logarithm
    people : (area, age_group), persons
    periods : number of periods of five years

    Returns
    -------
    (period, area, age_group), logarithm
    """
    young, old = effect[:, : settings.anchor], effect[:, settings.anchor :]
    weight = people[:, : settings.anchor] + 1e-9
    mean = (young * weight).sum(axis=1, keepdims=True) / weight.sum(axis=1, keepdims=True)
    growth = np.clip(mean, -settings.cap, settings.cap)
    left = settings.halving ** np.arange(periods, dtype=np.float64)
    fading = (young - mean)[None] + growth[None] * left[:, None, None]
    lasting = np.clip(old, *np.log1p([-settings.cap_old, settings.cap_old]))
    return np.concatenate([fading, np.repeat(lasting[None], periods, axis=0)], axis=2)


def growth_difference(before: Floats, after: Floats, settings: Settings) -> Floats:
    """How much faster areas grew than all of them together, drawn towards no difference.

    Parameters
    ----------
    before, after : (area,), persons five years apart

    Returns
    -------
    (area,), logarithm, within plus and minus ``settings.cap``
    """
    whole = float(after.sum()) / max(float(before.sum()), 1e-9)
    prior = float(settings.prior_size[0])
    ratio = (after + prior * whole) / (before + prior)
    limited: Floats = np.clip(np.log(ratio / whole), -settings.cap, settings.cap)
    return limited


def children_per_woman(people: Floats, parent: Floats, prior: float) -> Floats:
    """Children of 0-4 per woman of 15-49, drawn towards the parent.

    Parameters
    ----------
    people : (area, sex, age_group), persons
    parent : (sex, age_group), persons
    prior : persons

    Returns
    -------
    (area,), children per woman
    """
    check_shape("parent", parent, sex=len(SEXES), age_group=GROUPS)
    women = people[:, 1, FERTILE].sum(axis=1)
    children = people[:, :, 0].sum(axis=1)
    ratio = parent[:, 0].sum() / max(float(parent[1, FERTILE].sum()), 1e-9)
    drawn: Floats = (children + prior * ratio) / (women + prior)
    return drawn
