from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wwz_engine.population.fitting import Margin, MarginsDisagreeError, NotConvergedError, rake


def rows(*totals):
    return Margin((0,), np.array(totals, dtype=float))


def columns(*totals):
    return Margin((1,), np.array(totals, dtype=float))


def test_table_agrees_with_all_its_margins():
    seed = np.array([[4.0, 1.0, 2.0], [3.0, 3.0, 1.0]])

    table = rake(seed, [rows(60, 40), columns(30, 50, 20)])

    assert table.sum(axis=1) == pytest.approx([60, 40], abs=1e-3)
    assert table.sum(axis=0) == pytest.approx([30, 50, 20], abs=1e-3)


def test_odds_of_the_seed_are_kept():
    seed = np.array([[4.0, 1.0], [3.0, 3.0]])

    table = rake(seed, [rows(60, 40), columns(30, 70)])

    odds = table[0, 0] * table[1, 1] / table[0, 1] / table[1, 0]
    assert odds == pytest.approx(4 * 3 / 1 / 3)


def test_margins_of_different_totals_are_refused():
    with pytest.raises(MarginsDisagreeError, match=r"100\.0 en 90\.0"):
        rake(np.ones((2, 2)), [rows(60, 40), columns(50, 40)])


def test_table_that_cannot_reach_its_totals_is_refused():
    # All of row one must lie in column one, but that holds only 10.
    seed = np.array([[1.0, 0.0], [1.0, 1.0]])

    with pytest.raises(NotConvergedError, match="past na"):
        rake(seed, [rows(60, 40), columns(10, 90)])


def test_cell_of_nil_stays_nil():
    seed = np.array([[0.0, 2.0], [3.0, 3.0]])

    assert rake(seed, [rows(50, 50), columns(40, 60)])[0, 0] == 0


def test_empty_row_with_a_total_is_spread_evenly():
    seed = np.array([[0.0, 0.0], [2.0, 2.0]])

    table = rake(seed, [rows(10, 20), columns(15, 15)])

    assert table == pytest.approx(np.array([[5.0, 5.0], [10.0, 10.0]]))


def test_row_with_a_total_of_nil_becomes_nil():
    table = rake(np.ones((2, 2)), [rows(0, 20), columns(5, 15)])

    assert table == pytest.approx(np.array([[0.0, 0.0], [5.0, 15.0]]))


def test_seed_is_left_as_it_was():
    seed = np.ones((2, 2))

    rake(seed, [rows(30, 10), columns(20, 20)])

    assert (seed == 1).all()


counts = st.lists(st.integers(1, 500), min_size=6, max_size=6)


@given(counts, counts)
def test_any_table_can_take_the_margins_of_another(first, second):
    wanted = np.array(second, dtype=float).reshape(2, 3)

    table = rake(
        np.array(first, dtype=float).reshape(2, 3),
        [rows(*wanted.sum(axis=1)), columns(*wanted.sum(axis=0))],
    )

    assert (table >= 0).all()
    assert table.sum(axis=0) == pytest.approx(wanted.sum(axis=0), abs=0.01)
