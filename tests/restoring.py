"""A test database on SQLite as it was at some moment, kept in memory and put back at once."""

from __future__ import annotations

import sqlite3
from typing import cast

from django.db import connection


def copied() -> sqlite3.Connection:
    """All that the database holds now."""
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    opened().backup(kept)
    return kept


def put_back(kept: sqlite3.Connection) -> None:
    """Make the database what it was; waits for whoever still writes."""
    kept.backup(opened())


def opened() -> sqlite3.Connection:
    connection.ensure_connection()
    return cast(sqlite3.Connection, connection.connection)
