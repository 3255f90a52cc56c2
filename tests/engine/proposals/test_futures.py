"""Regret when a scenario comes true, held against trying every programme."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.engine.proposals.small import DAY, Small, best_of_all, needs_of, small, weighed
from wwz_engine.proposals.futures import regret_in
from wwz_engine.proposals.weighing import weighing


def otherwise(case: Small, seed: int) -> Small:
    """The same plans and limits, with other shortages."""
    rng = np.random.default_rng([seed, 5])
    short = rng.integers(-4, 15, case.needs.short.shape).astype(np.float64)
    short[:, 3] = 0.0
    return replace(case, needs=needs_of(short))


@pytest.mark.parametrize("seed", range(30))
def test_regret_is_against_the_best_programme_of_the_scenario(seed: int):
    case = small(seed)
    posed = weighing(case.question, case.rows, case.needs, DAY)
    posed.exact(2.0)
    if posed.best is None:
        return
    other = otherwise(case, seed)
    options = posed.posed.instance.options
    chosen = [
        (posed.posed.rows[options.row[one]], posed.posed.year(int(options.start[one])))
        for one in posed.best.taken.tolist()
    ]
    found, best = regret_in(posed, other.needs), best_of_all(other)
    if best is None:
        assert found is None
        return
    assert found is not None
    assert found.short == pytest.approx(weighed(other, chosen))
    assert found.without == pytest.approx(weighed(other, []))
    least = min(best, found.short)
    # Found is at least the best, and what is said to be the most is not less than the truth.
    assert found.best >= least - 1e-6
    assert found.short - least <= found.most + 1e-6


def test_same_needs_leave_no_regret():
    case = small(3)
    posed = weighing(case.question, case.rows, case.needs, DAY)
    posed.exact(2.0)
    found = regret_in(posed, case.needs)
    assert found is not None
    assert found.regret == pytest.approx(0.0, abs=1e-6)
    # Looked at anew and shortly, the bound is less sharp: never below what was found.
    assert found.most >= found.regret
