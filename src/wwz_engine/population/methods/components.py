"""Cohort-component: births, deaths and moving between gemeenten as gross flows.

Who leaves is a share of those who live there; who arrives is a share of all who left
somewhere, so that moves inside the whole cancel out: docs/methods/cohort.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from wwz_engine.axes import Floats, check_shape
from wwz_engine.population.methods.carrying import Survival, carry
from wwz_engine.population.methods.cohort_annual import as_published, by_sex, movement_of
from wwz_engine.population.methods.learning import learn, moving_of_country, yearly_survival
from wwz_engine.population.methods.panel import SINGLE_AGES, Known, banded
from wwz_engine.population.methods.settings import CohortSettings
from wwz_engine.population.methods.survival_only import launch_ages, staying


@dataclass(frozen=True)
class Flows:
    """Moving inside the whole, by age at arrival.

    leaving : (area, single_age), share that moves out in a year
    arriving : (area, single_age), share of all who moved out that comes here; adds up to 1
    """

    leaving: Floats
    arriving: Floats

    def after(self, people: Floats) -> Floats:
        """People after a year of moving: (area, sex, single_age), as many as before."""
        check_shape("leaving", self.leaving, area=people.shape[0], single_age=SINGLE_AGES)
        out = people * self.leaving[:, None, :]
        after: Floats = people - out + self.arriving[:, None, :] * out.sum(axis=0)
        return after


@dataclass(frozen=True)
class CohortComponent:
    """With gross flows where they are known; without, moving is net and is called so."""

    flows: Flows | None = None
    name: str = "cohort-component"
    label: str = "geboorte, sterfte en verhuizen, netto: bruto stromen zijn er niet"
    ages: bool = True

    def forecast(self, known: Known, horizon: int) -> Floats:
        """Everyone a year older, then moving."""
        settings = CohortSettings.at(known.launch)
        if self.flows is None:
            return self._net(known, horizon, settings)
        flows, moving = self.flows, np.exp(moving_of_country(known, settings.anchor))
        people = [by_sex(launch_ages(known), known)]
        movement = staying(people[0].sum(axis=1), known, settings)
        for year in range(horizon):
            alive = yearly_survival(known, year)
            aged = carry(people[-1], movement, _always(alive), settings, 1)[1]
            people.append(flows.after(aged * moving))
        found = banded(np.array(people).sum(axis=2), known.panel.bands)
        return as_published(found, known)

    def _net(self, known: Known, horizon: int, settings: CohortSettings) -> Floats:
        """Each area by itself with its own net moving, not tied to the whole."""
        learned = learn(known, settings)
        moving = moving_of_country(known, settings.anchor)
        movement = replace(
            movement_of(learned, known), own=np.tile(moving, (len(learned.people), 1))
        )
        start = by_sex(learned.people, known)
        found = carry(
            start, movement, lambda year: yearly_survival(known, year), settings, horizon,
            tying=False,
        )  # fmt: skip
        return as_published(banded(found.sum(axis=2), known.panel.bands), known)


def _always(survival: Floats) -> Survival:
    return lambda year: survival
