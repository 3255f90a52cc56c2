"""What later links of the chain add to a thread: a decision, a lesson, news."""

from __future__ import annotations

from datetime import date

from wwz.uitvoering.models import Knelpunt, ThreadEntry


def add_entry(
    knelpunt: Knelpunt, step: str, *, happened_on: date, title: str, text: str, address: str = ""
) -> ThreadEntry:
    """One step more. Residents read the title and the text, partners also follow the address."""
    return ThreadEntry.objects.create(
        knelpunt=knelpunt,
        step=step,
        happened_on=happened_on,
        title=title,
        text=text,
        address=address,
    )
