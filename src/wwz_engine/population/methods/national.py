"""The Netherlands as it was known at a launch: ages and survival, one year at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from scipy.interpolate import PchipInterpolator

from wwz_engine import parameters
from wwz_engine.axes import SEXES, Floats
from wwz_engine.population.country import NationalRatesMissingError
from wwz_engine.population.survival import TABLE_AGES
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Source

PERIOD = 5
"""Death rates are published for periods of this many years, and counts this far apart."""
OLDEST_SINGLE = 100
_BANDS = [*(f"{age}-{age + 4}" for age in range(0, 100, 5)), "100+"]
_DEATHS = ["0", "1-4", *(f"{age}-{age + 4}" for age in range(5, 100, 5)), "100+"]


@dataclass(frozen=True)
class NationalKnown:
    """The Netherlands as known at launch.

    years : those of the panel, the launch last
    people : (year, sex, single_age), persons on 1 January, ages 0 .. 100 and older
    survival : (sex, single_age), share alive a year later, in the year of launch
    decline : (sex, single_age), yearly fall of the death rate as a share of it
    five_years_before : (sex, single_age), persons on 1 January five years before the launch
    counted : year of the newest count it rests on (1 July)
    """

    years: tuple[int, ...]
    people: Floats
    five_years_before: Floats
    survival: Floats
    decline: Floats
    counted: int

    @property
    def at_launch(self) -> Floats:
        """(sex, single_age), persons on 1 January of the launch."""
        last: Floats = self.people[-1]
        return last

    def survival_after(self, years: float) -> Floats:
        """(sex, single_age), share alive a year later, this many years after the launch."""
        return np.exp(np.log(self.survival) * (1 - self.decline) ** years)


@dataclass(frozen=True)
class National:
    """National counts and rates of every year there is.

    people : per year, (sex, age_group), persons on 1 July aged 0-4 .. 95-99, 100+
    rates : per first year of a period of five, (sex, table_age), deaths per person-year
    """

    people: Mapping[int, Floats]
    rates: Mapping[int, Floats]
    source: Source

    def until(self, launch: int, years: Sequence[int]) -> NationalKnown:
        """What counts and rates of before 1 January of the launch say.

        Raises
        ------
        NationalRatesMissingError
        """
        counts = {year: people for year, people in self.people.items() if year < launch}
        periods = sorted(first for first in self.rates if first + PERIOD <= launch)
        if not counts or len(periods) < 2:
            raise NationalRatesMissingError(f"een telling en sterfte van voor {launch}")
        earlier, later = (single_rates(self.rates[first]) for first in periods[-2:])
        decline = np.clip(1 - (later / earlier) ** (1 / PERIOD), 0.0, None) * _kept(launch)
        since = launch + 0.5 - (periods[-1] + PERIOD / 2)
        survival = np.exp(-later * (1 - decline) ** since)
        ages = {year + 0.5: single_ages_to_100(people) for year, people in counts.items()}
        yearly = survival * _moving(ages, survival)
        people = np.array([_on(ages, year, yearly) for year in years])
        before = _on(ages, launch - PERIOD, yearly)
        return NationalKnown(tuple(years), people, before, survival, decline, max(counts))


def _kept(launch: int) -> Floats:
    """Share of the last fall of the death rate that goes on, by age: (single_age,)."""
    day = date(max(launch, 2015), 1, 1)
    table = parameters.load("death_decline_kept").table(day)
    starts = sorted((int(age), value) for age, value in table.items())
    ages = range(OLDEST_SINGLE + 1)
    return np.array([[value for start, value in starts if start <= age][-1] for age in ages])


def national(tables: Tables) -> National:
    """Every national count and death rate there is; ``until`` says what was known when.

    Raises
    ------
    NationalRatesMissingError
    """
    table = tables.load("national_rates")
    people = _by_year(table.rows.filter(pl.col("measure") == "inwoners"), _BANDS)
    rates = _by_year(table.rows.filter(pl.col("measure") == "sterfte"), _DEATHS)
    if not people or not rates:
        raise NationalRatesMissingError("elke telling of sterfte naar leeftijd")
    return National(people, rates, table.source)


def single_rates(rates: Floats) -> Floats:
    """Death rates of a life table, spread over single ages on a logarithmic line.

    Parameters
    ----------
    rates : (sex, table_age), deaths per person-year at 0, 1-4, 5-9 .. 100+

    Returns
    -------
    (sex, single_age), deaths per person-year
    """
    middles = np.array([0.0, 2.5, *(low + 2.0 for low in TABLE_AGES[2:-1]), OLDEST_SINGLE + 1.0])
    single = np.arange(OLDEST_SINGLE + 1)
    return np.exp([np.interp(single, middles, np.log(of_sex)) for of_sex in rates])


def single_ages_to_100(groups: Floats) -> Floats:
    """Five-year groups spread over single ages, keeping every group.

    Parameters
    ----------
    groups : (..., age_group), persons aged 0-4 .. 95-99, 100+

    Returns
    -------
    (..., single_age), persons of age 0 .. 100 and older
    """
    edges = np.arange(0, OLDEST_SINGLE + 1, PERIOD)
    start = np.zeros((*groups.shape[:-1], 1))
    before = np.concatenate([start, np.cumsum(groups[..., :-1], axis=-1)], axis=-1)
    curve = PchipInterpolator(edges, before, axis=-1)
    younger = np.diff(curve(np.arange(OLDEST_SINGLE + 1)), axis=-1)
    return np.concatenate([younger, groups[..., -1:]], axis=-1)


def _moving(ages: Mapping[float, Floats], survival: Floats) -> Floats:
    """(sex, single_age), what moving did to people of an age in a year, by the last two counts.

    Moving, and what the death rates miss: people counted per person that survival alone
    would have left, as a yearly factor.
    """
    if len(ages) < 2:
        return np.ones_like(survival)
    first, last = sorted(ages)[-2:]
    left = ages[first]
    for _ in range(round(last - first)):
        left = _older(left, survival)
    groups = np.arange(OLDEST_SINGLE + 1) // PERIOD
    factor = np.ones_like(survival)
    for group in range(groups[-1] + 1):
        inside = groups == group
        ratio = ages[last][:, inside].sum(axis=1) / left[:, inside].sum(axis=1)
        factor[:, inside] = ratio[:, None] ** (1 / (last - first))
    return factor


def _on(ages: Mapping[float, Floats], year: int, yearly: Floats) -> Floats:
    """(sex, single_age) on 1 January: between two counts on a line, else carried forward."""
    after = [at for at in ages if at >= year]
    before = [at for at in ages if at <= year]
    if not before:
        return ages[min(ages)]
    start = max(before)
    if after:
        end = min(after)
        part = (year - start) / (end - start)
        return ages[start] * (1 - part) + ages[end] * part
    return _carried(ages[start], year - start, yearly)


def _carried(people: Floats, years: float, yearly: Floats) -> Floats:
    """Everyone grows older by whole years and a half; as many are born as before."""
    for _ in range(int(years)):
        people = _older(people, yearly)
    part = years - int(years)
    return people * (1 - part) + _older(people, yearly) * part


def _older(people: Floats, yearly: Floats) -> Floats:
    alive = people * yearly
    later = np.empty_like(people)
    later[:, 1:] = alive[:, :-1]
    later[:, -1] += alive[:, -1]
    later[:, 0] = people[:, 0]
    return later


def _by_year(rows: pl.DataFrame, labels: list[str]) -> dict[int, Floats]:
    """Per year (sex, label); a year that lacks one is left out."""
    values: dict[int, dict[tuple[str, str], float]] = {}
    for year, sex, age, value in rows.select("period", "sex", "age", "value").rows():
        if value is not None:
            values.setdefault(year, {})[sex, age] = value
    wanted = [(sex, label) for sex in SEXES for label in labels]
    return {
        year: np.array([[found[sex, label] for label in labels] for sex in SEXES])
        for year, found in sorted(values.items())
        if all(key in found for key in wanted)
    }
