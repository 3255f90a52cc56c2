"""What counts as which woonvorm: definitions as dated data, in plain Dutch.

The rule of a definition is a tree of facts of a row of homes; ``supply.judging`` applies it.
See docs/methods/supply.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from wwz_engine.errors import EngineError
from wwz_engine.parameters import BASES, SAFE_LOADER

WOONVORMEN = ("zorggeschikt", "geclusterd", "nultreden")
"""From the form that can serve all others down to the one that serves only itself."""
IN_FORCE = {"zorggeschikt": "programma_2022", "geclusterd": "cbs_2025", "nultreden": "woon"}
"""The definition with which shortages are worked out, per woonvorm."""


class DefinitionError(EngineError):
    """A definition that cannot be read, or that asks for a fact that no row has."""

    def __init__(self, key: str, problem: str) -> None:
        self.key, self.problem = key, problem
        super().__init__(
            f"De omschrijving ‘{key}’ kan niet worden gebruikt: {problem}. Vul dit aan in "
            "woonvormen.yaml."
        )


@dataclass(frozen=True)
class Definition:
    """What one publisher calls one woonvorm, from a date on.

    rule : a tree of facts, see ``supply.judging.answers``
    """

    key: str
    woonvorm: str
    label: str
    text: str
    start: date
    source: str
    basis: str
    rule: Any


_PUT_IN_PLACE: ContextVar[tuple[Definition, ...] | None] = ContextVar("definitions", default=None)


def definitions() -> tuple[Definition, ...]:
    """All definitions of all dates: our own, or those put in their place."""
    return _PUT_IN_PLACE.get() or _of_file()


@contextmanager
def defined_as(others: Sequence[Definition]) -> Iterator[None]:
    """While this lasts these definitions stand in for our own: to count another way."""
    before = _PUT_IN_PLACE.set(tuple(others))
    try:
        yield
    finally:
        _PUT_IN_PLACE.reset(before)


def definitions_on(day: date) -> dict[str, Definition]:
    """Per key the definition in force on a day; the oldest where none was yet."""
    found: dict[str, Definition] = {}
    for one in sorted(definitions(), key=lambda one: one.start):
        if one.key not in found or one.start <= day:
            found[one.key] = one
    return found


@cache
def _of_file() -> tuple[Definition, ...]:
    file = resources.files(__package__).joinpath("woonvormen.yaml")
    return parse(file.read_text(encoding="utf-8"))


def parse(text: str) -> tuple[Definition, ...]:
    """Read definitions; whether their rules can be applied is judged with the rows.

    Raises
    ------
    DefinitionError
    """
    content = yaml.load(text, Loader=SAFE_LOADER)  # noqa: S506 - one of both safe ones
    found = []
    for entry in content["definitions"]:
        key = str(entry.get("key", ""))
        lacking = [name for name in ("woonvorm", "label", "text", "source") if not entry.get(name)]
        if lacking or entry.get("rule") is None:
            raise DefinitionError(key, f"‘{(*lacking, 'rule')[0]}’ ontbreekt")
        if not isinstance(entry.get("from"), date) or entry.get("basis") not in BASES:
            raise DefinitionError(key, "‘from’ (een datum) of ‘basis’ ontbreekt")
        one = Definition(
            key, entry["woonvorm"], entry["label"], entry["text"].strip(), entry["from"],
            entry["source"].strip(), entry["basis"], entry["rule"],
        )  # fmt: skip
        found.append(one)
    return tuple(found)
