"""The plan of a traject, with where it is and what no longer fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wwz.visie.models import Phase, PhaseState, Traject, TrajectState
from wwz.visie.planning import days_short, earliest_adoption, plan_back
from wwz.visie.presentation.frame import Planned, planned

# After a week people wonder what became of what they said.
REMIND_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class TrajectPage:
    plan: Sequence[Planned]
    short: int
    earliest: date | None
    unanswered: Sequence[Phase]
    overdue: Sequence[Phase]
    in_preparation: bool
    running: bool


def traject_page(traject: Traject, *, today: date) -> TrajectPage:
    phases = list(traject.phases.all())
    preparing = traject.state == TrajectState.VOORBEREIDING
    short = days_short(plan_back(traject.adoption_on), today) if preparing else 0
    closed = [phase for phase in phases if phase.state == PhaseState.GESLOTEN]
    return TrajectPage(
        plan=planned(phases, today),
        short=short,
        earliest=earliest_adoption(today) if short else None,
        unanswered=closed,
        overdue=[phase for phase in closed if phase.ends_on + REMIND_AFTER < today],
        in_preparation=preparing,
        running=traject.state == TrajectState.LOPEND,
    )
