"""Best places for several facilities: against every choice tried, and within their bound."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from tests.engine.reach.grounds import UNITS, facilities, measured_on, small_ground
from wwz_engine.backends.placing import PlacingError, _relaxed, least_walking, most_reached
from wwz_engine.reach.measuring import Ground
from wwz_engine.reach.network import NetworkError
from wwz_engine.reach.placing import MOST, several
from wwz_engine.reach.rows import FacilityRow
from wwz_engine.sources.fictional.streets import invented_streets


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(1, 30), st.integers(4, 8))
def test_least_walking_is_bounded_by_the_best_of_all_choices(seed, count, points, places):
    rng = np.random.default_rng(seed)
    distance = rng.integers(0, 900, (points, places)).astype(np.float32)
    weight = rng.integers(0, 9, points).astype(float)

    found = least_walking(distance, weight, count, gap=0.0, rounds=60)

    best = min(
        float((weight * distance[:, list(chosen)].min(axis=1)).sum())
        for chosen in combinations(range(places), count)
    )
    assert len(set(found.places.tolist())) == count
    told = float((weight * distance[:, found.places].min(axis=1)).sum())
    assert found.value == pytest.approx(told, rel=1e-5)
    assert found.bound <= best * (1 + 1e-5) + 1e-6
    assert found.value >= best * (1 - 1e-5)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.integers(2, 4))
def test_no_exchange_of_one_place_for_another_betters_a_choice(seed, count):
    rng = np.random.default_rng(seed)
    distance = rng.integers(0, 900, (30, 12)).astype(np.float32)

    found = least_walking(distance, np.ones(30), count, rounds=1)

    for out in range(count):
        for place in set(range(12)) - set(found.places.tolist()):
            other = [*np.delete(found.places, out), place]
            assert distance[:, other].min(axis=1).sum() >= found.value * (1 - 1e-5)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_any_prices_prove_no_more_than_the_best_of_all_choices(seed, count):
    rng = np.random.default_rng(seed)
    cost = rng.integers(0, 900, (20, 7)).astype(np.float32)

    low, _, _ = _relaxed(cost, rng.uniform(0, 1_500, 20), count)

    best = min(
        float(cost[:, list(chosen)].min(axis=1).sum()) for chosen in combinations(range(7), count)
    )
    assert low <= best * (1 + 1e-5)


def test_a_town_in_clumps_gets_a_place_in_each_and_that_is_proved():
    rng = np.random.default_rng(2)
    hearts = np.array([[0, 0], [5_000, 0], [0, 5_000]])
    points = np.concatenate([heart + rng.normal(0, 100, (200, 2)) for heart in hearts])
    places = points[rng.choice(len(points), 40, replace=False)]
    distance = np.hypot(*(points[:, None] - places[None]).transpose(2, 0, 1)).astype(np.float32)

    found = least_walking(distance, np.ones(len(points)), 3)

    nearest = np.argmin([np.hypot(*(hearts - places[place]).T) for place in found.places], axis=1)
    assert sorted(nearest.tolist()) == [0, 1, 2]
    assert found.gap < 0.005


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_most_reached_is_the_best_of_all_choices(seed, count):
    rng = np.random.default_rng(seed)
    reached = rng.random((12, 7)) < 0.3
    weight = rng.integers(0, 9, 12).astype(float)

    found = most_reached(csr_matrix(reached), weight, count, gap=0.0)

    best = max(
        float(weight[reached[:, list(chosen)].any(axis=1)].sum())
        for chosen in combinations(range(7), count)
    )
    assert found.value == pytest.approx(best)
    assert found.bound == pytest.approx(best)


def test_a_number_of_places_that_cannot_be_is_refused():
    for count in (0, 3):
        with pytest.raises(PlacingError, match="van 1 tot en met 2 plekken"):
            least_walking(np.ones((2, 2), np.float32), np.ones(2), count)
    assert least_walking(np.empty((0, 2), np.float32), np.empty(0), 1).value == 0
    assert most_reached(csr_matrix((2, 2)), np.ones(2), 1).value == 0


@pytest.mark.parametrize("goal", ["minste_lopen", MOST])
def test_places_in_a_town_help_and_tell_how_good_they_are(goal):
    ground = small_ground()
    found = measured_on(ground, tuple(row for row in facilities(ground) if row.kind != "halte"))
    profile = ground.profiles["rollator"]
    one, three = (several(found, profile, "halte", count, goal=goal) for count in (1, 3))

    assert len(three.x) == 3 and 0 <= three.gap < 0.02
    assert three.value > one.value if goal == MOST else three.value < one.value
    again = several(found, profile, "halte", 3, goal=goal)
    assert (three.x.tolist(), three.value) == (again.x.tolist(), again.value)


@pytest.mark.parametrize("goal", ["minste_lopen", MOST])
def test_places_come_beside_those_that_are_there(goal):
    ground = small_ground()
    rows = facilities(ground)
    there = measured_on(ground, rows)
    alone = measured_on(ground, tuple(row for row in rows if row.kind != "huisarts"))
    profile = ground.profiles["rollator"]

    beside, first = (
        several(found, profile, "huisarts", 1, goal=goal).value for found in (there, alone)
    )
    # Who has one walks no further to a new one, and is not reached once more.
    assert beside < 0.8 * first


def ground_with_island(doors_there: int) -> Ground:
    """The small town, and doors far off on streets that nothing ties to it."""
    town = small_ground()
    rng = np.random.default_rng(4)
    x, y = 208_000 + rng.normal(0, 40, doors_there), 503_000 + rng.normal(0, 40, doors_there)
    there, here = invented_streets(x, y, 3), town.streets
    nodes = len(here.x)
    streets = replace(
        here,
        x=np.append(here.x, there.x),
        y=np.append(here.y, there.y),
        one=np.append(here.one, there.one + np.int32(nodes)),
        other=np.append(here.other, there.other + np.int32(nodes)),
        length=np.append(here.length, there.length),
        hindrances=np.append(here.hindrances, there.hindrances),
    )
    doors = replace(
        town.doors,
        x=np.append(town.doors.x, x),
        y=np.append(town.doors.y, y),
        unit=np.append(town.doors.unit, np.full(doors_there, 2)),
        addresses=np.append(town.doors.addresses, np.ones(doors_there)),
        older=np.append(town.doors.older, np.full(doors_there, 0.5)),
    )
    return Ground(doors, UNITS, streets, town.day)


def test_who_has_no_way_is_told_apart_and_is_in_no_mean_walk():
    ground = ground_with_island(3)
    found = measured_on(ground, ())
    town = measured_on(small_ground(), ())
    profile = ground.profiles["65plus"]

    one = several(found, profile, "halte", 1)
    alone = several(town, profile, "halte", 1)

    # The place is in the town, where nearly all people live, and they walk as far as they did.
    assert one.x[0] < 206_000
    assert one.unreached == pytest.approx(1.5)
    assert alone.unreached == 0
    assert one.value == pytest.approx(alone.value, rel=0.1)
    assert one.value < 2_000


def test_loose_piece_where_many_live_gets_a_place_of_its_own():
    ground = ground_with_island(200)
    found = measured_on(ground, ())
    profile = ground.profiles["65plus"]

    one, two = (several(found, profile, "halte", count) for count in (1, 2))

    assert one.unreached > 0
    assert two.unreached == 0
    assert sorted(two.x > 206_000) == [False, True]
    assert two.gap < 0.02


def test_what_is_there_already_leaves_only_the_others_without_a_way():
    ground = ground_with_island(3)
    in_town = FacilityRow("h", "halte", x=203_000, y=503_000)
    on_island = FacilityRow("e", "halte", x=208_000, y=503_000)
    profile = ground.profiles["65plus"]

    both = several(measured_on(ground, (in_town, on_island)), profile, "halte", 1)
    town = several(measured_on(ground, (in_town,)), profile, "halte", 1)

    assert (both.unreached, town.unreached) == (0, pytest.approx(1.5))
    assert town.before > town.value
    assert np.isnan(several(measured_on(ground, ()), profile, "halte", 1).before)
    assert both.value < 2_000 and town.value < 2_000


def test_without_streets_it_says_so():
    ground = small_ground(streets=False)
    found = measured_on(ground, facilities(ground))
    with pytest.raises(NetworkError, match="Zonder wegennet"):
        several(found, ground.profiles["65plus"], "halte", 2)
