"""What the clock does with mail: forget what is no longer needed."""

from __future__ import annotations

from datetime import datetime

from wwz.notifications.services import forget_mails, forget_unconfirmed


def daily(*, now: datetime) -> None:
    """Wipe old mails, and addresses that nobody confirmed."""
    forget_mails(now=now)
    forget_unconfirmed(now=now)
