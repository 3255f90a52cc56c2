"""Own rows of the classification as a table of a study, and the groups that the study knows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property

import polars as pl

from wwz_engine.aandachtsgroepen import classification
from wwz_engine.axes import Floats
from wwz_engine.care_indicators import flow_indicators, own_group
from wwz_engine.facts import IndicatorDef
from wwz_engine.groups.in_force import InForce, in_force
from wwz_engine.groups.own import KEY, OWN, OwnGroup
from wwz_engine.sources.cells import OWN_LICENCE
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.errors import UnknownDatasetError
from wwz_engine.sources.tidy import Source, Table, conform

TABLE = "indeling van groepen"
_TYPES: Mapping[str, type[pl.DataType]] = {
    "area_year": pl.Int64, "since": pl.Date, "until": pl.Date, "stock": pl.Float64,
    "inflow": pl.Float64, "stay": pl.Float64, "independent": pl.Float64, "clustered": pl.Float64,
    "supported": pl.Float64, "year": pl.Int64,
}  # fmt: skip
_SCHEMA = {field.name: _TYPES.get(field.name, pl.String) for field in fields(OwnGroup)}


def own_groups_table(
    rows: Sequence[OwnGroup], publisher: str, day: date, *, fictional: bool = False
) -> Table:
    """The rows that hold on a day: one tidy row and one row of ``extra`` for each.

    Parameters
    ----------
    rows : what was changed last comes last; none may hold
    publisher : the partnership that gives them
    day : the day of the study
    fictional : whether they were invented for a demonstration
    """
    holding = []
    for area in sorted({row.area for row in rows}):
        groups = in_force(classification(), [row for row in rows if row.area == area], day)
        holding += [_told(group.own, group.ended) for group in groups if group.own is not None]
    plain = [[str(value) for value in vars(row).values()] for row in holding]
    source = Source(
        key=KEY,
        publisher=publisher,
        table=TABLE,
        title="Eigen indeling van aandachtsgroepen",
        as_of=max((row.since for row in holding), default=day),
        licence=OWN_LICENCE,
        sha256=_digest(plain),
        fictional=fictional,
    )
    tidy = pl.DataFrame(
        [
            {
                "area": row.area,
                "area_year": row.area_year,
                "level": "gemeente",
                "area_name": None,
                "period": row.year or row.since.year,
                "measure": row.key,
                "sex": "totaal",
                "age": "totaal",
                "value": row.stock,
                "missing": "bestaat niet" if row.stock is None else None,
                "unit": "personen",
            }
            for row in holding
        ]
    )
    extra = pl.DataFrame([vars(row) for row in holding], schema=_SCHEMA)
    return Table(source, conform(tidy), extra)


def _told(row: OwnGroup, ended: date | None) -> OwnGroup:
    """An end that lies ahead says nothing yet."""
    return replace(row, until=ended)


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class OwnNumber:
    """A number of a partnership's own on a group, with the year it is of and its source."""

    group: str
    label: str
    number: float
    year: int
    source: Source


@dataclass(frozen=True)
class Kept:
    """The groups of a study; without own rows those that came with the engine.

    table : where own rows come from; None when there are none
    """

    groups: tuple[InForce, ...]
    table: Source | None = None

    @cached_property
    def standing(self) -> tuple[InForce, ...]:
        """The groups that were not ended."""
        return tuple(group for group in self.groups if group.ended is None)

    @property
    def ended(self) -> frozenset[str]:
        return frozenset(group.group.key for group in self.groups if group.ended is not None)

    @property
    def own(self) -> tuple[InForce, ...]:
        """The groups that only the partnership has."""
        return tuple(g for g in self.standing if g.own is not None and g.own.group == OWN)

    def numbers(self, group: InForce) -> dict[str, OwnNumber]:
        """Own numbers of a group, by what is asked of it."""
        row = group.own
        if row is None or row.year is None or self.table is None:
            return {}
        label = group.group.label
        source = _source_of(row, label, self.table)
        return {
            what: OwnNumber(group.group.key, label, number, row.year, source)
            for what, number in row.numbers().items()
        }

    def stock_of(self, indicator: str) -> OwnNumber | None:
        """The own stock of the group that an indicator of people measures."""
        found = [self.numbers(g).get("stock") for g in self.standing if g.stock_key == indicator]
        return next((one for one in found if one is not None), None)

    def indicators(self) -> list[IndicatorDef]:
        """Definitions of the figures on groups that only the partnership has."""
        found = []
        for one in self.own:
            key, label = one.group.key, one.group.label
            by = self.table.publisher if self.table is not None else ""
            found.append(own_group(key, label, one.group.searched, by))
            found += flow_indicators(key, label, key)
        return found

    def notes(self) -> list[str]:
        """Which groups no longer count, in Dutch sentences."""
        return [
            f"‘{group.group.label}’ telt sinds {group.ended:%d-%m-%Y} niet mee als groep. Zo staat "
            "het in de indeling van het samenwerkingsverband."
            for group in self.groups
            if group.ended is not None
        ]


def _source_of(row: OwnGroup, label: str, table: Source) -> Source:
    """A row as the source of its figures: who counted, over which year, and how sure it is."""
    return replace(
        table,
        title=f"{label}: {row.source} ({row.year}, zekerheid {row.confidence})",
        as_of=date(row.year or row.since.year, 1, 1),
        sha256=_digest([str(value) for value in vars(row).values()]),
    )


def kept_groups(tables: Tables, gemeente: str) -> Kept:
    """The groups of a study of a gemeente, with what a partnership keeps of them."""
    try:
        there = tables.has(KEY, gemeente)
    except UnknownDatasetError:
        # No publisher has them: a catalogue by itself does not know the word.
        there = False
    known = classification()
    if not there:
        return Kept(in_force(known, (), known.version))
    table = tables.load(KEY, gemeente)
    rows = [OwnGroup(**row) for row in table.extra.select(list(_SCHEMA)).to_dicts()]
    # The table holds what is in force on the day of the study.
    day = max((known.version, *(max(row.since, row.until or row.since) for row in rows)))
    return Kept(in_force(known, rows, day), table.source)


# --- own stock in the place of a measured share ---


@dataclass(frozen=True)
class OwnShare:
    """An own stock as a share 0..1 of the people it is part of; ``note`` when it cannot be one."""

    share: float
    source: Source | None
    note: str = ""


def own_share(own: OwnNumber, people: Floats, first_year: int, area: str) -> OwnShare:
    """The share that an own stock is of all people of its ages in its year.

    Parameters
    ----------
    people : (year,), persons of those ages in the whole gemeente, from ``first_year`` on
    """
    at = min(max(own.year - first_year, 0), len(people) - 1)
    everyone = float(people[at])
    if everyone <= 0 or own.number > everyone:
        return OwnShare(
            float("nan"), None,
            f"Bij ‘{own.label}’ in {area} is het eigen aantal groter dan het aantal inwoners van "
            "die leeftijd. Wij rekenen er niet mee.",
        )  # fmt: skip
    return OwnShare(own.number / everyone, own.source)
