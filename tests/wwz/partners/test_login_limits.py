"""Guesses are counted in the database: what one process counted, every process knows."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client

from tests.cast import PASSWORD
from wwz.partners.models import Account

IN_THE_DATABASE = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "partners_cache",
    }
}


@pytest.fixture
def as_on_a_site(settings: Any, db: None) -> None:
    """The cache of the settings, which other tests replace by one in memory."""
    settings.CACHES = IN_THE_DATABASE


def counted() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM partners_cache")
        return int(cursor.fetchone()[0])


def test_migration_made_the_table_of_the_cache(db: None) -> None:
    assert counted() == 0


def test_guesses_of_another_process_count(bas: Account, as_on_a_site: None) -> None:
    for _ in range(5):
        Client().post("/inloggen/", {"login": bas.email, "password": "gok"})
    assert counted() > 0
    # A new process has nothing in memory: it opens its own connection to the same table.
    caches.close_all()
    del caches["default"]
    right = Client().post("/inloggen/", {"login": bas.email, "password": PASSWORD})
    assert "te vaak een verkeerd wachtwoord" in right.content.decode()


def test_settings_of_the_site_count_in_the_database() -> None:
    from pathlib import Path

    import wwz

    text = (Path(wwz.__file__).parent / "settings.py").read_text(encoding="utf-8")
    assert "django.core.cache.backends.db.DatabaseCache" in text
    assert '"LOCATION": "partners_cache"' in text
