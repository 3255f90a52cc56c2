"""The stage `postgresql` really runs on PostgreSQL, and SQLite as durable as it is meant to be."""

from __future__ import annotations

import os

from django.db import connection


def test_tests_run_on_the_database_of_their_stage(db):
    expected = os.environ.get("WWZ_TEST_DATABASE", connection.vendor)
    assert connection.vendor == expected


def test_sqlite_keeps_what_was_acknowledged(db):
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)
        cursor.execute("PRAGMA foreign_keys")
        assert cursor.fetchone() == (1,)
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
