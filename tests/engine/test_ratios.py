from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.engine import arrays
from wwz_engine.population.ratios import (
    GROUPS,
    Settings,
    by_age,
    children_per_woman,
    cohort_ratios,
    damped,
    growth_difference,
    moved_on,
    moving_effect,
)

PRIOR = np.full(GROUPS, 50.0)


def people(value, **groups):
    """(1, age_group) of one value, but for groups g3=.., g4=.. ."""
    found = np.full((1, GROUPS), float(value))
    for name, other in groups.items():
        found[0, int(name[1:])] = other
    return found


def test_ratio_is_the_next_group_five_years_later_against_this_group():
    before, after = people(100, g3=80), people(100, g4=120)

    ratio = cohort_ratios(before, after, np.ones(GROUPS), np.full(GROUPS, 1e-9))

    assert ratio[0, 3] == pytest.approx(120 / 80)


def test_small_area_keeps_mostly_the_ratio_of_its_parent():
    # (6 + 50 * 1.0) / (4 + 50): six of four, but the parent weighs fifty.
    ratio = cohort_ratios(people(0, g3=4), people(0, g4=6), np.ones(GROUPS), PRIOR)

    assert ratio[0, 3] == pytest.approx(56 / 54)


def test_area_with_nobody_has_the_ratio_of_its_parent():
    expected = np.linspace(1.1, 0.2, GROUPS)

    ratio = cohort_ratios(people(0), people(0), expected, PRIOR)

    assert ratio[0] == pytest.approx(expected)


def test_oldest_two_groups_share_one_correction():
    expected = np.ones(GROUPS) * 0.5
    before, after = people(0, g18=100, g19=40), people(0, g19=140)

    ratio = cohort_ratios(before, after, expected, np.full(GROUPS, 1e-9))

    # 140 alive where 70 were foreseen: both groups twice as many.
    assert ratio[0, 18:] == pytest.approx([1.0, 1.0])


def test_moved_on_sets_the_last_group_twice():
    ages = np.arange(GROUPS, dtype=float)

    assert moved_on(ages)[-2:].tolist() == [GROUPS - 1, GROUPS - 1]
    assert moved_on(ages)[0] == 1


def test_moving_effect_is_the_log_of_ratio_over_expected():
    effect = moving_effect(people(1.2), people(1.0), arrays.settings())

    assert effect == pytest.approx(np.log(1.2))


@pytest.mark.parametrize(("ratio", "limit"), [(0.0, -2.0), (1e9, 2.0)])
def test_ratio_out_of_bounds_is_held_at_the_limit(ratio, limit):
    effect = moving_effect(people(ratio), people(1.0), arrays.settings(pattern_cap=2.0))

    assert effect == pytest.approx(limit)


def test_where_nothing_is_expected_and_nothing_found_nothing_moves():
    assert (moving_effect(people(0.0), people(0.0), arrays.settings()) == 0).all()


def test_growth_fades_and_the_age_pattern_stays():
    effect = people(0.2, g4=0.6)
    everywhere = people(1.0)

    faded = damped(effect, everywhere, 3, arrays.settings(halving=0.5))

    young = faded[:, 0, : arrays.ANCHOR]
    mean = effect[0, : arrays.ANCHOR].mean()
    assert young.mean(axis=1) == pytest.approx([mean, mean / 2, mean / 4])
    assert young[:, 4] - young[:, 3] == pytest.approx(0.4)


def test_growth_that_fades_leaves_the_old_alone():
    effect = people(0.2)
    effect[0, arrays.ANCHOR :] = 0.1

    faded = damped(effect, people(1.0), 3, arrays.settings(halving=0.5))

    assert faded[:, 0, arrays.ANCHOR :] == pytest.approx(0.1)


def test_growth_is_held_within_its_cap():
    faded = damped(people(0.9), people(1.0), 2, arrays.settings(cap=0.25))

    assert faded[:, :, : arrays.ANCHOR] == pytest.approx(0.25)


def test_above_seventy_the_effect_stays_within_its_cap_in_every_period():
    effect = people(-0.9)
    effect[0, arrays.ANCHOR :] = 0.9

    faded = damped(effect, people(1.0), 4, arrays.settings(halving=0.5, cap_old=0.15))

    old = np.exp(faded[:, 0, arrays.ANCHOR :])
    assert old.max() <= 1.15 + 1e-12
    assert old.min() >= 0.85 - 1e-12


def test_area_that_grows_with_its_parent_has_no_growth_of_its_own():
    before = np.array([100.0, 2000.0, 30.0])

    assert growth_difference(before, before * 1.1, arrays.settings()) == pytest.approx(0, abs=1e-9)


def test_growth_of_a_building_site_is_held_within_the_cap():
    before, after = np.array([1000.0, 10.0]), np.array([1000.0, 400.0])
    limits = arrays.settings(cap=0.25, prior_size=PRIOR)

    growth = growth_difference(before, after, limits)

    assert growth[1] == 0.25
    assert growth[0] < 0


def test_growth_of_a_handful_is_drawn_towards_none():
    before, after = np.array([10000.0, 4.0]), np.array([10000.0, 8.0])

    growth = growth_difference(before, after, arrays.settings(prior_size=PRIOR))

    assert growth[1] == pytest.approx(np.log(58 / 54), abs=1e-3)


def test_children_per_woman_of_an_area_without_women_follow_the_parent():
    town = arrays.town(areas=2)
    town[0, 1] = 0

    children = children_per_woman(town, town.sum(axis=0), 50.0)

    whole = town[:, :, 0].sum() / town[:, 1, 3:10].sum()
    assert children[1] == pytest.approx(whole, rel=0.5)
    assert np.isfinite(children).all()
    assert (children >= 0).all()


def test_settings_read_all_parameters_in_force():
    settings = Settings.on(date(2021, 1, 1))

    assert settings.anchor == 14
    assert settings.prior_size[[0, 13, 17]].tolist() == [50, 80, 120]
    assert 0 < settings.halving < 1
    assert 0 < settings.cap < settings.pattern_cap


def test_parameter_by_age_holds_from_its_youngest_age_on():
    assert by_age("area_moving_sd", date(2021, 1, 1))[[0, 13, 14, 19]].tolist() == [
        0.07, 0.07, 0.05, 0.05,
    ]  # fmt: skip
