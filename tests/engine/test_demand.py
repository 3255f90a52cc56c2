from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wwz_engine.demand import (
    NoHouseholdsError,
    ShareOutOfRangeError,
    calibrated_shares,
    homes_needed,
    household_size,
)

PEOPLE = np.array([[[[100.0, 60.0]]]])


@pytest.mark.parametrize("share", [-0.1, 1.01, 30.0])
def test_share_outside_nil_and_one_is_refused_by_name_and_group(share):
    with pytest.raises(ShareOutOfRangeError) as caught:
        homes_needed(PEOPLE, np.array([0.1, share]), 1.6)

    assert caught.value.group == 1
    assert "care_share[1]" in str(caught.value)
    assert "Deel procenten door 100" in str(caught.value)


@pytest.mark.parametrize("size", [0.0, -1.0, float("nan")])
def test_homes_without_people_in_them_are_refused(size):
    with pytest.raises(NoHouseholdsError, match="personen per woning"):
        homes_needed(PEOPLE, np.array([0.1, 0.5]), size)


def test_nobody_with_a_need_asks_for_no_home():
    assert homes_needed(PEOPLE, np.zeros(2), 1.6).item() == 0


def test_everybody_with_a_need_asks_for_a_home_per_household():
    assert homes_needed(PEOPLE, np.ones(2), 2.0).item() == 80


def test_couple_counts_as_one_home():
    assert household_size(alone=0, partners=2, parents=0, others=0) == 2
    assert household_size(alone=2, partners=0, parents=0, others=0) == 1


def test_nobody_with_a_home_of_their_own_is_refused():
    with pytest.raises(NoHouseholdsError):
        household_size(alone=0, partners=0, parents=0, others=5)


shares = st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), min_size=1, max_size=12)


@given(shares, st.floats(0.001, 0.999), st.integers(0, 1000))
def test_calibrated_shares_give_the_known_total_and_stay_shares(found, whole, seed):
    people = np.random.default_rng(seed).uniform(1, 5000, size=len(found))
    total = whole * people.sum()

    calibrated = calibrated_shares(np.array(found), people, total)

    assert (people * calibrated).sum() == pytest.approx(total, rel=1e-5)
    assert ((calibrated >= 0) & (calibrated <= 1)).all()


def test_calibration_keeps_the_order_of_areas():
    calibrated = calibrated_shares(
        np.array([0.1, 0.3, 0.2]), np.array([500.0, 100.0, 900.0]), 400.0
    )

    assert calibrated[0] < calibrated[2] < calibrated[1]


def test_shares_that_already_add_up_are_kept():
    found, people = np.array([0.1, 0.3]), np.array([100.0, 200.0])

    assert calibrated_shares(found, people, 70.0) == pytest.approx(found, abs=1e-6)


def test_area_without_a_share_takes_that_of_the_whole():
    calibrated = calibrated_shares(np.array([np.nan, 0.2]), np.array([50.0, 50.0]), 20.0)

    assert calibrated[0] == pytest.approx(0.2, abs=1e-6)


def test_empty_area_does_not_count():
    calibrated = calibrated_shares(np.array([0.9, 0.2]), np.array([0.0, 100.0]), 20.0)

    assert calibrated[1] == pytest.approx(0.2, abs=1e-6)


def test_gemeente_without_people_has_no_shares():
    assert calibrated_shares(np.array([0.3]), np.array([0.0]), 0.0).tolist() == [0.0]


def test_more_people_with_a_trait_than_people_is_refused():
    with pytest.raises(ShareOutOfRangeError, match="total / people"):
        calibrated_shares(np.array([0.5]), np.array([100.0]), 150.0)


def test_percentage_instead_of_share_is_refused():
    with pytest.raises(ShareOutOfRangeError, match="Deel procenten door 100"):
        calibrated_shares(np.array([21.2]), np.array([100.0]), 20.0)
