"""How a programme does in the scenarios that a partnership shared: its regret in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from wwz.errors import RuleBrokenError
from wwz.opgave.jobs.needs import needs_in_scenario
from wwz.opgave.jobs.scenarios import engine_scenario
from wwz.opgave.scenarios.models import Scenario, ScenarioState
from wwz.opgave.weighing.models import Weighing

if TYPE_CHECKING:
    from wwz_engine.proposals.weighing import Weighing as EngineWeighing

# Each asks for the people of the gemeente anew, which takes a second or two.
MOST_SCENARIOS = 4


@dataclass(frozen=True)
class SharedScenario:
    """A scenario as it is worked out and shown; its changes never change."""

    key: str
    name: str
    changes: Sequence[Mapping[str, Any]]


def shared_scenarios(found: Weighing) -> list[SharedScenario]:
    """The newest that all partners may read, of the same gemeente; each in its last version."""
    shared = Scenario.objects.filter(
        partnership=found.partnership_id,
        gemeente__code=found.question["gemeente"],
        state=ScenarioState.GEDEELD,
    )
    followed = shared.exclude(follows=None).values("follows")
    newest = shared.exclude(pk__in=followed).order_by("-made_at", "pk")[:MOST_SCENARIOS]
    return [SharedScenario(one.key, str(one), one.changes) for one in newest]


def in_scenarios(
    posed: EngineWeighing, study: UUID, scenarios: Sequence[SharedScenario]
) -> list[dict[str, Any]]:
    """A line per scenario, in whole home-years; with a sentence where there is no answer."""
    return [in_scenario(posed, study, one) for one in scenarios]


def in_scenario(posed: EngineWeighing, study: UUID, one: SharedScenario) -> dict[str, Any]:
    from wwz_engine.errors import EngineError
    from wwz_engine.proposals.futures import regret_in

    line: dict[str, Any] = {"key": one.key, "name": one.name}
    try:
        scenario = engine_scenario(one.changes, one.key, one.name)
        needs = needs_in_scenario(study, posed.posed.question.draws, scenario)
        found = regret_in(posed, needs)
    except (EngineError, RuleBrokenError) as error:
        return line | {"problem": str(error)}
    if found is None:
        return line | {"problem": "In dit scenario past geen enkel programma binnen de grenzen."}
    numbers = {"without": found.without, "short": found.short, "best": found.best,
               "most": found.most}  # fmt: skip
    return line | {name: float(round(number)) for name, number in numbers.items()}
