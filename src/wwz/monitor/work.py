"""What waits for a bestuurder before the meeting: a decision without an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from wwz.monitor.presentation import meeting_day
from wwz.monitor.queries.board import unanswered
from wwz.notifications.work import WorkLine, register
from wwz.partners.actor import Actor


def decisions_to_answer(actor: Actor, today: date) -> Iterable[WorkLine]:
    for one in unanswered(actor, today):
        yield WorkLine(
            text=f"Besluit gevraagd: {one.question}",
            address=reverse("monitor:board", args=[one.partnership.slug]),
            due_on=meeting_day(one.meeting),
            meta=str(one.partnership),
        )


register("monitor", decisions_to_answer)
