from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine import arrays
from wwz_engine.axes import AxisMismatchError
from wwz_engine.population.forecast import History, project, tied_to_parent
from wwz_engine.population.ratios import FERTILE, GROUPS

PRIOR = np.full(GROUPS, 50.0)


def usual(**changes):
    """Settings as in production, near enough."""
    plain = {
        "prior_size": PRIOR,
        "parent_prior_size": 500.0,
        "cap": 0.25,
        "pattern_cap": 2.0,
        "halving": 0.7071,
        "cap_old": 0.15,
    }
    return arrays.settings(**(plain | changes))


def grown(before, factor=1.0, seed=5):
    """Five years later: survived, born and moved, with some chance in it."""
    random = np.random.default_rng(seed)
    after = np.zeros_like(before)
    moved = before * arrays.survival()
    after[:, :, 1:] = moved[:, :, :-1]
    after[:, :, -1] += moved[:, :, -1]
    after[:, :, 0] = after[:, 1, FERTILE].sum(axis=1, keepdims=True) * 0.2
    return after * random.uniform(0.85, 1.15, after.shape) * factor


@pytest.fixture
def before():
    return arrays.town(areas=6)


@pytest.fixture
def history(before):
    return History(before, grown(before))


def plain_hamilton_perry(before, after, periods):
    """The textbook method on one area, written out step by step."""
    ratio = np.zeros((2, GROUPS))
    ratio[:, :-2] = after[:, 1:-1] / before[:, :-2]
    foreseen = (before[:, -2:] * arrays.survival()[:, -2:]).sum(axis=1)
    ratio[:, -2:] = arrays.survival()[:, -2:] * (after[:, -1] / foreseen)[:, None]
    children = after[:, 0].sum() / after[1, FERTILE].sum()
    girls = after[1, 0] / after[:, 0].sum()
    people = [after]
    for _ in range(periods):
        now, later = people[-1], np.zeros((2, GROUPS))
        later[:, 1:] = (now * ratio)[:, :-1]
        later[:, -1] += (now * ratio)[:, -1]
        born = children * later[1, FERTILE].sum()
        later[:, 0] = born * (1 - girls), born * girls
        people.append(later)
    return np.array(people)


def test_one_area_without_shrinking_or_limits_is_plain_hamilton_perry(before):
    one = before[:1]
    after = grown(one)

    path = project(after, arrays.country(3), arrays.settings(), history=History(one, after))

    expected = plain_hamilton_perry(one[0], after[0], periods=3)
    assert path.people[:, 0] == pytest.approx(expected, rel=1e-5)


def test_areas_add_up_to_the_gemeente_in_every_node(before, history):
    path = project(history.after, arrays.country(), usual(), history=history)
    whole = History(
        history.before.sum(axis=0, keepdims=True), history.after.sum(axis=0, keepdims=True)
    )
    alone = project(whole.after, arrays.country(), usual(), history=whole)

    assert path.people.sum(axis=1) == pytest.approx(alone.people[:, 0], rel=1e-9)


def test_areas_without_a_past_add_up_to_the_gemeente_too(before):
    whole = before.sum(axis=0, keepdims=True)

    path = project(before, arrays.country(), usual(), history=None, growth=1.05)
    alone = project(whole, arrays.country(), usual(), history=None, growth=1.05)

    assert path.people.sum(axis=1) == pytest.approx(alone.people[:, 0], rel=1e-9)


def test_order_of_areas_does_not_matter(history):
    order = [3, 5, 0, 1, 4, 2]
    turned = History(history.before[order], history.after[order])

    one = project(history.after, arrays.country(), usual(), history=history)
    other = project(turned.after, arrays.country(), usual(), history=turned)

    assert other.people == pytest.approx(one.people[:, order], rel=1e-9)


def test_ratios_of_the_path_lead_from_each_node_to_the_next(history):
    path = project(history.after, arrays.country(), usual(), history=history)

    for period, ratios in enumerate(path.ratios):
        moved = path.people[period] * ratios
        later = path.people[period + 1]
        assert moved[:, :, :-2] == pytest.approx(later[:, :, 1:-1])
        assert moved[:, :, -2:].sum(axis=2) == pytest.approx(later[:, :, -1])
        born = path.children[period] * later[:, 1, FERTILE].sum(axis=1)
        assert born == pytest.approx(later[:, :, 0].sum(axis=1))


def test_without_history_areas_follow_the_country(before):
    path = project(before, arrays.country(2), usual(), history=None)

    assert path.ratios[0, :, :, :-2] == pytest.approx(
        np.repeat(arrays.survival()[None, :, :-2], 6, axis=0), rel=1e-6
    )


def test_growth_of_the_gemeente_goes_on_at_first_then_fades_and_leaves_the_old_alone(before):
    path = project(before, arrays.country(4), usual(), history=None, growth=1.15)

    totals = path.people.sum(axis=(1, 2, 3))
    assert totals[1] / totals[0] == pytest.approx(1.15)
    gained = path.ratios[:, 0, 0, 5] / arrays.survival()[0, 5]
    assert (np.diff(gained) < 0).all()
    assert gained[-1] > 1
    assert path.ratios[:, :, :, 15:-2] == pytest.approx(
        np.broadcast_to(arrays.survival()[:, 15:-2], (4, 6, 2, GROUPS - 17)), rel=1e-6
    )


def test_old_gemeente_that_kept_its_size_draws_people():
    # Its ages alone would let it shrink; that it did not says that people came.
    old = arrays.town(areas=1)
    old[:, :, 14:] *= 4

    alone = project(old, arrays.country(1), usual(), history=None)
    path = project(old, arrays.country(1), usual(), history=None, growth=1.0)

    assert alone.people[1].sum() < 0.99 * old.sum()
    assert path.people[1].sum() == pytest.approx(old.sum())
    assert (path.people[1, 0, :, 1:15] > alone.people[1, 0, :, 1:15]).all()


@pytest.mark.parametrize("growth", [0.01, 30.0], ids=["emptied", "thirty times"])
def test_growth_that_cannot_last_is_held_within_the_cap(before, growth):
    path = project(before, arrays.country(1), usual(), history=None, growth=growth)

    effect = path.ratios[0, :, :, :14] / arrays.survival()[:, :14]
    assert effect.max() <= np.exp(0.25) * 1.001
    assert effect.min() >= np.exp(-0.25) * 0.999


def test_survival_holds_above_seventy_however_an_area_grew(before):
    after = grown(before)
    after[0, :, arrays.ANCHOR + 1 :] *= 5

    path = project(after, arrays.country(), usual(), history=History(before, after))

    old = path.ratios[:, :, :, arrays.ANCHOR :]
    # Between areas, however far the one came in and the others lagged behind.
    assert (old.max(axis=1) / old.min(axis=1)).max() <= 1.15 / 0.85 + 1e-6
    moved = path.people[:-1, :, :, arrays.ANCHOR : -2].sum(axis=1)
    arrived = path.people[1:, :, :, arrays.ANCHOR + 1 : -1].sum(axis=1)
    of_gemeente = arrived / moved / arrays.survival()[:, arrays.ANCHOR : -2]
    assert of_gemeente.max() <= 1.15 + 1e-6
    assert of_gemeente.min() >= 0.85 - 1e-6


def test_building_site_does_not_go_on_growing_for_twenty_years(before):
    after = grown(before)
    after[0] *= 4

    path = project(after, arrays.country(), usual(), history=History(before, after))

    share = path.people[:, 0].sum(axis=(1, 2)) / path.people.sum(axis=(1, 2, 3))
    steps = share[1:] / share[:-1]
    assert (np.diff(steps) < 0).all()
    # Its own growth is at most exp(0.25 * (1 + 0.71 + 0.50 + 0.35)) = 1.9; it was 4 in the past.
    assert share[-1] / share[0] < 2.2


def test_student_quarter_stays_one():
    before = arrays.town(areas=5)
    before[0, :, 4] *= 8  # people of 20-24, who come at 18 and leave before 30
    after = before.copy()

    path = project(after, arrays.country(2), usual(), history=History(before, after))

    students = path.people[:, 0, :, 4].sum(axis=1) / path.people[:, :, :, 4].sum(axis=(1, 2))
    assert students[2] > 0.8 * students[0]


def test_empty_area_stays_empty_and_harms_nobody(before):
    before[2] = 0
    after = grown(before)

    path = project(after, arrays.country(), usual(), history=History(before, after))

    assert path.people[:, 2].sum() == 0
    assert np.isfinite(path.people).all()
    assert np.isfinite(path.ratios).all()


def test_gemeente_without_women_of_childbearing_age_has_no_births(before):
    before[:, 1, :10] = 0
    before[:, :, 0] = 0

    path = project(before, arrays.country(2), usual(), history=None)

    assert np.isfinite(path.people).all()
    assert path.people[1:, :, :, 0].sum() == 0


def test_start_on_other_axes_is_refused(before):
    with pytest.raises(AxisMismatchError, match="start"):
        project(before.transpose(1, 0, 2), arrays.country(), usual(), history=None)


def test_tied_areas_reach_their_totals_below_the_anchor():
    people = arrays.town(areas=3)
    parent = people.sum(axis=0) * 1.1
    totals = np.array([1.0, 2.0, 1.0]) * people.sum() / 4

    tied = tied_to_parent(people, parent, totals, arrays.ANCHOR)

    assert tied.sum(axis=0) == pytest.approx(parent)
    assert tied.sum(axis=(1, 2)) == pytest.approx(totals * 1.1, rel=1e-3)
    old = tied[:, :, arrays.ANCHOR + 1 :] / people[:, :, arrays.ANCHOR + 1 :]
    assert old == pytest.approx(1.1)


def test_area_of_only_old_people_keeps_them():
    people = arrays.town(areas=2)
    people[0, :, : arrays.ANCHOR + 1] *= 0.01

    tied = tied_to_parent(people, people.sum(axis=0), np.array([1.0, 999.0]), arrays.ANCHOR)

    assert np.isfinite(tied).all()
    assert (tied >= 0).all()
    assert tied[0, :, arrays.ANCHOR + 1 :] == pytest.approx(people[0, :, arrays.ANCHOR + 1 :])


@given(st.integers(1, 8), st.integers(0, 10_000), st.floats(0.2, 5.0))
def test_nobody_is_negative_and_areas_add_up_whatever_the_past(areas, seed, factor):
    before = arrays.town(areas=areas, seed=seed)
    random = np.random.default_rng(seed)
    after = before * random.choice([0.0, 0.1, 1.0, factor], size=(areas, 1, 1))
    after[0] = before[0]

    path = project(after, arrays.country(2), usual(), history=History(before, after))

    assert np.isfinite(path.people).all()
    assert (path.people >= 0).all()
    assert path.people[0] == pytest.approx(after)
