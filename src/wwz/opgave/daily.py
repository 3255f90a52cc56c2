"""What the clock does with objections, forecasts of others, and questions that were answered."""

from datetime import datetime

from django.utils import timezone

from wwz.opgave.live.asking import forget
from wwz.opgave.objections import forget_contacts
from wwz.opgave.rivals import forget_drafts


def daily(*, now: datetime) -> None:
    """Forget addresses that are no longer needed, forecasts that nobody kept, and old questions."""
    forget_contacts(today=timezone.localdate(now))
    forget_drafts(now=now)
    forget(now=now)
