"""A row of a partnership is never lost, also when the services are bypassed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from tests.cast import NOW, request_and_publish, small_result
from tests.overwriting import refuses_overwriting
from tests.partnership import actor
from wwz.areas.models import Area
from wwz.opgave.own import intakes, rows
from wwz.opgave.own.models import OwnRow
from wwz.opgave.own.reading import Content

pytestmark = pytest.mark.django_db
HEADINGS = ["kenmerk", "complex", "gebied", "woningen"]
# The whole row under another key: SQLite would make room for it by taking the old one away.
SAME_NUMBER = """
INSERT OR REPLACE INTO opgave_ownrow ({columns})
SELECT {others} FROM opgave_ownrow
"""


@pytest.fixture
def row(gemeente, zwolle, sanne):
    zwolle.areas.add(gemeente)
    request_and_publish(gemeente, small_result())
    take_in(sanne, zwolle, homes="12")
    return OwnRow.objects.get()


def take_in(somebody, partnership, *, homes):
    content = Content(HEADINGS, [(2, ["L1", "De Linde", "BU01933110", homes])])
    file = intakes.NewFile("woningen", "lijst.csv", "0" * 64, content)
    intake = intakes.bring(actor(somebody), partnership, file, now=NOW)
    intakes.take_in(actor(somebody), intake, now=NOW)
    return intake


def elsewhere():
    return Area.objects.get(code="BU01933130")


WRITES = {
    "other cells": lambda: {"cells": {"id": "L1", "homes": "99"}},
    "another area": lambda: {"area": elsewhere()},
    "out of the list": lambda: {"taken_out_at": NOW},
    "another number": lambda: {"number": "L9"},
    "another kind": lambda: {"kind": "cijfers"},
    "an older revision": lambda: {"cells": {}, "revision": F("revision") - 1},
    "the same revision": lambda: {"cells": {}, "revision": F("revision")},
    "the revision alone": lambda: {"revision": F("revision")},
}


@pytest.mark.parametrize("what", WRITES)
def test_row_is_not_changed_under_the_revision_that_people_saw(what, row):
    with pytest.raises(IntegrityError, match="raises its revision"), transaction.atomic():
        OwnRow.objects.update(**WRITES[what]())
    row.refresh_from_db()
    assert (row.cells["homes"], row.number, row.revision) == ("12", "L1", 1)


def test_row_is_changed_with_a_newer_revision(row):
    OwnRow.objects.update(cells={"id": "L1", "homes": "14"}, revision=F("revision") + 1)
    row.refresh_from_db()
    assert (row.cells["homes"], row.revision) == ("14", 2)


def test_row_is_never_deleted(row):
    with pytest.raises(IntegrityError, match="take it out"), transaction.atomic():
        row.delete()
    with pytest.raises(IntegrityError, match="take it out"), transaction.atomic():
        OwnRow.objects.all().delete()
    assert OwnRow.objects.exists()


def test_rows_are_not_replaced_or_emptied_at_once(row):
    assert "keeps its history" in refuses_overwriting("opgave_ownrow")
    assert OwnRow.objects.exists()


def test_row_makes_no_room_for_another_of_the_same_number(row):
    columns = [field.column for field in OwnRow._meta.concrete_fields]
    others = ["'" + "0" * 32 + "'" if name == "id" else f'"{name}"' for name in columns]
    statement = SAME_NUMBER.format(columns=", ".join(columns), others=", ".join(others))
    if connection.vendor == "postgresql":
        statement = statement.replace("OR REPLACE ", "")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert OwnRow.objects.get() == row


def test_who_changed_a_row_can_be_erased(row):
    OwnRow.objects.update(changed_by=None)
    row.refresh_from_db()
    assert (row.changed_by, row.revision) == (None, 1)


def test_what_people_do_with_a_row_still_goes(row, zwolle, sanne):
    """Taken in again, put back, changed, taken out and brought once more."""
    second = take_in(sanne, zwolle, homes="13")
    row.refresh_from_db()
    assert row.cells["homes"] == "13"

    later = NOW + timedelta(hours=1)
    assert intakes.undo(actor(sanne), second, now=later) == 1
    row.refresh_from_db()
    assert (row.cells["homes"], row.revision) == ("12", 3)

    changed = rows.change(
        actor(sanne), row, row.cells | {"homes": "15"}, revision=row.revision, now=later
    )
    rows.take_out(actor(sanne), changed, revision=changed.revision, now=later)
    assert not OwnRow.objects.standing().exists()
    take_in(sanne, zwolle, homes="16")
    row.refresh_from_db()
    assert (row.cells["homes"], row.taken_out_at, row.revision) == ("16", None, 6)
