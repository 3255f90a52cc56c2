"""The board's meetings: the next one, and the last one that was held."""

from __future__ import annotations

from datetime import datetime

from wwz.meetings.models import Meeting, MeetingKind, MeetingState
from wwz.partners.actor import Actor
from wwz.partners.models import Partnership

COMING = (MeetingState.CONCEPT, MeetingState.UITGENODIGD, MeetingState.BEZIG)


def next_meeting(partnership: Partnership, actor: Actor) -> Meeting | None:
    """The first bestuurlijk overleg that is not over."""
    return (
        Meeting.objects.visible_to(actor)
        .filter(partnership=partnership, kind=MeetingKind.BESTUURLIJK_OVERLEG, state__in=COMING)
        .order_by("starts_at")
        .first()
    )


def last_meeting(partnership: Partnership, actor: Actor, before: datetime) -> Meeting | None:
    return (
        Meeting.objects.visible_to(actor)
        .filter(
            partnership=partnership,
            kind=MeetingKind.BESTUURLIJK_OVERLEG,
            state=MeetingState.GEHOUDEN,
            starts_at__lt=before,
        )
        .order_by("-starts_at")
        .first()
    )


def coming_meetings(partnership: Partnership, actor: Actor) -> list[Meeting]:
    found = Meeting.objects.visible_to(actor).filter(
        partnership=partnership, kind=MeetingKind.BESTUURLIJK_OVERLEG, state__in=COMING
    )
    return list(found.order_by("starts_at"))
