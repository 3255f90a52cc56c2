"""One row of a list of promises: who leads, by when, what is said, what is measured, and flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wwz.addresses import address_of
from wwz.akkoord.later_steps import Said, said_of
from wwz.akkoord.measured import Measured, funding_gap, measured_of
from wwz.akkoord.models import Afspraak, AfspraakState
from wwz.akkoord.presentation.words import short_day
from wwz.akkoord.queries.ledger import Facts
from wwz.partners.actor import Actor

GOOD = ("gerealiseerd", "op_koers")
WORSE = ("aandacht", "loopt_achter")


@dataclass(frozen=True)
class Flag:
    icon: str
    words: str


@dataclass(frozen=True)
class Line:
    """``kinds`` names what the filter on stand can find: afwijkend, stil, geld, voorbehoud."""

    afspraak: Afspraak
    number: int
    title: str
    address: str
    lead: str
    due: str
    said: Said
    measured: Measured
    flags: Sequence[Flag]
    kinds: frozenset[str]


def differs(said: str, measured: str) -> bool:
    """Whether the party says that it goes well and the figures say that it does not.

    A party that asks for attention itself is not contradicted; who is silent says nothing.
    """
    return said in GOOD and measured in WORSE


def lines_of(
    afspraken: Sequence[Afspraak],
    actor: Actor,
    today: date,
    facts: Mapping[UUID, Facts],
) -> list[Line]:
    """Rows for a page; ``facts`` is what the query found out about each of them."""
    measured = measured_of(afspraken, today)
    said = said_of(afspraken, actor)
    return [
        line_of(afspraak, said[afspraak.pk], measured[afspraak.pk], facts[afspraak.pk])
        for afspraak in afspraken
    ]


def line_of(afspraak: Afspraak, said: Said, measured: Measured, facts: Facts) -> Line:
    found: dict[str, Flag] = {}
    if facts.reserved_until is not None:
        words = f"Voorbehoud tot {short_day(facts.reserved_until)}"
        found["voorbehoud"] = Flag("warning", words)
    if differs(said.light, measured.light):
        found["afwijkend"] = Flag("flag", "Cijfers wijken af")
    if funding_gap(afspraak) is not None:
        found["geld"] = Flag("money", "Geld stopt eerder")
    if facts.unconfirmed and afspraak.state == AfspraakState.CONCEPT:
        found["toezegging"] = Flag("warning", "Nog niet toegezegd")
    kinds = set(found) | ({"stil"} if said.light == "niets_gehoord" else set())
    return Line(
        afspraak=afspraak,
        number=afspraak.number,
        title=afspraak.title,
        address=address_of("akkoord:afspraak", afspraak.pk),
        lead=facts.lead or "nog niemand",
        due=short_day(afspraak.due_on),
        said=said,
        measured=measured,
        flags=tuple(found.values()),
        kinds=frozenset(kinds),
    )


def on_course(line: Line) -> bool:
    """What the party says counts, as on the monitor: silence is never consent."""
    return line.said.light == "op_koers"
