"""The annual cohort method: people of every single age, one year at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.population.methods.carrying import Movement, carry
from wwz_engine.population.methods.learning import Learned, learn, yearly_survival
from wwz_engine.population.methods.panel import Known, banded
from wwz_engine.population.methods.settings import CohortSettings


@dataclass(frozen=True)
class CohortAnnual:
    """Single ages, survival, moving as far as the past shows it: docs/methods/cohort.md."""

    name: str = "cohort-annual"
    label: str = "ouder worden per jaar, met verhuizen per buurt zoals het verleden dat laat zien"
    ages: bool = True

    def forecast(self, known: Known, horizon: int) -> Floats:
        """Learn from the past, then carry everyone forward."""
        settings = CohortSettings.at(known.launch)
        learned = learn(known, settings)
        start = by_sex(learned.people, known)
        people = carry(
            start,
            movement_of(learned, known),
            lambda year: yearly_survival(known, year + 0.0),
            settings,
            horizon,
        )
        found = banded(people.sum(axis=2), known.panel.bands)
        return as_published(found, known)


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
