"""The ways past a trigger on UPDATE and DELETE: replacing rows, and emptying a whole table."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction


def refuses_overwriting(table: str) -> str:
    """What the database says to INSERT OR REPLACE (SQLite) or TRUNCATE (PostgreSQL) of a table."""
    statement = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608 - our tables
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as c:
        if connection.vendor == "postgresql":
            # What this test has just written is checked first: else that stands in the way.
            c.execute("SET CONSTRAINTS ALL IMMEDIATE")
            statement = f"TRUNCATE {table} CASCADE"
        c.execute(statement)
    return str(caught.value)


def guarded_tables() -> set[str]:
    """The tables of which the database refuses that some rows are changed or deleted."""
    return {name.rsplit("_no_", 1)[0] for name in triggers() if "_no_" in name}


def triggers() -> set[str]:
    listing = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(listing[connection.vendor])
        return {str(name) for (name,) in cursor.fetchall()}


def drop_triggers(table: str) -> None:
    """Let a test change what the database keeps, as somebody with the database in hand could."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            # What was written in this transaction is checked first: else that stands in the way.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
