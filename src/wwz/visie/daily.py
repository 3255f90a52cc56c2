"""What happens because a day has passed."""

from __future__ import annotations

from datetime import datetime

from wwz.visie.services import trajects


def daily(*, now: datetime) -> None:
    """Open and close the phases whose day has come."""
    trajects.keep_phases(now=now)
