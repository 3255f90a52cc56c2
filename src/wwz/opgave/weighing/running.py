"""What a worker writes of a weighing: begun, how far, answered, failed, given up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from wwz.opgave.weighing.models import AnswerKind, Weighing, WeighingAnswer, WeighingState

# A worker that has said nothing for so long is gone.
LEASE = timedelta(minutes=15)


def take(pk: UUID, *, now: datetime) -> Weighing | None:
    """Take a question in hand; nothing when somebody else has it, or it was answered."""
    taken = Weighing.objects.filter(pk=pk, state=WeighingState.REQUESTED).update(
        state=WeighingState.RUNNING, started_at=now, heartbeat_at=now, progress=10,
        message="De afweging loopt.",
    )  # fmt: skip
    return Weighing.objects.select_related("study").get(pk=pk) if taken else None


def heard(pk: UUID, progress: int, message: str, *, now: datetime) -> None:
    held(pk).update(progress=progress, message=message, heartbeat_at=now)


def held(pk: UUID) -> QuerySet[Weighing]:
    return Weighing.objects.filter(pk=pk, state__in=(WeighingState.RUNNING, WeighingState.REFINING))


@transaction.atomic
def answered(
    weighing: Weighing, content: Mapping[str, Any], *, version: str, last: bool, now: datetime
) -> WeighingAnswer:
    """Keep an answer; ``last`` when nothing better comes after it."""
    kind = AnswerKind.EXACT if last else AnswerKind.FIRST
    made = WeighingAnswer.objects.create(
        weighing=weighing,
        kind=kind,
        content=dict(content),
        engine_version=version,
        answered_at=now,
        seconds=content["seconds"],
    )
    ended = {"state": WeighingState.DONE, "progress": 100, "finished_at": now}
    going_on = {"state": WeighingState.REFINING, "progress": 50, "heartbeat_at": now}
    held(weighing.pk).update(
        message="De afweging is klaar." if last else "Wij zoeken verder naar een betere.",
        **(ended if last else going_on),
    )
    return made


def failed(pk: UUID, sentence: str, *, now: datetime) -> None:
    """Say why there is no answer; a first answer that is there stays."""
    found = held(pk)
    found.filter(state=WeighingState.REFINING).update(
        state=WeighingState.DONE, finished_at=now, progress=100,
        message=f"Verder zoeken is niet gelukt; de eerste uitkomst blijft staan. {sentence}",
    )  # fmt: skip
    found.filter(state=WeighingState.RUNNING).update(
        state=WeighingState.FAILED, finished_at=now, message=sentence
    )


def give_up_lost(*, now: datetime) -> int:
    """Close weighings whose worker is gone; how many."""
    lost = Weighing.objects.filter(
        state__in=(WeighingState.RUNNING, WeighingState.REFINING), heartbeat_at__lt=now - LEASE
    )
    many = 0
    for pk in lost.values_list("pk", flat=True):
        failed(pk, "De rekendienst is uitgevallen. Reken het opnieuw.", now=now)
        many += 1
    return many
