"""What somebody has to do: each app above registers who can tell, in its own ``work.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from wwz.partners.actor import Actor

THIS_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class WorkLine:
    """One thing to do: words, where, and for which day when there is one."""

    text: str
    address: str
    due_on: date | None = None
    meta: str = ""
    # What stands before the day: a promise is due "voor" it, a meeting is "op" it.
    before_day: str = "voor"

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


Provider = Callable[[Actor, date], Iterable[WorkLine]]
PROVIDERS: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Let an app tell what waits for an actor. It reads by `visible_to`, in a few queries."""
    PROVIDERS[name] = provider


def lines_for(actor: Actor, today: date) -> list[WorkLine]:
    """All that waits for this hat: dated first, the earliest on top."""
    lines = [line for name in sorted(PROVIDERS) for line in PROVIDERS[name](actor, today)]
    return sorted(lines, key=lambda line: (line.due_on is None, line.due_on or today))
