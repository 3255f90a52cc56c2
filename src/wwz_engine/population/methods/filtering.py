"""What the counts of past years tell of single ages and of moving: a Kalman filter.

Unknown are the people of each age and one lasting yearly moving effect per band. Each year
people grow older, die and move; then the bands are counted. A band that grows by more than
those who reach its age has drawn people, or had more of the oldest of the band below: the
filter weighs both (Harvey 1989, chapter 3): docs/methods/cohort.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wwz_engine.axes import AgeBand, Floats
from wwz_engine.backends import covariances
from wwz_engine.population.methods.panel import SINGLE_AGES
from wwz_engine.population.methods.shapes import band_of_age

_JITTER = 0.3
"""Variance of a count in itself, persons squared: a person counted a day late."""
_UNKNOWN = 1e12
"""Variance of a count that is not there."""
_AGES = np.arange(SINGLE_AGES)


@dataclass
class State:
    """What is known of every area at one moment; changed in place.

    people : (area, single_age), persons
    drift : (area, band), share a year
    ages, cross, drifts : their (co)variances, (area, single_age, single_age),
        (area, single_age, band) and (area, band, band)
    """

    people: Floats
    drift: Floats
    ages: Floats
    cross: Floats
    drifts: Floats


@dataclass(frozen=True)
class Rules:
    """How people of areas go from one year to the next.

    survival : (single_age,), share alive a year later
    own : (area, single_age), logarithm a year, arriving at that age
    children : (area,), newborns a year per person of the ages of parents
    noise, shock : (single_age,), variance per person and standard deviation, a year
    """

    bands: tuple[AgeBand, ...]
    survival: Floats
    own: Floats
    children: Floats
    parents: slice
    noise: Floats
    shock: Floats
    drift_cap: float

    def part(self, areas: slice) -> Rules:
        """The same for some of the areas."""
        return Rules(
            self.bands, self.survival, self.own[areas], self.children[areas], self.parents,
            self.noise, self.shock, self.drift_cap,
        )  # fmt: skip


def begin(people: Floats, drift: Floats, drift_sd: Floats, shape: tuple[float, float]) -> State:
    """The first year: ages as bent, deviating by ``shape`` (size, span), drift not yet seen.

    Parameters
    ----------
    people : (area, single_age), persons
    drift : (band,), share a year expected of every area
    drift_sd : (band,), its standard deviation among areas
    """
    areas, bands = len(people), len(drift)
    size, span = shape
    together = np.exp(-0.5 * ((_AGES[:, None] - _AGES) / span) ** 2) * size**2
    ages = people[:, :, None] * together * people[:, None, :]
    ages[:, _AGES, _AGES] += people + 0.01
    drifts = np.zeros((areas, bands, bands))
    drifts[:, np.arange(bands), np.arange(bands)] = drift_sd**2
    return State(
        people.copy(), np.tile(drift, (areas, 1)), ages, np.zeros((areas, SINGLE_AGES, bands)),
        drifts,
    )  # fmt: skip


def older(people: Floats, drift: Floats, rules: Rules) -> tuple[Floats, Floats]:
    """A year later, without and with the drift of each band: twice (area, single_age)."""
    staying = np.empty_like(people)
    alive = people * rules.survival
    staying[:, 1:] = alive[:, :-1]
    staying[:, -1] += alive[:, -1]
    staying[:, 0] = rules.children * people[:, rules.parents].sum(axis=1)
    staying *= np.exp(rules.own)
    limited = np.clip(drift, -rules.drift_cap, rules.drift_cap)
    return staying, staying * (1 + limited[:, band_of_age(rules.bands)])


def a_year_on(state: State, rules: Rules) -> None:
    """Grow older by a year; what is not known grows with it."""
    band = band_of_age(rules.bands)
    staying, moved = older(state.people, state.drift, rules)
    kept = np.concatenate([[1.0], rules.survival[:-1]])
    limited = np.clip(state.drift, -rules.drift_cap, rules.drift_cap)
    factor = (1 + limited[:, band]) * kept * np.exp(rules.own)
    shock = staying * rules.shock
    given = (state.ages, state.cross, state.drifts, band, factor, staying, shock)
    # In one layout: for each other one the kernel is compiled anew.
    ages, cross = covariances.grow(*(np.ascontiguousarray(one) for one in given))
    ages[:, _AGES, _AGES] += staying * (1 - kept + rules.noise) + 0.05
    state.people, state.ages, state.cross = moved, ages, cross


def count(state: State, counts: Floats, bands: tuple[AgeBand, ...], rounding: int) -> None:
    """Learn from a count: (area, band), persons; NaN where there is none."""
    starts = [band.low for band in bands]
    seen = ~np.isnan(counts)
    miss = np.where(seen, np.nan_to_num(counts) - _sums(state.people, starts, 1), 0.0)
    of_bands = np.concatenate([_sums(state.ages, starts, 1), _sums(state.cross, starts, 1)], axis=2)
    spread = _sums(of_bands[:, :, :SINGLE_AGES], starts, 2)
    places = np.arange(len(bands))
    spread[:, places, places] += np.where(seen, _JITTER + (rounding**2 - 1) / 12, _UNKNOWN)
    gain = np.linalg.solve(spread, of_bands)
    step = np.einsum("ibx,ib->ix", gain, miss)
    state.people = np.maximum(state.people + step[:, :SINGLE_AGES], 0.0)
    state.drift = state.drift + step[:, SINGLE_AGES:]
    back = gain.transpose(0, 2, 1)
    state.ages -= back[:, :SINGLE_AGES] @ of_bands[:, :, :SINGLE_AGES]
    state.cross -= back[:, :SINGLE_AGES] @ of_bands[:, :, SINGLE_AGES:]
    state.drifts -= back[:, SINGLE_AGES:] @ of_bands[:, :, SINGLE_AGES:]


def through(
    state: State, counts: Floats, years: Sequence[int], rules: Rules, rounding: int
) -> None:
    """Past all counts, one year at a time, also where years without a count lie between.

    Parameters
    ----------
    counts : (year, area, band), persons
    years : ascending
    """
    count(state, counts[0], rules.bands, rounding)
    for number in range(1, len(years)):
        for _ in range(years[number] - years[number - 1]):
            a_year_on(state, rules)
        count(state, counts[number], rules.bands, rounding)


def _sums(values: Floats, starts: list[int], axis: int) -> Floats:
    places: NDArray[np.intp] = np.array(starts)
    sums: Floats = np.add.reduceat(values, places, axis=axis)
    return sums
