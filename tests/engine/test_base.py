from __future__ import annotations

import numpy as np
import pytest

from wwz_engine.axes import AgeBandError, AxisMismatchError, age_band, band_membership
from wwz_engine.population.base import people_by_age, reconcile_groups

BANDS = tuple(age_band(text) for text in ("0-17", "18-64", "65-84", "85+"))
MEMBER = band_membership(BANDS)


@pytest.fixture
def counts():
    """(area, band), of which one area is empty and one has four people."""
    return np.array([[200, 600, 150, 50], [0, 0, 0, 0], [1, 2, 1, 0], [90, 400, 300, 110.0]])


@pytest.fixture
def pattern():
    """(sex, single_age): fewer people at higher ages, and among the old more women."""
    ages = np.arange(96)
    men = np.exp(-ages / 60)
    return np.array([men, men * (1 + ages / 100)])


def in_bands(people):
    return np.einsum("isx,bx->ib", people, MEMBER)


def test_every_area_has_exactly_its_known_groups(counts, pattern):
    people = people_by_age(counts, BANDS, pattern, parent=pattern)

    assert in_bands(people) == pytest.approx(counts, abs=1e-3)


def test_areas_together_are_the_parent_by_sex_and_age(counts, pattern):
    parent = pattern * np.linspace(0.7, 1.3, 96)

    people = people_by_age(counts, BANDS, pattern, parent=parent)

    whole = people.sum(axis=0)
    for number in range(len(BANDS)):
        inside = MEMBER[number] > 0
        expected = parent[:, inside] * counts[:, number].sum() / parent[:, inside].sum()
        assert whole[:, inside] == pytest.approx(expected, abs=1e-3)


def test_empty_area_stays_empty(counts, pattern):
    assert people_by_age(counts, BANDS, pattern, parent=pattern)[1].sum() == 0


def test_order_of_areas_does_not_matter(counts, pattern):
    order = [2, 0, 3, 1]

    one = people_by_age(counts, BANDS, pattern, parent=pattern)
    other = people_by_age(counts[order], BANDS, pattern, parent=pattern)

    assert other == pytest.approx(one[order], abs=1e-6)


def test_group_that_the_pattern_has_not_is_spread_evenly(counts):
    nobody = np.zeros((2, 96))

    people = people_by_age(counts, BANDS, nobody)

    assert people[0, 0, 0] == pytest.approx(200 / 18 / 2)
    assert in_bands(people) == pytest.approx(counts)


def test_each_area_may_have_a_pattern_of_its_own(counts, pattern):
    own = np.repeat(pattern[None], 4, axis=0)
    own[0, 0] = 0  # no men at all

    people = people_by_age(counts, BANDS, own)

    assert people[0, 0].sum() == 0
    assert in_bands(people) == pytest.approx(counts)


def test_bands_with_a_hole_are_refused(counts, pattern):
    with pytest.raises(AgeBandError):
        people_by_age(counts, (BANDS[0], *BANDS[2:], BANDS[1]), pattern)


def test_counts_on_another_axis_are_refused(counts, pattern):
    with pytest.raises(AxisMismatchError):
        people_by_age(counts[:, :3], BANDS, pattern)
    with pytest.raises(AxisMismatchError):
        people_by_age(counts, BANDS, pattern.T)


def test_rounded_percentages_give_way_to_totals():
    shares = np.array([[33.0, 33.0, 33.0], [20.0, 50.0, 31.0]])
    totals, parent = np.array([100.0, 300.0]), np.array([90.0, 190.0, 120.0])

    groups = reconcile_groups(shares, totals, parent)

    assert groups.sum(axis=1) == pytest.approx(totals, abs=0.01)
    assert groups.sum(axis=0) == pytest.approx(parent, abs=0.01)


def test_area_without_people_takes_none_of_the_parent():
    shares = np.array([[0.0, 0.0], [40.0, 60.0]])

    groups = reconcile_groups(shares, np.array([0.0, 50.0]), np.array([4.0, 6.0]))

    assert groups[0].sum() == 0
    assert groups[1] == pytest.approx([20, 30], abs=0.01)
