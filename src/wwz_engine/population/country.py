"""The Netherlands as a whole: ages and survival."""

from __future__ import annotations

import numpy as np
import polars as pl

from wwz_engine.axes import AGE_GROUPS, SEXES, Floats
from wwz_engine.errors import EngineError
from wwz_engine.population.ages import single_ages
from wwz_engine.population.mortality import expected_in_base
from wwz_engine.population.ratios import STEP, Country
from wwz_engine.population.survival import TABLE_AGES, five_year_survival
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Source
from wwz_engine.sources.un_wpp import death_rates

FIRST, LAST = 2015, 2020
"""Years of the two national age counts; the base period of the survival lies between them."""


class NationalRatesMissingError(EngineError):
    """National counts or death rates lack a year or an age."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(
            f"In de landelijke bron ontbreekt {what}. Haal de bron opnieuw op met ‘wwz data fetch’."
        )


def country(tables: Tables, base_year: int, periods: int) -> tuple[Country, Source]:
    """National survival, past and expected, for a forecast that starts in ``base_year``.

    Raises
    ------
    NationalRatesMissingError
    """
    source = tables.load("national_rates").source
    then = _survival(tables, FIRST)
    middles = [base_year + STEP * period + STEP / 2 for period in range(periods)]
    starts = [int(middle // STEP) * STEP for middle in middles]
    survival = np.array([_survival(tables, start) for start in starts])
    # Who died in 2020-2022 died; nobody goes on dying at that rate, or moved away.
    in_base = expected_in_base(then, base_year - STEP, STEP)
    return Country(in_base, survival), source


def people_in(tables: Tables, year: int) -> tuple[Floats, Source]:
    """People of the Netherlands on 1 July: (sex, age_group).

    Raises
    ------
    NationalRatesMissingError
    """
    table = tables.load("national_rates")
    rows = table.rows.filter((pl.col("measure") == "inwoners") & (pl.col("period") == year))
    values = {(sex, age): value for sex, age, value in rows.select("sex", "age", "value").rows()}
    labels = [band.label for band in AGE_GROUPS[:-1]] + ["95-99", "100+"]
    if any((sex, label) not in values for sex in SEXES for label in labels):
        raise NationalRatesMissingError(f"het aantal inwoners naar leeftijd in {year}")
    people = np.array([[values[(sex, label)] for label in labels] for sex in SEXES])
    people[:, -2] += people[:, -1]
    return people[:, :-1], table.source


def pattern_of_year(tables: Tables, year: int) -> tuple[Floats, Source]:
    """People of the Netherlands by sex and single age, on a line between known years.

    Returns
    -------
    (sex, single_age), persons; after the last known year along the last line
    """
    first, source = people_in(tables, FIRST)
    last, _ = people_in(tables, LAST)
    part = (year - FIRST) / (LAST - FIRST)
    return single_ages(np.maximum(first + (last - first) * part, 0.0)), source


def _survival(tables: Tables, first_year: int) -> Floats:
    rows, _ = death_rates(tables, first_year)
    values = {(sex, age): value for sex, age, value in rows.rows()}
    labels = ["0", "1-4"] + [f"{age}-{age + 4}" for age in TABLE_AGES[2:-1]] + ["100+"]
    if any(values.get((sex, label)) is None for sex in SEXES for label in labels):
        raise NationalRatesMissingError(f"de sterfte in {first_year}-{first_year + STEP}")
    rates = np.array([[values[(sex, label)] for label in labels] for sex in SEXES])
    return five_year_survival(rates)
