"""What the clock does here: forget whom old invitations went to."""

from __future__ import annotations

from datetime import datetime

from wwz.partners.services.invitations import forget_invitations


def daily(*, now: datetime) -> None:
    """Throw away invitations past their time."""
    forget_invitations(now=now)
