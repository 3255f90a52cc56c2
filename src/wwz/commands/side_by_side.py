"""The opgaven of the demo, as many at a time as this machine has processors."""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import contextmanager
from functools import cache
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from wwz.commands.site import start_django

if TYPE_CHECKING:
    from wwz_engine.sources.registry import Catalogue

# Storing a study takes seconds, and on a machine with much else to do minutes.
SECONDS_TO_WAIT = 600


def begin() -> None:
    """Make a process ready; Ctrl-C ends what it does, and is no matter for one that waits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    start_django()
    wait_for_writers()
    # Of a few studies little is left lying; to look for it takes a quarter of the work.
    gc.disable()


def wait_for_writers() -> None:
    """Wait longer for SQLite than a page may: another process stores a whole study meanwhile."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.close()
        connection.settings_dict["OPTIONS"]["timeout"] = SECONDS_TO_WAIT


def publish_side_by_side(
    names: Sequence[str], done: Sequence[str], to_year: int, *, processes: int
) -> Iterator[list[str]]:
    """Publish the opgaven of these gemeenten; of each that is ready, what is done of it now."""
    # Not forked: the threads of the engine would not come along.
    context = get_context("spawn")
    waiting = iter(names)
    with ProcessPoolExecutor(processes, mp_context=context, initializer=begin) as pool:
        # One for each process and no more: what is handed out is done, also after Ctrl-C.
        working = {
            pool.submit(publish_editions, name, done, to_year)
            for name in islice(waiting, processes)
        }
        while working:
            ready, working = wait(working, return_when=FIRST_COMPLETED)
            for one in ready:
                yield one.result()
            for name in islice(waiting, len(ready)):
                working.add(pool.submit(publish_editions, name, done, to_year))


def publish_editions(name: str, done: Sequence[str], to_year: int) -> list[str]:
    """In a process of its own: publish one gemeente, and before it its earlier edition, if any."""
    from wwz.commands import studies

    noted = Noted(done)
    with can_be_broken_off():
        tables = catalogue()
        if name == studies.TWICE:
            studies.publish_earlier(name, tables, noted, to_year)
        studies.publish_all([name], tables, noted, to_year)
    return noted.done


@cache
def catalogue() -> Catalogue:
    """One for each process: what the whole country shares is read once."""
    from wwz.opgave import jobs

    return jobs.data_catalogue()


class Noted:
    """What is done, for the process that keeps the record."""

    def __init__(self, done: Sequence[str]) -> None:
        self.done = list(done)

    def add(self, name: str) -> None:
        self.done.append(name)


@contextmanager
def can_be_broken_off() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
