"""Scores: on the same cells, by the right baseline, and nothing small shown by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.engine.panels import country, panel_of
from wwz_engine.axes import Floats
from wwz_engine.backtest import session
from wwz_engine.backtest.choice import scored_groups, standings
from wwz_engine.backtest.grid import Case, pairs_of, run
from wwz_engine.backtest.results import Result
from wwz_engine.backtest.scores import Score, pooled_gain, scores_of
from wwz_engine.backtest.series import Loaded, Rival, Series
from wwz_engine.backtest.session import FEWEST_PEOPLE, Wanted, measure
from wwz_engine.population.methods.panel import Method
from wwz_engine.population.methods.registry import DEFAULT, METHODS

YEARS = (2016, 2017, 2018, 2019)
NAMES = ("constant", "lin", "csp", DEFAULT)
AREAS = 12


def loaded(start: float = 150.0) -> Loaded:
    """Four bands of so many people, each area on a way of its own."""
    random = np.random.default_rng(3)
    people = np.full((1, AREAS, 4), start)
    steps = random.normal(0.02, 0.03, (len(YEARS), AREAS, 4))
    counts = np.round(people * np.exp(np.cumsum(steps, axis=0)))
    panel = panel_of(counts, years=YEARS)
    return Loaded(panel, panel.areas)


def methods(*names: str) -> dict[str, Method]:
    return {name: METHODS[name] for name in names or NAMES}


def result_of(series: Loaded) -> Result:
    described = Series("zwolle-buurten", "Proef", "buurt", lambda tables: series)
    return measure(described, series, country(), methods(), Wanted(), "stempel")


def rival(series: Loaded, places: list[int], off: float = 1.01) -> Rival:
    """From 2018, of some areas only, everybody, so many times what was counted."""
    people = np.full((1, AREAS, 7), np.nan)
    people[0, places, 0] = series.panel.at(2019)[places].sum(axis=1) * off
    return Rival("Primos", 2018, (2019,), people)


def at(scores: list[Score], group: str) -> dict[str, Score]:
    return {one.method: one for one in scores if (one.group, one.launch) == (group, 2018)}


def test_rival_of_a_few_areas_is_set_against_the_others_in_those() -> None:
    series = loaded()
    with_rival = replace(series, rivals=(rival(series, [2, 5]),))
    cases = list(run(with_rival, country(), methods(), {2018: (1,)}))

    together = at(scores_of(cases, series.clusters), "totaal")
    apart = at(scores_of(cases, series.clusters), "85+")

    assert {one.errors.areas for one in together.values()} == {2}
    assert together["Primos"].errors.wape == pytest.approx(1.0)
    best = together[together["Primos"].baseline]
    assert together["Primos"].skill == pytest.approx(1 - 1.0 / best.errors.wape)
    # Of 85+ it says nothing, so there the others keep all their areas.
    assert "Primos" not in apart
    assert {one.errors.areas for one in apart.values()} == {AREAS}


def test_rival_of_one_launch_is_not_pooled_with_methods_of_all() -> None:
    series = loaded()
    with_rival = replace(series, rivals=(rival(series, list(range(AREAS))),))
    cases = list(run(with_rival, country(), methods(), pairs_of(YEARS, None, (1,))))

    scores = scores_of(cases, series.clusters)

    assert "Primos" in at(scores, "totaal")
    assert "Primos" not in {one.method for one in scores if one.launch is None}


def test_area_with_just_enough_people_is_among_the_large_ones() -> None:
    series = loaded()
    cases = list(run(series, country(), methods(), {2018: (1,)}))
    start = np.sort(series.panel.at(2018)[:, 3])

    scores = scores_of(cases, series.clusters, float(start[4]), ("85+",))

    assert {one.errors.areas for one in scores} == {int((start >= start[4]).sum())}


def test_gain_over_all_is_against_the_best_simple_method_of_each_group_and_horizon() -> None:
    series = loaded()
    cases = list(run(series, country(), methods(), pairs_of(YEARS, None, None)))
    groups, horizons = ("65-74", "85+"), (1, 2)

    found = pooled_gain(cases, DEFAULT, groups, series.clusters, horizons)

    def missed(method: str, group: str, horizon: int) -> float:
        chosen = [one for one in cases if (one.method, one.horizon) == (method, horizon)]
        place = chosen[0].groups.index(group)
        return sum(_miss(one, place) for one in chosen)

    pairs = [(group, horizon) for group in groups for horizon in horizons]
    ours = sum(missed(DEFAULT, *pair) for pair in pairs)
    best = sum(min(missed(name, *pair) for name in NAMES[:3]) for pair in pairs)
    assert found.skill == pytest.approx(1 - ours / best)


def _miss(case: Case, place: int) -> float:
    off: Floats = case.forecast[:, place] - case.counted[:, place]
    return float(np.abs(off).sum())


def test_groups_of_few_people_are_left_out_and_larger_ones_kept() -> None:
    shown = result_of(loaded(start=24.0)).errors

    assert {one.group for one in shown} >= {"totaal", "85+"}
    assert all(max(one.at_launch, one.counted) >= FEWEST_PEOPLE for one in shown)
    of_85 = [one for one in shown if one.group == "85+"]
    assert len(of_85) < AREAS * 6
    assert len([one for one in shown if one.group == "totaal"]) == AREAS * 6


def test_large_series_gives_errors_of_everybody_and_65_plus_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(session, "MOST_AREAS", AREAS - 1)

    assert {one.group for one in result_of(loaded()).errors} == {"totaal", "65+"}


def test_large_groups_are_scored_once_more_by_themselves() -> None:
    scores = result_of(loaded()).scores

    assert {(one.group, one.least) for one in scores if one.least} == {
        ("65+", 100.0), ("75+", 100.0), ("85+", 50.0),
    }  # fmt: skip


def test_whole_is_that_of_the_areas_with_a_count() -> None:
    """A later file of some areas: the others must not look like people who went away."""
    series = loaded()
    counts = series.panel.counts.copy()
    counts[-1, 6:] = np.nan
    some = replace(series, panel=replace(series.panel, counts=counts))

    wholes = [one for one in result_of(some).wholes if (one.launch, one.horizon) == (2018, 1)]

    whole = next(one for one in wholes if one.group == "totaal")
    assert whole.counted == counts[-1, :6].sum()
    assert whole.at_launch == counts[-2, :6].sum()
    assert abs(whole.forecast / whole.counted - 1) < 0.1


def test_choice_takes_old_age_as_finely_as_it_is_counted_and_large_areas_only_once() -> None:
    result = result_of(loaded(start=48.0))
    groups = ("totaal", "65-74", "75-84", "85+")

    assert scored_groups(result.groups) == list(groups)
    assert scored_groups(("totaal", "0-14", "65+")) == ["totaal", "65+"]
    own = [one for one in result.scores if one.method == DEFAULT and one.launch is None]
    means = [
        np.mean([one.skill for one in own if one.group == group and one.least == 0])
        for group in groups
    ]
    assert len(own) > len([one for one in own if one.least == 0])
    assert standings({"pc4": result})[0].mean == pytest.approx(np.mean(means))
