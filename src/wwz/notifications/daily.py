"""What the clock does with mail and notices: forget what is no longer needed."""

from __future__ import annotations

from datetime import datetime

from wwz.notifications.services import forget_mails, forget_notices, forget_unconfirmed


def daily(*, now: datetime) -> None:
    """Wipe old mails and notices, and addresses that nobody confirmed."""
    forget_mails(now=now)
    forget_unconfirmed(now=now)
    forget_notices(now=now)
