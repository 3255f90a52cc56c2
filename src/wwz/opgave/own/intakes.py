"""What people do with a file of rows: bring it, name its columns, mend it, take it in, go back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime

from wwz.areas.names import folded
from wwz.audit.log import event_of, record, record_all
from wwz.audit.models import AuditEvent
from wwz.errors import RuleBrokenError
from wwz.opgave import jobs
from wwz.opgave.own.checking import Checker, Outcome
from wwz.opgave.own.columns import OwnColumn
from wwz.opgave.own.models import (
    Difference,
    Intake,
    IntakeLine,
    KnownHeadings,
    OwnRow,
    OwnRowQuerySet,
)
from wwz.opgave.own.reading import Content, cells_of, recognised
from wwz.opgave.own.rows import keeper, locked, put_out, search_text, touch, write
from wwz.opgave.wording import how_many, upper_first
from wwz.partners.access import require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership

MOST_EACH = 40
TAKEABLE = (Difference.NEW, Difference.CHANGED)
CHECKED = ("cells", "problems", "difference", "row", "seen_revision")
TAKEN = ("taken_at", "before", "revision_after", "row", "seen_revision", "difference")
ROW_FIELDS = (
    "cells", "search_text", "area", "revision", "changed_at", "changed_by", "taken_out_at",
)  # fmt: skip


class TooManyIntakesError(RuleBrokenError):
    def __init__(self) -> None:
        super().__init__(
            f"Er staan al {MOST_EACH} bestanden open. Maak er eerst een af, of gooi er een weg."
        )


class ColumnsMissingError(RuleBrokenError):
    """Columns that every row needs have no place in the file."""

    def __init__(self, columns: Sequence[OwnColumn]) -> None:
        self.columns = tuple(columns)
        names = ", ".join(f"‘{one.label}’" for one in columns)
        super().__init__(f"Wij missen nog: {names}. Kies bij elk welke kolom het is.")


class TouchedLaterError(RuleBrokenError):
    def __init__(self, rows: int) -> None:
        super().__init__(
            f"{upper_first(how_many(rows, 'regel is', 'regels zijn'))} daarna nog gewijzigd. "
            "Ongedaan maken kan niet meer. Wijzig die regels zelf."
        )


class IntakeGoneError(RuleBrokenError):
    def __init__(self) -> None:
        super().__init__("Dit bestand is intussen weggegooid. Lees het opnieuw in.")


class SeenOtherwiseError(RuleBrokenError):
    def __init__(self) -> None:
        super().__init__(
            "De gegevens zijn intussen veranderd. Bekijk ze hieronder opnieuw en neem ze dan over."
        )


class NothingTakenError(RuleBrokenError):
    def __init__(self) -> None:
        super().__init__("Van dit bestand is niets overgenomen. Er valt niets terug te draaien.")


@dataclass(frozen=True)
class NewFile:
    """A file as it was read."""

    kind: str
    name: str
    sha256: str
    content: Content


@transaction.atomic
def bring(actor: Actor, partnership: Partnership, new: NewFile, *, now: datetime) -> Intake:
    """Keep what was read; nothing of it counts before somebody takes it in.

    Raises
    ------
    NotAllowedError, TooManyIntakesError
    """
    organisation = keeper(actor, partnership)
    locked(partnership)
    of_them = Intake.objects.filter(partnership=partnership, organisation=organisation)
    if of_them.count() >= MOST_EACH:
        raise TooManyIntakesError
    intake = Intake.objects.create(
        partnership=partnership,
        organisation_id=organisation,
        brought_by_id=actor.person_id,
        kind=new.kind,
        file_name=new.name[:200],
        sha256=new.sha256,
        brought_at=now,
        headings=list(new.content.headings),
        mapping=recognised(
            jobs.own_columns(new.kind), new.content.headings, known(organisation, new.kind)
        ),
    )
    IntakeLine.objects.bulk_create(
        IntakeLine(intake=intake, line=number, given=cells) for number, cells in new.content.lines
    )
    record(intake, "receive", by=actor.by(), now=now,
           after={"lines": len(new.content.lines), "sha256": new.sha256})  # fmt: skip
    if not missing(intake):
        check(actor, intake, now=now)
    return intake


def known(organisation: UUID, kind: str) -> dict[str, str]:
    found = KnownHeadings.objects.filter(organisation=organisation, kind=kind).first()
    return dict(found.columns) if found else {}


def missing(intake: Intake) -> list[OwnColumn]:
    """Columns that every row needs and of which nobody has said which they are."""
    columns = jobs.own_columns(intake.kind)
    return [one for one in columns if one.required and one.key not in intake.mapping]


def hold(intake: Intake) -> None:
    """One change of a file at a time, with its columns as they are named now.

    Raises
    ------
    IntakeGoneError
    """
    locked(intake.partnership)
    named = Intake.objects.filter(pk=intake.pk).values_list("mapping", "checked_at").first()
    if named is None:
        raise IntakeGoneError
    intake.mapping, intake.checked_at = named


@transaction.atomic
def name_columns(
    actor: Actor, intake: Intake, mapping: Mapping[str, int], *, now: datetime
) -> None:
    """Say which column is which, once: the next file with these headings needs no question.

    Raises
    ------
    NotAllowedError, IntakeGoneError, ColumnsMissingError
    """
    require(actor, Action.KEEP_OWN_ROWS, intake)
    hold(intake)
    intake.mapping = dict(mapping)
    lacking = missing(intake)
    if lacking:
        raise ColumnsMissingError(lacking)
    told = known(intake.organisation_id, intake.kind)
    told |= {folded(intake.headings[place]): key for key, place in mapping.items()}
    KnownHeadings.objects.update_or_create(
        organisation_id=intake.organisation_id, kind=intake.kind, defaults={"columns": told}
    )
    intake.save(update_fields=["mapping"])
    check(actor, intake, now=now)


def check(actor: Actor, intake: Intake, *, now: datetime) -> None:
    """Look at every line that was not taken in yet, beside the rows that stand."""
    lines = list(intake.lines.all())
    outcomes = outcomes_of(actor, intake, lines, now=now)
    changed = []
    for line in lines:
        if line.taken_at is None:
            set_outcome(line, outcomes[line.pk])
            changed.append(line)
    save_lines(changed, CHECKED)
    intake.checked_at = now
    intake.save(update_fields=["checked_at"])


def outcomes_of(
    actor: Actor, intake: Intake, lines: Sequence[IntakeLine], *, now: datetime
) -> dict[UUID, Outcome]:
    """What each line of a whole file comes to now."""
    columns = jobs.own_columns(intake.kind)
    checker = Checker.of(actor, intake.partnership, intake.kind, localtime(now).date())
    found = checker.outcomes(
        (line.line, cells_of(columns, intake.mapping, line.given, line.mended)) for line in lines
    )
    return {line.pk: outcome for line, outcome in zip(lines, found, strict=True)}


def set_outcome(line: IntakeLine, outcome: Outcome) -> None:
    line.cells = dict(outcome.cells)
    line.problems = [list(one) for one in outcome.problems]
    line.difference = outcome.difference
    line.row = outcome.row
    line.seen_revision = outcome.row.revision if outcome.row is not None else None


def save_lines(lines: Iterable[IntakeLine], fields: Sequence[str]) -> None:
    """Many lines in a few statements."""
    IntakeLine.objects.bulk_create(
        lines, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )


@transaction.atomic
def mend(
    actor: Actor, intake: Intake, line: IntakeLine, cells: Mapping[str, str], *, now: datetime
) -> IntakeLine:
    """Other cells for one line; the rest of the file is looked at again as well.

    Raises
    ------
    NotAllowedError, IntakeGoneError
    """
    require(actor, Action.KEEP_OWN_ROWS, intake)
    hold(intake)
    line = intake.lines.select_for_update().get(pk=line.pk)
    if line.taken_at is None:
        line.mended = dict(cells)
        line.save(update_fields=["mended"])
        check(actor, intake, now=now)
        line.refresh_from_db()
    return line


@dataclass(frozen=True)
class TakenIn:
    """How many lines were taken in, and how many others changed meanwhile and so were not."""

    rows: int
    passed: int


@transaction.atomic
def take_in(
    actor: Actor,
    intake: Intake,
    *,
    only: UUID | None = None,
    seen_at: str | None = None,
    now: datetime,
) -> TakenIn:
    """All good lines, or one of them, in one transaction: whole or not at all.

    A row that somebody changed after the preview is shown again first. ``seen_at`` is ``looked``
    of the page that was pressed on: of another look at the lines nothing is taken in.

    Raises
    ------
    NotAllowedError, IntakeGoneError, SeenOtherwiseError
    """
    require(actor, Action.KEEP_OWN_ROWS, intake)
    hold(intake)
    if seen_at is not None and seen_at != intake.looked:
        raise SeenOtherwiseError
    lines = list(intake.lines.select_for_update())
    outcomes = outcomes_of(actor, intake, lines, now=now)
    wanted = [line for line in lines if is_good(line) and only in (None, line.pk)]
    passed = [line for line in wanted if seen(line) != now_of(outcomes[line.pk])]
    for line in passed:
        set_outcome(line, outcomes[line.pk])
    save_lines(passed, CHECKED)
    if passed:
        intake.checked_at = now
        intake.save(update_fields=["checked_at"])
    taken = [line for line in wanted if line not in passed]
    put_in(actor, intake, taken, outcomes, now=now)
    if taken:
        record(intake, "take_in", by=actor.by(), now=now, after={"lines": len(taken)})
    return TakenIn(len(taken), len(passed))


def is_good(line: IntakeLine) -> bool:
    return line.taken_at is None and line.difference in TAKEABLE


def seen(line: IntakeLine) -> tuple[object, ...]:
    return line.difference, line.row_id, line.seen_revision


def now_of(outcome: Outcome) -> tuple[object, ...]:
    row = outcome.row
    return outcome.difference, row.pk if row else None, row.revision if row else None


def put_in(
    actor: Actor,
    intake: Intake,
    lines: Sequence[IntakeLine],
    outcomes: Mapping[UUID, Outcome],
    *,
    now: datetime,
) -> None:
    """Rows, what the log says of them, and what to go back to: a few statements in all."""
    rows: list[OwnRow] = []
    events: list[AuditEvent] = []
    for line in lines:
        outcome = outcomes[line.pk]
        row = outcome.row or OwnRow(
            partnership_id=intake.partnership_id,
            organisation_id=intake.organisation_id,
            kind=intake.kind,
        )
        line.before = before_of(row)
        verb = "change" if outcome.difference == Difference.CHANGED else "add"
        told = write(row, outcome, actor, now)
        rows.append(row)
        events.append(
            event_of(row, verb, by=actor.by(), now=now, before=told.before, after=told.after)
        )
        line.row, line.taken_at = row, now
        line.revision_after = line.seen_revision = row.revision
    save_rows(rows)
    save_lines(lines, TAKEN)
    record_all(events)


def before_of(row: OwnRow) -> dict[str, Any] | None:
    if row._state.adding:
        return None
    out = row.taken_out_at.isoformat() if row.taken_out_at else None
    return {"cells": row.cells, "area": str(row.area_id), "taken_out_at": out}


def save_rows(rows: Iterable[OwnRow]) -> None:
    OwnRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=ROW_FIELDS
    )


@transaction.atomic
def undo(actor: Actor, intake: Intake, *, now: datetime) -> int:
    """Put back what stood there before this file; how many rows.

    Raises
    ------
    NotAllowedError, IntakeGoneError, NothingTakenError, TouchedLaterError
    """
    require(actor, Action.KEEP_OWN_ROWS, intake)
    hold(intake)
    taken = list(intake.lines.exclude(taken_at=None).select_related("row"))
    rows = [line.row for line in taken if line.row is not None]
    if not taken:
        raise NothingTakenError
    later = sum(line.row is None or line.row.revision != line.revision_after for line in taken)
    if later:
        raise TouchedLaterError(later)
    events = []
    for line, row in zip(taken, rows, strict=True):
        put_back(row, line.before, actor, now)
        events.append(event_of(row, "undo", by=actor.by(), now=now))
        line.taken_at = line.before = line.revision_after = None
    save_rows(rows)
    save_lines(taken, TAKEN)
    record_all([*events, event_of(intake, "undo", by=actor.by(), now=now)])
    check(actor, intake, now=now)
    return len(rows)


def put_back(row: OwnRow, before: Mapping[str, Any] | None, actor: Actor, now: datetime) -> None:
    if before is None:
        put_out(row, actor, now)
        return
    touch(row, actor, now)
    row.cells = before["cells"]
    row.search_text = search_text(row.cells)
    row.area_id = UUID(before["area"])
    row.taken_out_at = parse_datetime(before["taken_out_at"]) if before["taken_out_at"] else None


@transaction.atomic
def discard(actor: Actor, intake: Intake, *, now: datetime) -> None:
    """Throw the file away; rows that were taken in stay.

    Raises
    ------
    NotAllowedError
    """
    require(actor, Action.KEEP_OWN_ROWS, intake)
    locked(intake.partnership)
    record(intake, "remove", by=actor.by(), now=now, before={"sha256": intake.sha256})
    intake.delete()


def not_in_file(intake: Intake) -> OwnRowQuerySet:
    """Rows of the organisation that the file does not name: shown, never taken out by itself."""
    named = intake.lines.exclude(row=None).values("row")
    return (
        OwnRow.objects.standing()
        .filter(
            partnership=intake.partnership_id,
            organisation=intake.organisation_id,
            kind=intake.kind,
        )
        .exclude(pk__in=named)
        .select_related("area")
        .order_by("number")
    )
