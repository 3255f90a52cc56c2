"""Nobody moves: people grow older, die and are born. What ageing in place alone gives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.population.methods.carrying import Movement, carry
from wwz_engine.population.methods.cohort_annual import as_published, by_sex
from wwz_engine.population.methods.learning import yearly_survival
from wwz_engine.population.methods.panel import Known, banded
from wwz_engine.population.methods.settings import CohortSettings
from wwz_engine.population.methods.shapes import bend, shape_of_whole, to_counts


@dataclass(frozen=True)
class SurvivalOnly:
    """National survival, children as there are now, no moving at all."""

    name: str = "survival-only"
    label: str = "alleen ouder worden, sterfte en geboorte"
    ages: bool = True

    def forecast(self, known: Known, horizon: int) -> Floats:
        """Everyone of the launch carried forward."""
        panel, settings = known.panel, CohortSettings.at(known.launch)
        people = launch_ages(known)
        movement = staying(people, known, settings)
        found = carry(
            by_sex(people, known), movement, lambda year: yearly_survival(known, year), settings,
            horizon,
        )  # fmt: skip
        return as_published(banded(found.sum(axis=2), panel.bands), known)


def launch_ages(known: Known) -> Floats:
    """(area, single_age), persons at launch; nobody where that is not known."""
    panel = known.panel
    counts = np.nan_to_num(panel.at(known.launch))
    shape = shape_of_whole(known, known.launch)
    whole = bend(counts.sum(axis=0)[None], panel.bands, shape)[0]
    return to_counts(bend(counts, panel.bands, whole), counts, panel.bands, whole)


def staying(people: Floats, known: Known, settings: CohortSettings) -> Movement:
    """Movement of areas in which nobody moves; as many children per parent as now."""
    bands = known.panel.bands
    areas, number = len(people), len(bands)
    whole = people.sum(axis=0)
    ratio = whole[0] / max(float(whole[settings.parents].sum()), 1e-9)
    parents = people[:, settings.parents].sum(axis=1)
    children = (people[:, 0] + settings.own_prior * ratio) / (parents + settings.own_prior)
    newborn = known.country.at_launch[:, 0]
    return Movement(
        bands, np.zeros_like(people), np.zeros_like(whole), np.zeros((areas, number)),
        np.zeros(number), children, float(ratio), float(newborn[1] / newborn.sum()),
    )  # fmt: skip
