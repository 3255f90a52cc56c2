"""The classification of aandachtsgroepen: dated data, to be edited, never code.

Groups overlap and are never added: docs/methods/groups.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from wwz_engine.errors import EngineError

STOCK, FLOW = "voorraad", "doorstroom"
CONFIDENCES = ("A", "B", "C", "D")
"""Counted in a register; published estimate; worked out from published figures; believed."""
ASKED = ("stock", "inflow", "stay", "independent", "clustered", "supported")
"""What is asked of every group; the last three are shares that ask for a kind of home."""


class ClassificationError(EngineError):
    """The classification lacks something without which a group cannot be traced."""

    def __init__(self, group: str, problem: str) -> None:
        self.group, self.problem = group, problem
        super().__init__(
            f"De indeling van aandachtsgroepen klopt niet bij ‘{group}’: {problem}. "
            "Verbeter dit in het bestand met de indeling."
        )


@dataclass(frozen=True)
class NamedIn:
    """A law or programme that names a group; ``read`` is false when only believed to."""

    title: str
    dated: date
    read: bool


@dataclass(frozen=True)
class Finding:
    """A figure on a group: a number for an area, or the key of the indicator that measures it."""

    source: str
    year: int
    confidence: str
    area: str = ""
    value: float | None = None
    trait: str = ""


@dataclass(frozen=True)
class Aandachtsgroep:
    """One group. ``found`` holds what has a source; the rest is unknown, see ``searched``."""

    key: str
    label: str
    kind: str
    start: date
    end: date | None
    named_in: tuple[NamedIn, ...]
    searched: str
    found: Mapping[str, Finding]

    def unknown(self) -> tuple[str, ...]:
        """What was asked of the group and has no source."""
        return tuple(what for what in ASKED if what not in self.found)


@dataclass(frozen=True)
class Classification:
    """All groups in one version; ``sha256`` is that of its text."""

    version: date
    groups: tuple[Aandachtsgroep, ...]
    sha256: str

    def on(self, day: date) -> tuple[Aandachtsgroep, ...]:
        """The groups that are in force on a day."""
        return tuple(
            group
            for group in self.groups
            if group.start <= day and (group.end is None or day < group.end)
        )

    def flows(self) -> tuple[Aandachtsgroep, ...]:
        """The groups that people come into and leave again."""
        return tuple(group for group in self.groups if group.kind == FLOW)


@cache
def classification() -> Classification:
    """The classification that comes with the engine."""
    text = resources.files(__package__).joinpath("aandachtsgroepen.yaml").read_text("utf-8")
    return parse(text)


def parse(text: str) -> Classification:
    """Check and read a classification.

    Raises
    ------
    ClassificationError
    """
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ClassificationError("het bestand", "het is geen geldige YAML") from error
    if not isinstance(content, dict) or not isinstance(content.get("version"), date):
        raise ClassificationError("het bestand", "‘version’ (een datum) ontbreekt")
    documents = {
        key: _document(key, entry) for key, entry in (content.get("documents") or {}).items()
    }
    groups = tuple(
        _group(key, entry, documents) for key, entry in (content.get("groups") or {}).items()
    )
    if not groups:
        raise ClassificationError("het bestand", "er staat geen enkele groep in")
    return Classification(content["version"], groups, hashlib.sha256(text.encode()).hexdigest())


def _document(key: str, entry: Any) -> NamedIn:
    entry = _table(key, entry)
    return NamedIn(_text(key, entry, "title"), _day(key, entry, "dated"), bool(entry.get("read")))


def _group(key: str, entry: Any, documents: Mapping[str, NamedIn]) -> Aandachtsgroep:
    entry = _table(key, entry)
    kind = _text(key, entry, "kind")
    if kind not in (STOCK, FLOW):
        raise ClassificationError(key, f"‘kind’ is {STOCK} of {FLOW}, niet {kind}")
    named = entry.get("named_in") or []
    if not named or not set(named) <= set(documents):
        raise ClassificationError(key, "‘named_in’ noemt geen document uit de lijst")
    return Aandachtsgroep(
        key=key,
        label=_text(key, entry, "label"),
        kind=kind,
        start=_day(key, entry, "from"),
        end=_day(key, entry, "until") if "until" in entry else None,
        named_in=tuple(documents[name] for name in named),
        searched=_text(key, entry, "searched"),
        found={what: _finding(key, entry[what]) for what in ASKED if what in entry},
    )


def _finding(key: str, entry: Any) -> Finding:
    entry = _table(key, entry)
    confidence = _text(key, entry, "confidence")
    if confidence not in CONFIDENCES:
        raise ClassificationError(key, f"‘confidence’ is A, B, C of D, niet {confidence}")
    value, trait = entry.get("value"), str(entry.get("trait", ""))
    number = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    if number == bool(trait):
        raise ClassificationError(key, "een cijfer heeft een getal of een kenmerk")
    return Finding(
        source=_text(key, entry, "source"),
        year=int(_text(key, entry, "year")),
        confidence=confidence,
        area=_text(key, entry, "area") if number else "",
        value=float(value) if number else None,
        trait=trait,
    )


def _table(key: str, entry: Any) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise ClassificationError(key, "er staat geen tabel")
    return entry


def _text(key: str, entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        raise ClassificationError(key, f"‘{name}’ ontbreekt")
    return value.strip()


def _day(key: str, entry: dict[str, Any], name: str) -> date:
    value = entry.get(name)
    if not isinstance(value, date):
        raise ClassificationError(key, f"‘{name}’ (een datum) ontbreekt")
    return value
