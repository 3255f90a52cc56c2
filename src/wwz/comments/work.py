"""What discussions ask of a moderator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from wwz.comments.queries import waiting_by_partnership
from wwz.notifications.work import WorkLine, register
from wwz.partners.actor import Actor


def work(actor: Actor, today: date) -> Iterator[WorkLine]:
    """Comments that wait for this actor's decision, one line per partnership."""
    for partnership, number in waiting_by_partnership(actor):
        what = "reactie wacht" if number == 1 else "reacties wachten"
        yield WorkLine(
            f"{number} {what} op uw oordeel",
            reverse("comments:queue", args=[partnership.slug]),
            meta=str(partnership),
        )


register("comments", work)
