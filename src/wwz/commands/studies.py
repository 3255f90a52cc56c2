"""The studies of the demo: computed once, found back at the next start."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from django.conf import settings
from django.utils import timezone

from wwz.areas.models import Area
from wwz.areas.queries import gemeente_named
from wwz.commands.demo_rows import invented_rows_of, keep_weighing
from wwz.commands.fetching import fetched
from wwz.commands.inputs import fingerprint
from wwz.commands.site import SiteRefusedError, say
from wwz.commands.story.scenarios import TOLD
from wwz.opgave import jobs, services
from wwz.opgave.models import Study

if TYPE_CHECKING:
    from wwz_engine.sources.registry import Catalogue

# The largest first: what takes long must not be left over when a processor has nothing to do.
GEMEENTEN = ("Zwolle", "Borger-Odoorn", "Emmen", "Nieuwegein", "Coevorden", "Zoetermeer")
FICTIONAL = ("Verzonnendam",)
# A small gemeente, that is worked out twice: its figures say why they changed.
TWICE = "Borger-Odoorn"
RECORD = "demo-studies.json"
BEGIN = b"begin\n"


def are_published(*, to_year: int) -> bool:
    """Whether there is nothing to compute: these data, this version of the engine."""
    return record_of(to_year).complete


def record_of(to_year: int) -> Record:
    return Record(settings.VAR / RECORD, key_of_input(to_year))


def publish_missing(*, to_year: int) -> None:
    """Compute what is not published yet."""
    services.recover_lost_studies(now=timezone.now())
    record = record_of(to_year)
    say("Gegevens zoeken")
    tables = real_tables()
    if tables is not None:
        publish_real(record, to_year)
    if not Study.objects.published().exists():
        invented = jobs.fictional_catalogue()
        jobs.store_gemeenten(invented)
        publish_all(FICTIONAL, invented, record, to_year)
    # Fetching changed the data that the key is made of.
    record.finish(key_of_input(to_year))


def key_of_input(to_year: int) -> str:
    return f"{fingerprint()} {to_year}"


def real_tables() -> Catalogue | None:
    """The open data that are here, else what can be fetched quickly, else nothing."""
    tables = jobs.data_catalogue()
    if jobs.store_gemeenten(tables):
        return tables
    if not fetched(GEMEENTEN[0]):
        return None
    tables = jobs.data_catalogue()
    return tables if jobs.store_gemeenten(tables) else None


def publish_real(record: Record, to_year: int) -> None:
    """Publish every gemeente of the demo, a processor each."""
    from wwz.commands.side_by_side import publish_side_by_side
    from wwz_engine.backends.projection import cores

    missing = [name for name in GEMEENTEN if name not in record.done]
    for done in publish_side_by_side(missing, record.done, to_year, processes=cores()):
        for name in done:
            if name not in record.done:
                record.add(name)


def publish_all(names: Sequence[str], tables: Catalogue, record: Done, to_year: int) -> None:
    for name in names:
        gemeente = gemeente_named(name)
        if gemeente is not None and name not in record.done:
            publish_one(gemeente, tables, to_year)
            record.add(name)


def publish_earlier(name: str, tables: Catalogue, record: Done, to_year: int) -> None:
    """The edition before the one that stays; never after it."""
    from wwz.commands.earlier import earlier_edition

    gemeente, marker = gemeente_named(name), f"{name}, eerder"
    if gemeente is not None and not {name, marker} & set(record.done):
        say(f"{name} komt twee keer: eerst met oudere gegevens, om te tonen wat er verandert.")
        publish_one(gemeente, earlier_edition(tables), to_year)
        record.add(marker)


class Done(Protocol):
    """What is done already, and room for what is done now."""

    done: list[str]

    def add(self, name: str) -> None: ...


class Record:
    """What was computed for which input; a demo that was broken off goes on where it stopped."""

    def __init__(self, path: Path, key: str) -> None:
        self.path, self.key = path, key
        known = json.loads(path.read_text()) if path.exists() else {}
        same = known.get("key") == key and Study.objects.published().exists()
        self.done: list[str] = known["done"] if same else []
        self.complete: bool = known["complete"] if same else False

    def add(self, name: str) -> None:
        self.done.append(name)
        self.write()

    def finish(self, key: str) -> None:
        self.key, self.complete = key, True
        self.write()

    def write(self) -> None:
        content = {"key": self.key, "done": self.done, "complete": self.complete}
        self.path.write_text(json.dumps(content))


def publish_one(gemeente: Area, tables: Catalogue, to_year: int) -> None:
    """Run one study here and now, and tell how it went."""
    began = time.monotonic()
    say(f"Opgave van {gemeente.name} uitrekenen")
    own = invented_rows_of(gemeente.code, tables)
    for waiting in Study.objects.unfinished().of_gemeente(gemeente.code):
        # Left by a demo that was broken off: take that one instead of a second.
        jobs.carry_out(waiting.pk, waiting.attempt, tables, own)
        break
    else:
        wanted = services.Wanted(to_year=to_year)
        waiting = services.enqueue_study(gemeente, wanted, requested_by=None, now=timezone.now())
        jobs.carry_out(waiting.pk, waiting.attempt, tables, own)
    waiting.refresh_from_db()
    if own is not None and waiting.is_published():
        keep_weighing(waiting.pk, shared_in_the_story())
    say(f"  {gemeente.name}. {waiting.message} ({time.monotonic() - began:.0f} s)")


def shared_in_the_story() -> list[jobs.SharedScenario]:
    """The scenarios that the story shares, before it is told."""
    return [
        jobs.SharedScenario(f"demo-{number}", name, changes)
        for number, (_, name, _, changes) in enumerate(TOLD)
    ]


class Beside:
    """The process that works the opgaven out, so that the one that serves never loads the engine.

    It compiles the kernels from the start, and begins when the tables of the site stand.
    """

    def __init__(self, to_year: int) -> None:
        self._argv = [sys.executable, "-m", "wwz.commands.compute", str(to_year)]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        if not (settings.VAR / RECORD).exists():
            say("De eerste keer duurt dit één tot drie minuten: de rekenkern wordt gemaakt.")
            self._start()
        return self

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(self._argv, stdin=subprocess.PIPE)  # noqa: S603 - our own module
        return self._process

    def begin(self) -> None:
        """Let it work, as the tables stand."""
        process = self._process or self._start()
        if process.stdin is not None:
            # One that fell has said so itself, and its code tells.
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(BEGIN)
                process.stdin.flush()

    def __exit__(self, kind: type[BaseException] | None, *about: object) -> None:
        """Wait until it is done.

        Raises
        ------
        SiteRefusedError
            when it fell; what went wrong stands above it on the screen
        """
        if self._process is None:
            return
        # Without a word to begin it ends when we let go.
        self._process.communicate()
        if self._process.returncode and kind is None:
            raise SiteRefusedError("De demo kon de opgaven niet uitrekenen.")


def only_fictional() -> bool:
    """Whether every published figure rests on invented input."""
    return not Study.objects.published().filter(fictional=False).exists()
