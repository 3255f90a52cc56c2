from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wwz_engine.disclosure import (
    BAND_ONLY,
    HIDDEN,
    People,
    Shown,
    derived,
    fine,
    rounded,
    shown,
)

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


# --- figures that grow with a number of people ---


def people_behind(value, **kinds):
    return People(value, None, None, shown(value, None, None, people=True, **kinds))


@given(st.integers(5, 3_000))
def test_homes_per_1000_people_do_not_give_back_how_many_people_there_are(people):
    factor = 0.089
    figure = derived(factor * people, None, None, [people_behind(people)])
    alike = rounded(people) or 0.0

    assert figure.value == fine(round(factor * alike, 6))


@given(st.integers(1, 3_000), st.integers(5, 60_000))
def test_share_does_not_give_back_a_number_of_people(part, whole):
    part = min(part, whole)
    figure = derived(100 * part / whole, None, None, [people_behind(part), people_behind(whole)])

    if part < 5:
        assert figure.hidden == HIDDEN
    else:
        again = 100 * (rounded(part) or 0.0) / (rounded(whole) or 1.0)
        assert figure.value == fine(round(again, 6))


@pytest.mark.parametrize(
    ("people", "care", "hidden"), [(3, False, HIDDEN), (9, True, HIDDEN), (10, True, "")]
)
def test_homes_are_hidden_with_the_people_who_ask_for_them(people, care, hidden):
    assert derived(people / 2, None, None, [people_behind(people, care=care)]).hidden == hidden


def test_homes_of_people_shown_as_a_band_are_a_band():
    drawn = shown(18.0, 11.0, 27.0, people=True, age_specific=True, modelled=True)
    figure = derived(1.8, 1.1, 2.7, [People(18.0, 11.0, 27.0, drawn)])

    assert figure == Shown(None, 1.0, 2.5, BAND_ONLY)


def test_homes_of_nobody_are_none():
    assert derived(0.0, None, None, [people_behind(0)]).value == 0


@pytest.mark.parametrize(("homes", "value"), [(7.3, None), (12.4, 10)])
def test_homes_of_unknown_people_are_as_coarse_as_people_with_a_care_need(homes, value):
    assert derived(homes, None, None, [None]).value == value


def test_percentages_are_shown_to_one_decimal():
    assert shown(3.378956, 3.14, 3.96, people=False) == Shown(3.4, 3.1, 4.0)
