"""The classification as it stands on a day: what came with the engine, and what is own.

Loads nothing that makes tables, so that a page may ask it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wwz_engine.aandachtsgroepen import ASKED, STOCK, Aandachtsgroep, Classification
from wwz_engine.care_indicators import stock_key
from wwz_engine.groups.own import OwnGroup

OWN_VALUE, DEFAULT, NOT_KNOWN = "eigen", "standaard", "onbekend"


@dataclass(frozen=True)
class Value:
    """One answer to what is asked of a group.

    origin : ``OWN_VALUE``, ``DEFAULT`` or ``NOT_KNOWN``
    number : None when it is not known, or measured per area by ``trait``
    """

    origin: str
    number: float | None = None
    trait: str = ""
    area: str = ""
    source: str = ""
    year: int | None = None
    confidence: str = ""


@dataclass(frozen=True)
class InForce:
    """One group on a day; ``own`` is the row that holds, ``ended`` since when it is no group."""

    group: Aandachtsgroep
    values: Mapping[str, Value]
    own: OwnGroup | None = None
    ended: date | None = None

    @property
    def stock_key(self) -> str:
        """The indicator that counts the group."""
        return stock_key(self.group)


def in_force(known: Classification, rows: Iterable[OwnGroup], day: date) -> tuple[InForce, ...]:
    """Every group on a day, those that were ended too: first the known ones, then the own.

    Of the rows of one group the newest that has begun holds, whole. Of rows that begin on
    one day the last holds.

    Parameters
    ----------
    rows : of one gemeente, what was changed last comes last
    """
    holding: dict[str, OwnGroup] = {}
    first: dict[str, date] = {}
    for row in sorted(rows, key=lambda one: one.since):
        if row.since <= day:
            holding[row.key] = row
            first.setdefault(row.key, row.since)
    groups = [*known.on(day)]
    listed = {group.key for group in groups}
    own = [row for key, row in sorted(holding.items()) if row.name and key not in listed]
    groups += [
        Aandachtsgroep(row.key, row.name, STOCK, first[row.key], None, (), row.meaning, {})
        for row in own
    ]
    return tuple(_one(group, holding.get(group.key), day) for group in groups)


def _one(group: Aandachtsgroep, own: OwnGroup | None, day: date) -> InForce:
    ended = own.until if own is not None and own.until is not None and own.until <= day else None
    return InForce(group, {what: _value(group, own, what) for what in ASKED}, own, ended)


def _value(group: Aandachtsgroep, own: OwnGroup | None, what: str) -> Value:
    number = own.numbers().get(what) if own is not None else None
    if own is not None and number is not None:
        return Value(OWN_VALUE, number, "", own.area, own.source, own.year, own.confidence)
    found = group.found.get(what)
    if found is None:
        return Value(NOT_KNOWN)
    return Value(
        DEFAULT, found.value, found.trait, found.area, found.source, found.year, found.confidence
    )
