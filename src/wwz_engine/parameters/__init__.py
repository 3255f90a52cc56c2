"""Every number the engine assumes: dated, labelled, with unit and source.

One concept per YAML file beside this module. A file without label, unit, date or
source does not load, so that no figure can rest on a number nobody can trace.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from wwz_engine.errors import EngineError

# The one written in C is ten times as fast; not every build of the library has it.
SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

BASES = ("gepubliceerd", "berekend", "oordeel")
"""What a value rests on: published, computed from published figures, or judgement."""


class ParameterIncompleteError(EngineError):
    """A parameter file lacks something without which a figure cannot be traced."""

    def __init__(self, name: str, problem: str) -> None:
        self.name, self.problem = name, problem
        super().__init__(
            f"Parameter ‘{name}’ kan niet worden gelezen: {problem}. "
            f"Vul dit aan in parameters/{name}.yaml."
        )


class ParameterUnknownError(EngineError):
    """There is no parameter file of this name, or no value for this date."""


@dataclass(frozen=True)
class DatedValue:
    """A value of a parameter, in force from a date."""

    start: date
    value: float | dict[str, float]
    source: str
    published: str
    basis: str

    def published_on(self) -> date:
        """The day its source was published; 1 January where only the year is known."""
        return date.fromisoformat(f"{self.published}-01-01"[:10])


@dataclass(frozen=True)
class Parameter:
    """One assumption of the engine; ``sha256`` is that of its file."""

    name: str
    label: str
    unit: str
    description: str
    values: tuple[DatedValue, ...]
    sha256: str

    def at(self, day: date) -> DatedValue:
        """The value in force on this day.

        Raises
        ------
        ParameterUnknownError
        """
        fitting = [value for value in self.values if value.start <= day]
        if not fitting:
            raise ParameterUnknownError(
                f"Parameter ‘{self.name}’ heeft geen waarde voor {day.isoformat()}. "
                f"De eerste geldt vanaf {self.values[0].start.isoformat()}."
            )
        return fitting[-1]

    def number(self, day: date) -> float:
        """The value on this day as one number."""
        value = self.at(day).value
        if isinstance(value, dict):
            raise ParameterIncompleteError(self.name, "er staat een tabel waar één getal hoort")
        return value

    def table(self, day: date) -> dict[str, float]:
        """The value on this day as a table of numbers by key."""
        value = self.at(day).value
        if not isinstance(value, dict):
            raise ParameterIncompleteError(self.name, "er staat één getal waar een tabel hoort")
        return value


_IN_PLACE: ContextVar[Mapping[str, Parameter]] = ContextVar("parameters in place")


@contextmanager
def in_place(others: Mapping[str, Parameter]) -> Iterator[None]:
    """While this lasts these parameters stand in for the files: to run an older study again."""
    before = _IN_PLACE.set(others)
    try:
        yield
    finally:
        _IN_PLACE.reset(before)


@contextmanager
def beside(others: Mapping[str, Parameter]) -> Iterator[None]:
    """The same for a few parameters; those that already stand in for files go on doing so."""
    with in_place({**_IN_PLACE.get({}), **others}):
        yield


def load(name: str) -> Parameter:
    """One parameter: from the files that come with the engine, or what is put in its place.

    Raises
    ------
    ParameterUnknownError, ParameterIncompleteError
    """
    return _IN_PLACE.get({}).get(name) or _of_file(name)


@cache
def _of_file(name: str) -> Parameter:
    file = resources.files(__name__).joinpath(f"{name}.yaml")
    if not file.is_file():
        raise ParameterUnknownError(
            f"Er is geen parameter ‘{name}’. Bekende: {', '.join(names())}."
        )
    return parse(name, file.read_text(encoding="utf-8"))


def names() -> list[str]:
    """Names of all parameters, in alphabetical order."""
    files = resources.files(__name__).iterdir()
    return sorted(file.name[: -len(".yaml")] for file in files if file.name.endswith(".yaml"))


def parse(name: str, text: str) -> Parameter:
    """Check and read the text of one parameter file.

    Raises
    ------
    ParameterIncompleteError
    """
    try:
        content = yaml.load(text, Loader=SAFE_LOADER)  # noqa: S506 - one of both safe ones
    except yaml.YAMLError as error:
        raise ParameterIncompleteError(name, "het is geen geldige YAML") from error
    if not isinstance(content, dict):
        raise ParameterIncompleteError(name, "het bestand is leeg of geen tabel")
    heading = {key: _text(name, content, key) for key in ("label", "unit", "description")}
    rows = content.get("values")
    if not isinstance(rows, list) or not rows:
        raise ParameterIncompleteError(name, "‘values’ ontbreekt")
    values = tuple(sorted((_dated(name, row) for row in rows), key=lambda value: value.start))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Parameter(name=name, values=values, sha256=sha256, **heading)


def _dated(name: str, row: Any) -> DatedValue:
    if not isinstance(row, dict):
        raise ParameterIncompleteError(name, "een regel onder ‘values’ is geen tabel")
    start = row.get("from")
    if not isinstance(start, date):
        raise ParameterIncompleteError(name, "‘from’ (een datum) ontbreekt")
    basis = _text(name, row, "basis")
    if basis not in BASES:
        raise ParameterIncompleteError(name, f"‘basis’ moet een van {', '.join(BASES)} zijn")
    value = DatedValue(
        start=start,
        value=_value(name, row.get("value")),
        source=_text(name, row, "source"),
        published=_text(name, row, "published"),
        basis=basis,
    )
    try:
        value.published_on()
    except ValueError as error:
        raise ParameterIncompleteError(name, "‘published’ is geen jaar of datum") from error
    return value


def _value(name: str, value: Any) -> float | dict[str, float]:
    if isinstance(value, dict) and value:
        return {str(key): _number(name, item) for key, item in value.items()}
    return _number(name, value)


def _number(name: str, value: Any) -> float:
    # YAML reads "yes" as True, and True is an int in Python.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ParameterIncompleteError(name, "‘value’ ontbreekt of is geen getal")
    return float(value)


def _text(name: str, content: dict[str, Any], key: str) -> str:
    value = content.get(key)
    if isinstance(value, int | date):
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        raise ParameterIncompleteError(name, f"‘{key}’ ontbreekt")
    return value.strip()
