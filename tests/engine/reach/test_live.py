"""What changes when a facility opens, closes or moves: at once, and as worked out anew."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.reach.grounds import facilities, measured_on, small_ground, the_long_way
from tests.engine.reach.test_walking import graphs
from wwz_engine.backends.walking import Graph, Seeds, field_of
from wwz_engine.backends.walking_kernels import DISTANCE, OWNER
from wwz_engine.reach.gaps import best_new, best_of_kind, sums
from wwz_engine.reach.kinds import basics
from wwz_engine.reach.live import CLOSE, MOVE, OPEN, Change, ChangeError, LiveReach
from wwz_engine.reach.rows import FacilityRow


@pytest.fixture(scope="module")
def ground():
    return small_ground()


@pytest.fixture(scope="module")
def found(ground):
    return measured_on(ground, facilities(ground))


@pytest.fixture(scope="module")
def live(found):
    members = np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    return LiveReach(found, members, found.ground.profiles["65plus"])


@settings(deadline=None, max_examples=150)
@given(graphs(), st.data())
def test_places_added_and_removed_one_by_one_equal_a_search_anew(graph: Graph, data: st.DataObject):
    node = st.integers(0, graph.nodes - 1)
    seeds = st.builds(
        lambda at, far: Seeds(np.array([at], np.int32), np.array([far], np.int32)),
        node, st.integers(0, 100_000),
    )  # fmt: skip
    held: dict[int, Seeds] = dict(enumerate(data.draw(st.lists(seeds, max_size=4))))
    field = field_of(graph, held)
    for number in range(10, 10 + data.draw(st.integers(1, 5))):
        if held and data.draw(st.booleans()):
            gone = data.draw(st.sampled_from(sorted(held)))
            del held[gone]
            field = field.without_place(gone)
        else:
            held[number] = data.draw(seeds)
            field = field.with_place(number, held[number])

        anew = field_of(graph, held).state
        assert field.state[:, DISTANCE].tolist() == anew[:, DISTANCE].tolist()
        owned = field.state[:, OWNER]
        assert ((owned >= 0) == (anew[:, OWNER] >= 0)).all()
        assert set(owned[owned >= 0].tolist()) <= set(held)


def test_distances_equal_those_worked_out_the_long_way(ground, found):
    for kind in ("supermarkt", "halte", "bankje"):
        rows = [row for row in found.facilities if row.kind == kind]
        x, y = np.array([(row.x, row.y) for row in rows]).T
        assert np.array_equal(found.distances["65plus"][kind], the_long_way(ground, x, y))


def test_a_moved_facility_gives_what_a_brute_force_check_gives(ground, found, live):
    row = next(row for row in found.facilities if row.kind == "supermarkt")
    for door in (3, 120, 390):
        x, y = float(ground.doors.x[door]), float(ground.doors.y[door])
        moved = [replace(one, x=x, y=y) if one.id == row.id else one for one in found.facilities]
        at = np.array([(one.x, one.y) for one in moved if one.kind == "supermarkt"]).T
        change = Change(MOVE, row.id, "", x, y)

        assert np.array_equal(
            live.door_distances([change], "supermarkt"), the_long_way(ground, *at)
        )
        fresh = measured_on(ground, tuple(moved))
        inside = fresh.all_within(live.profile)
        older = ground.doors.older
        share = round(100 * older[inside].sum() / older.sum(), 1)
        assert live.answer([change])["all"][0]["after"] == pytest.approx(share, abs=0.051)


def test_an_answer_changes_nothing_and_is_plain_json(live, found):
    row = next(row for row in found.facilities if row.kind == "huisarts")
    change = Change.of({"action": CLOSE, "id": row.id})
    first, again = live.answer([change]), live.answer([change])

    assert first == again == json.loads(json.dumps(first))
    assert live.answer([])["all"][0]["before"] == first["all"][0]["before"]
    assert first["fictional"] and first["estimated"] and not first["straight"]
    # Nobody of 75 and older lives in the third buurt.
    assert first["all"][3] == {
        "before": None, "after": None, "people_before": 0.0, "people_after": 0.0,
    }  # fmt: skip


def test_fewer_than_five_people_are_shown_nowhere(ground):
    few = replace(ground, doors=replace(ground.doors, older=ground.doors.older / 15))
    found = measured_on(few, facilities(few))
    profile = few.profiles["algemeen"]
    members = np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 0.0]])
    answer = LiveReach(found, members, profile).answer([])["all"]
    inside = few.doors.older * found.all_within(profile)
    people = [float(inside.sum()), float(inside[few.doors.unit == 0].sum())]

    assert 5 < people[0] < 8 and 0 < people[1] < 5
    assert [one["people_before"] for one in answer] == [5.0, None]
    assert best_of_kind(found, profile, "station", most=3)
    fewer = replace(few, doors=replace(few.doors, older=few.doors.older / 3))
    assert not best_of_kind(measured_on(fewer, facilities(fewer)), profile, "station", most=3)


def test_closing_and_opening_at_the_same_place_is_as_if_nothing_happened(live, found):
    row = next(row for row in found.facilities if row.kind == "apotheek")
    there = live.answer([Change(CLOSE, row.id), Change(OPEN, "", "apotheek", row.x, row.y)])
    assert all(area["before"] == area["after"] for area in there["all"])
    assert there["kinds"]["apotheek"][0]["people_before"] > 0


def test_without_any_of_a_basic_kind_the_whole_is_not_known(live, found):
    rows = [row for row in found.facilities if row.kind == "apotheek"]
    after = live.answer([Change(CLOSE, row.id) for row in rows])
    assert after["all"][0]["before"] is not None and after["all"][0]["after"] is None
    assert after["kinds"]["apotheek"][0]["after"] == 0.0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"action": "sluit", "id": "?"}, "‘\\?’ is er niet"),
        ({"action": "schuif"}, "‘schuif’ kan niet"),
        ({"action": "open", "kind": "kiosk"}, "‘kiosk’ kennen we niet"),
        ({"action": "open", "kind": "halte"}, "De plek ontbreekt"),
        ({"action": "open", "kind": "halte", "x": 1, "y": 2}, "ver buiten"),
        ({"action": "open", "kind": "halte", "x": "nan", "y": 503_000}, "ver buiten"),
        ({"action": "open", "kind": "halte", "x": "hier", "y": 2}, "geen getal"),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_one_sentence(live, change, words):
    with pytest.raises(ChangeError, match=words):
        live.answer([Change.of(change)])


def test_a_straight_line_answers_as_well(found):
    ground = small_ground(streets=False)
    flat = measured_on(ground, found.facilities)
    live = LiveReach(flat, np.ones((1, 3)), ground.profiles["algemeen"])
    row = next(row for row in flat.facilities if row.kind == "supermarkt")
    answer = live.answer([Change(MOVE, row.id, "", float(ground.doors.x[0]), 503_000.0)])

    assert answer["straight"] and answer["all"][0]["before"] is not None
    assert any("hemelsbreed maal" in note for note in flat.notes)
    others = [one for one in flat.facilities if one.kind == "supermarkt"]
    metres = np.min(
        [np.hypot(ground.doors.x - one.x, ground.doors.y - one.y) for one in others], axis=0
    )
    factor = flat.distances["65plus"]["supermarkt"] / (100 * metres)
    assert factor == pytest.approx(1.3, rel=1e-3)


# --- the best place for one more ---


@pytest.mark.parametrize("streets", [True, False])
def test_the_best_single_place_is_the_best_of_all_places(streets, found):
    ground = small_ground(streets=streets)
    # One pharmacy, far away: many lack only that.
    others = [row for row in found.facilities if row.kind != "apotheek"]
    far = FacilityRow("ver", "apotheek", x=205_000.0, y=503_000.0)
    there = measured_on(ground, (*others, far))
    profile = ground.profiles["65plus"]
    live = LiveReach(there, np.ones((1, 3)), profile)
    before = there.all_within(profile)
    best = best_new(there, profile, most=1)[0]

    def gained(kind: str, x: float, y: float) -> float:
        after = live.door_distances([Change(OPEN, "", kind, x, y)], kind) <= profile.limit(kind)
        for other in basics():
            if other != kind:
                after = after & there.within(profile, other)
        return float(ground.doors.older[after & ~before].sum())

    tried = 0.0
    for kind in basics():
        x, y, people = sums(ground, profile, _lacking(there, profile, kind), profile.limit(kind))
        for place in range(0, len(x), max(1, len(x) // 60)):
            by_hand = gained(kind, float(x[place]), float(y[place]))
            assert people[place] == pytest.approx(by_hand, abs=1e-9)
            tried = max(tried, by_hand)
    assert best.people >= tried
    assert best.people == pytest.approx(gained(best.kind, best.x, best.y), abs=1e-9)
    assert best.unit in {unit.code for unit in ground.units}


def _lacking(there, profile, kind):
    lacks = ~there.within(profile, kind)
    for other in basics():
        if other != kind:
            lacks = lacks & there.within(profile, other)
    return there.ground.doors.older * lacks


def test_best_places_of_a_kind_lie_apart(found):
    profile = found.ground.profiles["rollator"]
    places = best_of_kind(found, profile, "bibliotheek", most=4)

    assert [one.people for one in places] == sorted((one.people for one in places), reverse=True)
    for number, one in enumerate(places):
        for other in places[:number]:
            assert np.hypot(one.x - other.x, one.y - other.y) > profile.norm


def test_a_move_is_answered_well_within_a_second(live, found):
    row = next(row for row in found.facilities if row.kind == "halte")
    started = time.perf_counter()
    live.answer([Change(MOVE, row.id, "", row.x + 50, row.y)])
    assert time.perf_counter() - started < 1
