"""Scenarios on the invented gemeente: what each change moves, which way, and what stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from wwz_engine import parameters
from wwz_engine.facts import Fact
from wwz_engine.scenarios.files import of_json
from wwz_engine.scenarios.scenario import BASE, Scenario, ScenarioError
from wwz_engine.sources.beside import WithOwn
from wwz_engine.sources.dataset import Tables
from wwz_engine.study import StudyRequest, run_study
from wwz_engine.supply.fictional import invented_for
from wwz_engine.supply.table import KEY, supply_rows, supply_table
from wwz_engine.trying import Loaded, load, with_all_behind
from wwz_engine.wanted import Wanted

REQUEST = StudyRequest("Verzonnendam", to=2040, draws=10)
KEYS = (
    "inwoners_75plus", "wlz_vv_clienten", "wlz_vv_thuis_bevriezen", "vraag_nultreden",
    "vraag_geclusterd", "vraag_zorggeschikt", "tekort_nultreden", "tekort_geclusterd",
    "tekort_zorggeschikt",
)  # fmt: skip
YEARS = (2025, 2030, 2040)
PEOPLE = {"inwoners", "inwoners_75plus", "inwoners_65plus"}
Values = dict[tuple[str, str, int], float | None]


@pytest.fixture(scope="module")
def tables(invented: Tables) -> Tables:
    """The invented gemeente with invented homes and plans."""
    rows = invented_for(invented, "Verzonnendam")
    table = supply_table(rows, "Verzonnen", date(2025, 1, 1))
    return WithOwn(invented, {KEY: table})


@pytest.fixture(scope="module")
def loaded(tables: Tables) -> Loaded:
    return load(REQUEST, tables)


@pytest.fixture(scope="module")
def base(tables: Tables) -> tuple[Fact, ...]:
    return run_study(REQUEST, tables).facts


def scenario(*changes: dict[str, Any], name: str = "proef") -> Scenario:
    return of_json({"naam": name, "veranderingen": list(changes)})


def values(facts: Iterable[Fact]) -> Values:
    return {(one.indicator.key, one.area.code, one.year): one.value for one in facts}


def moved(loaded: Loaded, one: Scenario) -> set[str]:
    """Indicators of which some figure is another than in the base."""
    every = loaded.steps(one).figures
    before = {id(figures) for figures in loaded.base.figures}
    told = {(f.indicator, f.areas, f.years): f for f in loaded.base.figures}
    return {
        f.indicator
        for f in every
        if id(f) not in before
        and not np.array_equal(f.value, told[f.indicator, f.areas, f.years].value, equal_nan=True)
    }


def total(loaded: Loaded, one: Scenario, key: str, year: int) -> float:
    (value,) = (
        fact.value for fact in loaded.facts(one, [key], [year]) if fact.area.level == "gemeente"
    )
    assert value is not None
    return value


HEALTHY = {"soort": "gezond_ouder_worden", "jaren_per_decennium": 1}
FROZEN = {"soort": "verpleeghuis", "beleid": "bevriezen"}
LATER = {"soort": "plannen_later", "jaren": 3}
COMING = {"soort": "migratie", "personen_per_jaar": 50, "van_leeftijd": 60, "tot_leeftijd": 70}
MOVING_ON = {"soort": "doorstroming", "punten": 10}
OWN_RATE = {
    "soort": "eigen_kengetal", "kengetal": "clustered_homes_per_1000_75plus", "waarde": 120,
}  # fmt: skip
OWN_SHARE = {"soort": "eigen_aandeel", "groep": "beperking_bewegen_65plus", "procent": 15}
HOMES = {
    "soort": "woningen_erbij", "gebied": "BU99990101", "woningen": 40, "woonvorm": "geclusterd",
    "jaar": 2028,
}  # fmt: skip
SHOP = {
    "soort": "voorziening", "actie": "open", "soort_voorziening": "apotheek", "x": 200000,
    "y": 500000, "jaar": 2027,
}  # fmt: skip
ALL = [HEALTHY, FROZEN, LATER, COMING, MOVING_ON, OWN_RATE, OWN_SHARE, SHOP]


# --- base and scenario are the same draws ---


def test_scenario_that_changes_nothing_gives_the_base_to_the_byte(tables, base):
    same = scenario(
        {"soort": "gezond_ouder_worden", "jaren_per_decennium": 0},
        {"soort": "plannen_later", "jaren": 0},
        {"soort": "verpleeghuis", "beleid": "meegroeien"},
        {"soort": "migratie", "personen_per_jaar": 0, "van_leeftijd": 20, "tot_leeftijd": 30},
        {"soort": "doorstroming", "punten": 0},
    )
    found = run_study(replace(REQUEST, scenario=replace(same, key=BASE.key)), tables).facts

    assert found == base


@pytest.mark.parametrize("change", ALL, ids=lambda one: one["soort"])
def test_trying_a_scenario_gives_the_figures_of_a_whole_study(change, loaded, tables):
    one = scenario(change)
    tried = values(loaded.facts(one, with_all_behind(KEYS), YEARS))
    whole = values(run_study(replace(REQUEST, scenario=one), tables).facts)

    assert len(tried) > 500
    assert tried == {place: whole[place] for place in tried}


@pytest.fixture(scope="module")
def whole_facts(tables: Tables) -> tuple[Fact, ...]:
    """What a whole study gives of all changes together."""
    return run_study(replace(REQUEST, scenario=scenario(*ALL)), tables).facts


@pytest.fixture(scope="module")
def whole(whole_facts: tuple[Fact, ...]) -> Values:
    return values(whole_facts)


@pytest.mark.parametrize(
    "key",
    [
        "inwoners", "aandeel_75plus", "eenzaam_18plus", "eenzaam_65plus_aandeel",
        "samen_in_2_groepen", "vraag_nultreden", "verhuisvraag_geclusterd", "voorraad_nultreden",
        "telling_woon", "tekort_nultreden", "tekort_nultreden_gemeentebreed",
        "kruisjaar_nultreden", "kruiskans_geclusterd", "uitgaven_wlz",
        "wlz_vv_verblijf_bevriezen",
    ],
)  # fmt: skip
def test_asking_for_one_figure_gives_it_as_a_whole_study_does(key, loaded, whole):
    years = {year for one, _, year in whole if one == key}
    tried = values(loaded.facts(scenario(*ALL), [key], sorted(years)))
    some = values(loaded.facts(scenario(*ALL), [key], [2030]))

    assert years
    assert tried == {place: value for place, value in whole.items() if place[0] == key}
    assert some == {place: value for place, value in tried.items() if place[2] == 2030}


def test_what_is_not_asked_for_is_left_out(loaded):
    steps = loaded.steps(scenario(*ALL), Wanted(frozenset({"vraag_nultreden"}), frozenset({2030})))
    groups = {figures.indicator for figures in steps.groups.figures}

    assert "beperking_bewegen_65plus" in groups
    assert "eenzaam_18plus" not in groups
    assert steps.people.people.years == (loaded.inputs.base_year, 2030, 2040)
    assert {figures.indicator for figures in steps.homes} == {
        "vraag_nultreden", "vraag_geclusterd", "vraag_zorggeschikt"
    }  # fmt: skip


def test_several_changes_together_are_one_study(loaded, whole, whole_facts):
    one = scenario(*ALL)
    tried = loaded.facts(one, KEYS, YEARS)

    assert values(tried).items() <= whole.items()
    assert {fact.scenario for fact in (*tried, *whole_facts)} == {one.key}


# --- a change moves what it should and nothing else ---


def test_healthy_ageing_moves_needs_and_no_people(loaded):
    found = moved(loaded, scenario(HEALTHY))
    assert {"wlz_vv_clienten", "vraag_geclusterd", "vraag_nultreden", "tekort_geclusterd"} <= found
    assert not {key for key in found if key.startswith(("inwoners", "aandeel", "voorraad"))}
    assert not {key for key in found if key.endswith("_18plus")}


def test_plan_delay_moves_plans_and_shortages_alone(loaded):
    found = moved(loaded, scenario(LATER))
    assert found
    assert {key.split("_")[0] for key in found} <= {
        "plannen", "oplevering", "tekort", "kruisjaar", "kruiskans",
    }  # fmt: skip


def test_moving_on_moves_shortages_alone(loaded):
    found = moved(loaded, scenario(MOVING_ON))
    assert found
    assert {key.split("_")[0] for key in found} <= {"tekort", "kruisjaar", "kruiskans"}


def test_own_rate_moves_what_is_worked_out_with_it(loaded):
    found = moved(loaded, scenario(OWN_RATE))
    assert {"vraag_geclusterd", "tekort_geclusterd"} <= found
    assert "vraag_zorggeschikt" not in found
    assert "inwoners" not in found


def test_facility_moves_no_figure_of_the_opgave(loaded):
    assert moved(loaded, scenario(SHOP)) == set()


def test_scenario_leaves_the_parameters_as_they_were(loaded):
    before = parameters.load("clustered_homes_per_1000_75plus")
    loaded.steps(scenario(OWN_RATE))
    assert parameters.load("clustered_homes_per_1000_75plus") == before


def test_start_is_the_same_in_every_scenario(loaded):
    start = loaded.inputs.base_year
    one = scenario(*(change for change in ALL if change not in (OWN_RATE, OWN_SHARE)))
    people = [loaded.facts(each, ["inwoners", "wlz_vv_clienten"], [start]) for each in (BASE, one)]
    assert values(people[0]) == values(people[1])


# --- and moves it the right way ---


def test_more_years_of_health_ask_for_less(loaded):
    asked = [
        [
            total(loaded, scenario({**HEALTHY, "jaren_per_decennium": years}), key, 2040)
            for years in (-1, 0, 1, 2)
        ]
        for key in ("wlz_vv_clienten", "vraag_geclusterd", "vraag_nultreden")
    ]
    assert all(row == sorted(row, reverse=True) and row[0] > row[-1] for row in asked)


def test_more_people_from_outside_are_more_people(loaded):
    found = [
        total(loaded, scenario({**COMING, "personen_per_jaar": number}), "inwoners", 2040)
        for number in (-50, 0, 50, 100)
    ]
    assert found == sorted(found)
    # From 2022 to 2040 nineteen times fifty come, of whom some die.
    assert 0.7 * 19 * 50 < found[2] - found[1] < 19 * 50
    assert found[3] - found[2] == pytest.approx(found[2] - found[1], rel=1e-6)


def test_parts_add_up_to_the_gemeente_under_a_scenario(loaded):
    facts = loaded.facts(scenario(COMING, HEALTHY), ["inwoners", "wlz_vv_clienten"], [2040])
    for key in ("inwoners", "wlz_vv_clienten"):
        by_level: dict[str, float] = {}
        for fact in facts:
            if fact.indicator.key == key and fact.value is not None:
                by_level[fact.area.level] = by_level.get(fact.area.level, 0.0) + fact.value
        assert by_level["wijk"] == pytest.approx(by_level["gemeente"], abs=0.01)


def test_moving_on_and_extra_homes_leave_less_short(loaded):
    short = [
        total(loaded, each, "tekort_nultreden_gemeentebreed", 2040)
        for each in (
            scenario({**MOVING_ON, "punten": -10}), BASE, scenario(MOVING_ON),
            scenario({**MOVING_ON, "punten": 50}),
        )
    ]  # fmt: skip
    assert short == sorted(short, reverse=True)
    buurt = next(area.code for area in loaded.areas if area.level == "buurt")
    more = scenario({**HOMES, "gebied": buurt, "woonvorm": "nultreden"})
    assert total(loaded, more, "tekort_nultreden_gemeentebreed", 2040) <= short[1]
    before, after = (total(loaded, each, "plannen_hard_nultreden", 2030) for each in (BASE, more))
    assert after - before == 40


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({**MOVING_ON, "punten": 30, "vanaf": 2035}, "tekort_nultreden_gemeentebreed"),
        ({**COMING, "personen_per_jaar": 400, "van_jaar": 2035}, "inwoners"),
        ({**HEALTHY, "jaren_per_decennium": 3, "vanaf": 2035}, "vraag_geclusterd"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_change_holds_from_its_year_on(loaded, change, key):
    early, late = (
        [total(loaded, one, key, year) for one in (BASE, scenario(change))] for year in (2030, 2040)
    )
    assert early[0] == early[1]
    assert late[0] != late[1]


def test_nobody_comes_after_the_last_year(loaded):
    until = scenario({**COMING, "personen_per_jaar": 400, "tot_jaar": 2025})
    always = scenario({**COMING, "personen_per_jaar": 400})
    found = [total(loaded, one, "inwoners", 2040) for one in (BASE, until, always)]
    assert found[1] - found[0] < 4 * 400 < found[2] - found[0]


def test_later_plans_leave_more_short_until_they_are_ready(loaded, tables):
    first = min(r.ready_year for r in supply_rows(tables, "GM9999") if r.planned and r.ready_year)
    year = next(one for one in (2025, 2030, 2035) if one >= first)
    later = scenario({**LATER, "jaren": year - first + 1})
    keys = [f"plannen_{status}_nultreden" for status in ("hard", "zacht")]
    before, after = (sum(total(loaded, one, key, year) for key in keys) for one in (BASE, later))
    assert after < before


# --- what cannot be ---


def test_homes_in_an_area_that_is_not_there_are_refused(loaded):
    with pytest.raises(ScenarioError, match="BU99999999"):
        loaded.steps(scenario({**HOMES, "gebied": "BU99999999"}))


def test_homes_beside_a_supply_that_nobody_told_are_refused(invented):
    one = scenario({**HOMES, "gebied": "BU99990101"})
    with pytest.raises(ScenarioError, match="nog niet"):
        run_study(replace(REQUEST, scenario=one), invented)
