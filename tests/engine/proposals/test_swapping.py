"""Swaps, and sentences that tell the shortage: each held against working it out again."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest

from tests.engine.proposals.asking import forcing, limited, much_short, put, row
from tests.engine.proposals.small import DAY, best_of_all, needs_of, small, some_rows
from wwz_engine.proposals.answer import CLASH
from wwz_engine.proposals.model import linear
from wwz_engine.proposals.question import Weights
from wwz_engine.proposals.solver import Solver, TimeOverError
from wwz_engine.proposals.weighing import weighing


def test_swap_is_the_same_as_asking_anew():
    told = asked_for = 0
    for seed in range(60):
        case = small(seed)
        if best_of_all(case) is None:
            continue
        found = weighing(case.question, case.rows, case.needs, DAY)
        before = found.certified()
        out = [one for one in case.rows if one.id not in {plan.id for plan in before.chosen}]
        if before.status == CLASH or not out or not before.chosen:
            continue
        entered, left = out[0].id, before.chosen[-1].id
        asked = forcing(case.question, entered, banned=(left,))
        best = best_of_all(replace(case, question=asked))
        swap = found.swapped((entered,), (left,))
        if best is None:
            assert swap.answer.status == CLASH, seed
            continue
        anew = weighing(asked, case.rows, case.needs, DAY)
        exact = anew.exact(10.0)
        assert exact.short == pytest.approx(best, abs=1e-5)
        assert swap.answer.bound <= best + 1e-6
        assert swap.answer.short >= best - 1e-6
        assert entered in {plan.id for plan in swap.answer.chosen}
        assert left not in {plan.id for plan in swap.answer.chosen}
        for form, change in swap.homes.items():
            after = sum(plan.homes[form] for plan in swap.answer.chosen)
            assert change == after - sum(plan.homes[form] for plan in before.chosen)
        asked_for += 1
        told += swap.answer.short == pytest.approx(best, abs=1e-5)
    assert told == asked_for >= 8


def test_after_a_swap_the_weighing_is_as_it_was():
    found = put(limited(building={2027: 10.0, 2028: 0.0}), row(1), row(2, nultreden=8))
    before = found.certified()
    swap = found.swapped(("P2",), ("P1",))
    assert swap.homes == {"zorggeschikt": 0, "geclusterd": 0, "nultreden": -2, "regulier": 0}
    assert swap.sentence == (
        "Deze ruil geeft 2 woningen minder, evenveel geld en evenveel uren zorg. Het tekort wordt "
        "4,0 woningjaren groter."
    )
    again = found.certified()
    assert again.chosen == before.chosen
    assert again.bound == pytest.approx(before.bound)


FAIR = Weights(fairness=500.0)


def one_wijk_short() -> np.ndarray:
    short = much_short()
    short[1] = 0.0
    return short


def test_swap_tells_the_shortage_and_not_what_fairness_weighs():
    question = replace(limited(building={2027: 10.0, 2028: 0.0}), weights=FAIR)
    rows = (row(1), row(2, nultreden=9))
    found = weighing(question, rows, needs_of(one_wijk_short()), DAY)
    before = found.certified()
    swap = found.swapped(("P2",), ("P1",))
    # Of the wijk a ninetieth more is left, which weighs more than two homes for a year.
    assert swap.answer.short - before.short == pytest.approx(2 + 500 / 90)
    assert swap.short == pytest.approx(2.0)
    assert swap.sentence == (
        "Deze ruil geeft 1 woning minder, evenveel geld en evenveel uren zorg. Het tekort wordt "
        "2,0 woningjaren groter."
    )


def test_reason_tells_the_shortage_and_not_what_fairness_weighs():
    question = replace(limited(building={2027: 10.0, 2028: 0.0}), weights=FAIR)
    rows = (row(1), row(2, nultreden=9))
    found = weighing(question, rows, needs_of(one_wijk_short()), DAY)
    answer = found.explained(found.exact(5.0), seconds=5)
    (why,) = answer.why_not
    assert why.costs == pytest.approx(2 + 500 / 90)
    assert why.sentence.endswith("Dan blijft er 2,0 woningjaren meer tekort over.")
    quickly = found.explained(found.certified()).why_not[0]
    assert not quickly.certain
    assert quickly.sentence.endswith("Dan blijft er ongeveer 2,0 woningjaren meer tekort over.")
    price = answer.prices[0]
    assert price.sentence.endswith("Een eerlijke verdeling telt daarin mee.")


def test_a_plan_that_only_costs_more_leaves_no_more_short():
    question = replace(limited(building={2027: 10.0, 2028: 0.0}), weights=Weights(cost=50.0))
    found = put(question, row(1), row(2, cost_party=9_000))
    (why,) = found.explained(found.exact(5.0), seconds=5).why_not
    assert why.costs == pytest.approx(450.0)
    assert why.sentence == (
        "Met ‘Plan 2’ erbij valt ‘Plan 1’ af. Het tekort wordt dan niet groter, maar de verdeling "
        "of de kosten vallen slechter uit."
    )


def test_swap_that_clashes_says_with_what():
    found = put(
        limited(building={2027: 10.0, 2028: 0.0}),
        row(1, social=4, cost_party=90, care_hours=30),
        row(2, nultreden=30, latest=2028),
    )
    assert found.certified().chosen
    swap = found.swapped(("P2",), ("P1",))
    assert (set(swap.homes.values()), swap.social, swap.care_hours, swap.short) == ({0}, 0, 0, 0.0)
    assert swap.costs == {}
    assert swap.sentence.startswith("Deze ruil kan niet. Dit kan niet samen: ")
    assert "‘Plan 2’" in swap.sentence
    assert "bouwcapaciteit" in swap.sentence


# --- an answer may not take longer than it is given ---


def test_solver_stops_at_its_moment_and_goes_on_when_it_may():
    rows = tuple(
        replace(one, after="", fixed="nee")
        for one in some_rows(np.random.default_rng(5), sites=150)
    )
    limits = limited(budgets={"Bouwer": dict.fromkeys((2027, 2028, 2029), 9_000.0)})
    model = linear(put(limits, *rows).posed.instance)
    usual = Solver(model).relax()
    # HiGHS itself is stopped here: nothing else in it looks at the clock.
    late = Solver(model, until=perf_counter())
    began = perf_counter()
    with pytest.raises(TimeOverError, match="duurde te lang"):
        late.relax()
    assert perf_counter() - began < 5
    assert late.exact(60.0).closed is False
    late.until = np.inf
    assert late.relax().bound == pytest.approx(usual.bound)
    # What HiGHS did before does not count for the next answer.
    late.until = perf_counter() + 60
    assert late.relax().bound == pytest.approx(usual.bound)


@pytest.mark.parametrize("warm", [True, False])
def test_swap_that_takes_too_long_is_refused_and_harms_nothing(warm):
    found = put(limited(building={2027: 10.0, 2028: 0.0}), row(1), row(2, nultreden=8))
    if warm:
        found.certified()
    found.until = perf_counter()
    with pytest.raises(TimeOverError):
        found.swapped(("P2",), ("P1",))
    found.until = np.inf
    assert found.swapped(("P2",), ("P1",)).short == pytest.approx(4.0)


def test_what_clashes_is_not_looked_for_beyond_the_time():
    late = put(limited(building={2027: 10.0, 2028: 0.0}), row(1), row(2, nultreden=30, latest=2028))
    assert late.certified().chosen
    asked = forcing(late.posed.question, "P2", banned=("P1",))
    clashing = weighing(asked, late.rows, late.posed.needs, DAY)
    assert clashing.certified().status == CLASH
    clashing.best = None
    clashing.until = perf_counter()
    with pytest.raises(TimeOverError):
        clashing.certified()
