"""Shares of a trait that a source does not publish, from what people and homes there are like.

The log odds of the share in an area differ from those of its gemeente by what sets the
area apart: docs/methods/prevalence.md. Learned on gemeenten of which RIVM publishes the
wijken; set to the share of the gemeente by multiplying odds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wwz_engine.axes import Floats, check_shape

Places = NDArray[np.intp]
LINEAR, SQUARES, PAIRS = "lineair", "kwadraten", "paren"
FORMS = (LINEAR, SQUARES, PAIRS)
RIDGES = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1)
# A share is published in tenths of a percent: nil is less than half of that.
HALF_A_TENTH = 0.0005
_STEPS = 60


@dataclass(frozen=True)
class Sample:
    """Areas whose shares are known, with what they are like.

    values : (area, covariate), NaN where unknown
    gemeente : (area,), place in ``gemeenten``
    people : (area, trait), persons of the age of the trait
    shares : (area, trait), share 0..1, NaN where not published
    means : (gemeente, trait), share of the gemeente as published
    reach : standard deviations beyond which a covariate counts no further
    """

    areas: tuple[str, ...]
    gemeenten: tuple[str, ...]
    gemeente: Places
    covariates: tuple[str, ...]
    traits: tuple[str, ...]
    values: Floats
    people: Floats
    shares: Floats
    means: Floats
    reach: float

    def __post_init__(self) -> None:
        area, trait = len(self.areas), len(self.traits)
        check_shape("gemeente", self.gemeente, area=area)
        check_shape("values", self.values, area=area, covariate=len(self.covariates))
        check_shape("people", self.people, area=area, trait=trait)
        check_shape("shares", self.shares, area=area, trait=trait)
        check_shape("means", self.means, gemeente=len(self.gemeenten), trait=trait)


@dataclass(frozen=True)
class Scale:
    """Mean and spread of each covariate over people in the sample: (covariate,) each.

    reach : spreads from the centre beyond which a value counts as lying there
    """

    centre: Floats
    spread: Floats
    reach: float


@dataclass(frozen=True)
class Model:
    """What was learned: how much each feature moves the log odds of each trait.

    weights : (feature, trait), log odds per standard deviation
    lowest, highest : (trait,), log odds against the gemeente that areas were seen to have
    """

    covariates: tuple[str, ...]
    traits: tuple[str, ...]
    form: str
    ridge: float
    scale: Scale
    weights: Floats
    lowest: Floats
    highest: Floats


def logit(shares: Floats) -> Floats:
    """Log odds; a share of nil counts as less than is published."""
    inside = np.clip(shares, HALF_A_TENTH, 1 - HALF_A_TENTH)
    odds: Floats = np.log(inside / (1 - inside))
    return odds


def expit(log_odds: Floats) -> Floats:
    """Shares of log odds."""
    shares: Floats = 1 / (1 + np.exp(-log_odds))
    return shares


def scale_of(values: Floats, people: Floats, reach: float) -> Scale:
    """Mean and standard deviation over people, of the areas where a covariate is known."""
    known = ~np.isnan(values)
    weights = np.where(known, people[:, None], 0.0)
    whole = np.maximum(weights.sum(axis=0), 1e-12)
    filled = np.where(known, values, 0.0)
    centre = (weights * filled).sum(axis=0) / whole
    spread = np.sqrt((weights * (filled - centre) ** 2).sum(axis=0) / whole)
    return Scale(centre, np.where(spread > 0, spread, 1.0), reach)


def features(values: Floats, group: Places, people: Floats, scale: Scale, form: str) -> Floats:
    """What the log odds are a sum of: covariates in standard deviations, and products of two.

    A covariate that is not known takes the mean of the gemeente.

    Parameters
    ----------
    values : (area, covariate)
    group : (area,), the gemeente
    people : (area,), persons to take that mean over

    Returns
    -------
    (area, feature)
    """
    known = ~np.isnan(values)
    weights = np.where(known, people[:, None], 0.0)
    means = _sums(weights * np.where(known, values, 0.0), group) / np.maximum(
        _sums(weights, group), 1e-12
    )
    nobody = _sums(weights, group) <= 0
    filled = np.where(known, values, np.where(nobody, scale.centre, means)[group])
    one = np.clip((filled - scale.centre) / scale.spread, -scale.reach, scale.reach)
    if form == LINEAR:
        return np.asarray(one)
    if form == SQUARES:
        return np.concatenate([one, one**2], axis=1)
    first, second = np.triu_indices(one.shape[1])
    return np.concatenate([one, one[:, first] * one[:, second]], axis=1)


def _sums(values: Floats, group: Places) -> Floats:
    """(gemeente, ...), added up over its areas."""
    found = np.zeros((int(group.max()) + 1 if group.size else 0, *values.shape[1:]))
    np.add.at(found, group, values)
    return found


def within(values: Floats, group: Places, weights: Floats) -> Floats:
    """What sets an area apart: values less the weighted mean of its gemeente."""
    totals = np.maximum(_sums(weights, group), 1e-12)
    means = _sums(values * weights[:, None], group) / totals[:, None]
    apart: Floats = values - means[group]
    return apart


def calibrated(log_odds: Floats, people: Floats, group: Places, means: Floats) -> Floats:
    """Shares that together give the share of each gemeente, by one factor on the odds of each.

    What ``demand.calibrated_shares`` does for one gemeente, for all at once.

    Parameters
    ----------
    log_odds, people : (area, trait)
    group : (area,), the gemeente
    means : (gemeente, trait), share 0..1

    Returns
    -------
    (area, trait), share 0..1
    """
    whole = _sums(people, group)
    wanted = means * whole
    low = np.full(means.shape, -30.0)
    high = np.full(means.shape, 30.0)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        found = _sums(people * expit(log_odds + middle[group]), group)
        low = np.where(found < wanted, middle, low)
        high = np.where(found < wanted, high, middle)
    return expit(log_odds + ((low + high) / 2)[group])


def modelled_shares(
    model: Model, values: Floats, people: Floats, group: Places, means: Floats
) -> Floats:
    """Shares by the model, calibrated to the gemeente.

    Parameters
    ----------
    values : (area, covariate), in the order of ``model.covariates``
    people : (area, trait), persons of the age of the trait
    group : (area,), place in ``means``
    means : (gemeente, trait), share 0..1

    Returns
    -------
    (area, trait), share 0..1; NaN where the gemeente has no share

    Examples
    --------
    >>> plain = Scale(np.zeros(1), np.ones(1), 3.0)
    >>> one, far = np.ones(1), np.full(1, 9.0)
    >>> model = Model(("koop",), ("eenzaam",), LINEAR, 0.0, plain, one[:, None], -far, far)
    >>> both = np.zeros(2, dtype=np.intp)
    >>> values, people = np.array([[-1.0], [1.0]]), np.full((2, 1), 100.0)
    >>> modelled_shares(model, values, people, both, np.array([[0.5]])).round(3).ravel()
    array([0.269, 0.731])
    """
    check_shape("values", values, area=len(group), covariate=len(model.covariates))
    check_shape("people", people, area=len(group), trait=len(model.traits))
    made = features(values, group, people.max(axis=1), model.scale, model.form) @ model.weights
    apart = np.stack(
        [
            within(made[:, [trait]], group, people[:, trait])[:, 0]
            for trait in range(len(model.traits))
        ],
        axis=1,
    )
    log_odds = np.clip(apart, model.lowest, model.highest) + logit(means)[group]
    return calibrated(log_odds, people, group, means)
