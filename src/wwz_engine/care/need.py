"""People by age to what they ask of care: rates per age, and draws of who needs what.

The draws hold people in a few wide ages. Within such a band the mix of ages is that of the
expected path, so a rate per age becomes a rate per band, area and year. See
docs/methods/care.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from wwz_engine import parameters
from wwz_engine.axes import AGE_GROUPS, Floats, check_shape
from wwz_engine.care_indicators import LAWS
from wwz_engine.demand import calibrated_shares
from wwz_engine.indicators import definitions
from wwz_engine.population.country import FIRST, LAST, people_in
from wwz_engine.population.figures import People, sum_weights
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Source


@dataclass(frozen=True)
class ByBand:
    """Draws of people in wide bands of age.

    draws : (unit, band, year, draw), persons
    weights : (band, age_group), share 0..1 of an age group in the band
    expected : (unit, year, age_group), persons on the expected path
    """

    years: tuple[int, ...]
    draws: Floats
    weights: Floats
    expected: Floats

    def asking(self, rates: Floats) -> Floats:
        """Draws of what people ask for: (unit, year, draw).

        Parameters
        ----------
        rates : (age_group,) or (year, age_group), per person
        """
        per_band = band_rates(self.expected, rates, self.weights)
        asked: Floats = np.einsum("ubyd,uyb->uyd", self.draws, per_band, optimize=True)
        return asked


def by_band(people: People, years: Sequence[int]) -> ByBand:
    """People per band in some years, the bands cut at each open age sum.

    Raises
    ------
    NoExpectedAgesError
    """
    expected = people.expected_in(years)
    at = people.at(years)
    sums = definitions().age_sums
    nested = sorted((one for one in sums if one.high is None), key=lambda one: one.low)
    rows = [sums.index(one) for one in nested]
    held = np.stack([people.of(one.key)[:, at] for one in nested], axis=1)
    weights = sum_weights()[rows]
    held[:, :-1] -= held[:, 1:]
    weights[:-1] -= weights[1:]
    return ByBand(tuple(years), held, weights, expected)


def band_rates(expected: Floats, rates: Floats, weights: Floats) -> Floats:
    """The mean rate of a band, over the ages that are expected to be in it.

    Parameters
    ----------
    expected : (unit, year, age_group), persons
    rates : (age_group,) or (year, age_group), per person
    weights : (band, age_group), share 0..1

    Returns
    -------
    (unit, year, band); where nobody is expected the plain mean of the rates

    Examples
    --------
    >>> expected = np.zeros((1, 1, 20))
    >>> expected[..., 17], expected[..., 18] = 30.0, 10.0  # aged 85-89 and 90-94
    >>> rates = np.zeros(20)
    >>> rates[17], rates[18] = 0.1, 0.3
    >>> oldest = np.zeros((1, 20))
    >>> oldest[0, 17:] = 1.0
    >>> band_rates(expected, rates, oldest).round(3)
    array([[[0.15]]])
    """
    groups = len(AGE_GROUPS)
    people = expected @ weights.T
    if rates.ndim == 1:
        check_shape("rates", rates, age_group=groups)
        asking = expected @ (weights * rates).T
    else:
        check_shape("rates", rates, year=expected.shape[1], age_group=groups)
        asking = (expected * rates) @ weights.T
    plain = (weights @ rates.T).T / weights.sum(axis=1)
    found: Floats = np.divide(
        asking, people, out=np.broadcast_to(plain, asking.shape).copy(), where=people > 0
    )
    return found


def per_group(table: dict[str, float]) -> Floats:
    """A table by youngest age, spread over the age groups: (age_group,)."""
    starts = sorted((int(age), value) for age, value in table.items())
    return np.array([[v for start, v in starts if start <= band.low][-1] for band in AGE_GROUPS])


@dataclass(frozen=True)
class NursingNeed:
    """Who needs nursing and care from the Wlz, and which share lives in a nursing home.

    rates : (age_group,), share 0..1
    """

    rates: Floats
    residential: float
    source: Source


def nursing_need(tables: Tables, day: date) -> NursingNeed:
    """Rates by age at the level of the country, and the share of them in a nursing home.

    Raises
    ------
    NationalRatesMissingError
    """
    gradient = per_group(parameters.load("wlz_vv_share_by_age").table(day))
    known = parameters.load("wlz_vv_people").table(day)
    inside = parameters.load("wlz_vv_residential").table(day)
    then, source = _national(tables, known["year"])
    rates = calibrated_shares(gradient, then, known["people"])
    later, _ = _national(tables, inside["year"])
    return NursingNeed(rates, min(inside["people"] / float(later @ rates), 1.0), source)


def _national(tables: Tables, moment: float) -> tuple[Floats, Source]:
    """People of the country per age group, on a line between two counts of 1 July."""
    first, source = people_in(tables, FIRST)
    last, _ = people_in(tables, LAST)
    part = (moment - 0.5 - FIRST) / (LAST - FIRST)
    people: Floats = (first + (last - first) * part).sum(axis=0)
    return people, source


def spending_rates(tables: Tables) -> tuple[dict[str, Floats], Source] | None:
    """Euros per inhabitant by law: (age_group,) each; None without the source.

    A group has the plain mean of its single ages.
    """
    if not tables.has("cpb_spending"):
        return None
    table = tables.load("cpb_spending")
    found = {}
    for law in LAWS:
        rows = table.rows.filter(pl.col("measure") == f"uitgaven_{law}")
        by_age = {int(age.rstrip("+")): euros for age, euros in rows.select("age", "value").rows()}
        single = np.array([by_age[age] for age in sorted(by_age)])
        found[law] = single.reshape(len(AGE_GROUPS), 5).mean(axis=1)
    return found, table.source
