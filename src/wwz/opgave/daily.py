"""What the clock does with objections, and with forecasts of others."""

from datetime import datetime

from django.utils import timezone

from wwz.opgave.objections import forget_contacts
from wwz.opgave.rivals import forget_drafts


def daily(*, now: datetime) -> None:
    """Forget addresses that are no longer needed, and forecasts that nobody kept."""
    forget_contacts(today=timezone.localdate(now))
    forget_drafts(now=now)
