"""What was known at a launch: everything until then, and nothing later."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.panels import SOURCE, country
from wwz_engine.axes import AgeBand, Floats
from wwz_engine.population.country import NationalRatesMissingError
from wwz_engine.population.methods.national import National, national, single_ages_to_100
from wwz_engine.population.methods.panel import (
    SINGLE_AGES,
    Known,
    LaunchError,
    Panel,
    banded,
    known_at,
)
from wwz_engine.population.methods.registry import DEFAULT, METHODS
from wwz_engine.sources.registry import default_catalogue

BANDS = (AgeBand(0, 64), AgeBand(65))
YEARS = (2015, 2016, 2017, 2018)


def panel(years: tuple[int, ...] = YEARS) -> Panel:
    counts = np.arange(len(years) * 2 * 2, dtype=np.float64).reshape(len(years), 2, 2) + 100
    return Panel(
        "proef", ("A", "B"), ("Aa", "Bee"), years, BANDS, counts, counts.sum(axis=1), 1, (SOURCE,)
    )


class Leak:
    """The planted fault: a method that looks at the year it must forecast."""

    name = "leak"
    label = "kijkt vooruit"
    ages = True

    def forecast(self, known: Known, horizon: int) -> Floats:
        return np.array([known.panel.at(known.launch + step) for step in range(horizon + 1)])


def test_a_method_that_looks_at_later_years_finds_none() -> None:
    known = known_at(panel(), 2016, country())

    assert known.panel.years == (2015, 2016)
    assert known.panel.counts.shape[0] == known.panel.parent.shape[0] == 2
    with pytest.raises(ValueError, match="not in tuple"):
        Leak().forecast(known, 1)


def test_a_leak_behind_the_array_finds_none_either() -> None:
    whole = panel()
    known = known_at(whole, 2016, country())

    assert known.panel.counts.base is None or known.panel.counts.base.shape[0] == 2
    assert not np.shares_memory(known.panel.counts, whole.counts)
    assert not np.shares_memory(known.panel.parent, whole.parent)


def test_later_national_figures_change_nothing() -> None:
    plain, planted = country(), country()
    changed = {year: people * 7 for year, people in planted.people.items() if year >= 2018}
    planted = National(
        {**planted.people, **changed}, {**planted.rates, 2015: plain.rates[2015] * 7}, SOURCE
    )

    before = known_at(panel(), 2018, plain).country
    after = known_at(panel(), 2018, planted).country

    assert before.counted == 2015
    np.testing.assert_array_equal(before.people, after.people)
    np.testing.assert_array_equal(before.survival, after.survival)


def test_finer_ages_of_after_the_launch_stay_out() -> None:
    finer = {2016: np.ones((2, SINGLE_AGES)), 2020: np.full((2, SINGLE_AGES), 9.0)}

    known = known_at(panel(), 2018, country(), finer)
    none = known_at(panel(), 2015, country(), finer)

    assert known.finer is not None
    assert known.finer.max() == 1.0
    assert (known.finer_year, none.finer, none.finer_year) == (2016, None, None)


def test_a_launch_that_the_counts_lack_is_refused() -> None:
    with pytest.raises(LaunchError, match=r"begint niet in 2019\. Kies uit: 2015, 2016"):
        panel().until(2019)


def test_a_launch_before_every_national_figure_is_refused() -> None:
    with pytest.raises(NationalRatesMissingError, match="van voor 1998"):
        country().until(1998, (1998,))


def test_real_national_ages_at_a_launch_come_close_to_what_was_counted() -> None:
    tables = default_catalogue()
    known = national(tables).until(2016, (2016,))

    # CBS counted 16.98 million on 1 January 2016, 3.09 million of them 65 and older.
    assert known.counted == 2015
    assert known.at_launch.sum() == pytest.approx(16.98e6, rel=0.01)
    assert known.at_launch[:, 65:].sum() == pytest.approx(3.09e6, rel=0.01)
    assert (np.diff(known.survival[:, 50:96], axis=1) < 0).all()


def test_single_ages_keep_their_groups() -> None:
    groups = np.arange(42.0).reshape(2, 21)
    bands = (*(AgeBand(low, low + 4) for low in range(0, 100, 5)), AgeBand(100))

    np.testing.assert_allclose(banded(single_ages_to_100(groups), bands), groups, atol=1e-9)


def test_the_default_is_a_method() -> None:
    assert DEFAULT in METHODS
    assert all(name == method.name for name, method in METHODS.items())
