"""What later steps of the chain add to the pages of this one.

A step may look back along the chain and never ahead, so these pages cannot ask uitvoering what a
party says. Uitvoering tells it here, once, from the ``ready()`` of its app:

    register_stated(stated_of)       # what parties say, for many promises at once
    register_section(initiatives)    # a part of the page of one promise
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from wwz.akkoord.models import Afspraak
from wwz.partners.actor import Actor


@dataclass(frozen=True)
class Said:
    """What the leading party says: a light, by whom and when as ``note``, and its sentence."""

    light: str = "niets_gehoord"
    note: str = ""
    text: str = ""
    address: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the page of a promise: a template, and what it needs."""

    template: str
    context: Mapping[str, object] = field(default_factory=dict)


SaidOf = Callable[[Sequence[Afspraak], Actor], Mapping[UUID, Said]]
SectionOf = Callable[[Afspraak, Actor], Section | None]

NOTHING_HEARD = Said()
_stated: list[SaidOf] = []
_sections: list[SectionOf] = []


def register_stated(provider: SaidOf) -> None:
    """Who knows what parties say; the last one registered is asked."""
    _stated[:] = [provider]


def register_section(build: SectionOf) -> None:
    """A part below a promise, in the order of registering; none when it gives none."""
    if build not in _sections:
        _sections.append(build)


def said_of(afspraken: Sequence[Afspraak], actor: Actor) -> dict[UUID, Said]:
    """What the leading party says about each; nothing heard where nobody knows."""
    known: dict[UUID, Said] = {}
    for provider in _stated:
        known |= provider(afspraken, actor)
    return {afspraak.pk: known.get(afspraak.pk, NOTHING_HEARD) for afspraak in afspraken}


def sections_of(afspraak: Afspraak, actor: Actor) -> list[Section]:
    found = (build(afspraak, actor) for build in _sections)
    return [section for section in found if section is not None]
