"""Leefgebieden and the kinds of facilities under them: closed lists, as data in kinds.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from wwz_engine.errors import EngineError
from wwz_engine.parameters import SAFE_LOADER

ANY = "yes"
"""As the value of a tag in a rule: any value but ``no``."""


class KindError(EngineError):
    """The list of kinds cannot be read, or somebody asks for a kind that is not in it."""


@dataclass(frozen=True)
class TagRule:
    """Tags that an object must all have; per tag the values that will do."""

    tags: tuple[tuple[str, tuple[str, ...]], ...]

    def fits(self, tags: Mapping[str, str]) -> bool:
        return all(
            (tags.get(name, "no") != "no") if values == (ANY,) else tags.get(name) in values
            for name, values in self.tags
        )


@dataclass(frozen=True)
class Kind:
    """A kind of facility: under which leefgebied, and how OpenStreetMap tells of it."""

    key: str
    label: str
    leefgebied: str
    basic: bool
    rules: tuple[TagRule, ...]

    def fits(self, tags: Mapping[str, str]) -> bool:
        """Whether an object with these tags is of this kind.

        Examples
        --------
        >>> kinds()["supermarkt"].fits({"shop": "supermarket", "name": "De Hoek"})
        True
        """
        return any(rule.fits(tags) for rule in self.rules)


@cache
def leefgebieden() -> dict[str, str]:
    """Labels of the leefgebieden by key, in their fixed order."""
    return {entry["key"]: entry["label"] for entry in _content()}


@cache
def kinds() -> dict[str, Kind]:
    """All kinds of facilities by key."""
    found: dict[str, Kind] = {}
    for area in _content():
        for entry in area["kinds"]:
            if entry["key"] in found:
                raise KindError(f"De soort ‘{entry['key']}’ staat twee keer in kinds.yaml.")
            found[entry["key"]] = _kind(area["key"], entry)
    return found


@cache
def basics() -> tuple[str, ...]:
    """Keys of the kinds that everybody of 75 and older needs within reach."""
    return tuple(kind.key for kind in kinds().values() if kind.basic)


def kind_named(text: str) -> Kind:
    """The kind with this key or label.

    Raises
    ------
    KindError
    """
    wanted = text.strip().casefold()
    for kind in kinds().values():
        if wanted in (kind.key, kind.label.casefold()):
            return kind
    raise KindError(
        f"De soort voorziening ‘{text}’ kennen we niet. Kies uit: "
        f"{', '.join(kind.label for kind in kinds().values())}."
    )


def _content() -> list[dict[str, Any]]:
    file = resources.files(__package__).joinpath("kinds.yaml")
    content = yaml.load(file.read_text(encoding="utf-8"), Loader=SAFE_LOADER)  # noqa: S506 - one of both safe ones
    entries: list[dict[str, Any]] = content["leefgebieden"]
    return entries


def _kind(leefgebied: str, entry: Mapping[str, Any]) -> Kind:
    rules = tuple(
        TagRule(tuple((name, _values(value)) for name, value in tags.items()))
        for tags in entry["osm"]
    )
    return Kind(entry["key"], entry["label"], leefgebied, bool(entry.get("basic")), rules)


def _values(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
