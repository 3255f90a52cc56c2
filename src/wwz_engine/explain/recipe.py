"""What a study rests on, written down so that it can be run again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from wwz_engine import indicators, parameters
from wwz_engine.errors import EngineError
from wwz_engine.indicators import AgeSum, Definitions, Trait
from wwz_engine.parameters import DatedValue, Parameter, ParameterUnknownError
from wwz_engine.population.places import ComposedArea
from wwz_engine.scenarios.files import of_json
from wwz_engine.scenarios.scenario import BASE, BASE_KEY, Scenario, ScenarioError
from wwz_engine.study import StudyRequest

Question = tuple[str, str | None, int | None]
"""Key of a data set, code of a gemeente, period: what a study asks of its tables."""


class Group(StrEnum):
    """What can make a number change, in the order in which it is shown."""

    DATA = "gegevens"
    BORDERS = "grenzen"
    DEFINITION = "definitie"
    RATES = "kengetallen"
    PLANS = "plannen"
    SCENARIO = "scenario"
    CHANCE = "toeval"
    METHOD = "methode"


LABELS = {
    Group.DATA: "Nieuwe of verbeterde gegevens",
    Group.BORDERS: "Andere grenzen",
    Group.DEFINITION: "Andere omschrijving van het cijfer",
    Group.RATES: "Andere kengetallen",
    Group.PLANS: "Andere bouwplannen",
    Group.SCENARIO: "Ander scenario",
    Group.CHANCE: "Andere trekkingen (toeval)",
    Group.METHOD: "Andere rekenmethode",
}
# Data sets that are no counts of the gemeente itself; every other one is Group.DATA.
OF_TABLE = {
    "national_rates": Group.RATES,
    "housing_plans": Group.PLANS,
}
# A field of a request that stands not here changes how is reckoned.
OF_FIELD = {
    "to": Group.CHANCE,
    "draws": Group.CHANCE,
    "seed": Group.CHANCE,
    "scenario": Group.SCENARIO,
    "composed": Group.BORDERS,
}


class RecipeError(EngineError):
    """What was kept of a study cannot be read."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(
            f"Wat van de analyse is bewaard, is niet te lezen: {problem}. Reken de analyse opnieuw "
            "uit."
        )


def group_of_table(key: str) -> Group:
    return OF_TABLE.get(key, Group.DATA)


def group_of_field(name: str) -> Group:
    return OF_FIELD.get(name, Group.METHOD)


@dataclass(frozen=True)
class Recipe:
    """All that a run needs besides the engine itself; the tables stand under their hash.

    day : the day on which the parameters were read
    asked : per question, whether there were data
    tables : per question, the hash under which the answer is kept
    """

    request: StudyRequest
    engine_version: str
    day: date
    parameters: Mapping[str, Parameter]
    definitions: Definitions
    asked: Mapping[Question, bool]
    tables: Mapping[Question, str]

    def as_json(self) -> dict[str, Any]:
        """Plain values, in a fixed order."""
        return {
            "request": asdict(self.request) | {"scenario": scenario_json(self.request.scenario)},
            "engine_version": self.engine_version,
            "day": self.day.isoformat(),
            "parameters": {
                name: {**asdict(one), "values": [_dated_json(one.values[0])]}
                for name, one in sorted(self.parameters.items())
            },
            "definitions": asdict(self.definitions),
            "asked": [[*question, found] for question, found in _ordered(self.asked)],
            "tables": [[*question, digest] for question, digest in _ordered(self.tables)],
        }

    @classmethod
    def of_json(cls, content: Any) -> Recipe:
        """The recipe that ``as_json`` wrote.

        Raises
        ------
        RecipeError
        """
        try:
            return cls(
                request=_request(content["request"]),
                engine_version=str(content["engine_version"]),
                day=date.fromisoformat(content["day"]),
                parameters={
                    name: Parameter(**{**one, "values": tuple(map(_dated, one["values"]))})
                    for name, one in content["parameters"].items()
                },
                definitions=Definitions(
                    tuple(AgeSum(**one) for one in content["definitions"]["age_sums"]),
                    tuple(Trait(**one) for one in content["definitions"]["traits"]),
                ),
                asked={(key, code, year): bool(f) for key, code, year, f in content["asked"]},
                tables={(key, code, year): str(d) for key, code, year, d in content["tables"]},
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RecipeError(f"{type(error).__name__} bij het lezen van het recept") from error


def _ordered(answers: Mapping[Question, Any]) -> list[tuple[Question, Any]]:
    return sorted(answers.items(), key=lambda pair: tuple(map(str, pair[0])))


def _dated_json(value: DatedValue) -> dict[str, Any]:
    return {**asdict(value), "start": value.start.isoformat()}


def _dated(content: dict[str, Any]) -> DatedValue:
    return DatedValue(**{**content, "start": date.fromisoformat(content["start"])})


def _request(content: dict[str, Any]) -> StudyRequest:
    """A request as it was; a field that is new since then has its usual value."""
    known = {field.name for field in fields(StudyRequest)}
    given = {name: value for name, value in content.items() if name in known}
    scenario = _scenario(given.pop("scenario", BASE_KEY))
    zones = tuple(ComposedArea(z["name"], tuple(z["members"])) for z in given.pop("composed", ()))
    return StudyRequest(**given, composed=zones, scenario=scenario)


def scenario_json(scenario: Scenario) -> str | dict[str, Any]:
    """The base by its name alone, as it always stood in a recipe."""
    return BASE_KEY if scenario == BASE else scenario.as_json() | {"sleutel": scenario.key}


def _scenario(content: Any) -> Scenario:
    if content == BASE_KEY:
        return BASE
    given = dict(content)
    key = given.pop("sleutel")
    try:
        return replace(of_json(given), key=key)
    except ScenarioError as error:
        raise RecipeError(str(error)) from error


def parameters_on(day: date) -> dict[str, Parameter]:
    """Every parameter with only the value in force on this day, in force always."""
    found = {}
    for name in parameters.names():
        one = parameters.load(name)
        try:
            value = one.at(day)
        except ParameterUnknownError:
            continue
        always = DatedValue(date.min, value.value, value.source, value.published, value.basis)
        found[name] = Parameter(
            one.name, one.label, one.unit, one.description, (always,), one.sha256
        )
    return found


@contextmanager
def rates_and_definitions(rates: Recipe, meaning: Recipe) -> Iterator[None]:
    """While this lasts one study's parameters and another's definitions are in force."""
    with ExitStack() as stack:
        stack.enter_context(parameters.in_place(rates.parameters))
        stack.enter_context(indicators.defined_as(meaning.definitions))
        yield
