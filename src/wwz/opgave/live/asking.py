"""What a page does with the live worker: ask, look whether there is an answer, and forget."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.opgave import jobs
from wwz.opgave.live.models import PATIENCE, LiveQuestion, LiveState
from wwz.partners.access import refusal, require_in
from wwz.partners.actor import Actor
from wwz.partners.models import Partnership, Person

# Moving a slider asks several times a second; nobody goes on like that for a minute.
WINDOW = timedelta(minutes=1)
MOST_OF_ONE_PERSON = 120
# Who asks faster than is answered waits himself; others are answered in between.
MOST_WAITING_OF_ONE = 8
# As many as the worker answers while somebody is still waiting.
MOST_WAITING = 60
LARGEST = 64 * 1024
KEPT = timedelta(days=1)
# How long a page waits before it looks again: (asked this long ago, pause).
PAUSES = (
    (timedelta(seconds=1), "75ms"),
    (timedelta(seconds=3), "200ms"),
    (timedelta(seconds=10), "500ms"),
    (PATIENCE, "2s"),
)


class TooBusyError(RuleBrokenError):
    """More is asked than the worker can answer in time."""


@transaction.atomic
def ask(
    actor: Actor,
    kind: str,
    question: dict[str, Any],
    *,
    partnership: Partnership,
    now: datetime,
    instead_of: UUID | None = None,
) -> LiveQuestion:
    """Put a question to the live worker. ``instead_of``: the earlier one of the same page.

    Raises
    ------
    NotAllowedError, TooBusyError
    """
    require_in(actor, jobs.LIVE[kind].action, partnership)
    person = actor.person_id
    if person is None:
        raise NotAllowedError(refusal(actor, jobs.LIVE[kind].action))
    if len(json.dumps(question)) > LARGEST:
        raise TooBusyError("Dit is te veel in één keer. Haal er wat weg en probeer het opnieuw.")
    # One after the other: a person who presses in many windows is counted whole.
    Person.objects.select_for_update(of=("self",)).get(pk=person)
    mine = LiveQuestion.objects.filter(asked_by=person)
    if instead_of is not None:
        mine.filter(pk=instead_of, state=LiveState.WAITING).update(state=LiveState.DROPPED)
    if mine.filter(asked_at__gt=now - WINDOW).count() >= MOST_OF_ONE_PERSON:
        raise TooBusyError("U vraagt veel in korte tijd. Wacht een minuut en ga dan verder.")
    waiting = LiveQuestion.objects.filter(state=LiveState.WAITING, asked_at__gt=now - PATIENCE)
    if waiting.filter(asked_by=person).count() >= MOST_WAITING_OF_ONE:
        raise TooBusyError("Er wachten nog vragen van u. Wacht op een antwoord en vraag dan weer.")
    if waiting.count() >= MOST_WAITING:
        raise TooBusyError("Het is nu druk bij de rekendienst. Probeer het over een minuut weer.")
    return LiveQuestion.objects.create(
        partnership=partnership, kind=kind, question=question, asked_by_id=person, asked_at=now
    )


def asked(actor: Actor, kind: str, pk: UUID) -> LiveQuestion:
    """A question of one's own, as long as one may still ask it; else it is not there."""
    found = LiveQuestion.objects.visible_to(actor).filter(pk=pk, kind=kind).first()
    if found is None:
        raise Http404
    require_in(actor, jobs.LIVE[kind].action, found.partnership)
    return found


def pause(question: LiveQuestion, *, now: datetime) -> str:
    """How long a page waits before it looks again; empty when looking has no use any more."""
    if not question.is_unanswered():
        return ""
    waited = now - question.asked_at
    return next((pause for longest, pause in PAUSES if waited < longest), "")


def forget(*, now: datetime) -> int:
    """Take away what was asked more than a day ago; how many."""
    return LiveQuestion.objects.filter(asked_at__lte=now - KEPT).delete()[0]
