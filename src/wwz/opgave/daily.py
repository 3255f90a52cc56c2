"""What the clock does with objections."""

from datetime import datetime

from django.utils import timezone

from wwz.opgave.objections import forget_contacts


def daily(*, now: datetime) -> None:
    """Forget addresses that are no longer needed."""
    forget_contacts(today=timezone.localdate(now))
