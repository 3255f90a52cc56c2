"""Building plans that the forecast knows: a scenario that moves them moves people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from wwz_engine.scenarios.files import of_json
from wwz_engine.scenarios.scenario import BASE
from wwz_engine.sources.plans import WithPlans, plans_table, read_plans
from wwz_engine.study import StudyRequest, run_study
from wwz_engine.trying import load

REQUEST = StudyRequest("Verzonnendam", to=2030, draws=10)
PLANS = b"gebied,jaar,woningen,hardheid\nBU99990101,2025,200,hard\nBU99990102,2026,100,zacht\n"
LATER = {"soort": "plannen_later", "jaren": 3}
FEWER = {"soort": "plannen_later", "deel_hard": 0, "deel_zacht": 0}
SMALL = {"soort": "eigen_kengetal", "kengetal": "people_per_new_home", "waarde": 1}
RATE = {
    "soort": "eigen_kengetal", "kengetal": "clustered_homes_per_1000_75plus", "waarde": 120,
}  # fmt: skip


@pytest.fixture(scope="module")
def tables(invented):
    areas = {"BU99990101": "Markt", "BU99990102": "Haven"}
    preview = read_plans("plannen.csv", PLANS, areas, 2021)
    return WithPlans(invented, plans_table(preview, "Verzonnendam", date(2021, 1, 1)))


@pytest.fixture(scope="module")
def loaded(tables):
    return load(REQUEST, tables)


def people(facts, code="BU99990101"):
    return {
        one.year: one.value
        for one in facts
        if one.indicator.key == "inwoners" and one.area.code == code
    }


def under(*changes):
    return of_json({"naam": "proef", "veranderingen": list(changes)}) if changes else BASE


def tried(loaded, *changes):
    return people(loaded.facts(under(*changes), ["inwoners"], [2024, 2026, 2030]))


def test_plans_that_come_later_or_not_bring_fewer_people(loaded):
    base = tried(loaded)
    for change in (LATER, FEWER, SMALL):
        found = tried(loaded, change)
        assert found[2024] == base[2024]
        assert found[2026] < base[2026], change
    assert tried(loaded, RATE) == base


def test_trying_them_out_gives_the_people_of_a_whole_study(loaded, tables):
    one = under(LATER, SMALL)
    whole = people(run_study(replace(REQUEST, scenario=one), tables).facts)
    found = tried(loaded, LATER, SMALL)
    assert found == {year: whole[year] for year in found}
