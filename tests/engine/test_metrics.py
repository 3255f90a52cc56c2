"""Measures of error, worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from wwz_engine.axes import AxisMismatchError
from wwz_engine.backtest.bootstrap import gain
from wwz_engine.backtest.metrics import (
    ScoreError,
    age_structure_error,
    band_score,
    crps,
    mape_r,
    percentage_errors,
    score,
    shelf_life,
    skill,
)

F = np.array([104.0, 180.0, 33.0, 7.0])
A = np.array([100.0, 200.0, 30.0, 0.0])


def test_every_measure_as_worked_out_by_hand() -> None:
    # PE: +4, -10, +10, none (nobody counted). Errors: 4, 20, 3, 7 of 330 people.
    errors = score(F, A)

    assert (errors.areas, errors.counted) == (4, 330.0)
    assert errors.medape == pytest.approx(10.0)
    assert errors.mape == pytest.approx(24 / 3)
    assert errors.malpe == pytest.approx(4 / 3)
    assert errors.wape == pytest.approx(100 * 34 / 330)
    assert errors.sape == pytest.approx(100 * (4 / 204 + 20 / 380 + 3 / 63 + 1) / 4)
    assert errors.within == pytest.approx((100 / 3, 100.0, 100.0))


def test_an_area_without_a_count_is_left_out() -> None:
    errors = score(np.append(F, [50.0, math.nan]), np.append(A, [math.nan, 50.0]))

    assert errors.areas == 4
    assert errors.wape == pytest.approx(100 * 34 / 330)


def test_nothing_to_score_is_refused() -> None:
    with pytest.raises(ScoreError, match="geen gebied"):
        score(np.array([math.nan]), np.array([1.0]))
    with pytest.raises(AxisMismatchError):
        score(F, A[:2])


def test_an_area_where_nobody_lives_has_no_percentage() -> None:
    found = percentage_errors(np.array([5.0, 0.0]), np.array([0.0, 10.0]))

    assert np.isnan(found[0])
    assert found[1] == -100.0


def test_the_transformed_mean_is_not_pulled_by_one_tiny_area() -> None:
    sizes = np.array([1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 5.0, 6.0, 8.0, 400.0])

    assert sizes.mean() > 40
    assert 2.0 < mape_r(sizes) < 6.0


def test_the_transformed_mean_of_a_lognormal_is_about_its_median() -> None:
    sizes = np.exp(np.random.default_rng(1).normal(1.0, 0.8, 4000))

    assert mape_r(sizes) == pytest.approx(math.e, rel=0.03)


@pytest.mark.parametrize("sizes", [[], [1.0, 2.0], [3.0] * 9, [0.0] * 9])
def test_too_few_or_equal_errors_have_no_transformed_mean(sizes: list[float]) -> None:
    assert math.isnan(mape_r(np.array(sizes)))


def test_an_error_of_nil_counts_as_half_the_smallest_other_one() -> None:
    sizes = np.array([1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 5.0, 6.0, 8.0])

    assert mape_r(np.append(sizes, 0.0)) == pytest.approx(mape_r(np.append(sizes, 0.5)))
    assert mape_r(np.append(sizes, 0.0)) != pytest.approx(mape_r(np.append(sizes, 1.0)))


def test_age_structure_is_half_the_summed_difference_of_shares() -> None:
    # Shares .2 .3 .5 against .3 .3 .4: half of .1 + 0 + .1.
    ase = age_structure_error(
        np.array([[20.0, 30.0, 50.0], [0, 0, 0]]), np.array([[3.0, 3, 4]] * 2)
    )

    assert ase[0] == pytest.approx(10.0)
    assert np.isnan(ase[1])


@pytest.mark.parametrize(
    ("within", "years"),
    [({1: 95.0, 2: 80.0, 3: 79.9}, 2), ({1: 70.0, 2: 90.0}, 0), ({3: 81.0, 5: 81.0}, 5), ({}, 0)],
)
def test_shelf_life_ends_at_the_first_horizon_that_fails(
    within: dict[int, float], years: int
) -> None:
    assert shelf_life(within) == years


def test_bands_are_fined_for_what_falls_outside() -> None:
    # Inside; 5 below and 10 above a band of width 20. Fine 2 / 0.2 = 10 per person.
    low, high = np.array([90.0, 90.0, 90.0]), np.array([110.0, 110.0, 110.0])
    found = band_score(low, high, np.array([90.0, 85.0, 120.0]))

    assert found.coverage == pytest.approx(100 / 3)
    assert found.width == 20.0
    assert found.winkler == pytest.approx(20 + (50 + 100) / 3)


def test_the_ranked_score_of_one_draw_is_its_error() -> None:
    assert crps(np.array([[7.0]]), np.array([10.0])) == pytest.approx([3.0])
    # Draws 0 and 2 around 1: mean distance 1, less a quarter of 0 + 2 + 2 + 0 halved.
    assert crps(np.array([[0.0, 2.0]]), np.array([1.0])) == pytest.approx([0.5])


def test_skill_is_the_part_of_the_error_that_is_gone() -> None:
    assert skill(7.5, 10.0) == 0.25
    assert math.isnan(skill(1.0, 0.0))


def test_a_gain_in_every_area_is_certain() -> None:
    theirs = np.arange(1.0, 41.0)
    found = gain(theirs * 0.8, theirs, [f"B{number}" for number in range(40)])

    assert (found.skill, found.low, found.high) == pytest.approx((0.2, 0.2, 0.2))
    assert found.certain


def test_a_gain_of_pure_luck_is_not_certain() -> None:
    random = np.random.default_rng(7)
    ours, theirs = random.exponential(10, (2, 60))
    found = gain(ours, theirs, [f"B{number}" for number in range(60)])

    assert found.low < 0 < found.high
    assert not found.certain


def test_one_lucky_cluster_with_many_buurten_does_not_make_a_gain_certain() -> None:
    """The planted fault: taken one by one, thirty buurten of one gemeente look like proof."""
    theirs = np.full(40, 10.0)
    ours = np.where(np.arange(40) < 30, 5.0, 10.5)
    loose = gain(ours, theirs, [f"B{number}" for number in range(40)])
    together = gain(ours, theirs, ["GM1"] * 30 + [f"GM{number}" for number in range(2, 12)])

    assert loose.certain
    assert not together.certain
    assert together.clusters == 11


def test_the_same_seed_gives_the_same_interval() -> None:
    random = np.random.default_rng(3)
    ours, theirs = random.exponential(10, (2, 30))
    names = [f"B{number}" for number in range(30)]

    assert gain(ours, theirs, names) == gain(ours, theirs, names)
    assert gain(ours, theirs, names) != gain(ours, theirs, names, seed=5)


def test_one_cluster_with_known_cases_makes_nothing_certain() -> None:
    """The planted fault: clusters without a known case let the only other one look like many."""
    theirs = np.array([10.0, 12.0, np.nan, np.nan, np.nan])

    found = gain(theirs * 0.5, theirs, ["A", "A", "B", "C", "D"])

    assert found.skill == 0.5
    assert not found.certain


def test_the_interval_leaves_out_a_fortieth_on_either_side() -> None:
    random = np.random.default_rng(5)
    ours, theirs = random.exponential(10, (2, 60))
    names = [f"B{number}" for number in range(60)]

    wide, narrow = gain(ours, theirs, names, draws=20_000), gain(ours, theirs, names, level=0.5)

    # Nearly normal: 1.96 standard errors either side against 0.67.
    spread = (wide.high - wide.low) / (narrow.high - narrow.low)
    assert spread == pytest.approx(1.96 / 0.6745, rel=0.1)


def test_the_interval_covers_what_it_says() -> None:
    """Skill of 0.1 in truth: about 95 of 100 intervals hold it."""
    random = np.random.default_rng(11)
    names = [f"B{number}" for number in range(80)]
    held = 0
    for _ in range(200):
        theirs = random.exponential(10, 80)
        found = gain(theirs * random.gamma(9, 0.1, 80), theirs, names, draws=400)
        held += found.low <= 0.1 <= found.high
    assert 0.88 <= held / 200 <= 0.99
