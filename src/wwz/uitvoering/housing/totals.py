"""What the lines of a version add up to: per group and year, beside the need, and per project.

A home counts once: with the line that it stands in. Needs are never added up, as people and homes
belong to several groups and woonvormen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from wwz.opgave.wording import (
    as_spoken,
    between,
    how_many,
    listing,
    number,
    spoken,
    upper_first,
)
from wwz.uitvoering.housing.content import Contents, Need, Row
from wwz.uitvoering.housing.models import HousingLine, HousingProgramme
from wwz.uitvoering.housing.wording import PLACES, called, counted

HOMES = "woningen"


@dataclass(frozen=True)
class Sum:
    """Homes of a few lines; ``unknown`` lines have no number yet, which is not nil."""

    homes: int
    unknown: int
    lines: int
    woonvormen: frozenset[str]

    def words(self) -> str:
        """'24', '24 + ?', '?' or an empty cell."""
        if not self.lines:
            return ""
        if not self.unknown:
            return number(self.homes)
        return f"{number(self.homes)} + ?" if self.homes else "?"

    def sentence(self) -> str:
        """'24 woningen, en van één regel is het aantal nog niet bekend'; nil only when it is so."""
        if self.unknown and self.unknown == self.lines:
            return f"een onbekend aantal {called(self.woonvormen)[1]}"
        told = counted(self.homes, self.woonvormen)
        if not self.unknown:
            return told
        lines = how_many(self.unknown, "regel", "regels")
        return f"{told}, en van {lines} is het aantal nog niet bekend"


def summed(rows: Iterable[Row]) -> Sum:
    found = list(rows)
    known = [row for row in found if row.homes is not None]
    return Sum(
        homes=sum(row.homes or 0 for row in known),
        unknown=len(found) - len(known),
        lines=len(found),
        woonvormen=frozenset(row.woonvorm for row in known or found),
    )


@dataclass(frozen=True)
class NeedBeside:
    """A need, what the lines that answer it promise up to a year, and what then remains."""

    need: Need
    promised: Sum
    by: int
    groups: Sequence[str]
    remaining: str
    known: bool


def needs_beside(contents: Contents) -> dict[str, NeedBeside]:
    """Per cited figure; lines of several groups may answer the same one."""
    answering: dict[str, list[Row]] = defaultdict(list)
    for row in contents.counting:
        if row.need:
            answering[row.need].append(row)
    return {key: beside(contents.needs[key], rows) for key, rows in answering.items()}


def beside(need: Need, rows: Sequence[Row]) -> NeedBeside:
    # What is needed by a year that is to come; a need of now is answered by every line.
    by = need.year if need.kind == "geraamd" else max(row.year for row in rows)
    # A place in a shelter or for a caravan is no home: as many homes are needed with it.
    places = [row for row in rows if need.counts_homes and row.woonvorm in PLACES]
    promised = summed(row for row in rows if row.year <= by and row not in places)
    groups = list(dict.fromkeys(row.group_label for row in rows))
    remaining, known = remaining_of(need, promised)
    if places and known:
        remaining += " Plekken tellen hier niet mee: dat zijn geen woningen."
    return NeedBeside(need, promised, by, groups, remaining, known)


def remaining_of(need: Need, promised: Sum) -> tuple[str, bool]:
    """What is still needed with its band; or why nobody can say, and that it is not known."""
    if need.absent or (need.value is None and need.low is None):
        return "Het cijfer is niet bekend. Wat er nog nodig is, weten wij dus ook niet.", False
    if not need.counts_homes:
        unit = "mensen" if need.unit == "personen" else need.unit
        return f"Dit cijfer telt {unit}, geen woningen. Een verschil is niet te geven.", False
    low, value, high = (left(need, end, promised) for end in (need.low, need.value, need.high))
    if value is None:
        return f"Nog nodig: {between(low or 0, high or 0, HOMES, need.kind)}.", True
    more = " Regels zonder aantal gaan daar nog van af." if promised.unknown else ""
    if (high if high is not None else value) <= 0:
        return f"Deze regels zijn samen genoeg voor dit cijfer.{more}", True
    words = f"Nog nodig: {spoken(value, HOMES, need.kind)}"
    if low is not None and high is not None:
        words += f" ({between(low, high, HOMES, need.kind)})"
    return f"{words}.{more}", True


def left(need: Need, needed: Decimal | None, promised: Sum) -> float | None:
    """What remains of a need as it is written; more than enough leaves nothing."""
    if needed is None:
        return None
    return max(0.0, as_spoken(float(needed), need.unit, need.kind) - promised.homes)


@dataclass(frozen=True)
class GroupPart:
    """One group: homes per year, all together, and the needs that its lines answer."""

    key: str
    label: str
    years: Sequence[tuple[int, Sum]]
    total: Sum
    needs: Sequence[NeedBeside]
    without_need: int


def group_parts(contents: Contents) -> list[GroupPart]:
    """By group in the order of their names."""
    by_group: dict[str, list[Row]] = defaultdict(list)
    for row in contents.counting:
        by_group[row.group].append(row)
    needs = needs_beside(contents)
    parts = [part_of(key, rows, contents.years, needs) for key, rows in by_group.items()]
    return sorted(parts, key=lambda part: part.label)


def part_of(
    key: str, rows: Sequence[Row], years: range, needs: Mapping[str, NeedBeside]
) -> GroupPart:
    cited = dict.fromkeys(row.need for row in rows if row.need)
    return GroupPart(
        key=key,
        label=rows[0].group_label,
        years=per_year(rows, years),
        total=summed(rows),
        needs=[needs[one] for one in cited],
        without_need=sum(not row.need for row in rows),
    )


def per_year(rows: Sequence[Row], years: range) -> list[tuple[int, Sum]]:
    return [(year, summed(row for row in rows if row.year == year)) for year in years]


OVERLAP = (
    "Elke woning of plek telt hier één keer: bij de groep waarvoor zij eerst bedoeld is. Mensen "
    "kunnen bij meer groepen horen. Daarom tellen wij wat de groepen nodig hebben niet bij elkaar "
    "op."
)


# --- the same homes counted twice ---


@dataclass(frozen=True)
class Room:
    """A project or promise with the homes that it has; None while nobody knows."""

    title: str
    homes: int | None


def rooms_of(programme: HousingProgramme) -> dict[UUID, Room]:
    """How many homes each project and promise has that a line of this version points at."""
    found: dict[UUID, Room] = {}
    lines: Iterable[HousingLine] = programme.lines.select_related("initiative", "afspraak")
    for line in lines:
        if line.initiative is not None:
            one = line.initiative
            found[one.pk] = Room(f"‘{one.title}’", one.homes)
        if line.afspraak is not None:
            promise = line.afspraak
            whole = promise.quantity if promise.unit.startswith("woning") else None
            homes = int(whole) if whole is not None else None
            found[promise.pk] = Room(f"Afspraak {promise.number} (‘{promise.title}’)", homes)
    return found


def counted_twice(contents: Contents, rooms: Mapping[UUID, Room]) -> list[str]:
    """A sentence for each project of which the lines count more homes than it has."""
    by_work: dict[UUID, list[Row]] = defaultdict(list)
    for row in contents.counting:
        for work in (row.initiative, row.afspraak):
            if work is not None:
                by_work[UUID(work.key)].append(row)
    told = []
    for key, rows in by_work.items():
        room, promised = rooms.get(key), summed(rows)
        if room is not None and room.homes is not None and promised.homes > room.homes:
            numbers = listing([str(row.number) for row in rows])
            lines = f"regel {numbers} telt" if len(rows) == 1 else f"regels {numbers} tellen samen"
            told.append(
                f"{upper_first(room.title)} heeft {counted(room.homes, promised.woonvormen)}, "
                f"maar {lines} {number(promised.homes)}. "
                "Dezelfde woning mag maar één keer tellen. Pas de regels aan."
            )
    return told
