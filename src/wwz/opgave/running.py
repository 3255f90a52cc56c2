"""A study while it runs: started, alive, further, failed. Short writes, never one long transaction.

Each start and each stop raises the number of the attempt. A worker that was believed dead, or
whose study was stopped, still has the old number: what it writes finds no row any more.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from wwz.opgave.models import State, Study, StudyQuerySet
from wwz.opgave.publishing import StudyStoppedError

# A worker beats every few seconds; after this long without it, it is taken for dead.
LEASE = timedelta(seconds=30)
SECONDS_BETWEEN_WRITES = 1.0
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

# Studies that this process is working on: the worker's pulse beats for them.
IN_HAND: set[UUID] = set()


def held(pk: UUID, attempt: int) -> StudyQuerySet:
    return Study.objects.filter(pk=pk, attempt=attempt, state=State.RUNNING)


def start(pk: UUID, attempt: int, *, now: datetime) -> Study:
    """Take a requested study in hand.

    Raises
    ------
    StudyStoppedError
        it was stopped, or somebody else has it
    """
    taken = Study.objects.filter(pk=pk, attempt=attempt, state=State.REQUESTED).update(
        state=State.RUNNING,
        progress=0,
        message="De analyse begint.",
        started_at=now,
        heartbeat_at=now,
    )
    if not taken:
        raise StudyStoppedError
    return Study.objects.select_related("gemeente").get(pk=pk)


@contextmanager
def in_hand(pk: UUID) -> Iterator[None]:
    """While this lasts the worker's pulse says that the study is alive."""
    IN_HAND.add(pk)
    try:
        yield
    finally:
        IN_HAND.discard(pk)


def beat(*, now: datetime) -> None:
    """Say of every study in hand that its worker lives."""
    if IN_HAND:
        alive = Study.objects.filter(pk__in=list(IN_HAND), state=State.RUNNING)
        alive.update(heartbeat_at=now)


def reporter(pk: UUID, attempt: int) -> Callable[[float, str], None]:
    """A function that stores how far the study is, at most once a second.

    It raises StudyStoppedError when the study was stopped meanwhile.
    """
    last = -SECONDS_BETWEEN_WRITES

    def report(share: float, text: str) -> None:
        nonlocal last
        if time.monotonic() - last < SECONDS_BETWEEN_WRITES:
            return
        last = time.monotonic()
        percent = min(99, max(0, round(100 * share)))
        written = held(pk, attempt).update(
            progress=percent, message=text, heartbeat_at=timezone.now()
        )
        if not written:
            raise StudyStoppedError

    return report


def fail(pk: UUID, attempt: int, sentence: str, *, now: datetime) -> None:
    """Close a run that went wrong, with the sentence that its requester reads."""
    held(pk, attempt).update(
        state=State.FAILED, message=sentence, finished_at=now, heartbeat_at=None
    )


def let_go(pk: UUID, attempt: int) -> None:
    """Leave a study to the next worker, which need not wait for the lease to run out."""
    held(pk, attempt).update(heartbeat_at=LONG_AGO)


def lost(*, now: datetime) -> StudyQuerySet:
    """Studies whose worker has been silent for longer than the lease."""
    return Study.objects.filter(state=State.RUNNING, heartbeat_at__lt=now - LEASE)
