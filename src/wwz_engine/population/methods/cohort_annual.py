"""The annual cohort method: people of every single age, one year at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.population.methods.carrying import Movement, carry, carry_whole
from wwz_engine.population.methods.learning import Learned, learn, yearly_survival
from wwz_engine.population.methods.local import Local, apart, constrained, entering, leaning
from wwz_engine.population.methods.panel import Known, banded
from wwz_engine.population.methods.settings import CohortSettings


@dataclass(frozen=True)
class CohortAnnual:
    """Single ages, survival, moving as far as the past shows it: docs/methods/cohort.md.

    local : institutions, plans, totals and outside figures, as far as known
    """

    name: str = "cohort-annual"
    label: str = "ouder worden per jaar, met verhuizen per buurt zoals het verleden dat laat zien"
    ages: bool = True
    local: Local = field(default_factory=Local)

    def forecast(self, known: Known, horizon: int) -> Floats:
        """Learn from the past, then carry everyone forward."""
        others, residents = apart(known, self.local.institutions)
        settings = CohortSettings.at(known.launch)
        learned = learn(others, settings)
        start = by_sex(learned.people, others)
        people = ahead(start, movement_of(learned, others), others, settings, horizon, self.local)
        found = banded(people.sum(axis=2), known.panel.bands) + residents
        return as_published(found, known)


def ahead(
    start: Floats,
    movement: Movement,
    known: Known,
    settings: CohortSettings,
    horizon: int,
    local: Local | None = None,
) -> Floats:
    """The projection that the back-test scores and the study shows.

    Parameters
    ----------
    start : (area, sex, single_age), persons at launch
    local : plans, totals and outside figures

    Returns
    -------
    (horizon + 1, area, sex, single_age), persons

    Raises
    ------
    AxisMismatchError, PlanError
    """
    local = Local() if local is None else local

    def survival(year: int) -> Floats:
        return yearly_survival(known, year)

    whole = carry_whole(start.sum(axis=0), movement, survival, settings, horizon)
    whole = constrained(whole, local.outside, known.panel.bands)
    totals, joining = local.totals, None
    if local.plans:
        first = np.nan_to_num(known.panel.counts[0]).sum(axis=1)
        came = entering(local.plans, known, start, first, horizon)

        def joining(year: int, people: Floats) -> Floats:
            more: Floats = np.maximum(people + came[year], 0.0)
            return more

    def lean(year: int, people: Floats) -> Floats:
        if totals is None:
            return people
        return leaning(people, whole[year], totals[year], settings)

    return carry(
        start, movement, survival, settings, horizon, whole=whole, joining=joining, leaning=lean
    )


def by_sex(people: Floats, known: Known) -> Floats:
    """Men and women as in the country at each age: (area, sex, single_age)."""
    national = known.country.at_launch
    share = national / np.maximum(national.sum(axis=0), 1e-9)
    split: Floats = people[:, None, :] * share
    return split


def movement_of(learned: Learned, known: Known) -> Movement:
    """What was learned, for the projection."""
    newborn = known.country.at_launch[:, 0]
    return Movement(
        known.panel.bands, learned.own, learned.own_of_whole, learned.drift,
        learned.drift_of_whole, learned.children, learned.children_of_whole,
        float(newborn[1] / newborn.sum()),
    )  # fmt: skip


def as_published(people: Floats, known: Known) -> Floats:
    """The launch as counted in row 0; not known there, then not known later."""
    launch = known.panel.at(known.launch)
    shown = np.where(np.isnan(launch), np.nan, np.maximum(people, 0.0))
    shown[0] = launch
    return shown
