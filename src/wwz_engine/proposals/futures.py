"""How a programme does when the future goes otherwise: its regret per scenario.

A scenario changes what is short; the plans and the limits stay. See docs/methods/proposals.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wwz_engine.proposals.instance import Whole
from wwz_engine.proposals.posing import Posed
from wwz_engine.proposals.shortages import Shortages
from wwz_engine.proposals.weighing import Weighing, weighing


@dataclass(frozen=True)
class FutureRegret:
    """What this programme leaves short in a scenario, beside the best one for it alone.

    without, short, best : home-years short with no plan, this programme, the best one found
    most : the regret is at most this, by the bound; ``short - best`` was found
    """

    without: float
    short: float
    best: float
    most: float

    @property
    def regret(self) -> float:
        return self.short - self.best


def regret_in(known: Weighing, needs: Shortages) -> FutureRegret | None:
    """The regret of the best programme so far; none when the limits clash in that scenario.

    Parameters
    ----------
    needs : what is short in the scenario, of the same areas and draws
    """
    if known.best is None:
        return None
    other = weighing(known.posed.question, known.rows, needs, known.day)
    other.until = known.until
    taken = _same(known.posed, other.posed, known.best.taken)
    short = other.posed.instance.value(taken)
    other.certified()
    if other.best is None:
        return None
    best = min(other.best.value, short)
    without = other.posed.instance.value([])
    return FutureRegret(without, short, best, max(short - min(other.best.bound, best), 0.0))


def _same(posed: Posed, other: Posed, taken: Whole) -> Whole:
    """The numbers that the same plans, begun in the same years, have in the other question."""
    options = other.instance.options
    places = {
        (other.rows[row].id, start): number
        for number, (row, start) in enumerate(
            zip(options.row.tolist(), options.start.tolist(), strict=True)
        )
    }
    mine = posed.instance.options
    wanted = [(posed.rows[mine.row[one]].id, int(mine.start[one])) for one in taken.tolist()]
    return np.array([places[one] for one in wanted if one in places], dtype=np.int64)
