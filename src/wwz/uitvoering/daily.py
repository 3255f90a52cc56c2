"""What the clock does in this step: ask deputies, write silence down, forget who told what."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from wwz.uitvoering.services import progress
from wwz.uitvoering.services.signals import forget_contacts, forget_texts


def daily(*, now: datetime) -> None:
    """Ask deputies, close what was due yesterday, forget what is past its time."""
    progress.ask_deputies(now=now)
    progress.close_overdue(now=now)
    forget_contacts(today=timezone.localdate(now))
    forget_texts(today=timezone.localdate(now))
