"""What the clock does in the werkplaats."""

from datetime import datetime

from django.utils import timezone

from wwz.werkplaats.services import forget_addresses


def daily(*, now: datetime) -> None:
    """Forget addresses that are no longer needed."""
    forget_addresses(today=timezone.localdate(now))
