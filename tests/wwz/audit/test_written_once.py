"""Nothing in the log or in a snapshot is changed or removed, whoever asks the database."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import NOW
from tests.wwz.audit.made import least
from wwz.audit.check import check
from wwz.audit.log import SYSTEM, record
from wwz.audit.models import AuditEvent, Snapshot
from wwz.audit.snapshots import SnapshotBrokenError, content_of, freeze, is_whole
from wwz.partners.models import Organisation

pytestmark = pytest.mark.django_db
TABLES = {
    "audit_auditevent": "UPDATE audit_auditevent SET role = 'iemand anders'",
    "audit_snapshot": "UPDATE audit_snapshot SET content = '{}'",
}


@pytest.fixture
def frozen() -> Snapshot:
    thing = least(Organisation)
    record(thing, "change", by=SYSTEM, now=NOW, after={"kind": "gemeente"})
    return freeze(thing, {"title": "Huiskamer", "homes": 120}, now=NOW)


def refused(statement: str) -> str:
    """What the database says when it refuses."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as c:
        c.execute(statement)
    return str(caught.value)


@pytest.mark.parametrize("table", TABLES)
def test_plain_update_is_refused(frozen: Snapshot, table: str) -> None:
    assert "written once" in refused(TABLES[table])


@pytest.mark.parametrize("table", TABLES)
def test_plain_delete_is_refused(frozen: Snapshot, table: str) -> None:
    statement = f"DELETE FROM {table}"  # noqa: S608 - our own tables
    assert "written once" in refused(statement)
    assert AuditEvent.objects.count() == Snapshot.objects.count() == 1


@pytest.mark.parametrize("table", TABLES)
def test_emptying_the_table_is_refused(frozen: Snapshot, table: str) -> None:
    if connection.vendor == "postgresql":
        assert "written once" in refused(f"TRUNCATE {table} CASCADE")
    # SQLite has no TRUNCATE; its own fast way of emptying is a DELETE, which triggers see.
    else:
        assert "syntax error" in refused(f"TRUNCATE {table}")
    assert AuditEvent.objects.count() == Snapshot.objects.count() == 1


def test_replacing_a_row_is_refused(frozen: Snapshot) -> None:
    """The ways in which a row is overwritten by inserting it again."""
    event = AuditEvent.objects.get()
    columns = "id, at, verb, kind, object_id, role, before, after"
    again = (
        f"SELECT {columns.replace('role', chr(39) + 'ander' + chr(39))} "  # noqa: S608 - own words
        f"FROM audit_auditevent WHERE id = {event.pk}"
    )
    if connection.vendor == "sqlite":
        said = refused(f"INSERT OR REPLACE INTO audit_auditevent ({columns}) {again}")
    else:
        said = refused(
            f"INSERT INTO audit_auditevent ({columns}) {again} "
            "ON CONFLICT (id) DO UPDATE SET role = 'ander'"
        )
    assert "written once" in said
    assert AuditEvent.objects.get().role == "systeem"


def test_models_cannot_change_it_either(frozen: Snapshot) -> None:
    frozen.content = "{}"
    with pytest.raises(DatabaseError), transaction.atomic():
        frozen.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.all().delete()


# --- one changed byte ---


def flip(position: int) -> None:
    """Change one byte of the snapshot, as somebody with the database in hand could."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE tbl_name = 'audit_snapshot'")
            names = [name for (name,) in cursor.fetchall() if "_no_" in name]
            for name in names:
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute("ALTER TABLE audit_snapshot DISABLE TRIGGER USER")
        content = Snapshot.objects.get().content
        changed = "0" if content[position] != "0" else "1"
        content = content[:position] + changed + content[position + 1 :]
        cursor.execute("UPDATE audit_snapshot SET content = %s", [content])


def test_whole_snapshot_passes(frozen: Snapshot) -> None:
    assert is_whole(frozen)
    assert content_of(frozen) == {"title": "Huiskamer", "homes": 120}
    assert list(check()) == []


@pytest.mark.parametrize("position", range(len('{"homes":120,"title":"Huiskamer"}')))
def test_each_changed_byte_is_seen(frozen: Snapshot, position: int) -> None:
    flip(position)
    changed = Snapshot.objects.get()
    assert not is_whole(changed)
    with pytest.raises(SnapshotBrokenError, match="na het bevriezen veranderd"):
        content_of(changed)
    (said,) = check()
    assert str(frozen.object_id) in said
    assert "organisatie" in said


def test_changed_number_is_seen_too(frozen: Snapshot) -> None:
    made = Snapshot(content=frozen.content, sha256=f"0{frozen.sha256[1:]}")
    assert is_whole(made) == (frozen.sha256[0] == "0")
