from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.engine import arrays
from wwz_engine.axes import AxisMismatchError
from wwz_engine.population.draws import Spread, around, draw, sums_around, yearly
from wwz_engine.population.ratios import GROUPS

EACH = np.eye(GROUPS)
EVERYONE = np.ones((1, GROUPS))
USUAL = arrays.spread(mortality=0.1, fertility=0.08, gemeente=0.02, moving=(0.07, 0.05), chance=1.0)


@pytest.fixture(scope="module")
def path():
    return arrays.path_of(arrays.town(areas=8))


def drawn(path, spread=USUAL, groups=EVERYONE, draws=400, seed=1):
    survival = arrays.coming(len(path.ratios))
    return draw(path, survival, spread, groups, draws=draws, seed=seed)


def without_chance(path, spread, groups=EVERYONE, draws=100):
    """Nobody is born or dies by chance; what is left are the shocks."""
    nobody_born = replace(path, children=path.children * 0)
    certain = np.ones((len(path.ratios), 2, GROUPS))
    return draw(nobody_born, certain, spread, groups, draws=draws, seed=1)


def test_without_shocks_and_chance_every_draw_is_the_path(path):
    people = without_chance(path, arrays.spread(), EACH)[:, 1, :, 1:]

    expected = path.people[1, :, :, 1:].sum(axis=1)
    assert people == pytest.approx(np.repeat(expected[None], 100, axis=0), rel=1e-9)


def test_mean_of_draws_is_close_to_the_path(path):
    mean = drawn(path, draws=2000).mean(axis=0)[..., 0]

    whole = path.people.sum(axis=(2, 3))
    assert mean.sum(axis=1) == pytest.approx(whole.sum(axis=1), rel=0.01)
    assert mean == pytest.approx(whole, rel=0.04)


def test_chance_adds_nobody_where_few_people_live():
    few = arrays.town(areas=60) / 400
    path = arrays.path_of(few, 2)

    mean = drawn(path, arrays.spread(chance=1.0), draws=4000).mean(axis=0)

    assert mean[1].sum() == pytest.approx(path.people[1].sum(), rel=0.02)


def test_nobody_is_negative(path):
    assert (drawn(path, groups=EACH) >= 0).all()


def test_groups_of_a_draw_add_up(path):
    apart = drawn(path, groups=EACH, draws=50)

    assert apart.sum(axis=-1) == pytest.approx(drawn(path, draws=50)[..., 0])


def test_equal_seed_gives_equal_draws(path):
    assert (drawn(path) == drawn(path)).all()


def test_other_seed_gives_other_draws(path):
    first, second = drawn(path, seed=1), drawn(path, seed=2)

    assert not np.isclose(first[:, 1:], second[:, 1:]).any(axis=(1, 2, 3)).all()


def test_start_is_the_same_in_every_draw(path):
    assert np.ptp(drawn(path)[:, 0], axis=0).max() == 0


def test_band_grows_with_the_horizon(path):
    spread = np.diff(np.quantile(drawn(path).sum(axis=2)[..., 0], [0.1, 0.9], axis=0), axis=0)[0]

    assert (np.diff(spread) > 0).all()


def test_band_of_the_gemeente_is_narrower_than_of_its_areas(path):
    people = drawn(path)[:, -1, :, 0]

    def width(values):
        low, high = np.quantile(values, [0.1, 0.9], axis=0)
        return (high - low) / values.mean(axis=0)

    assert width(people.sum(axis=1)) < width(people).min()


def test_small_area_is_less_certain_than_a_large_one():
    town = arrays.town(areas=2)
    town[0] /= 50
    path = arrays.path_of(town)

    people = drawn(path)[:, -1, :, 0]

    small, large = people.std(axis=0) / people.mean(axis=0)
    assert small > 1.3 * large


def test_local_shocks_move_people_about_and_leave_the_gemeente_as_it_is(path):
    people = without_chance(path, arrays.spread(moving=(0.3, 0.3)))[..., 0]

    one_period = people[:, 1].sum(axis=1)
    assert one_period == pytest.approx(one_period[0])
    assert people[:, 1].std(axis=0).min() > 0


def test_shared_shocks_widen_the_band_and_leave_the_mean(path):
    shocks = arrays.spread(gemeente=0.4, mortality=0.4)

    people = without_chance(path, shocks, EACH)[:, 1, :, 1:]

    assert people.std(axis=0).min() > 0
    assert people.mean(axis=0) == pytest.approx(path.people[1, :, :, 1:].sum(axis=1), rel=1e-6)


def test_a_gemeente_surprises_less_among_its_oldest(path):
    people = without_chance(path, arrays.spread(gemeente=0.01, oldest=0.25), EACH)[:, 1].sum(axis=1)

    aged_40, aged_90 = people[:, 8], people[:, 18]
    deviation = aged_40.std() / aged_40.mean()
    assert aged_90.std() / aged_90.mean() == pytest.approx(0.25 * deviation, rel=0.02)


def test_lasting_shock_spreads_areas_wider_than_a_passing_one(path):
    def spread_at_the_end(persistence):
        shocks = arrays.spread(moving=(0.1, 0.1), persistence=persistence)
        return drawn(path, shocks, draws=1000)[:, -1, :, 0].std(axis=0).mean()

    assert spread_at_the_end(1.0) > 1.4 * spread_at_the_end(0.0)


def test_deaths_shake_the_old_and_hardly_the_young(path):
    people = drawn(path, arrays.spread(mortality=0.1), EACH).sum(axis=2)

    deviation = people.std(axis=0) / people.mean(axis=0)
    assert deviation[1, 18] > 10 * deviation[1, 6]


def test_survival_on_other_axes_is_refused(path):
    with pytest.raises(AxisMismatchError, match="survival"):
        draw(path, arrays.survival(), USUAL, EVERYONE, draws=10, seed=1)


def test_sums_over_other_ages_are_refused(path):
    with pytest.raises(AxisMismatchError, match="groups"):
        drawn(path, groups=np.ones((1, GROUPS - 1)))


def test_larger_gemeente_is_more_certain():
    day = date(2021, 1, 1)

    small, large = Spread.on(day, 10_000, 14), Spread.on(day, 500_000, 14)

    assert small.gemeente > 2 * large.gemeente
    assert Spread.on(day, 0, 14).gemeente < np.inf


def test_gemeente_of_25_000_has_the_published_spread_after_a_year():
    # 0.016 after one year; a period of five years has the root of five times as much.
    at = Spread.on(date(2021, 1, 1), 25_000, 14)

    assert at.gemeente == pytest.approx(0.016 * 5**0.5)


def test_years_between_nodes_lie_on_a_straight_line():
    nodes = np.array([[[100.0]], [[150.0]], [[130.0]]])

    assert yearly(nodes, 10)[:, 0, 0].tolist() == [
        100, 110, 120, 130, 140, 150, 146, 142, 138, 134, 130,
    ]  # fmt: skip


@pytest.mark.parametrize("years", [1, 4, 5])
def test_one_period_reaches_up_to_five_years(years):
    found = yearly(np.array([[[100.0]], [[150.0]]]), years)

    assert found.shape[0] == years + 1
    assert found[-1, 0, 0] == pytest.approx(100 + 10 * years)


def test_draws_between_nodes_lie_around_the_centre_of_their_year(path):
    parts = np.array([[1.0] * 13 + [0.0] * 7, [0.0] * 13 + [1.0] * 7])
    central = path.central.sum(axis=2) @ parts.T
    nodes = without_chance(path, arrays.spread(), parts)
    nodes[..., :] = central[::5]

    found = around(central, nodes, 12)

    assert found.shape == (100, 13, 8, 2)
    assert found[0] == pytest.approx(central[:13])


def test_parts_of_a_draw_keep_their_distance_to_the_centre():
    central = np.array([100.0, 104, 108, 112, 130, 150])[:, None, None]
    nodes = np.array([[100.0, 300], [100, 75]])[:, :, None, None]

    found = around(central, nodes, 5)[:, :, 0, 0]

    # The line of the centre is at 140 after four years, the first draw at 260 there.
    assert found[0, 4] == pytest.approx(130 * 260 / 140)
    assert found[:, 5] == pytest.approx([300, 75])
    assert found[:, 0] == pytest.approx([100, 100])


@pytest.mark.parametrize("years", [1, 5, 12])
def test_sums_of_parts_are_those_of_the_plain_way(path, years):
    parts = np.array([[1.0] * 4 + [0.0] * 16, [0.0] * 4 + [1.0] * 9 + [0.0] * 7])
    central = path.central.sum(axis=2) @ parts.T
    nodes = drawn(path, groups=parts, draws=30)
    sums = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 0.5]])

    found = sums_around(central, nodes, sums, years)

    plain = (around(central, nodes, years) @ sums.T).transpose(2, 3, 1, 0)
    assert found == pytest.approx(plain, rel=1e-12)


def test_centre_of_other_areas_is_refused(path):
    with pytest.raises(AxisMismatchError, match="central"):
        around(path.central.sum(axis=2)[:, :2], drawn(path, groups=EACH, draws=10), 5)
