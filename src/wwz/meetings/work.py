"""What meetings ask of somebody: promises of the own organisation, and meetings to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from wwz.meetings.queries import own_meetings, own_open_points
from wwz.meetings.services import address_of
from wwz.notifications.work import WorkLine, register
from wwz.partners.actor import Actor


def work(actor: Actor, today: date) -> Iterator[WorkLine]:
    """Open outcomes of the own organisation, and meetings one is invited to."""
    for outcome in own_open_points(actor):
        yield WorkLine(
            f"{outcome.get_kind_display().capitalize()}: {outcome.text}",
            f"{address_of(outcome.meeting)}#uitkomsten",
            due_on=outcome.due_on or outcome.review_on,
            meta=f"uit {outcome.meeting}",
        )
    for meeting in own_meetings(actor, today):
        starts = timezone.localtime(meeting.starts_at)
        yield WorkLine(
            f"Bijeenkomst: {meeting}",
            address_of(meeting),
            due_on=starts.date(),
            meta=f"om {starts:%H.%M} uur{f', {meeting.place}' if meeting.place else ''}",
            before_day="op",
        )


register("meetings", work)
