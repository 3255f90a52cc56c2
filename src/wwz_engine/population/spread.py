"""How large the errors of a forecast are: for the country, a gemeente and one area.

An error is measured on roots, ``e = 2 (sqrt(A / F) - 1)`` for A people where F were
forecast: near the logarithm of A / F, but it exists where nobody is left, and draws of it
have a mean also where large errors are common. docs/methods/bands.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from wwz_engine import parameters
from wwz_engine.axes import Floats
from wwz_engine.population.ratios import GROUPS, STEP

LAND, GEMEENTE, AREA = "land", "gemeente", "buurt"
REFERENCE = {LAND: 1.0, GEMEENTE: 25_000.0, AREA: 1_000.0}
"""People for whom the size of a layer is given; the country has no other size."""
_SIZES = {LAND: "country_error", GEMEENTE: "gemeente_error", AREA: "area_error"}
AGE_STARTS = (0, 15, 25, 45, 65, 75, 85)
"""From which age on an error has its own size."""
MIDDLES = STEP * np.arange(GROUPS) + STEP / 2
AGE_CLASSES = ((25.0, "0-24"), (65.0, "25-64"), (75.0, "65-74"), (85.0, "75-84"), (999.0, "85+"))
EVERYBODY = "totaal"
OPEN_AGES = "65+"
"""Class of a part that runs from 65 on through more than one of the classes of old age."""
_FIRST_OF_OLD = "65-74"
_SOME = 0.05
SIZE_CLASSES = ((25.0, "0-24"), (100.0, "25-99"), (400.0, "100-399"), (np.inf, "400+"))
AHEAD_CLASSES = ((2, "1-2"), (4, "3-4"), (999, "5+"))
GROWN_AT_MOST, YOUNG_AT_MOST = 0.06, 0.4
"""Limits of what is measured of an area: nothing is known of a town that grew faster."""


@dataclass(frozen=True)
class Layer:
    """Errors that one unit has in all its ages: the country, a gemeente or an area.

    sizes : (age_group,), standard error after a year at the reference size
    shared : part of the variance that all ages have in common; the rest is alike for
        ages that are near, with a correlation of 1/e at ``span`` years
    per_year, per_person : powers with which errors grow with years and shrink with people
    tails : degrees of freedom; few give more very large errors
    """

    sizes: Floats
    shared: float
    span: float
    per_year: float
    per_person: float
    reference: float
    tails: float

    def covariance(self, weights: Floats) -> Floats:
        """Of the errors of parts after a year: (part, part).

        Parameters
        ----------
        weights : (part, age_group), how the people of a part are spread over ages
        """
        apart = np.abs(MIDDLES[:, None] - MIDDLES)
        alike = self.shared + (1 - self.shared) * np.exp(-apart / self.span)
        found: Floats = weights @ (self.sizes[:, None] * self.sizes * alike) @ weights.T
        return found

    def scale(self, ahead: Floats, people: Floats) -> Floats:
        """What errors are multiplied by, so many years ahead and for so many people."""
        size = np.maximum(people, 1.0) / self.reference
        found: Floats = ahead**self.per_year * size**-self.per_person
        return found


@dataclass(frozen=True)
class Spread:
    """All layers, chance, and what of an area makes it less sure.

    chance : (age_group,), variance per person and year of who happens to move or die
    fading : share a year by which chance grows less: who left cannot leave again
    steady, per_growth : error of an area with a known past against one without: without
        growth, and more per unit of yearly growth
    per_youth : power of the share of people under 45 against that of the country
    lasting : share of the variance that stays the same in all years ahead
    factors : conformal factor per stratum, ``"65-74 25-99 3-4"``
    """

    land: Layer
    gemeente: Layer
    area: Layer
    chance: Floats
    fading: float
    steady: float
    per_growth: float
    per_youth: float
    lasting: float
    factors: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def on(cls, day: date) -> Spread:
        """The parameters in force on this day."""
        area = parameters.load("unsure_areas").table(day)
        return cls(
            land=_layer(LAND, day),
            gemeente=_layer(GEMEENTE, day),
            area=_layer(AREA, day),
            chance=per_group(parameters.load("chance_error").table(day)),
            fading=parameters.load("chance_fading").number(day),
            steady=area["steady"],
            per_growth=area["per_growth"],
            per_youth=area["per_youth"],
            lasting=parameters.load("lasting_error").number(day),
            factors=parameters.load("band_factor").table(day),
        )

    def unsure(self, grown: Floats, young: Floats) -> Floats:
        """What the errors of areas are multiplied by for what is known of them: (area,).

        Parameters
        ----------
        grown : (area,), yearly growth against the whole, logarithm; NaN when not known
        young : (area,), share of people under 45 against the country, logarithm
        """
        growth = np.clip(np.nan_to_num(grown), 0.0, GROWN_AT_MOST)
        known = np.where(np.isnan(grown), 1.0, self.steady + self.per_growth * growth)
        found: Floats = known * np.exp(
            self.per_youth * np.clip(young, -YOUNG_AT_MOST, YOUNG_AT_MOST)
        )
        return found

    def chances(self, weights: Floats, ahead: Floats) -> Floats:
        """Variance per person by chance: (part, year)."""
        grown = -np.expm1(-self.fading * ahead) / self.fading
        found: Floats = (weights @ self.chance)[:, None] * grown
        return found

    def factor(self, weights: Floats, people: Floats, ahead: float) -> Floats:
        """Conformal factor of parts of these sizes: (area, part); 1 where none was found.

        Parameters
        ----------
        people : (area, part), persons forecast
        """
        strata = np.stack(
            [stratum_of(row, people[:, part], ahead) for part, row in enumerate(weights)], axis=1
        )
        names, at = np.unique(strata, return_inverse=True)
        factors = np.array([self.factors.get(str(name), 1.0) for name in names])
        found: Floats = factors[at].reshape(people.shape)
        return found

    def factor_together(self, people: Floats, ahead: float) -> Floats:
        """Conformal factor of what all ages of an area share: (area,); 1 where none was found.

        Parameters
        ----------
        people : (area,), persons forecast of all ages
        """
        strata = stratum_of(None, people, ahead)
        return np.array([self.factors.get(str(name), 1.0) for name in strata])


def stratum_of(ages: Floats | None, people: Floats, ahead: float) -> npt.NDArray[np.str_]:
    """Names of the strata of one part of ages: (area,), ``"65-74 25-99 3-4"``.

    Parameters
    ----------
    ages : (age_group,), how the people of the part are spread over ages; None is everybody
    people : (area,), persons forecast
    """
    years = next(name for end, name in AHEAD_CLASSES if ahead <= end)
    sizes = np.digitize(people, [end for end, _ in SIZE_CLASSES[:-1]])
    label = EVERYBODY if ages is None else age_class(ages)
    return np.array([f"{label} {name} {years}" for _, name in SIZE_CLASSES])[sizes]


def age_class(ages: Floats) -> str:
    """Class of the mean age of a part, or that of everybody from 65 on.

    Parameters
    ----------
    ages : (age_group,), how the people of the part are spread over ages
    """
    lived = MIDDLES[ages > _SOME]
    of = [next(name for end, name in AGE_CLASSES if age < end) for age in (lived[0], lived[-1])]
    if of[0] == _FIRST_OF_OLD and of[1] != _FIRST_OF_OLD:
        return OPEN_AGES
    return next(name for end, name in AGE_CLASSES if float(ages @ MIDDLES) < end)


def per_group(table: Mapping[str, float]) -> Floats:
    """A table by youngest age as (age_group,)."""
    starts = sorted((int(age), value) for age, value in table.items())
    return np.array([[value for age, value in starts if age <= m][-1] for m in MIDDLES])


def _layer(name: str, day: date) -> Layer:
    def of(parameter: str) -> float:
        return parameters.load(parameter).table(day).get(name, 0.0)

    return Layer(
        sizes=per_group(parameters.load(_SIZES[name]).table(day)),
        shared=of("error_shared"),
        span=of("error_age_span"),
        per_year=of("error_per_year"),
        per_person=of("error_per_person"),
        reference=REFERENCE[name],
        tails=of("error_tails"),
    )
