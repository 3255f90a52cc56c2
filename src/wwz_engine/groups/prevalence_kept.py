"""The models that come with the engine: learned once on all gemeenten, kept as data.

``wwz prevalence --write`` makes the file anew: docs/methods/prevalence.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.errors import EngineError
from wwz_engine.groups.prevalence import FORMS, Model, Scale
from wwz_engine.sources.tidy import Source

VERSION = 1
FILE = Path(__file__).with_name("prevalence.json")
MODEL_KEY = "prevalence"
BY_MODEL = "geschat met een model"
_DIGITS = 6


class PrevalenceModelError(EngineError):
    """A file of learned models that cannot be read."""


@dataclass(frozen=True)
class Kept:
    """Models by set of covariates, and the file they stand in as the source of a figure."""

    models: dict[str, Model]
    source: Source


def as_text(models: Mapping[str, Model], sources: tuple[Source, ...]) -> str:
    """The JSON of models: one feature a line, so that two editions can be compared."""
    parts = [_text(key, model) for key, model in models.items()]
    learned_on = [
        {"publisher": one.publisher, "table": one.table, "as_of": one.as_of.isoformat(),
         "sha256": one.sha256}
        for one in sources
    ]  # fmt: skip
    head = json.dumps({"version": VERSION, "learned_on": learned_on}, ensure_ascii=False, indent=1)
    return f'{head[:-2]},\n "models": {{\n' + ",\n".join(parts) + "\n }\n}\n"


def _text(key: str, model: Model) -> str:
    plain: dict[str, Any] = {
        "covariates": list(model.covariates),
        "traits": list(model.traits),
        "form": model.form,
        "ridge": model.ridge,
        "reach": model.scale.reach,
        "centre": _short(model.scale.centre),
        "spread": _short(model.scale.spread),
        "lowest": _short(model.lowest),
        "highest": _short(model.highest),
    }
    lines = [f'  "{name}": {json.dumps(value)}' for name, value in plain.items()]
    rows = ",\n".join(f"   {json.dumps(_short(row))}" for row in model.weights)
    return f' "{key}": {{\n' + ",\n".join(lines) + f',\n  "weights": [\n{rows}\n  ]\n }}'


def _short(values: Floats) -> list[float]:
    return [float(f"{value:.{_DIGITS}g}") for value in values]


def from_text(text: str) -> dict[str, Model]:
    """Read models back.

    Raises
    ------
    PrevalenceModelError
    """
    try:
        content = json.loads(text)
        if content["version"] != VERSION:
            raise PrevalenceModelError("Dit model heeft een andere vorm. Maak het opnieuw.")
        return {key: _model(one) for key, one in content["models"].items()}
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise PrevalenceModelError(
            "Dit model is niet te lezen. Maak het opnieuw met ‘wwz prevalence --write’."
        ) from error


def _model(plain: Mapping[str, Any]) -> Model:
    if plain["form"] not in FORMS:
        raise PrevalenceModelError(f"De vorm ‘{plain['form']}’ bestaat niet. Maak het opnieuw.")
    centre, spread, lowest, highest, weights = (
        np.array(plain[name], dtype=np.float64)
        for name in ("centre", "spread", "lowest", "highest", "weights")
    )
    return Model(
        covariates=tuple(plain["covariates"]),
        traits=tuple(plain["traits"]),
        form=plain["form"],
        ridge=float(plain["ridge"]),
        scale=Scale(centre, spread, float(plain["reach"])),
        weights=weights,
        lowest=lowest,
        highest=highest,
    )


@cache
def kept_models() -> Kept:
    """What comes with the engine.

    Raises
    ------
    PrevalenceModelError
    """
    text = resources.files(__package__).joinpath(FILE.name).read_text(encoding="utf-8")
    learned_on = json.loads(text)["learned_on"]
    source = Source(
        key=MODEL_KEY,
        publisher="Platform WWZ",
        table=BY_MODEL,
        title="Aandelen geschat uit kenmerken van het gebied",
        as_of=max(date.fromisoformat(one["as_of"]) for one in learned_on),
        licence="EUPL-1.2",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        modelled=True,
    )
    return Kept(from_text(text), source)
