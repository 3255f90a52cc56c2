from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.engine.countries import EDGES, SHOCKS, areas, country, parents
from wwz_engine.backends import sigma_points
from wwz_engine.backends.projection import project
from wwz_engine.backends.rates import LANES, Shocks, shared_rates
from wwz_engine.backends.sigma_points import Check, at_points, directions, project_quickly


def drawn(some, years=25, draws=4000, levels=(), shocks=SHOCKS):
    shared = shared_rates(country(years), shocks.walks(years, draws, 9))
    return project(some, shared, EDGES, levels, seed=9)


def test_ends_of_bands_are_those_of_many_draws():
    some, levels = areas(40), parents(40)
    right = drawn(some, levels=levels)
    ours = at_points(some, country(), SHOCKS, EDGES, levels)

    for found, expected in zip(
        (ours.areas, *ours.levels), (right.areas, *right.levels), strict=True
    ):
        width = expected.quantiles[2] - expected.quantiles[0]
        counted = expected.quantiles[1] > 20
        for end in (0, 1, 2):
            off = np.abs(found.quantiles[end] - expected.quantiles[end])[counted]
            assert np.median(off / width[counted]) < 0.05
        assert found.mean == pytest.approx(expected.mean, rel=0.01, abs=0.1)


def test_without_shocks_every_quantile_is_the_middle():
    calm = replace(areas(3), spread=np.zeros(3, np.float32))

    found = at_points(calm, country(5), Shocks(0, 0, 0), EDGES)

    right = drawn(calm, 5, draws=2, shocks=Shocks(0, 0, 0))
    assert found.areas.mean == pytest.approx(right.areas.mean, rel=1e-5)
    assert found.areas.quantiles[0] == pytest.approx(found.areas.quantiles[2], abs=1e-3)


@pytest.mark.parametrize("years", [1, 2, 25])
def test_directions_keep_the_variance_of_the_walk(years):
    along = directions(years)

    assert (along**2).sum(axis=1) == pytest.approx(np.arange(1, years + 1))


def test_quick_way_says_that_its_check_held():
    quick = project_quickly(areas(30), country(10), SHOCKS, EDGES, parents(30), seed=1)

    assert quick.way == "sigma points"
    assert quick.check.areas == 20
    assert quick.check.holds


def test_shocks_too_large_for_points_are_drawn_and_it_says_so():
    """Areas that empty out in many futures: nobody is below zero, a bend that points miss."""
    wild = Shocks(mortality=0.015, fertility=0.02, moving=3.0)
    some = areas(25)
    some.moving[:] = -0.1 * some.people

    quick = project_quickly(some, country(10), wild, EDGES, seed=1, draws=200)

    assert quick.way == "draws"
    assert max(quick.check.low, quick.check.high) > sigma_points.LARGEST_ERROR
    shared = shared_rates(country(10), wild.walks(10, 200, 1))
    expected = project(some, shared, EDGES, seed=1)
    assert quick.projection.areas.mean.tobytes() == expected.areas.mean.tobytes()


def test_defect_in_the_points_is_caught_by_the_check(monkeypatch):
    """Planted: the points stand half as far away as the moments take them to be."""
    rates = sigma_points.point_rates

    def too_near(nation, shocks):
        return rates(nation, Shocks(shocks.mortality / 2, shocks.fertility / 2, shocks.moving / 2))

    monkeypatch.setattr(sigma_points, "point_rates", too_near)

    assert project_quickly(areas(25), country(10), SHOCKS, EDGES, seed=1).way == "draws"


def test_sum_of_areas_is_the_same_on_one_thread_and_on_more():
    some, levels = areas(50), parents(50)
    alone, together = (
        at_points(some, country(5), SHOCKS, EDGES, levels, threads=threads) for threads in (1, 3)
    )

    for one, other in zip(alone.levels, together.levels, strict=True):
        assert one.quantiles.tobytes() == other.quantiles.tobytes()
    assert together.levels[-1].mean[0] == pytest.approx(together.areas.mean.sum(axis=0), rel=1e-4)


def test_nearly_every_end_is_near_that_of_many_draws():
    check = sigma_points.against_draws(areas(40), country(25), SHOCKS, EDGES, seed=1)

    assert max(check.low, check.high) < 0.02
    assert max(check.low, check.high) < check.most < sigma_points.LARGEST_ERROR


def test_points_fill_one_block_of_lanes():
    assert LANES - 6 < sigma_points.POINTS <= LANES


def test_check_is_lost_by_one_end_alone():
    assert Check(areas=20, draws=10, low=0.01, high=0.05).holds
    assert not Check(areas=20, draws=10, low=0.06, high=0.01).holds
