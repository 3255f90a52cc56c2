"""Scenarios: the closed list of changes, their check, and the live answer to what they do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from wwz.errors import RuleBrokenError
from wwz.opgave.jobs.live import LIVE, Kept, LiveKind
from wwz.opgave.jobs.own_rows import with_own
from wwz.opgave.live.models import LiveQuestion
from wwz.opgave.models import Study
from wwz.opgave.own.counting import own_rows_of
from wwz.opgave.queries.published import latest_study
from wwz.opgave.releases import released
from wwz.opgave.scenarios.kinds import (
    AT_HOME,
    BASE,
    FIGURES,
    USUAL_POLICY,
    ChangeField,
    KindOfChange,
)
from wwz.opgave.scenarios.models import Scenario
from wwz.partners.matrix import Action

if TYPE_CHECKING:
    from wwz_engine.disclosure import Shown
    from wwz_engine.disclosure.earlier import Earlier
    from wwz_engine.facts import Fact
    from wwz_engine.scenarios.scenario import Scenario as EngineScenario
    from wwz_engine.study import StudyRequest
    from wwz_engine.trying import Loaded

KIND = "scenario"
YEARS = (2030, 2040)
# A gemeente with its draws takes some hundreds of megabytes.
LOADED = Kept(most=2, large=True)
EARLIER = Kept(most=8)
BASES = Kept(most=2, large=True)


class ScenarioRefusedError(RuleBrokenError):
    """Changes that the engine cannot work with: a sentence for each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problems))


# --- what a page may ask: none of it loads numpy ---


@cache
def kinds_of_change() -> Mapping[str, KindOfChange]:
    """The closed list, by key."""
    from wwz_engine.scenarios.kinds import kinds

    return {
        key: KindOfChange(
            key, one.label, one.meaning,
            tuple(
                ChangeField(
                    told.key, told.label, told.kind, told.unit, told.low, told.high, told.step,
                    told.usual, told.optional, told.choices,
                )
                for told in one.fields
            ),
        )
        for key, one in kinds().items()
    }  # fmt: skip


@cache
def usual_rate(name: str, part: str = "") -> float:
    """A number that the opgave is worked out with: what an own one takes the place of."""
    from wwz_engine.parameters import load

    value = load(name).values[-1].value
    return value[part] if isinstance(value, dict) else value


def checked_changes(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The changes that change anything, as they are kept.

    Raises
    ------
    ScenarioRefusedError
    """
    from wwz_engine.scenarios.scenario import Scenario as EngineScenario
    from wwz_engine.scenarios.scenario import ScenarioError, changes_json, read_changes

    try:
        read = read_changes(given)
    except ScenarioError as error:
        raise ScenarioRefusedError([as_on_the_form(one) for one in error.problems]) from error
    return changes_json(EngineScenario(name="x", changes=read).working)


def as_on_the_form(problem: str) -> str:
    """A sentence of the engine, that calls a field as a file does, with what the form calls it."""
    for kind in kinds_of_change().values():
        if problem.startswith(f"{kind.label}:"):
            for one in kind.fields:
                problem = problem.replace(f"‘{one.key}’", f"‘{one.label}’", 1)
    return problem


# --- in the workers ---


def engine_scenario(changes: Sequence[Mapping[str, Any]], key: str, name: str) -> EngineScenario:
    from wwz_engine.scenarios.scenario import BASE as NOTHING
    from wwz_engine.scenarios.scenario import Scenario as EngineScenario
    from wwz_engine.scenarios.scenario import read_changes

    if key == BASE:
        return NOTHING
    return EngineScenario(name, changes=read_changes([dict(one) for one in changes]), key=key)


def scenario_of(study: Study) -> EngineScenario:
    """What a study is asked to change."""
    if study.scenario == BASE:
        return engine_scenario((), BASE, BASE)
    found = Scenario.objects.get(pk=study.scenario)
    return engine_scenario(found.changes, found.key, found.name)


def try_scenario(question: LiveQuestion) -> dict[str, Any]:
    """Key figures of a gemeente and one of its areas, in the base and under the changes."""
    asked = question.question
    loaded, earlier = loaded_of(asked["gemeente"]), earlier_of(asked["gemeente"])
    scenario = engine_scenario(asked["changes"], "proef", "proef")
    policy = next(
        (one["beleid"] for one in asked["changes"] if one["soort"] == "verpleeghuis"),
        USUAL_POLICY,
    )
    shown = shown_side_by_side(loaded, scenario, earlier)
    codes = [loaded.areas[0].code, *([asked["area"]] if asked["area"] else [])]
    return {
        "places": [
            {"code": area.code, "name": area.name, "level": area.level}
            for area in loaded.areas
            if area.code in codes
        ],
        "rows": list(rows_of(shown, codes, policy)),
        "fictional": any(fact.fictional for fact, _ in shown.values()),
        "base_year": loaded.inputs.base_year,
    }


WithShown = tuple["Fact", "Shown"]
Place = tuple[str, str, str, int]
"""Key of the scenario and of the indicator, code of the area, year."""


def shown_side_by_side(
    loaded: Loaded, scenario: EngineScenario, earlier: Earlier
) -> dict[Place, WithShown]:
    """What may be shown of base and scenario: what one hides the other hides as well.

    A difference between the two would else give back what is hidden in one of them.
    """
    from wwz_engine.disclosure import HIDDEN
    from wwz_engine.shown_facts import NOTHING as NOTHING_SHOWN

    # It holds both, so that their ids are not given to others meanwhile.
    base = BASES.get(
        (id(loaded), id(earlier)), lambda: (loaded, earlier, shown_under(loaded, None, earlier))
    )[2]
    found = base | shown_under(loaded, scenario, earlier)
    hidden = {place[1:] for place, (_, one) in found.items() if one.hidden == HIDDEN}
    return {
        place: (fact, NOTHING_SHOWN if place[1:] in hidden else one)
        for place, (fact, one) in found.items()
    }


def shown_under(
    loaded: Loaded, scenario: EngineScenario | None, earlier: Earlier
) -> dict[Place, WithShown]:
    """What may be shown of one scenario, or of the base, by itself."""
    from wwz_engine.scenarios.scenario import BASE as NOTHING
    from wwz_engine.shown_facts import shown_facts
    from wwz_engine.trying import with_all_behind

    wanted = with_all_behind(
        [key for key in FIGURES if key != AT_HOME]
        + [AT_HOME + policy for policy in kinds_of_policy()]
    )
    years = (loaded.inputs.base_year, *YEARS)
    each = scenario or NOTHING
    facts = loaded.facts(each, wanted, years)
    indicators = list({fact.indicator.key: fact.indicator for fact in facts}.values())
    return {
        (each.key, fact.indicator.key, fact.area.code, fact.year): (fact, one)
        for fact, one in zip(facts, shown_facts(facts, indicators, earlier), strict=True)
    }


def kinds_of_policy() -> tuple[str, ...]:
    told = kinds_of_change()["verpleeghuis"].field("beleid")
    return tuple(told.choices) if told is not None else ()


def rows_of(
    shown: Mapping[Place, WithShown], codes: Sequence[str], policy: str
) -> Iterator[dict[str, Any]]:
    """A row per figure, area and year with what may be shown."""
    for figure in FIGURES:
        base_key = figure + USUAL_POLICY if figure == AT_HOME else figure
        key = figure + policy if figure == AT_HOME else figure
        for code in codes:
            for year in YEARS:
                before = shown.get((BASE, base_key, code, year))
                after = shown.get(("proef", key, code, year))
                if before is not None and after is not None:
                    yield {
                        "figure": figure, "label": before[0].indicator.label,
                        "unit": before[0].indicator.unit, "area": code, "year": year,
                        "kind": before[0].kind,
                        "base": as_told(*before), "scenario": as_told(*after),
                    }  # fmt: skip


def as_told(fact: Fact, shown: Shown) -> dict[str, Any]:
    """Only what may be shown."""
    if fact.value is None:
        return {"value": None, "low": None, "high": None, "absent": fact.missing or "onbekend"}
    if shown.hidden == "band":
        return {"value": None, "low": shown.low, "high": shown.high, "absent": ""}
    if shown.hidden or shown.value is None:
        return {"value": None, "low": None, "high": None, "absent": "verborgen"}
    return {"value": shown.value, "low": shown.low, "high": shown.high, "absent": ""}


def loaded_of(code: str) -> Loaded:
    """The gemeente with its draws: kept until its own rows or its study change."""
    from wwz_engine.sources import fictional
    from wwz_engine.trying import load

    own = own_rows_of(code)
    told = json.dumps([own.homes, own.figures, str(own.as_of)], sort_keys=True)
    stamp = hashlib.sha256(told.encode()).hexdigest()
    request = base_request(code)
    return LOADED.get(
        (request, stamp), lambda: load(request, with_own(fictional.catalogue_for(code), own))
    )


def base_request(code: str) -> StudyRequest:
    """The request of the newest study, so that the draws are the same."""
    from wwz_engine.study import StudyRequest

    study = latest_study(code)
    if study is None:
        return StudyRequest(code)
    return StudyRequest(code, study.to_year, study.draws, study.seed)


def earlier_of(code: str) -> Earlier:
    """What was hidden and shown of the gemeente; looked up again after each publication."""
    from wwz_engine.disclosure.earlier import Earlier

    newest = (
        Study.objects.published().of_gemeente(code).order_by("-finished_at")
        .values_list("pk", flat=True).first()
    )  # fmt: skip

    def look_up() -> Earlier:
        before = released(code)
        return Earlier.of(before.hidden, before.shown)

    return EARLIER.get((code, newest), look_up)


LIVE[KIND] = LiveKind(Action.TRY_SCENARIO, try_scenario)
