"""The parameters of the annual cohort method, as numbers per single age on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from wwz_engine import parameters
from wwz_engine.axes import AgeBand, Floats
from wwz_engine.population.methods.panel import SINGLE_AGES, banded
from wwz_engine.population.ratios import STEP

FIRST_YEAR = 2015
"""Parameters hold from here on; a launch before it is worked with the same ones."""


@dataclass(frozen=True)
class CohortSettings:
    """What the annual cohort method assumes.

    own_share, noise, shock, drift, gemeente_drift : (single_age,)
    """

    own_share: Floats
    own_start: float
    own_prior: float
    shape_sd: float
    shape_span: float
    noise: Floats
    shock: Floats
    drift: Floats
    gemeente_drift: Floats
    gemeente_shock_part: float
    own_cap: float  # logarithm a year
    drift_cap: float  # share a year
    halving: float  # of a drift that is left after a year
    growth_cap: float  # logarithm a year, on the growth of an area against its parent
    old_cap: float  # the same for moving from the anchor age on
    anchor: int  # single age
    parents: slice  # single ages whose number the newborns are set against

    @classmethod
    def at(cls, launch: int) -> CohortSettings:
        """Read the parameters in force at the launch."""
        day = parameter_day(launch)
        number = {name: parameters.load(name).number(day) for name in _NUMBERS}
        cap = parameters.load("yearly_moving_cap").table(day)
        parents = parameters.load("childbearing_ages").table(day)
        return cls(
            own_share=per_age("own_ages_share", day),
            own_start=number["own_ages_start"],
            own_prior=number["own_ages_prior_size"],
            shape_sd=number["cohort_shape_sd"],
            shape_span=number["cohort_shape_span"],
            noise=per_age("moving_noise", day),
            shock=per_age("age_shock_sd", day),
            drift=per_age("area_drift_sd", day),
            gemeente_drift=per_age("gemeente_drift_sd", day),
            gemeente_shock_part=number["gemeente_shock_part"],
            own_cap=cap["own_ages"],
            drift_cap=cap["drift"],
            halving=number["local_ratio_halving"] ** (1 / STEP),
            growth_cap=number["local_ratio_cap"] / STEP,
            old_cap=float(np.log1p(number["migration_cap_70plus"])) / STEP,
            anchor=int(number["survival_anchor_age"]),
            parents=slice(int(parents["from"]), int(parents["to"]) + 1),
        )


def parameter_day(launch: int) -> date:
    """The day on which parameters are read for a launch."""
    return date(max(launch, FIRST_YEAR), 1, 1)


_NUMBERS = (
    "gemeente_shock_part",
    "own_ages_start",
    "own_ages_prior_size",
    "cohort_shape_sd",
    "cohort_shape_span",
    "local_ratio_halving",
    "local_ratio_cap",
    "migration_cap_70plus",
    "survival_anchor_age",
)


def per_age(name: str, day: date) -> Floats:
    """A parameter that is given by youngest age, spread over single ages.

    Returns
    -------
    (single_age,)
    """
    table = parameters.load(name).table(day)
    starts = sorted((int(age), value) for age, value in table.items())
    return np.array(
        [[value for start, value in starts if start <= age][-1] for age in range(SINGLE_AGES)]
    )


def per_band(values: Floats, weights: Floats, bands: tuple[AgeBand, ...]) -> Floats:
    """Mean of a number per single age over each band, weighted by people.

    Parameters
    ----------
    values, weights : (..., single_age)

    Returns
    -------
    (..., band)
    """
    mean: Floats = banded(values * weights, bands) / np.maximum(banded(weights, bands), 1e-12)
    return mean
