from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.engine.countries import EDGES, SHOCKS, areas, country, parents, rates
from wwz_engine.backends import projection_kernels, quantiles, sigma_points, smallest
from wwz_engine.backends.projection import LevelsNotNestedError, project
from wwz_engine.backends.projection_plain import largest_difference, project_plainly
from wwz_engine.backends.rates import LANES, ProjectionInputError, shared_rates

CLOSE = 1e-5


def apart(some, shared, levels=(), **changes):
    """How far the compiled projection is from the plain one."""
    plain = project_plainly(some, shared, EDGES, levels, seed=3)
    return largest_difference(project(some, shared, EDGES, levels, seed=3, **changes), plain)


@pytest.mark.parametrize(
    ("count", "draws", "years"),
    [
        (11, 50, 25),
        (1, 1, 1),
        (1, 1, 25),
        (8, LANES, 3),
        (9, LANES + 1, 2),
        (17, 2 * LANES - 1, 1),
    ],
)
def test_kernel_agrees_with_plain_numpy(count, draws, years):
    assert apart(areas(count), rates(draws, years), parents(count)) < CLOSE


def test_kernel_agrees_where_nobody_lives():
    empty = areas(3)
    empty.people[:] = 0
    empty.moving[1:] = 0

    projection = project(empty, rates(10, 5), EDGES, seed=3)

    assert apart(empty, rates(10, 5), parents(3)) < CLOSE
    assert projection.areas.mean[1:].max() == 0
    assert projection.areas.mean.min() >= 0


def test_kernel_agrees_where_more_leave_than_there_are():
    leaving = areas(5)
    leaving.moving[:] = -3

    assert apart(leaving, rates(20, 10), parents(5)) < CLOSE


def test_kernel_agrees_for_other_ages_and_bands():
    young = areas(4)
    cut = replace(
        young,
        people=young.people[:, :, :60].copy(),
        survival=young.survival[:, :, :60].copy(),
        moving=young.moving[:, :, :60].copy(),
    )
    nation = replace(country(6), deaths=country(6).deaths[:, :, :60].copy())
    shared = shared_rates(nation, SHOCKS.walks(6, 30, 1))
    plain = project_plainly(cut, shared, (0,), seed=3)

    assert largest_difference(project(cut, shared, (0,), seed=3), plain) < CLOSE


def test_country_without_areas_gives_nothing():
    projection = project(areas(0), rates(3, 2), EDGES, parents(0), seed=3)

    assert projection.areas.mean.shape == (0, 2, 6)
    assert projection.levels[-1].mean.shape == (0, 2, 6)


@pytest.mark.parametrize("name", ["people", "survival", "moving"])
def test_one_changed_slot_is_caught(name):
    some, shared, levels = areas(9), rates(20, 5), parents(9)
    plain = project_plainly(some, shared, EDGES, levels, seed=3)
    slots = getattr(some, name).copy()
    slots[4, 1, 30] += 0.01

    altered = project(replace(some, **{name: slots}), shared, EDGES, levels, seed=3)

    assert largest_difference(altered, plain) > CLOSE


def test_one_age_in_a_wrong_band_is_caught():
    some, shared = areas(3), rates(5, 5)
    plain = project_plainly(some, shared, EDGES, seed=3)

    altered = project(some, shared, (0, 18, 65, 75, 86, 95), seed=3)

    assert largest_difference(altered, plain) > CLOSE


def test_kernel_that_forgets_the_open_age_is_caught(monkeypatch):
    """The planted defect is in the kernel's own source, run without compiling.

    Only the two loops that are written in instructions stay compiled.
    """
    some, shared = areas(2), rates(2, 2)
    plain = project_plainly(some, shared, EDGES, seed=3)
    source = projection_kernels.project_lanes.py_func
    monkeypatch.setattr(projection_kernels, "project_lanes", source)
    for name in ("_fill", "_pull", "_close", "_keep"):
        step = getattr(projection_kernels, name).py_func
        monkeypatch.setattr(projection_kernels, name, step)
    assert largest_difference(project(some, shared, EDGES, seed=3), plain) < CLOSE

    def forgetful(ring, first, ages, born, share, youngest):
        ring[first - 1] = born * share
        youngest += born * share

    monkeypatch.setattr(projection_kernels, "_close", forgetful)

    assert largest_difference(project(some, shared, EDGES, seed=3), plain) > CLOSE


def test_draws_do_not_depend_on_the_number_of_threads():
    some, shared, levels = areas(90), rates(70, 4), parents(90)
    alone = project(some, shared, EDGES, levels, seed=3, threads=1)

    for threads in (2, 5):
        together = project(some, shared, EDGES, levels, seed=3, threads=threads)
        pairs = zip((alone.areas, *alone.levels), (together.areas, *together.levels), strict=True)
        for one, other in pairs:
            assert one.quantiles.tobytes() == other.quantiles.tobytes()
            assert one.mean.tobytes() == other.mean.tobytes()


def test_area_keeps_its_draws_in_other_company():
    some, shared = areas(20), rates(70, 4)
    whole = project(some, shared, EDGES, seed=3).areas
    few = project(some.part(np.array([13, 4])), shared, EDGES, seed=3).areas

    assert few.quantiles.tobytes() == whole.quantiles[:, [13, 4]].tobytes()


def test_other_seed_gives_other_draws():
    some, shared = areas(3), rates(70, 4)
    first, second = (project(some, shared, EDGES, seed=seed).areas for seed in (3, 4))

    assert not np.isclose(first.quantiles, second.quantiles, rtol=1e-6).all()


def test_band_of_a_whole_is_narrower_than_its_parts_together():
    """Areas differ in who moves, which evens out; death takes the same turn everywhere."""
    some, levels = areas(60), parents(60)

    found = project(some, rates(400, 10), EDGES, levels, seed=3)

    parts = found.areas.quantiles[2] - found.areas.quantiles[0]
    whole = found.levels[-1].quantiles[2] - found.levels[-1].quantiles[0]
    adults, oldest = 1, 5
    assert (whole[0, :, adults] < 0.6 * parts[..., adults].sum(axis=0)).all()
    assert whole[0, :, oldest] == pytest.approx(parts[..., oldest].sum(axis=0), rel=0.05)
    assert found.levels[-1].mean[0] == pytest.approx(found.areas.mean.sum(axis=0), rel=1e-5)


def test_areas_need_not_be_sorted_by_parent():
    some, shared, levels = areas(40), rates(20, 3), parents(40)
    shuffled = np.random.default_rng(1).permutation(40)

    found = project(some.part(shuffled), shared, EDGES, [each[shuffled] for each in levels], seed=3)

    plain = project_plainly(some, shared, EDGES, levels, seed=3)
    assert found.levels[0].mean == pytest.approx(plain.levels[0].mean, rel=CLOSE)
    assert found.levels[1].quantiles == pytest.approx(plain.levels[1].quantiles, rel=CLOSE)


def test_area_in_two_parents_is_refused():
    crossing = [np.array([0, 0, 1]), np.array([0, 1, 1])]

    with pytest.raises(LevelsNotNestedError):
        project(areas(3), rates(2, 1), EDGES, crossing, seed=3)


def test_nothing_is_left_to_compile_after_the_smallest_run():
    smallest.project_smallest()
    kernels = [
        projection_kernels.project_lanes,
        projection_kernels.add_fixed,
        quantiles.fill_summaries,
        sigma_points.describe_own,
        sigma_points.describe,
        sigma_points.add_areas,
    ]
    known = [len(kernel.signatures) for kernel in kernels]

    for count, draws in ((3, 5), (8, LANES), (19, 2 * LANES)):
        project(areas(count), rates(draws, 2), EDGES, parents(count), seed=3)
    sigma_points.project_quickly(areas(25), country(3), SHOCKS, EDGES, parents(25), seed=1)

    assert [len(kernel.signatures) for kernel in kernels] == known


def test_missing_value_is_refused():
    some = areas(2)
    some.people[1, 0, 5] = np.nan

    with pytest.raises(ProjectionInputError):
        replace(some)


def test_rates_of_other_ages_are_refused():
    some = areas(2)
    short = replace(
        some,
        people=some.people[:, :, :60],
        survival=some.survival[:, :, :60],
        moving=some.moving[:, :, :60],
    )

    with pytest.raises(ProjectionInputError):
        project(short, rates(2, 1), EDGES, seed=3)


def test_bands_out_of_order_are_refused():
    with pytest.raises(ProjectionInputError):
        project(areas(2), rates(2, 1), (0, 65, 18), seed=3)
