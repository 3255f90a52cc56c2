from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wwz_engine.disclosure import BAND_ONLY, HIDDEN, rounded, shown

counts = st.floats(0, 200_000, allow_nan=False)


@pytest.mark.parametrize("value", [0.2, 1, 3, 4, 4.99])
def test_one_to_four_people_are_hidden(value):
    figure = shown(value, 1.0, 9.0, people=True)

    assert figure.hidden == HIDDEN
    assert figure.value is figure.low is figure.high is None


def test_nobody_may_be_shown_but_nobody_with_a_care_need_may_not():
    assert shown(0.0, None, None, people=True).value == 0
    assert shown(0.0, None, None, people=True, care=True).hidden == HIDDEN


@pytest.mark.parametrize(("value", "hidden"), [(9.9, HIDDEN), (10, ""), (4, HIDDEN)])
def test_people_with_a_care_need_are_hidden_below_ten(value, hidden):
    assert shown(value, None, None, people=True, care=True).hidden == hidden


def test_modelled_count_of_an_age_below_25_is_shown_as_a_band():
    figure = shown(18.0, 11.0, 27.0, people=True, age_specific=True, modelled=True)

    assert (figure.value, figure.low, figure.high) == (None, 10, 25)
    assert figure.hidden == BAND_ONLY


def test_counted_people_of_an_age_are_shown_from_five():
    assert shown(18.0, None, None, people=True, age_specific=True).value == 20


@pytest.mark.parametrize(
    ("behind", "care", "hidden"),
    [(4, False, HIDDEN), (5, False, ""), (9, True, HIDDEN), (10, True, ""), (None, True, "")],
)
def test_percentage_is_hidden_with_the_people_behind_it(behind, care, hidden):
    figure = shown(12.5, None, None, people=False, care=care, behind=behind)

    assert figure.hidden == hidden
    assert figure.value == (None if hidden else 12.5)


def test_unknown_figure_stays_unknown_and_is_not_called_hidden():
    figure = shown(None, None, None, people=True, care=True)

    assert figure.value is None
    assert figure.hidden == ""


@given(counts, counts, counts, st.booleans(), st.booleans(), st.booleans())
def test_no_count_of_one_to_four_ever_leaves(value, low, high, care, age_specific, modelled):
    figure = shown(
        value, low, high, people=True, care=care, age_specific=age_specific, modelled=modelled
    )

    for part in (figure.value, figure.low, figure.high):
        assert part is None or part % 5 == 0
    if 0 < value < 5 or (care and value < 10):
        assert figure == shown(1.0, None, None, people=True)


@given(counts)
def test_rounding_moves_a_figure_by_at_most_two_and_a_half(value):
    assert abs((rounded(value) or 0.0) - value) <= 2.5


@given(counts, counts)
def test_rounding_keeps_the_order_of_figures(first, second):
    low, high = sorted((first, second))

    assert (rounded(low) or 0) <= (rounded(high) or 0)
