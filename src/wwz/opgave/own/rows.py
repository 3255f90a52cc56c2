"""What people do with one row: add it, change it, take it out. And many of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from wwz.areas.names import folded
from wwz.audit.log import record
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.opgave import jobs
from wwz.opgave.own.checking import Checker, Outcome, Problems
from wwz.opgave.own.columns import ID, TEXT
from wwz.opgave.own.models import Difference, OwnRow
from wwz.partners.access import refusal, require, require_in
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership

WRITTEN = (
    "cells", "search_text", "area_id", "revision", "changed_at", "changed_by_id", "taken_out_at",
)  # fmt: skip

SEARCHED = (ID, "complex", "name", "site", "party", "owner", "source", "kind")


class RowRefusedError(RuleBrokenError):
    """Cells of a row that cannot be used; ``problems`` are column and words."""

    def __init__(self, problems: Problems) -> None:
        self.problems = tuple(problems)
        super().__init__("Verbeter de velden hieronder. Wij hebben nog niets bewaard.")


class ChangedMeanwhileError(RuleBrokenError):
    def __init__(self, row: OwnRow) -> None:
        self.row = row
        super().__init__(
            f"Iemand anders heeft ‘{row}’ gewijzigd terwijl u bezig was. Wij hebben niets bewaard. "
            "Open de regel opnieuw en doe uw wijziging dan nog eens."
        )


@transaction.atomic
def add(
    actor: Actor, partnership: Partnership, kind: str, cells: Mapping[str, str], *, now: datetime
) -> OwnRow:
    """A row of the own organisation.

    Raises
    ------
    NotAllowedError, RowRefusedError
    """
    organisation = keeper(actor, partnership)
    locked(partnership)
    found = checked(actor, partnership, kind, cells, now=now)
    if found.difference in (Difference.SAME, Difference.CHANGED):
        number = cells.get(ID, "").strip()
        raise RowRefusedError([(ID, f"‘{number}’ staat al in de lijst. Kies een ander kenmerk.")])
    row = found.row or OwnRow(partnership=partnership, organisation_id=organisation, kind=kind)
    told = write(row, found, actor, now)
    row.save()
    record(row, "add", by=actor.by(), now=now, after=told.after)
    return row


@transaction.atomic
def change(
    actor: Actor, row: OwnRow, cells: Mapping[str, str], *, revision: int, now: datetime
) -> OwnRow:
    """Other cells; the number stays. What stands already is not written again.

    Raises
    ------
    NotAllowedError, ChangedMeanwhileError, RowRefusedError
    """
    require(actor, Action.KEEP_OWN_ROWS, row)
    row = unchanged(row, revision)
    given = {**cells, ID: row.number}
    found = checked(actor, row.partnership, row.kind, given, now=now)
    if found.difference == Difference.SAME:
        return row
    told = write(row, found, actor, now)
    row.save(update_fields=WRITTEN)
    record(row, "change", by=actor.by(), now=now, before=told.before, after=told.after)
    return row


@transaction.atomic
def take_out(actor: Actor, row: OwnRow, *, revision: int, now: datetime) -> None:
    """Out of the list and of the next study; it can be brought again under its number.

    Raises
    ------
    NotAllowedError, ChangedMeanwhileError
    """
    require(actor, Action.KEEP_OWN_ROWS, row)
    row = unchanged(row, revision)
    put_out(row, actor, now)
    row.save(update_fields=WRITTEN)
    record(row, "remove", by=actor.by(), now=now)


def unchanged(row: OwnRow, revision: int) -> OwnRow:
    """The row as it stands, locked, when nobody changed it since this revision."""
    locked(row.partnership)
    stored = OwnRow.objects.select_related("organisation", "partnership").get(pk=row.pk)
    if stored.revision != revision or stored.taken_out_at is not None:
        raise ChangedMeanwhileError(stored)
    return stored


def keeper(actor: Actor, partnership: Partnership) -> UUID:
    """The organisation that new rows are of.

    Raises
    ------
    NotAllowedError
    """
    require_in(actor, Action.KEEP_OWN_ROWS, partnership)
    if actor.organisation_id is None:
        raise NotAllowedError(refusal(actor, Action.KEEP_OWN_ROWS))
    return actor.organisation_id


def locked(partnership: Partnership) -> None:
    """One change of a list at a time: two files must not pass each other."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)


def checked(
    actor: Actor, partnership: Partnership, kind: str, cells: Mapping[str, str], *, now: datetime
) -> Outcome:
    """What a row that is typed comes to.

    Raises
    ------
    RowRefusedError
    """
    checker = Checker.of(actor, partnership, kind, localtime(now).date())
    (found,) = checker.outcomes([(1, cells)])
    if found.difference == Difference.WRONG:
        raise RowRefusedError(found.problems)
    return found


# --- one row as it is written, by hand or out of a file ---


@dataclass(frozen=True)
class Told:
    """What the log says of a change: numbers, days and choices; of free text only that."""

    before: Mapping[str, str]
    after: Mapping[str, str]


def write(row: OwnRow, found: Outcome, actor: Actor, now: datetime) -> Told:
    """Set what a line says on a row that is not saved yet."""
    before = {} if row._state.adding or row.taken_out_at is not None else row.cells
    after = dict(found.cells)
    row.number = after[ID]
    row.cells = after
    row.search_text = search_text(after)
    if found.area is not None:
        row.area = found.area
    touch(row, actor, now)
    row.taken_out_at = None
    other = [key for key in after if before.get(key, "") != after[key]]
    free = {one.key for one in jobs.own_columns(row.kind) if one.kind == TEXT}
    return Told(
        {key: before[key] for key in other if key in before and key not in free},
        {key: "anders" if key in free else after[key] for key in other},
    )


def put_out(row: OwnRow, actor: Actor, now: datetime) -> None:
    touch(row, actor, now)
    row.taken_out_at = now


def touch(row: OwnRow, actor: Actor, now: datetime) -> None:
    row.revision = 1 if row._state.adding else row.revision + 1
    row.changed_at = now
    row.changed_by_id = actor.person_id


# Where a row is looked for.
LOOKED_IN = (ID, "complex", "name", "site", "party", "owner", "source", "kind", "group")


def search_text(cells: Mapping[str, str]) -> str:
    return " ".join(folded(cells.get(key, "")) for key in LOOKED_IN)
