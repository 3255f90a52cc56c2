"""The cascade of homes against every way there is to hand them out."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from wwz_engine.axes import AxisMismatchError
from wwz_engine.shortage.cascade import NegativeHomesError, hand_out

FORMS = 3
WEIGHTS = (1.02, 1.01, 1.0)
"""Of two plans that leave as many unmet, the one that serves the higher form is cheaper."""


def cheapest(demand, supply):
    """Unmet homes per form in the cheapest plan, found by trying every one.

    A plan says how many homes of each form go to each form at or below it.
    """
    routes = [(of, to) for of in range(FORMS) for to in range(of, FORMS)]
    best = None
    for plan in product(*(range(min(supply[of], demand[to]) + 1) for of, to in routes)):
        used, served = [0] * FORMS, [0] * FORMS
        for (of, to), homes in zip(routes, plan, strict=True):
            used[of] += homes
            served[to] += homes
        fits = all(map(int.__le__, used, supply)) and all(map(int.__le__, served, demand))
        if fits:
            unmet = [asked - got for asked, got in zip(demand, served, strict=True)]
            cost = sum(map(float.__mul__, WEIGHTS, map(float, unmet)))
            if best is None or cost < best[0] - 1e-9:
                best = (cost, unmet)
    assert best is not None
    return best[1]


def small_cases(count=150):
    rng = np.random.default_rng(5)
    return [(rng.integers(0, 4, FORMS).tolist(), rng.integers(0, 4, FORMS).tolist())
            for _ in range(count)]  # fmt: skip


def differences(hand):
    """Small cases that a way of handing out does not solve as cheaply as can be."""
    return [
        (demand, supply)
        for demand, supply in small_cases()
        if list(hand(np.array(demand, float), np.array(supply, float))) != cheapest(demand, supply)
    ]


def test_the_chain_agrees_with_trying_every_plan():
    assert differences(lambda demand, supply: hand_out(demand, supply).unmet) == []


def served_upward(demand, supply):
    """A planted defect: homes also serve the form above them."""
    return hand_out(demand[::-1], supply[::-1]).unmet[::-1]


def counted_twice(demand, supply):
    """A planted defect: a home that is used stays free for the forms below."""
    return np.maximum(demand - np.cumsum(supply), 0.0)


def never_passed_on(demand, supply):
    """A planted defect: what a form leaves does not serve the next."""
    return np.maximum(demand - supply, 0.0)


@pytest.mark.parametrize("defect", [served_upward, counted_twice, never_passed_on])
def test_trying_every_plan_finds_a_planted_defect(defect):
    assert differences(defect)


def test_every_draw_is_handed_out_as_if_it_were_alone():
    rng = np.random.default_rng(7)
    demand, supply = rng.uniform(0, 50, (2, FORMS, 4, 3, 20))

    whole = hand_out(demand, supply)
    one = hand_out(demand[:, 2, 1, 5], supply[:, 2, 1, 5])

    assert np.array_equal(whole.unmet[:, 2, 1, 5], one.unmet)
    assert whole.spare[2, 1, 5] == one.spare


def test_nothing_is_lost_and_nothing_is_made():
    rng = np.random.default_rng(8)
    demand, supply = rng.uniform(0, 50, (2, FORMS, 200))

    found = hand_out(demand, supply)

    served = demand.sum(axis=0) - found.unmet.sum(axis=0)
    assert np.allclose(served + found.spare, supply.sum(axis=0))
    assert (found.unmet >= 0).all() and (found.unmet <= demand).all()


def test_homes_below_nil_and_other_axes_are_refused():
    with pytest.raises(NegativeHomesError, match="supply"):
        hand_out(np.ones(3), np.array([1.0, -1.0, 0.0]))
    with pytest.raises(AxisMismatchError):
        hand_out(np.ones((3, 2)), np.ones((3, 1)))
