"""What the web tests share: the cast, and a database that can be emptied."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

Flush = Callable[[object, Sequence[str]], None]


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Take in the cast after `tests/conftest.py` gave the site its settings: it needs models."""
    from django.conf import settings

    # A slow hash protects people; in tests it only takes time.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Counts in memory, so that a test without a database may clear them; see test_login_limits.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    config.pluginmanager.import_plugin("tests.cast")
    config.pluginmanager.import_plugin("tests.partnership")
    config.pluginmanager.import_plugin("tests.board")
    config.pluginmanager.import_plugin("tests.neighbourhood")
    config.pluginmanager.import_plugin("tests.agreements")
    config.pluginmanager.import_plugin("tests.housing")
    config.pluginmanager.import_plugin("tests.texts")
    from django.db import connection

    if connection.vendor == "sqlite":
        # A file, as on a real site: in memory SQLite locks otherwise, and never waits.
        connection.settings_dict["TEST"]["NAME"] = str(settings.VAR / "tests.sqlite3")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """On SQLite a copy of what one process migrated; on PostgreSQL see tests/postgresql.py."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return False
    from tests.restoring import begin_with, migrated

    begin_with(migrated(Path(os.environ["WWZ_TEST_MIGRATED"])))
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let pytest empty the database after a test that really committed.

    Django deletes all rows on SQLite and truncates on PostgreSQL; our triggers refuse both. On
    SQLite the database of just after the migrations is put back, which is quicker too. On
    PostgreSQL the triggers are put to sleep for that one moment.
    """
    from django.core.management.commands import flush
    from django.db import connection

    operations = type(connection.ops)
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "sqlite":
            from tests.restoring import copied, put_back

            with django_db_blocker.unblock():
                migrated = copied()
            patch.setattr(operations, "execute_sql_flush", lambda self, sql: put_back(migrated))
            # What it would write anew is there already.
            patch.setattr(flush, "emit_post_migrate_signal", lambda *args, **more: None)
        else:
            patch.setattr(operations, "execute_sql_flush", asleep(operations.execute_sql_flush))
        yield


def asleep(plain: Flush) -> Flush:
    """The same on PostgreSQL, with our triggers asleep."""
    from django.db import connection

    def flush(self: object, sql_list: Sequence[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
            )
            tables = [table for (table,) in cursor.fetchall()]
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        plain(self, sql_list)
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return flush


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Counts of failed logins live in the cache: one test's must not slow the next."""
    from django.core.cache import cache

    cache.clear()
    yield
