"""Hamilton-Perry and its kin: how groups of people of one age changed goes on.

A ratio sets the people of an age group at launch against the same people at the start of
the base period. It is worked per year, so that base period and horizon need not be five
years: docs/methods/hamilton-perry.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from wwz_engine.axes import AgeBand, Floats
from wwz_engine.population.methods.cohort_annual import as_published
from wwz_engine.population.methods.learning import LONGEST_BASE, survival_of_both
from wwz_engine.population.methods.panel import SINGLE_AGES, Known, banded
from wwz_engine.population.methods.settings import CohortSettings
from wwz_engine.population.methods.shapes import bend, shape_of_whole
from wwz_engine.population.methods.survival_only import launch_ages

_GROUP = np.minimum(np.arange(SINGLE_AGES) // 5, 19)
_GROUPS = 20
_BANDS = (*(AgeBand(low, low + 4) for low in range(0, 95, 5)), AgeBand(95))
_CANDIDATES = np.geomspace(1.0, 10_000.0, 41)
"""Prior sizes, in persons, that are tried for each age group."""
_YEARLY = (0.5, 1.5)
"""Least and most that a group changes in a year: beyond it lies a building site."""


@dataclass(frozen=True)
class Change:
    """What became of the people of one age group in the base period.

    before, after : (area, age_group), persons; the same people, by their age at launch
    expected : (age_group,), the ratio of all areas together
    years : length of the base period
    """

    before: Floats
    after: Floats
    expected: Floats
    years: float


@dataclass(frozen=True)
class HamiltonPerry:
    """Cohort change ratios: raw, drawn to the whole, blended with differences, smoothed."""

    name: str
    label: str
    shrunk: bool = False
    blended: bool = False
    smoothed: bool = False
    tied: bool = False
    ages: bool = True

    def forecast(self, known: Known, horizon: int) -> Floats:
        """Everyone a year older with the yearly ratio of the group they come into."""
        settings = CohortSettings.at(known.launch)
        people = launch_ages(known)
        change = change_of(known, people)
        ratio = (change.after + 1e-9 * change.expected) / (change.before + 1e-9)
        if self.shrunk:
            ratio = drawn(change)
        if self.smoothed:
            ratio = smooth(ratio)
        yearly = np.clip(ratio ** (1 / change.years), *_YEARLY)[:, _GROUP]
        whole = np.clip(change.expected ** (1 / change.years), *_YEARLY)[_GROUP]
        gain = _gain(change) if self.blended else None
        path = [people]
        together = people.sum(axis=0)[None]
        for _ in range(horizon):
            together = _older(together, whole[None], None, settings)
            later = _older(path[-1], yearly, gain, settings)
            path.append(_tied(later, together[0]) if self.tied else later)
        return as_published(banded(np.array(path), known.panel.bands), known)


def change_of(known: Known, people: Floats) -> Change:
    """People at launch against the same people at the start of the base period.

    Where an area has no earlier count it changed as all together; where none has, as the
    country did in five years.

    Parameters
    ----------
    people : (area, single_age), persons at launch
    """
    panel = known.panel
    inside = [year for year in panel.years if known.launch - LONGEST_BASE <= year < known.launch]
    if not inside:
        before = known.country.five_years_before.sum(axis=0)
        grown = _ratio_of(before, known.country.at_launch.sum(axis=0), 5)
        return Change(_grouped(people) / grown, _grouped(people), grown, 5.0)
    counts = panel.at(inside[0])
    missing: NDArray[np.bool_] = np.asarray(np.isnan(counts).any(axis=1))
    filled = np.where(missing[:, None], 0.0, np.nan_to_num(counts))
    years = known.launch - inside[0]
    whole = bend(filled.sum(axis=0)[None], panel.bands, shape_of_whole(known, inside[0]))[0]
    before = _moved_up(bend(filled, panel.bands, whole), years, known)
    after = _grouped(people)
    both = ~missing
    total = np.maximum(_grouped(before)[both].sum(axis=0), 1e-9)
    expected = np.maximum(after[both].sum(axis=0) / total, 1e-3)
    start = np.where(missing[:, None], after / expected, _grouped(before))
    return Change(start, after, expected, float(years))


def drawn(change: Change) -> Floats:
    """Ratios of areas drawn to that of the whole, as far as chance explains the difference.

    ``(after + k R) / (before + k)`` with ``k`` per age group such that the counts are most
    likely: Poisson around a ratio that itself is gamma distributed among areas.

    Returns
    -------
    (area, age_group)
    """
    return drawn_by(change, prior_sizes(change))


def drawn_by(change: Change, prior: Floats) -> Floats:
    """``(after + k R) / (before + k)`` with the prior sizes k given: (area, age_group)."""
    ratio: Floats = (change.after + prior * change.expected) / (change.before + prior)
    return ratio


def prior_sizes(change: Change) -> Floats:
    """The prior size k of each age group, in persons: (age_group,)."""
    foreseen = change.before * change.expected
    sizes = np.empty(_GROUPS)
    for group in range(_GROUPS):
        after, mean = change.after[:, group], foreseen[:, group]
        used = mean > 0
        after, mean = after[used, None], mean[used, None]
        weight = _CANDIDATES[None] * change.expected[group]
        likely = (
            gammaln(after + weight) - gammaln(weight)
            + weight * np.log(weight / (weight + mean)) + after * np.log(mean / (weight + mean))
        ).sum(axis=0)  # fmt: skip
        sizes[group] = _CANDIDATES[int(np.argmax(likely))]
    return sizes


def smooth(ratio: Floats) -> Floats:
    """Moving mean over three age groups of the logarithm; the ends keep two."""
    log = np.log(np.maximum(ratio, 1e-6))
    wide = np.concatenate([log[:, :1], log, log[:, -1:]], axis=1)
    mean: Floats = np.exp((wide[:, :-2] + wide[:, 1:-1] + wide[:, 2:]) / 3)
    return mean


def _gain(change: Change) -> Floats:
    """Persons a year of each single age that an area gained; NaN where it lost: (area, age)."""
    gain = (change.after - change.before) / change.years
    width = np.bincount(_GROUP, minlength=_GROUPS)
    of_age: Floats = np.where(gain > 0, gain / width, np.nan)[:, _GROUP]
    return of_age


def _older(people: Floats, yearly: Floats, gain: Floats | None, settings: CohortSettings) -> Floats:
    moved = np.empty_like(people)
    moved[:, 1:] = people[:, :-1]
    moved[:, -1] += people[:, -1]
    by_ratio = moved * yearly
    if gain is not None:
        by_ratio = np.where(np.isnan(gain), by_ratio, moved + np.nan_to_num(gain))
    parents = people[:, settings.parents].sum(axis=1)
    later = np.maximum(by_ratio, 0.0)
    whole = people.sum(axis=0)
    ratio = whole[0] / max(float(whole[settings.parents].sum()), 1e-9)
    own = (people[:, 0] + settings.own_prior * ratio) / (parents + settings.own_prior)
    later[:, 0] = own * later[:, settings.parents].sum(axis=1)
    return later


def _tied(people: Floats, whole: Floats) -> Floats:
    total = _grouped(people).sum(axis=0)
    goal = _grouped(whole[None])[0]
    factor = np.divide(goal, total, out=np.ones_like(goal), where=total > 0)
    tied: Floats = people * factor[_GROUP]
    return tied


def _moved_up(people: Floats, years: int, known: Known) -> Floats:
    """The same people by their age so many years on; who was not born yet: those of age 0."""
    moved = np.empty_like(people)
    moved[:, years:] = people[:, : SINGLE_AGES - years]
    moved[:, -1] += people[:, SINGLE_AGES - years :].sum(axis=1)
    alive = np.cumprod(survival_of_both(known, 0.0))[:years]
    moved[:, :years] = people[:, :1] / alive
    return moved


def _ratio_of(before: Floats, after: Floats, years: int) -> Floats:
    moved = np.empty_like(before)
    moved[years:] = before[: SINGLE_AGES - years]
    moved[-1] += before[SINGLE_AGES - years :].sum()
    moved[:years] = after[:years]
    ratio: Floats = _grouped(after[None])[0] / np.maximum(_grouped(moved[None])[0], 1e-9)
    return ratio


def _grouped(people: Floats) -> Floats:
    return banded(people, _BANDS)


HAMILTON_PERRY: tuple[HamiltonPerry, ...] = (
    HamiltonPerry("hp-raw", "verhouding per leeftijd, zoals geteld"),
    HamiltonPerry("hp-shrunk", "verhouding per leeftijd, getrokken naar het geheel", shrunk=True),
    HamiltonPerry(
        "hp-blend", "verhouding bij verlies, verschil bij winst", shrunk=True, blended=True
    ),
    HamiltonPerry(
        "hp-smooth", "verhouding, gladgestreken over leeftijden", shrunk=True, smoothed=True
    ),
    HamiltonPerry(
        "hp-constrained", "verhouding per leeftijd, opgeteld tot het geheel", shrunk=True, tied=True
    ),
)
