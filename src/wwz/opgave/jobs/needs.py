"""What is short in a published study, kept in a file so that a swap need not wait for it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings

from wwz.errors import RuleBrokenError
from wwz.opgave.jobs.live import Kept
from wwz.opgave.jobs.studies import kept_inputs
from wwz.opgave.models import StudyRecipe

if TYPE_CHECKING:
    from pathlib import Path

    from wwz_engine.proposals.shortages import Shortages
    from wwz_engine.scenarios.scenario import Scenario

FOLDER = "tekorten"
NEEDS = Kept(4)


class NotKeptAnyMoreError(RuleBrokenError):
    def __init__(self) -> None:
        super().__init__(
            "Van deze analyse zijn de tabellen niet bewaard. Laat eerst een nieuwe analyse draaien."
        )


def needs_of_study(study: UUID, draws: int) -> Shortages:
    """In a few draws that stand for all: from memory, from the file, or worked out again.

    Raises
    ------
    NotKeptAnyMoreError
    """
    return NEEDS.get((study, draws), lambda: kept_or_worked(study, draws))


def needs_in_scenario(study: UUID, draws: int, scenario: Scenario) -> Shortages:
    """The same when a scenario comes true. What it changes never changes, so its file stays true.

    Raises
    ------
    NotKeptAnyMoreError
    """
    return kept_or_worked(study, draws, scenario)


def kept_or_worked(study: UUID, draws: int, scenario: Scenario | None = None) -> Shortages:
    recipe = StudyRecipe.objects.filter(study=study).first()
    if recipe is None:
        raise NotKeptAnyMoreError
    name = f"{study}-{draws}" if scenario is None else f"{study}-{draws}-{scenario.key}"
    path = settings.VAR / FOLDER / f"{name}.npz"
    if not path.exists():
        keep(path, worked(recipe.content, draws, scenario))
    return read(path)


def worked(content: dict[str, Any], draws: int, scenario: Scenario | None = None) -> Shortages:
    """The same study, on the tables that it rests on, as far as homes."""
    from wwz_engine.explain import Recipe, recall
    from wwz_engine.study import needs_of

    recipe = Recipe.of_json(content)
    tables = recall(recipe, kept_inputs(), {}).tables
    request = recipe.request
    if scenario is not None:
        request = replace(request, scenario=scenario)
    return needs_of(request, tables, draws)


def keep(path: Path, needs: Shortages) -> None:
    """Write whole or not at all: another worker may read meanwhile."""
    import numpy as np

    told = {
        "areas": [asdict(one) for one in needs.areas],
        "within": dict(needs.within),
        "unknown": needs.unknown,
        "sources": [asdict(one) | {"as_of": one.as_of.isoformat()} for one in needs.sources],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.stem}.{os.getpid()}.part.npz")
    np.savez(
        part,
        years=np.array(needs.years),
        short=needs.short,
        weights=needs.weights,
        told=np.array(json.dumps(told)),
    )
    part.replace(path)


def read(path: Path) -> Shortages:
    import numpy as np

    from wwz_engine.facts import AreaRef
    from wwz_engine.proposals.shortages import Shortages
    from wwz_engine.sources.tidy import Source

    with np.load(path, allow_pickle=False) as found:
        told = json.loads(str(found["told"]))
        areas = (one | {"members": tuple(one["members"])} for one in told["areas"])
        dated = (one | {"as_of": date.fromisoformat(one["as_of"])} for one in told["sources"])
        return Shortages(
            areas=tuple(AreaRef(**one) for one in areas),
            years=tuple(int(year) for year in found["years"]),
            short=found["short"],
            weights=found["weights"],
            within=told["within"],
            unknown=tuple(told["unknown"]),
            sources=tuple(Source(**one) for one in dated),
        )
