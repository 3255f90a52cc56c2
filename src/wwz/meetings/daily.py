"""What the clock does with what came out of meetings."""

from datetime import datetime

from django.utils import timezone

from wwz.meetings.services import review_due


def daily(*, now: datetime) -> None:
    """Bring back what had to be looked at again by today."""
    review_due(today=timezone.localdate(now), now=now)
