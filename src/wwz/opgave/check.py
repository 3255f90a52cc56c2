"""Whether the worker that answers pages is there: what waits is answered within seconds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from wwz.opgave.live.models import LiveQuestion, LiveState

LATE = timedelta(seconds=10)


def check() -> Iterator[str]:
    """A sentence when the last question that somebody asked was not answered."""
    newest = LiveQuestion.objects.exclude(state=LiveState.DROPPED).order_by("-asked_at").first()
    if newest is None or not newest.is_unanswered():
        return
    if timezone.now() - newest.asked_at > LATE:
        yield (
            "Op de laatste vraag van een bladzijde kwam geen antwoord. Kijk of `wwz worker --live` "
            "draait."
        )
