"""What no open source gives, and where was looked: unknown is a finding too."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from wwz_engine.aandachtsgroepen import classification
from wwz_engine.sources.tidy import Source


@dataclass(frozen=True)
class Unknown:
    """A figure that was looked for in vain."""

    key: str
    label: str
    searched: str


@dataclass(frozen=True)
class Register:
    """All of them, with the register itself as the source of the finding."""

    groups: tuple[Unknown, ...]
    homes: tuple[Unknown, ...]
    source: Source


@cache
def register() -> Register:
    """What comes with the engine: its own list, and the groups of which no share is measured."""
    text = resources.files(__package__).joinpath("unknowns.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    source = Source(
        key="unknowns",
        publisher="Platform WWZ",
        table="register van ontbrekende bronnen",
        title="Waar naar een open bron is gezocht",
        as_of=content["searched_on"],
        licence="EUPL-1.2",
        sha256=hashlib.sha256((classification().sha256 + text).encode()).hexdigest(),
    )
    groups, homes = (
        tuple(Unknown(key, entry["label"], entry["searched"]) for key, entry in part.items())
        for part in (content["groups"], content["homes"])
    )
    listed = tuple(
        Unknown(group.key, group.label, group.searched)
        for group in classification().groups
        if not any(finding.trait for finding in group.found.values())
    )
    return Register((*listed, *groups), homes, source)
