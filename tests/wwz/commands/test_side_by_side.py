"""The opgaven of the demo are worked out beside the making of the site, a processor each."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import override_settings

from tests.environment import SITE, of_nobody
from wwz.commands import side_by_side, studies
from wwz.commands.site import SiteRefusedError
from wwz.pages.static_files import HashedFilesCompressed

# Stands in for the process that computes: it falls when it is told to begin.
FALLS = "import sys; sys.exit(2 if sys.stdin.readline() else 0)"


@pytest.fixture
def beside(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "VAR", tmp_path)
    process = studies.Beside(2040)
    process._argv = [sys.executable, "-c", FALLS]
    return process


def test_process_that_is_not_told_to_begin_ends_in_peace(beside):
    with beside:
        pass
    assert beside._process.returncode == 0


def test_process_that_fell_is_told_of(beside):
    with pytest.raises(SiteRefusedError, match="niet uitrekenen"), beside:
        beside.begin()


def test_what_went_wrong_first_is_what_is_told(beside):
    with pytest.raises(KeyError), beside:
        beside.begin()
        raise KeyError
    assert beside._process.returncode == 2


def test_demo_that_stands_starts_no_process(beside, tmp_path):
    (tmp_path / studies.RECORD).write_text("{}")
    with beside:
        pass
    assert beside._process is None


def test_data_that_changed_start_it_after_all(beside, tmp_path):
    (tmp_path / studies.RECORD).write_text("{}")
    with pytest.raises(SiteRefusedError), beside:
        beside.begin()


@pytest.mark.parametrize(
    ("name", "published"),
    [(studies.TWICE, [f"{studies.TWICE}, eerder", studies.TWICE]), ("Emmen", ["Emmen"])],
)
def test_what_is_ready_of_a_gemeente_is_told(name, published, gemeente, monkeypatch):
    monkeypatch.setattr(studies, "gemeente_named", lambda name: gemeente)
    monkeypatch.setattr(studies, "publish_one", lambda *given: None)
    before = signal.getsignal(signal.SIGINT)
    assert side_by_side.publish_editions(name, ["Zwolle"], 2040) == ["Zwolle", *published]
    assert side_by_side.publish_editions(name, published, 2040) == published
    assert signal.getsignal(signal.SIGINT) is before


def test_no_more_is_handed_out_than_is_worked_on(monkeypatch):
    """What is handed out is done, also after Ctrl-C: then a demo would go on for a minute."""
    given = []

    class Pool(ThreadPoolExecutor):
        def __init__(self, processes, **more):
            super().__init__(processes)

        def submit(self, work, name, *more):
            given.append(name)
            return super().submit(lambda: [name])

    monkeypatch.setattr(side_by_side, "ProcessPoolExecutor", Pool)
    ready = side_by_side.publish_side_by_side("abcde", [], 2040, processes=2)
    first = next(ready)
    assert given == ["a", "b"]
    assert sorted([first, *ready]) == [["a"], ["b"], ["c"], ["d"], ["e"]]


def test_names_with_a_hash_are_compressed_and_no_others(tmp_path: Path) -> None:
    with override_settings(STATIC_ROOT=tmp_path):
        storage = HashedFilesCompressed(location=tmp_path)
        storage.save("page.css", ContentFile(b"a { color: red } " * 100))
        list(storage.post_process({"page.css": (storage, "page.css")}))
    packed = sorted(path.name for path in tmp_path.glob("*.gz"))
    assert packed == [f"{storage.stored_name('page.css')}.gz"]
    assert (tmp_path / "page.css").exists()


WAITS = (
    "from wwz.commands.side_by_side import begin; begin();"
    "from django.db import connection;"
    "print(connection.cursor().execute('PRAGMA busy_timeout').fetchone()[0])"
)


def test_process_of_the_demo_waits_while_another_stores_a_whole_study(tmp_path):
    env = of_nobody() | SITE | {"WWZ_VAR": str(tmp_path)}
    env["DATABASE_URL"] = f"sqlite:///{tmp_path / 'site.sqlite3'}"
    done = subprocess.run(
        (sys.executable, "-c", WAITS), env=env, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == side_by_side.SECONDS_TO_WAIT * 1000
