"""The classification of groups of a partnership: what the engine tells of it, and whose rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from wwz.areas.models import Area
from wwz.areas.names import folded
from wwz.opgave import jobs
from wwz.opgave.own.models import OwnKind, OwnRow
from wwz.opgave.own.queries import readable
from wwz.partners.actor import Actor
from wwz.partners.models import Partnership


class NamedInText(Protocol):
    """A law or programme that names a group; ``read`` when it was read again for the list."""

    @property
    def title(self) -> str: ...
    @property
    def dated(self) -> date: ...
    @property
    def read(self) -> bool: ...


class Group(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def start(self) -> date: ...
    @property
    def named_in(self) -> Sequence[NamedInText]: ...
    @property
    def searched(self) -> str: ...


class GroupValue(Protocol):
    """One answer to what is asked of a group: eigen, standaard or onbekend."""

    @property
    def origin(self) -> str: ...
    @property
    def number(self) -> float | None: ...
    @property
    def trait(self) -> str: ...
    @property
    def area(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def year(self) -> int | None: ...
    @property
    def confidence(self) -> str: ...


class OwnPart(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def since(self) -> date: ...


class GroupOnDay(Protocol):
    """One group as it stands on a day."""

    @property
    def group(self) -> Group: ...
    @property
    def values(self) -> Mapping[str, GroupValue]: ...
    @property
    def own(self) -> OwnPart | None: ...
    @property
    def ended(self) -> date | None: ...
    @property
    def stock_key(self) -> str: ...


@dataclass(frozen=True)
class Standing:
    """The classification of one gemeente on a day, with the rows that it rests on.

    Of a partnership that has no gemeente yet it is the one that comes with the engine.
    """

    gemeente: Area | None
    groups: Sequence[GroupOnDay]
    rows: Sequence[OwnRow]

    @property
    def place(self) -> str:
        return self.gemeente.name if self.gemeente is not None else "Nederland"

    @property
    def query(self) -> str:
        """What an address says of the gemeente."""
        return f"?gemeente={self.gemeente.code}" if self.gemeente is not None else ""

    def row_of(self, group: GroupOnDay) -> OwnRow | None:
        """The row that holds for a group."""
        number = group.own.id if group.own is not None else None
        return next((row for row in self.rows if row.number == number), None)

    def rows_of(self, group: GroupOnDay) -> list[OwnRow]:
        """Every row of a group, what begins last first."""
        found = [row for row in self.rows if is_of(row, group)]
        return sorted(found, key=lambda row: row.cells["since"], reverse=True)

    def later(self, day: date) -> list[OwnRow]:
        """Rows that begin after a day."""
        found = [row for row in self.rows if row.cells["since"] > day.isoformat()]
        return sorted(found, key=lambda row: row.cells["since"])


def is_of(row: OwnRow, group: GroupOnDay) -> bool:
    """Rows of an own group are known by its name."""
    name = row.cells.get("name", "")
    if name:
        return folded(name) == folded(group.group.label)
    return bool(row.cells["group"] == group.group.key)


def standing_of(
    actor: Actor, partnership: Partnership, gemeente: Area | None, day: date
) -> Standing:
    """What holds in a gemeente, as far as this actor may see the rows."""
    rows: list[OwnRow] = []
    if gemeente is not None:
        found = readable(actor, partnership, OwnKind.AANDACHTSGROEPEN).filter(
            area__code=gemeente.code
        )
        rows = list(found.order_by("changed_at", "pk"))
    return Standing(gemeente, jobs.groups_on(day, [row.cells for row in rows]), rows)
