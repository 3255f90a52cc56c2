"""A scenario: a name, who made it and why, and an ordered list of changes that were checked."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wwz_engine.errors import EngineError
from wwz_engine.scenarios.kinds import (
    CHOICE,
    FIRST_YEAR,
    LAST_YEAR,
    NUMBER,
    YEAR,
    ChangeKind,
    Field,
    Value,
    kinds,
)

VERSION = 1
MOST_CHANGES = 30
MOST_LETTERS = 200
BASE_KEY = "basis"
_AREA = re.compile(r"(WK|BU)\d{6,8}")


class ScenarioError(EngineError):
    """A scenario cannot be read: one sentence for each thing that is wrong."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems))


@dataclass(frozen=True)
class Change:
    """One change of a closed kind, with values that were checked."""

    kind: str
    values: Mapping[str, Value]

    def number(self, key: str) -> float | None:
        value = self.values.get(key)
        return None if value is None else float(value)

    def year(self, key: str) -> int | None:
        value = self.values.get(key)
        return None if value is None else int(value)

    def is_at_rest(self) -> bool:
        """Whether it says no more than what is usual."""
        told = kinds()[self.kind]
        main = [one for one in told.fields if one.usual is not None and one.kind != YEAR]
        extra = [one.key for one in told.fields if one.optional and one.kind == NUMBER]
        changed = any(self.values.get(one.key, one.usual) != one.usual for one in main)
        if self.kind == "migratie":
            changed = self.number("personen_per_jaar") != 0
        return bool(main) and not changed and not any(key in self.values for key in extra)


@dataclass(frozen=True)
class Scenario:
    """A named set of changes; the one without any is the base.

    key : stands in every fact; made from the content unless it is given
    """

    name: str = BASE_KEY
    author: str = ""
    reason: str = ""
    changes: tuple[Change, ...] = ()
    key: str = field(default="")

    def __post_init__(self) -> None:
        if not self.key:
            object.__setattr__(self, "key", self._own_key())

    def _own_key(self) -> str:
        if not self.changes and self.name == BASE_KEY:
            return BASE_KEY
        content = json.dumps([self.name, changes_json(self.changes)], sort_keys=True)
        digest = hashlib.sha256(content.encode()).hexdigest()[:12]
        plain = re.sub(r"[^a-z0-9]+", "-", self.name.casefold()).strip("-")[:27]
        return f"{plain or 'scenario'}-{digest}"

    @property
    def working(self) -> tuple[Change, ...]:
        """The changes that say something else than usual."""
        return tuple(one for one in self.changes if not one.is_at_rest())

    def of(self, kind: str) -> list[Change]:
        return [one for one in self.working if one.kind == kind]

    def touches(self, step: str) -> bool:
        return any(step in kinds()[one.kind].steps for one in self.working)

    def as_json(self) -> dict[str, Any]:
        return {
            "versie": VERSION,
            "naam": self.name,
            "auteur": self.author,
            "reden": self.reason,
            "veranderingen": changes_json(self.changes),
        }


BASE = Scenario()


def changes_json(changes: Sequence[Change]) -> list[dict[str, Value]]:
    """Changes as they stand in a file, the fields in the order of the list."""
    found = []
    for one in changes:
        told: dict[str, Value] = {"soort": one.kind}
        keys = (field.key for field in kinds()[one.kind].fields)
        told |= {key: one.values[key] for key in keys if key in one.values}
        found.append(told)
    return found


def read_changes(given: Any) -> tuple[Change, ...]:
    """Changes from plain values, as in a file or a form.

    Raises
    ------
    ScenarioError
        with a sentence for each thing that is wrong
    """
    if not isinstance(given, list) or len(given) > MOST_CHANGES:
        raise ScenarioError([f"Geef een lijst van hoogstens {MOST_CHANGES} veranderingen."])
    problems: list[str] = []
    found = [_change(number, one, problems) for number, one in enumerate(given, start=1)]
    seen: set[str] = set()
    for one in found:
        if one is not None and one.kind in seen and not kinds()[one.kind].many:
            problems.append(f"‘{kinds()[one.kind].label}’ kan er maar één keer in staan.")
        seen |= {one.kind} if one is not None else set()
    if problems:
        raise ScenarioError(problems)
    return tuple(one for one in found if one is not None)


def _change(number: int, given: Any, problems: list[str]) -> Change | None:
    kind = kinds().get(str(given.get("soort", ""))) if isinstance(given, dict) else None
    if kind is None:
        problems.append(
            f"Verandering {number} is van geen bekende soort. Kies uit: {', '.join(kinds())}."
        )
        return None
    values: dict[str, Value] = {}
    before = len(problems)
    for key in given:
        if key != "soort" and kind.field(str(key)) is None:
            problems.append(
                f"{kind.label}: ‘{key}’ hoort hier niet. Gebruik "
                f"{', '.join(one.key for one in kind.fields)}."
            )
    for told in kind.fields:
        value = _value(kind, told, given.get(told.key), problems)
        if value is not None:
            values[told.key] = value
    problems += _together(kind, values)
    return Change(kind.key, values) if len(problems) == before else None


def _value(kind: ChangeKind, told: Field, given: Any, problems: list[str]) -> Value | None:
    if given is None or given == "":
        if told.required:
            problems.append(f"{kind.label}: ‘{told.key}’ ontbreekt. Vul dit in.")
        return told.usual
    if told.kind == CHOICE:
        return _chosen(kind, told, given, problems)
    if told.kind in (NUMBER, YEAR):
        return _number(kind, told, given, problems)
    text = str(given).strip()
    if told.kind == "area" and not _AREA.fullmatch(text):
        problems.append(
            f"{kind.label}: ‘{text[:40]}’ is geen wijk of buurt. Gebruik de code, zoals BU01933110."
        )
    if len(text) > MOST_LETTERS:
        problems.append(f"{kind.label}: ‘{told.key}’ is te lang. Maak het korter.")
    return text


def _chosen(kind: ChangeKind, told: Field, given: Any, problems: list[str]) -> str | None:
    if str(given) in told.choices:
        return str(given)
    problems.append(
        f"{kind.label}: ‘{str(given)[:40]}’ kan niet bij ‘{told.key}’. Kies uit: "
        f"{', '.join(told.choices)}."
    )
    return None


def _number(kind: ChangeKind, told: Field, given: Any, problems: list[str]) -> Value | None:
    low, high = (FIRST_YEAR, LAST_YEAR) if told.kind == YEAR else (told.low, told.high)
    whole = told.whole or told.kind == YEAR
    number = _read(given)
    if number is None or not low <= number <= high or (whole and number != int(number)):
        what = "een heel getal" if whole else "een getal"
        unit = f" ({told.unit})" if told.unit else ""
        problems.append(
            f"{kind.label}: ‘{told.key}’ is ‘{str(given)[:40]}’. Geef {what} van {_nl(low)} tot en "
            f"met {_nl(high)}{unit}."
        )
        return None
    return int(number) if whole else number


def _read(given: Any) -> float | None:
    if isinstance(given, bool):
        return None
    try:
        number = float(str(given).strip().replace(",", ".").replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _nl(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def _together(kind: ChangeKind, values: Mapping[str, Value]) -> list[str]:
    """What is wrong between two fields."""
    problems = []
    for low, high in (("van_leeftijd", "tot_leeftijd"), ("van_jaar", "tot_jaar")):
        if low in values and high in values and float(values[low]) > float(values[high]):
            problems.append(f"{kind.label}: ‘{low}’ is hoger dan ‘{high}’. Draai ze om.")
    of_share = values.get("kengetal") == "suitable_homes_serving_55plus"
    if of_share and float(values.get("waarde", 0)) > 1:
        problems.append(f"{kind.label}: een deel ligt tussen 0 en 1. Deel procenten door 100.")
    if values.get("actie") == "dicht" and "kenmerk" not in values:
        problems.append(f"{kind.label}: zeg met ‘kenmerk’ welke voorziening dichtgaat.")
    if values.get("actie") == "open" and not {"x", "y"} <= values.keys():
        problems.append(f"{kind.label}: zeg met ‘x’ en ‘y’ waar de voorziening komt.")
    return problems
