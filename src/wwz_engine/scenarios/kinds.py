"""The closed list of changes, as data in kinds.yaml: fields, units, limits, what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

from wwz_engine.indicators import AGES, all_indicators, definitions
from wwz_engine.parameters import SAFE_LOADER
from wwz_engine.reach.kinds import kinds as facility_kinds

NUMBER, YEAR, CHOICE, AREA, TEXT = "number", "year", "choice", "area", "text"
FIRST_YEAR, LAST_YEAR = 2015, 2050
Value = float | int | str


@dataclass(frozen=True)
class Field:
    """What has to be told of a change.

    usual : what changes nothing; None where there is no such value
    optional : may be left out
    """

    key: str
    label: str
    kind: str = NUMBER
    unit: str = ""
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0
    usual: Value | None = None
    optional: bool = False
    whole: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def required(self) -> bool:
        return not self.optional and self.usual is None


@dataclass(frozen=True)
class ChangeKind:
    """A kind of change: its fields, and which steps of a study it touches."""

    key: str
    label: str
    meaning: str
    fields: tuple[Field, ...]
    many: bool
    steps: tuple[str, ...]

    def field(self, key: str) -> Field | None:
        return next((one for one in self.fields if one.key == key), None)


@cache
def kinds() -> Mapping[str, ChangeKind]:
    """Every kind of change by its key, in the order of the file."""
    text = resources.files(__name__.rpartition(".")[0]).joinpath("kinds.yaml").read_text("utf-8")
    content: dict[str, Any] = yaml.load(text, Loader=SAFE_LOADER)  # noqa: S506 - one of the safe ones
    return {
        key: ChangeKind(
            key=key,
            label=one["label"],
            meaning=one["meaning"],
            fields=tuple(_field(name, told) for name, told in one["fields"].items()),
            many=one.get("many", False),
            steps=tuple(one["steps"]),
        )
        for key, one in content.items()
    }


def _field(key: str, told: dict[str, Any]) -> Field:
    kind = told.get("kind", NUMBER)
    if kind == "trait":
        return Field(key, **{**told, "kind": CHOICE, "choices": _traits()})
    if kind == "facility":
        names = {one.key: one.label for one in facility_kinds().values()}
        return Field(key, **{**told, "kind": CHOICE, "choices": names})
    return Field(key, **told)


def _traits() -> dict[str, str]:
    """Traits at an age by the key of their number of people."""
    known = all_indicators()
    keys = [f"{trait.slug}_{age}" for age in AGES for trait in definitions().traits]
    return {key: known[key].label for key in keys}
