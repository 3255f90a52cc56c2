"""The best programme is that of trying every programme, and a gap is what it says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.engine.proposals.small import (
    DAY,
    Small,
    best_of_all,
    broken,
    every_programme,
    keeps_all,
    small,
    weighed,
)
from wwz_engine.proposals.choosing import Choice, chooser, first_choice
from wwz_engine.proposals.posing import Posed, pose

MANY = range(160)


def posed(case: Small) -> Posed:
    return pose(case.question, case.rows, case.needs, DAY)


def plans_of(found: Posed, choice: Choice) -> list[tuple]:
    options = found.instance.options
    return [
        (found.rows[options.row[one]], found.year(int(options.start[one])))
        for one in choice.taken.tolist()
    ]


@pytest.mark.parametrize("part", range(8))
def test_exact_answer_is_that_of_trying_every_programme(part):
    solved = clashed = 0
    for seed in MANY[part::8]:
        case = small(seed)
        question, best = posed(case), best_of_all(case)
        exact, closed = chooser(question.instance).exactly(20.0)
        if best is None or question.clashing:
            assert best is None, seed
            assert question.clashing or (exact is None and closed), seed
            clashed += 1
            continue
        assert exact is not None and closed, seed
        plans = plans_of(question, exact)
        assert not broken(case, plans), seed
        assert exact.value == pytest.approx(best, abs=1e-5), seed
        assert weighed(case, plans) == pytest.approx(exact.value, abs=1e-6), seed
        solved += 1
    assert solved >= 8
    assert clashed >= 1


@pytest.mark.parametrize("part", range(4))
def test_quick_answers_keep_every_limit_and_lie_above_their_bound(part):
    near = []
    for seed in MANY[part::4]:
        case = small(seed)
        question, best = posed(case), best_of_all(case)
        if best is None or question.clashing:
            continue
        known = chooser(question.instance)
        assert known.relaxed is not None
        assert known.relaxed.bound <= best + 1e-6, seed
        for found in (first_choice(question.instance), known.choose(0), known.choose(2)):
            if found is None:
                continue
            assert not broken(case, plans_of(question, found)), seed
            assert found.value >= best - 1e-6, seed
            assert found.bound <= best + 1e-6, seed
        near.append(found is not None and found.value <= best + 1e-6)
    # Small programmes are the hardest to round; most are still the best there is.
    assert np.mean(near) > 0.85


def test_value_of_every_programme_is_that_of_the_rows():
    for seed in range(12):
        case = small(seed)
        question = posed(case)
        at = {
            (question.rows[row].id, question.year(start)): number
            for number, (row, start) in enumerate(
                zip(
                    question.instance.options.row.tolist(),
                    question.instance.options.start.tolist(),
                    strict=True,
                )
            )
        }
        for plans in every_programme(case):
            if all((row.id, start) in at for row, start in plans):
                taken = np.array([at[row.id, start] for row, start in plans], dtype=np.int64)
                found = question.instance.value(taken)
                assert found == pytest.approx(weighed(case, plans), abs=1e-9)


LIMITS = (
    "budgets", "building", "care_hours", "social_least", "social_most_wijk", "remaining_most",
)  # fmt: skip


@pytest.mark.parametrize("key", LIMITS)
def test_a_limit_that_is_not_looked_at_is_found_out(key):
    """Planted: without one limit the best programme breaks it, and trying every one says so."""
    for seed in MANY:
        case = small(seed)
        usual = getattr(replace(case.question.limits), key)
        if not usual:
            continue
        empty = {} if isinstance(usual, dict) else None
        limits = replace(case.question.limits, **{key: empty})
        careless = replace(case, question=replace(case.question, limits=limits))
        exact, _ = chooser(posed(careless).instance).exactly(20.0)
        if exact is not None and key in broken(case, plans_of(posed(careless), exact)):
            return
    pytest.fail(f"nowhere would {key} have been broken")


def test_order_of_sites_that_is_not_kept_is_found_out():
    for seed in MANY:
        case = small(seed)
        rows = tuple(replace(row, after="") for row in case.rows)
        careless = replace(case, rows=rows)
        exact, _ = chooser(posed(careless).instance).exactly(20.0)
        if exact is not None:
            by_id = {row.id: row for row in case.rows}
            plans = [(by_id[row.id], start) for row, start in plans_of(posed(careless), exact)]
            if "after" in broken(case, plans):
                return
    pytest.fail("nowhere would the order have been broken")


def test_gap_is_that_of_the_gain_that_can_still_be_missed():
    choice = Choice(np.array([1]), value=60.0, bound=50.0, without=100.0)
    assert choice.gap == pytest.approx(20.0)
    assert choice.gap_of_value == pytest.approx(100 / 6)
    assert Choice(np.array([1]), 60.0, -np.inf, 100.0).gap == np.inf


def test_keeping_all_limits_is_no_empty_word():
    assert any(not keeps_all(small(seed), ()) for seed in MANY)
