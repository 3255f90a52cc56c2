"""The need that a programme answers, in draws that stand for all of them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from wwz_engine.scenarios.files import of_json
from wwz_engine.scenarios.scenario import BASE
from wwz_engine.sources.beside import WithOwn
from wwz_engine.study import StudyRequest, needs_of
from wwz_engine.supply.fictional import invented_for
from wwz_engine.supply.table import KEY, supply_table

DRAWS = 20


@pytest.fixture(scope="module")
def tables(invented):
    rows = invented_for(invented, "Verzonnendam")
    return WithOwn(invented, {KEY: supply_table(rows, "Verzonnen", date(2025, 1, 1))})


def needs(tables, draws, scenario=BASE):
    request = StudyRequest("Verzonnendam", to=2030, draws=DRAWS, scenario=scenario)
    return needs_of(request, tables, draws)


@pytest.fixture(scope="module")
def every(tables):
    return needs(tables, DRAWS)


def test_three_draws_are_the_middle_ones_of_three_equal_parts(tables, every):
    few = needs(tables, 3)
    order = np.argsort(np.maximum(every.short, 0.0).sum(axis=(0, 1, 2)))
    # Of twenty in order of size: the fourth, the eleventh and the seventeenth.
    middle = sorted(order[[3, 10, 16]].tolist())

    assert np.array_equal(few.short, every.short[..., middle])
    assert few.weights.tolist() == pytest.approx([1 / 3] * 3)


def test_homes_that_are_planned_are_short_no_more(tables, every):
    buurt = next(code for code in every.within if code.startswith("BU"))
    extra = {
        "soort": "woningen_erbij", "gebied": buurt, "woningen": 40, "woonvorm": "geclusterd",
        "jaar": 2028,
    }  # fmt: skip
    more = needs(tables, DRAWS, of_json({"naam": "meer", "veranderingen": [extra]}))
    changed = more.short - every.short
    wijk, year = every.within[buurt], every.years.index(2028)

    assert (changed[wijk, 1, year:] < -20).all()
    changed[wijk, :, year:] = 0.0
    assert np.abs(changed).max() == pytest.approx(0.0, abs=1e-9)
