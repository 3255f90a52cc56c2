"""Arithmetic that a policy officer can do again: one file per case in ``cases/``.

A golden case first holds in itself, from the numbers in its file; where the real files are
there the study of the gemeente must give the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from tests.engine.care_cases import CARE_WORKS_OUT
from tests.engine.scenarios.scenario_cases import SCENARIO_WORKS_OUT
from tests.engine.studies import fact_of
from tests.engine.towns_with_homes import AREAS, DAY, MEMBERS, all_figures, homes
from wwz_engine import parameters
from wwz_engine.axes import age_band
from wwz_engine.demand import calibrated_shares, homes_needed, household_size
from wwz_engine.disclosure import shown
from wwz_engine.population.inputs import gather
from wwz_engine.population.methods.carrying import fading_growth
from wwz_engine.population.methods.cohort_annual import ahead
from wwz_engine.population.methods.hamilton_perry import Change, drawn_by
from wwz_engine.population.methods.settings import CohortSettings
from wwz_engine.population.places import places_of
from wwz_engine.population.ratios import GROUPS
from wwz_engine.population.survival import TABLE_AGES, five_year_survival
from wwz_engine.supply.counting import homes_counted, homes_of
from wwz_engine.supply.placing import placed
from wwz_engine.woonvormen import definitions_on

FOLDER = Path(__file__).parent / "cases"
CASES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in FOLDER.glob("*.yaml")}


def _homes(given: dict[str, Any]) -> float:
    people = np.array([[[given["people"]]]], dtype=float)
    return float(
        homes_needed(people, np.array(given["care_share"]), given["household_size"]).item()
    )


def _calibrated(given: dict[str, Any]) -> list[float]:
    found = calibrated_shares(
        np.array(given["shares"]), np.array(given["people"], dtype=float), given["total"]
    )
    return [float(share) for share in found]


def _cohort_ratio(given: dict[str, Any]) -> float:
    before, after = np.zeros(GROUPS), np.zeros(GROUPS)
    before[7], after[7] = given["before"], given["after"]
    change = Change(before[None], after[None], np.full(GROUPS, given["expected"]), 5.0)
    return float(drawn_by(change, np.full(GROUPS, float(given["prior"])))[0, 7])


def _growth(given: dict[str, Any]) -> list[float]:
    mean = np.array([given["drift"]])
    path = fading_growth(mean, given["halving"], given["cap"], given["years"])
    return [float(path.sum()), float(np.exp(path.sum()))]


def _survival(given: dict[str, Any]) -> float:
    rates = np.full(len(TABLE_AGES), 0.01)
    rates[TABLE_AGES.index(70)] = given["death_rate"]
    rates[TABLE_AGES.index(75)] = given["next_rate"]
    return float(five_year_survival(rates)[14])


def _per_1000(given: dict[str, Any]) -> float:
    value = parameters.load(given["parameter"]).values[-1].value
    assert isinstance(value, float)
    return float(
        homes_needed(np.array([[[[given["people"]]]]]), np.array([value / 1000]), 1.0).item()
    )


def _shown(given: list[dict[str, Any]]) -> list[Any]:
    found = []
    for one in given:
        numbers = {"low": one.get("low"), "high": one.get("high")}
        rules = {key: one[key] for key in one if key not in ("value", "low", "high")}
        figure = shown(one["value"], **numbers, **rules)
        band = [figure.low, figure.high]
        found.append(band if figure.hidden == "band" else figure.hidden or figure.value)
    return found


def _sums(given: dict[str, list[float]]) -> dict[str, float]:
    everyone, *older = np.array(list(given.values())).sum(axis=0)
    return {
        "inwoners": everyone,
        "inwoners_65plus": sum(older),
        "inwoners_75plus": sum(older[1:]),
        "inwoners_85plus": older[2],
    }


def _cohort_step(given: dict[str, Any]) -> float:
    rate = (given["death_rate"] + given["next_rate"]) / 2
    return float(given["now"] * np.exp(-rate) * (1 + given["drift"]))


def _homes_added(given: dict[str, Any]) -> dict[str, list[float | None]]:
    """Every figure of the town that is another once the homes are there: before and after."""
    before = all_figures(given["homes"], given["asked"])
    after = all_figures([*given["homes"], given["added"]], given["asked"])
    assert set(before) == set(after)
    changed = {key for key in after if before[key] != after[key]}
    # What is asked for is the same in every year, so a figure is too.
    assert all(len({*before[key]}) == len({*after[key]}) == 1 for key in changed)
    return {key: [before[key][0], after[key][0]] for key in changed}


def _homes_told(given: dict[str, Any]) -> dict[str, list[float | None]]:
    """The figures that are asked for, a value per year."""
    there = all_figures(given["homes"], given["asked"])
    return {key: there[key] for key in given["figures"]}


def _definition_moved(given: dict[str, Any]) -> dict[str, dict[str, list[float]]]:
    rows = homes(given["homes"])
    found = placed(rows, AREAS, MEMBERS)
    ours = definitions_on(DAY)[given["definition"]]
    counted = {}
    for name, definition in (("before", ours), ("after", replace(ours, rule=given["moved"]))):
        there = homes_counted(found, definition, homes_of(rows))
        counted[name] = {
            area.name: [float(there.certain[at]), float(there.unknown[at])]
            for at, area in enumerate(AREAS)
        }
    return counted


WORKS_OUT: dict[str, Callable[[Any], Any]] = {
    "homes_added": _homes_added,
    "homes_told": _homes_told,
    "definition_moved": _definition_moved,
    "homes_needed": _homes,
    "household_size": lambda given: household_size(**given),
    "calibrated_shares": _calibrated,
    "cohort_ratio": _cohort_ratio,
    "growth_fading": _growth,
    "survival_step": _survival,
    "homes_per_1000": _per_1000,
    "shown": _shown,
    "sum_of_wijken": _sums,
    "cohort_step": _cohort_step,
    **CARE_WORKS_OUT,
    **SCENARIO_WORKS_OUT,
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_case_worked_out_by_hand_comes_out_the_same(name):
    case = CASES[name]

    found = WORKS_OUT[case["works_out"]](case["input"])

    if case["tolerance"] == 0:
        assert found == case["expected"], case["steps"]
    else:
        assert found == pytest.approx(case["expected"], abs=case["tolerance"]), case["steps"]


@pytest.mark.parametrize("name", sorted(CASES))
def test_case_says_who_worked_it_out_and_how(name):
    case = CASES[name]

    assert case["title"]
    assert case["worked_out_by"]
    assert all(isinstance(step, str) for step in case["steps"])
    assert case["steps"]
    assert case["tolerance"] >= 0


def test_every_kind_of_case_has_one():
    assert {case["works_out"] for case in CASES.values()} == set(WORKS_OUT)


def test_golden_run_gives_the_totals_of_2021(here, study):
    case = CASES["golden_zwolle_2021"]
    # Without the real files the same sums must hold for what the fictional gemeente counts.
    expected = case["expected"] if here.real else _sums(_counted_per_wijk(study))

    for indicator, value in expected.items():
        assert fact_of(study, indicator, case["year"]).value == pytest.approx(value)
    if here.real:
        for wijk, (everyone, *_) in case["input"].items():
            assert fact_of(study, "inwoners", case["year"], wijk).value == everyone


def _counted_per_wijk(study):
    wijken = [area.code for area in study.areas if area.level == "wijk"]
    keys = ("inwoners", "inwoners_65plus", "inwoners_75plus", "inwoners_85plus")
    found = {}
    for wijk in wijken:
        everyone, old, older, oldest = (fact_of(study, key, 2021, wijk).value for key in keys)
        found[wijk] = [everyone, old - older, older - oldest, oldest]
    return found


def test_golden_run_carries_a_cohort_to_2022(here):
    case = CASES["golden_zwolle_2022"]
    given = case["input"]
    base = gather(here.tables, places_of(here.tables, here.gemeente)).base
    settings = CohortSettings.at(base.known.launch)
    path = ahead(base.people, base.movement, base.known, settings, 1)
    projected = path[1].sum(axis=0)[given["sex"], given["age"] + 1]

    band = [band.label for band in base.movement.bands].index(given["band"])
    rates = -np.log(base.known.country.survival[given["sex"]])
    of_this_gemeente = given | {
        "now": base.people.sum(axis=0)[given["sex"], given["age"]],
        "death_rate": rates[given["age"]],
        "next_rate": rates[given["age"] + 1],
        "drift": base.movement.drift_of_whole[band],
    }
    assert projected == pytest.approx(_cohort_step(of_this_gemeente), rel=1e-6)
    if here.real:
        assert projected == pytest.approx(case["expected"], abs=case["tolerance"])
        for key in ("now", "death_rate", "next_rate", "drift"):
            assert of_this_gemeente[key] == pytest.approx(given[key], abs=1e-4)


def test_golden_ages_lie_on_either_side_of_a_border_of_bands():
    given = CASES["golden_zwolle_2022"]["input"]

    assert age_band(given["band"]).low == given["age"] + 1
