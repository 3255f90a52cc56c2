"""A real worker process on a database of its own: it works, and what it leaves when killed."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tests.restoring import migrated

REQUEST = """
import django; django.setup()
from django.utils import timezone
from wwz.areas.queries import gemeente_named
from wwz.opgave import jobs, services
jobs.store_gemeenten(jobs.fictional_catalogue())
gemeente = gemeente_named("Verzonnendam")
services.enqueue_study(
    gemeente, services.Wanted(draws=100), requested_by=None, now=timezone.now()
)
"""
LONGEST = 60.0
# Larger than any process number that Linux gives.
NOBODY = 2**22 + 1


def environment(folder: Path) -> dict[str, str]:
    """A SQLite file in this folder, whatever database the tests run on."""
    own = os.environ | {"WWZ_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "wwz.settings"}
    own.pop("DATABASE_URL", None)
    return own


def look(folder: Path, sql: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(folder / "wwz.sqlite3", timeout=20)
    try:
        with database:
            return database.execute(sql).fetchall()
    finally:
        database.close()


def ask_for_a_study(folder: Path, more: str = "") -> None:
    template = migrated(Path(os.environ["WWZ_TEST_MIGRATED"]))
    shutil.copyfile(template, folder / "wwz.sqlite3")
    subprocess.run([sys.executable, "-c", REQUEST + more], env=environment(folder), check=True)


def start_worker(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    argv = [sys.executable, "-m", "wwz.commands.worker", *options]
    return subprocess.Popen(argv, env=environment(folder))


def test_study_of_a_killed_worker_is_finished_by_the_next(tmp_path: Path) -> None:
    ask_for_a_study(tmp_path)
    worker = start_worker(tmp_path)
    deadline = time.monotonic() + LONGEST
    while look(tmp_path, "SELECT state FROM opgave_study") == [("aangevraagd",)]:
        assert time.monotonic() < deadline, "the worker did not start the study"
        time.sleep(0.02)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert look(tmp_path, "SELECT state, attempt FROM opgave_study") == [("bezig", 1)]
    assert look(tmp_path, "SELECT count(*) FROM opgave_fact") == [(0,)]

    # As if the lease had run out, instead of waiting for it.
    look(tmp_path, "UPDATE opgave_study SET heartbeat_at = '2020-01-01 00:00:00'")
    assert start_worker(tmp_path, "--batch").wait(LONGEST) == 0

    assert look(tmp_path, "SELECT state, attempt FROM opgave_study") == [("gepubliceerd", 2)]
    ((facts,),) = look(tmp_path, "SELECT count(*) FROM opgave_fact")
    assert isinstance(facts, int)
    assert facts > 1000


def test_worker_ends_when_the_server_that_started_it_is_gone(tmp_path: Path) -> None:
    ask_for_a_study(tmp_path)
    worker = start_worker(tmp_path, "--with-parent", str(NOBODY))
    try:
        assert worker.wait(LONGEST) == 0
    finally:
        worker.kill()


ASKED = """
from datetime import timedelta
from wwz.opgave.live.models import LiveQuestion
from wwz.partners.models import Partnership, Person
partnership = Partnership.objects.create(name="Zwolle", slug="zwolle")
LiveQuestion.objects.create(
    partnership=partnership, kind="bestaat-niet", question={}, asked_at=timezone.now(),
    asked_by=Person.objects.create(name="Sanne"),
)
"""


def test_live_worker_answers_what_waits_and_leaves_studies_alone(tmp_path: Path) -> None:
    ask_for_a_study(tmp_path, ASKED)
    assert start_worker(tmp_path, "--live", "--batch").wait(LONGEST) == 0

    ((state, message),) = look(tmp_path, "SELECT state, message FROM opgave_livequestion")
    assert state == "geweigerd"
    assert "kenmerk" in str(message)
    assert look(tmp_path, "SELECT state FROM opgave_study") == [("aangevraagd",)]


def test_live_worker_ends_when_the_server_that_started_it_is_gone(tmp_path: Path) -> None:
    ask_for_a_study(tmp_path)
    worker = start_worker(tmp_path, "--live", "--with-parent", str(NOBODY))
    try:
        assert worker.wait(LONGEST) == 0
    finally:
        worker.kill()
