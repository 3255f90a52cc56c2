"""How areas move, learned from their past and from each other: docs/methods/cohort.md.

Empirical Bayes: how much areas differ in moving, and how much of its own age pattern an
area keeps, is estimated per band from all areas together; an area then gets what its own
past says as far as that is more than chance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.population.methods.building import without_building_up
from wwz_engine.population.methods.filtering import Rules, State, begin, through
from wwz_engine.population.methods.panel import SINGLE_AGES, Known, Panel
from wwz_engine.population.methods.settings import CohortSettings, parameter_day, per_band
from wwz_engine.population.methods.shapes import (
    band_of_age,
    bend,
    own_ages,
    shape_of_whole,
    to_counts,
)
from wwz_engine.population.mortality import FROM_AGE, excess_over, with_excess_deaths

LONGEST_BASE = 10
"""Years back at most: a longer base period brings nothing (methods B3)."""
ROUNDS = 5
"""Of the estimate; more move no figure by a person in a hundred."""
_SAMPLE = 400
"""Areas that the estimate is made on at most, spread evenly over the list."""
_TOGETHER = 64
"""Areas filtered at a time: what is remembered of them fits in the cache."""
_FEWEST = 20.0
"""People an area has in a band, first and last year together, to count in the estimate."""
_MOST = 200.0
"""Weight of an area in the estimate at most, in people."""
_LIMITS = (0.003, 0.3)
"""Least and most that areas may differ in drift, share a year."""


@dataclass(frozen=True)
class Learned:
    """Areas at launch by single age, and how they move.

    people : (area, single_age), persons; the counted bands exactly
    own : (area, single_age), logarithm a year: the pull to the own age pattern
    own_of_whole : (single_age,), the part of it that all areas share
    drift : (area, band), share a year
    children : (area,), newborns per person of the ages of parents
    drift_of_whole, own_share, drift_sd : (band,)
    children_of_whole : newborns per person of the ages of parents
    """

    people: Floats
    own: Floats
    own_of_whole: Floats
    drift: Floats
    drift_of_whole: Floats
    children: Floats
    children_of_whole: float
    own_share: Floats
    drift_sd: Floats


@dataclass(frozen=True)
class Past:
    """The counts that are learned from, gaps filled for the start only."""

    panel: Panel
    years: tuple[int, ...]
    counts: Floats  # (year, area, band), NaN where not known or where it was built up
    first: Floats  # (area, band), filled
    first_of_whole: Floats  # (band,), filled
    shape: Floats  # (single_age,), ages of the whole in the first year
    country: Floats  # (single_age,), ages of the country in that year
    moving: Floats  # (single_age,), logarithm a year: moving of the country
    whole: Floats  # (year, band), persons; NaN where a part is not known
    survival: Floats  # (single_age,)
    weights: Floats  # (single_age,), people of the country


def learn(known: Known, settings: CohortSettings) -> Learned:
    """Single ages and moving of every area of a panel, from what was known at launch."""
    past = past_of(known, settings.anchor)
    whole = bend(past.first_of_whole[None], past.panel.bands, past.shape)[0]
    prior = to_counts(
        bend(past.first, past.panel.bands, whole), past.first, past.panel.bands, whole
    )
    pull = own_ages(prior, whole, settings.own_prior, settings.own_cap)
    pull_of_whole = own_ages(whole[None], past.country, settings.own_prior, settings.own_cap)[0]
    # Of a whole gemeente survival decides from the anchor age on.
    pull_of_whole[settings.anchor :] = 0.0
    rules = _rules(past, settings, pull, _children(prior, whole, settings))
    number = band_of_age(past.panel.bands)
    own_share = per_band(settings.own_share, past.weights, past.panel.bands)
    drift_sd = per_band(settings.drift, past.weights, past.panel.bands)
    if len(past.years) > 1:
        guess = settings.own_start * pull_of_whole + past.moving
        drift = _drift_of_whole(past, settings, whole, guess)
        own_share, drift_sd = _estimate(past, settings, rules, prior, drift, guess)
    own_of_whole = pull_of_whole * own_share[number] + past.moving
    drift = _drift_of_whole(past, settings, whole, own_of_whole)
    kept = replace(rules, own=pull * own_share[number] + own_of_whole)
    state = _filtered(past, settings, kept, prior, drift, drift_sd)
    launch = np.nan_to_num(past.counts[-1])
    people = to_counts(state.people, launch, past.panel.bands, whole)
    parents = whole[settings.parents].sum()
    return Learned(
        people, kept.own, own_of_whole, state.drift, drift, rules.children,
        float(whole[0] / max(parents, 1e-9)), own_share, drift_sd,
    )  # fmt: skip


def past_of(known: Known, anchor: int) -> Past:
    """The base period, with the ages of the whole and the survival in it."""
    panel, country = known.panel, known.country
    inside = [year >= known.launch - LONGEST_BASE for year in panel.years]
    years = tuple(year for year, kept in zip(panel.years, inside, strict=True) if kept)
    counts = panel.counts[np.array(inside)]
    parent = panel.parent[np.array(inside)]
    # What was built made the whole grow; of the area itself it tells nothing of what comes.
    left = without_building_up(counts, parameter_day(known.launch))
    whole, of_whole = counts.sum(axis=1), _first_known(counts, parent).sum(axis=0)
    first = _first_known(left, parent)
    weights = country.at_launch.sum(axis=0)
    survival = survival_in_base(known, years[0])
    shape = shape_of_whole(known, years[0])
    of_country = country.people[country.years.index(years[0])].sum(axis=0)
    moving = moving_of_country(known, anchor)
    return Past(
        panel, years, left, first, of_whole, shape, of_country, moving, whole, survival, weights
    )


def survival_in_base(known: Known, first_year: int) -> Floats:
    """(single_age,), as was to be expected in the base period, with its excess deaths."""
    survival = survival_of_both(known, (first_year - known.launch) / 2)
    excess = excess_over(first_year, max(known.launch - first_year, 1))
    return with_excess_deaths(survival, excess, FROM_AGE)


def yearly_survival(known: Known, years: float) -> Floats:
    """(sex, single_age), share alive a year later of people of an age on 1 January.

    Half of that year they are a year older, so two ages are averaged.
    """
    rates = -np.log(known.country.survival_after(years))
    next_age = np.concatenate([rates[:, 1:], rates[:, -1:]], axis=1)
    alive: Floats = np.exp(-(rates + next_age) / 2)
    return alive


def survival_of_both(known: Known, years: float) -> Floats:
    """(single_age,), the same for men and women as there are in the country."""
    people = known.country.at_launch
    alive = (people * yearly_survival(known, years)).sum(axis=0)
    share: Floats = alive / np.maximum(people.sum(axis=0), 1e-9)
    return share


def moving_of_country(known: Known, anchor: int) -> Floats:
    """What moving did to the people of the country a year, by age: (single_age,), logarithm.

    From the last five years, per five years of age; from the anchor age on survival alone
    decides.
    """
    people, survival = known.country.five_years_before, yearly_survival(known, -2.5)
    for _ in range(5):
        alive = people * survival
        people = np.concatenate([alive[:, :1], alive[:, :-1]], axis=1)
    groups = np.arange(SINGLE_AGES) // 5
    left = np.bincount(groups, people.sum(axis=0))
    found = np.bincount(groups, known.country.at_launch.sum(axis=0))
    moving = np.log(np.maximum(found, 1.0) / np.maximum(left, 1.0))[groups] / 5
    moving[:5] = 0.0  # who was not born yet has not moved
    moving[anchor:] = 0.0
    return np.clip(moving, -_LIMITS[1], _LIMITS[1])


def _first_known(counts: Floats, parent: Floats) -> Floats:
    """(area, band), persons in the first year; from the first count where that is later."""
    first: Floats = np.nan_to_num(counts[0])
    missing = np.isnan(counts[0])
    for number in range(1, len(counts)):
        found = missing & ~np.isnan(counts[number])
        grown = np.divide(
            parent[0], parent[number], out=np.ones_like(parent[0]), where=parent[number] > 0
        )
        first = np.where(
            found, np.nan_to_num(counts[number] * np.nan_to_num(grown, nan=1.0)), first
        )
        missing &= ~found
    return first


def _rules(past: Past, settings: CohortSettings, own: Floats, children: Floats) -> Rules:
    return Rules(
        past.panel.bands, past.survival, own, children, settings.parents, settings.noise,
        settings.shock, settings.drift_cap,
    )  # fmt: skip


def _drift_of_whole(past: Past, settings: CohortSettings, whole: Floats, own: Floats) -> Floats:
    """Lasting moving of all areas together: (band,), share a year."""
    bands = past.panel.bands
    if len(past.years) == 1:
        return np.zeros(len(bands))
    counts = past.whole.copy()
    counts[0] = past.first_of_whole
    # Together they move less by chance than one by one.
    quiet = replace(settings, shock=settings.shock * settings.gemeente_shock_part)
    rules = _rules(past, quiet, own[None], _children(whole[None], whole, settings))
    sd = per_band(settings.gemeente_drift, past.weights, bands)
    shape = (settings.shape_sd, settings.shape_span)
    state = begin(whole[None], np.zeros(len(bands)), sd, shape)
    through(state, counts[:, None], past.years, rules, past.panel.rounding)
    first: Floats = state.drift[0]
    return first


def _children(people: Floats, whole: Floats, settings: CohortSettings) -> Floats:
    """Newborns per parent, an area with few parents as the whole: (area,)."""
    ratio = whole[0] / max(float(whole[settings.parents].sum()), 1e-9)
    parents = people[:, settings.parents].sum(axis=1)
    prior = settings.own_prior
    drawn: Floats = (people[:, 0] + prior * ratio) / (parents + prior)
    return drawn


def _filtered(
    past: Past, settings: CohortSettings, rules: Rules, prior: Floats, drift: Floats, sd: Floats
) -> State:
    """Every area after its last count; of the covariances only those of the drifts are kept."""
    people, drifts, spread = [], [], []
    for start in range(0, len(prior), _TOGETHER):
        some = slice(start, start + _TOGETHER)
        shape = (settings.shape_sd, settings.shape_span)
        state = begin(prior[some], drift, sd, shape)
        through(state, past.counts[:, some], past.years, rules.part(some), past.panel.rounding)
        people.append(state.people)
        drifts.append(state.drift)
        spread.append(state.drifts)
    nothing = np.empty((0, 0, 0))
    return State(
        np.concatenate(people), np.concatenate(drifts), nothing, nothing, np.concatenate(spread)
    )


def _estimate(
    past: Past,
    settings: CohortSettings,
    rules: Rules,
    prior: Floats,
    drift: Floats,
    own_of_whole: Floats,
) -> tuple[Floats, Floats]:
    """Share of the own age pattern that is kept, and how much areas differ: twice (band,).

    Rounds of expectation and maximisation (Dempster, Laird and Rubin 1977): filter with
    the present guess, then take from the drifts what the own pattern explains and set the
    spread to what is left.
    """
    bands = past.panel.bands
    chosen = np.unique(np.linspace(0, len(prior) - 1, _SAMPLE).astype(int))
    some = replace(past, counts=past.counts[:, chosen], first=past.first[chosen])
    own, number = rules.own[chosen], band_of_age(bands)
    pull = per_band(own, prior[chosen], bands)
    share = np.full(len(bands), settings.own_start)
    sd = per_band(settings.drift, past.weights, bands)
    size = some.first + np.nan_to_num(some.counts[-1])
    weight = np.where(size > _FEWEST, np.minimum(np.nan_to_num(some.counts[-1]), _MOST), 0.0)
    for _ in range(ROUNDS - 1):
        present = own * share[number] + own_of_whole
        guess = replace(rules, own=present, children=rules.children[chosen])
        state = _filtered(some, settings, guess, prior[chosen], drift, sd)
        rest = state.drift - drift
        explained = (weight * pull * rest).sum(axis=0)
        room = (weight * pull**2).sum(axis=0) + 5e-4 * weight.sum(axis=0)
        share = np.clip(share + explained / np.maximum(room, 1e-12), 0.0, 1.0)
        places = np.arange(len(bands))
        sd = _spread(rest**2 + state.drifts[:, places, places], weight, sd)
    return share, sd


def _spread(squares: Floats, weight: Floats, before: Floats) -> Floats:
    """Root of the weighted mean of squares per band; an outlier counts as nine medians."""
    spread = before.copy()
    for band in range(squares.shape[1]):
        used = weight[:, band] > 0
        if used.any():
            found = squares[used, band]
            limited = np.minimum(found, 9 * np.median(found))
            spread[band] = np.sqrt(np.average(limited, weights=weight[used, band]))
    return np.clip(spread, *_LIMITS)
