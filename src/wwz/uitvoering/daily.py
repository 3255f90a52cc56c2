"""What the clock does in this step: deputies are asked, and silence is written down."""

from __future__ import annotations

from datetime import datetime

from wwz.uitvoering.services import progress


def daily(*, now: datetime) -> None:
    """Ask the deputies of whoever does not approve, and close what was due yesterday."""
    progress.ask_deputies(now=now)
    progress.close_overdue(now=now)
