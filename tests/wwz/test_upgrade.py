"""A database of each released version comes to this version with all its facts unchanged."""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

FOLDER = Path(__file__).parent.parent / "fixtures" / "upgrade"
RELEASES = sorted(path.stem for path in FOLDER.glob("*.json"))
LARGEST = 2_000_000


@contextmanager
def restored(release: str, folder: Path) -> Iterator[str]:
    """URL of a database with what that release left, on the database that is under test."""
    if connection.vendor == "sqlite":
        path = folder / "wwz.sqlite3"
        path.write_bytes(gzip.decompress((FOLDER / f"{release}.sqlite3.gz").read_bytes()))
        yield f"sqlite:///{path}"
        return
    name = "upgrade_" + release.replace(".", "_")
    given = connection.get_connection_params() | {"dbname": "postgres"}
    given = {key: given[key] for key in ("dbname", "user", "host", "port") if given.get(key)}
    with psycopg.connect(**given, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        script = gzip.decompress((FOLDER / f"{release}.postgresql.sql.gz").read_bytes())
        with psycopg.connect(**given | {"dbname": name}) as database:
            database.execute(script)
        try:
            yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def published_after_upgrade(database_url: str) -> list[object]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fixtures.upgraded"],
        env=os.environ | {"DATABASE_URL": database_url},
        cwd=FOLDER.parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: list[object] = json.loads(done.stdout.splitlines()[-1])
    return said


def recorded(release: str) -> list[object]:
    content = json.loads((FOLDER / f"{release}.json").read_text())
    # The first release had neither snapshots nor a log.
    kept = [content.get(name, 0) for name in ("snapshots", "whole", "events")]
    return [content["facts"], content["fingerprint"], *kept]


def test_this_version_has_a_fixture() -> None:
    from importlib.metadata import version

    assert version("wwz-platform") in RELEASES


@pytest.mark.parametrize("release", RELEASES)
def test_fixture_stays_small(release: str) -> None:
    for path in FOLDER.glob(f"{release}.*.gz"):
        assert path.stat().st_size < LARGEST, path.name


@pytest.mark.parametrize("release", RELEASES)
def test_database_of_release_upgrades_with_all_it_holds(release: str, tmp_path: Path) -> None:
    with restored(release, tmp_path) as database_url:
        assert published_after_upgrade(database_url) == recorded(release)


def test_changed_fact_would_be_noticed(tmp_path: Path) -> None:
    """The planted defect: one figure that differs by one in the database of a release."""
    release = RELEASES[-1]
    path = tmp_path / "wwz.sqlite3"
    path.write_bytes(gzip.decompress((FOLDER / f"{release}.sqlite3.gz").read_bytes()))
    changed = sqlite3.connect(path)
    for (trigger,) in changed.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        changed.execute(f'DROP TRIGGER "{trigger}"')
    changed.execute(
        "UPDATE opgave_fact SET value = value + 1 WHERE id ="
        " (SELECT id FROM opgave_fact WHERE value IS NOT NULL LIMIT 1)"
    )
    changed.commit()
    changed.close()

    facts, fingerprint, *_ = published_after_upgrade(f"sqlite:///{path}")

    assert facts == recorded(release)[0]
    assert fingerprint != recorded(release)[1]
