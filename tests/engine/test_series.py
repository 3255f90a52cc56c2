from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from wwz_engine.population.series import ages_in, buurt_series, gemeente_ages
from wwz_engine.sources.tidy import TIDY_SCHEMA, Source, Table

GEMEENTE = "GM0001"
SOURCE = Source("kwb", "CBS", "test", "Proef", date(2024, 1, 1), "CC BY 4.0", "0" * 64)


@dataclass
class Held:
    """Tables by key, for tests of which one is chosen."""

    tables: dict[str, Table] = field(default_factory=dict)

    def has(self, key, gemeente=None, period=None):
        return key in self.tables and bool(self.load(key, gemeente, period).rows.height)

    def load(self, key, gemeente=None, period=None):
        rows = self.tables[key].rows
        if period is not None:
            rows = rows.filter(pl.col("period") == period)
        return Table(self.tables[key].source, rows)


def table(*rows):
    """Rows of (area, year, age, value, sex)."""
    levels = {"BU": "buurt", "GM": "gemeente"}
    full = [
        (area, year, levels[area[:2]], area, year, "inwoners", sex, age, value, None, "personen")
        for area, year, age, value, sex in rows
    ]
    return Table(SOURCE, pl.DataFrame(full, schema=TIDY_SCHEMA, orient="row"))


def in_year(year, *buurten):
    rows = [(GEMEENTE, year, "totaal", 100.0 * len(buurten), "totaal")]
    for buurt in buurten:
        rows += [(buurt, year, "totaal", 100.0, "totaal"), (buurt, year, "65+", 20.0, "totaal")]
    return rows


def test_key_figures_serve_as_series_for_years_with_the_same_buurten():
    held = Held(
        {
            "kwb": table(
                *in_year(2019, "BU00010001", "BU00010002"),
                *in_year(2020, "BU00010001"),
                *in_year(2024, "BU00010001", "BU00010002"),
            )
        }
    )

    rows = buurt_series(held, GEMEENTE).rows

    assert sorted(rows["period"].unique()) == [2019, 2024]
    assert rows["area_year"].unique().to_list() == [2024]


def test_key_figures_without_ages_per_buurt_are_no_series():
    assert (
        buurt_series(Held({"kwb": table((GEMEENTE, 2022, "totaal", 9.0, "totaal"))}), GEMEENTE)
        is None
    )
    assert buurt_series(Held(), GEMEENTE) is None


def test_municipal_series_goes_before_key_figures():
    own = table(*in_year(2021, "BU00010009"))
    held = Held({"kwb": table(*in_year(2024, "BU00010001")), "buurt_series": own})

    assert buurt_series(held, GEMEENTE).rows["period"].unique().to_list() == [2021]


def counted(year, people):
    ages = [*(str(age) for age in range(95)), "95+"]
    return [(GEMEENTE, year, age, people, sex) for age in ages for sex in ("man", "vrouw")]


def test_ages_come_from_the_nearest_year_that_was_counted():
    held = Held({"population_by_age": table(*counted(2015, 1.0), *counted(2020, 2.0))})

    people, source = gemeente_ages(held, GEMEENTE, 2023)

    assert people.shape == (2, 96)
    assert people.sum() == 2 * 96 * 2.0
    assert source == SOURCE


def test_year_that_misses_an_age_is_not_used():
    whole = counted(2020, 1.0)
    held = Held({"population_by_age": table(*whole[:-1])})

    assert ages_in(held, GEMEENTE, 2020) is None
    assert gemeente_ages(held, GEMEENTE, 2020) is None
