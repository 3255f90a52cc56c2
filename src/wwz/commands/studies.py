"""The studies of the demo: computed once, found back at the next start."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from wwz.areas.models import Area
from wwz.areas.queries import gemeente_named
from wwz.commands.fetching import fetched
from wwz.commands.inputs import fingerprint
from wwz.commands.site import SiteRefusedError, say
from wwz.opgave import jobs, services
from wwz.opgave.models import Study

if TYPE_CHECKING:
    from wwz_engine.sources.registry import Catalogue

GEMEENTEN = ("Zwolle", "Zoetermeer", "Nieuwegein", "Emmen", "Coevorden", "Borger-Odoorn")
FICTIONAL = ("Verzonnendam",)
# A small gemeente, that is worked out twice: its figures say why they changed.
TWICE = "Borger-Odoorn"
RECORD = "demo-studies.json"


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
        publish_earlier(TWICE, tables, record, to_year)
        publish_all(GEMEENTEN, tables, record, to_year)
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


def publish_all(names: Sequence[str], tables: Catalogue, record: Record, to_year: int) -> None:
    for name in names:
        gemeente = gemeente_named(name)
        if gemeente is not None and name not in record.done:
            publish_one(gemeente, tables, to_year)
            record.add(name)


def publish_earlier(name: str, tables: Catalogue, record: Record, to_year: int) -> None:
    """The edition before the one that stays; never after it."""
    from wwz.commands.earlier import earlier_edition

    gemeente, marker = gemeente_named(name), f"{name}, eerder"
    if gemeente is not None and not {name, marker} & set(record.done):
        publish_one(gemeente, earlier_edition(tables), to_year)
        record.add(marker)


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
    for waiting in Study.objects.unfinished().of_gemeente(gemeente.code):
        # Left by a demo that was broken off: take that one instead of a second.
        jobs.carry_out(waiting.pk, waiting.attempt, tables)
        break
    else:
        wanted = services.Wanted(to_year=to_year)
        waiting = services.enqueue_study(gemeente, wanted, requested_by=None, now=timezone.now())
        jobs.carry_out(waiting.pk, waiting.attempt, tables)
    waiting.refresh_from_db()
    say(f"  {waiting.message} ({time.monotonic() - began:.0f} s)")


def in_a_process_of_its_own(*, to_year: int) -> None:
    """Compute there, so that the process that serves pages never loads the engine.

    Raises
    ------
    SiteRefusedError
        when it fell; what went wrong stands above it on the screen
    """
    argv = [sys.executable, "-m", "wwz.commands.compute", str(to_year)]
    if subprocess.run(argv, check=False).returncode:  # noqa: S603 - our own module
        raise SiteRefusedError("De demo kon de opgaven niet uitrekenen.")


def only_fictional() -> bool:
    """Whether every published figure rests on invented input."""
    return not Study.objects.published().filter(fictional=False).exists()
