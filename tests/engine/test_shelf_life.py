from __future__ import annotations

import math

import pytest

from wwz_engine.population.shelf_life import shelf_life

YEARS = [2023, 2024, 2025]
HUNDREDS = [100.0, 100.0, 100.0]


def test_last_year_with_the_whole_band_within_ten_percent():
    assert shelf_life(YEARS, HUNDREDS, [95.0, 90.0, 88.0], [104.0, 110.0, 111.0]) == 2024


def test_one_end_too_far_is_enough():
    assert shelf_life(YEARS, HUNDREDS, [95.0, 89.0, 95.0], [105.0, 101.0, 105.0]) == 2023
    assert shelf_life(YEARS, HUNDREDS, [95.0, 99.0, 95.0], [105.0, 111.0, 105.0]) == 2023


def test_not_even_the_first_year():
    assert shelf_life(YEARS, HUNDREDS, [80.0, 95.0, 95.0], [120.0, 105.0, 105.0]) is None
    assert shelf_life([], [], [], []) is None


@pytest.mark.parametrize("unknown", [None, math.nan])
def test_a_year_without_a_band_or_value_ends_it(unknown):
    near = ([99.0] * 3, [101.0] * 3)
    assert shelf_life(YEARS, [100.0, unknown, 100.0], *near) == 2023
    assert shelf_life(YEARS, HUNDREDS, [99.0, unknown, 99.0], near[1]) == 2023
    assert shelf_life(YEARS, HUNDREDS, near[0], [101.0, unknown, 101.0]) == 2023


def test_nobody_for_certain_keeps():
    assert shelf_life(YEARS, [0.0] * 3, [0.0] * 3, [0.0, 0.0, 1.0]) == 2024
