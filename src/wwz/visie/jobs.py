"""What happens because a day has passed."""

from __future__ import annotations

from datetime import datetime

from wwz.visie.services import trajects


def keep_phases(now: datetime) -> int:
    """Open and close the phases whose day has come; run once a day."""
    return trajects.keep_phases(now=now)
