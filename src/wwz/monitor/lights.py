"""The two lights of a promise side by side: computed from what is known, never set by anybody.

What the party says and what the figures say stay apart. The flag shows when the party says that it
goes well and the figures say, by more than the agreed margin, that it does not. A party that asks
for attention itself is not contradicted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

OLDEST = timedelta(days=200)
"""Evidence that is older says nothing about today: grey."""

SILENT, UNMEASURED = "niets_gehoord", "nog_niet_te_meten"
STATED = ("gerealiseerd", "op_koers", "aandacht", "loopt_achter", SILENT)
MEASURED = ("op_koers", "aandacht", "loopt_achter", UNMEASURED)
"""In the order of the table; what the figures call gerealiseerd stands under op koers there."""
GOOD = ("gerealiseerd", "op_koers")


@dataclass(frozen=True)
class Evidence:
    """What is known about a promise on one day.

    ``behind`` is how far the figure lies behind the promised path, in the unit of the figure;
    empty when there is no figure or no path.
    """

    stated: str
    stated_on: date | None
    measured: str
    measured_on: date | None
    behind: Decimal | None = None
    tolerance: Decimal = Decimal(0)


@dataclass(frozen=True)
class Light:
    stated: str
    measured: str
    differs: bool

    @property
    def column(self) -> str:
        """Where it stands in the table of said against measured."""
        return "op_koers" if self.measured in GOOD else self.measured

    @property
    def good(self) -> bool:
        """The party says so, and no figure says otherwise."""
        return self.stated in GOOD and not self.differs


def light(evidence: Evidence, today: date) -> Light:
    """Both lights on a day, and whether the figures contradict the party.

    >>> said = Evidence("op_koers", date(2026, 11, 1), "loopt_achter", date(2026, 11, 1),
    ...                 behind=Decimal(19), tolerance=Decimal(5))
    >>> light(said, date(2026, 11, 6))
    Light(stated='op_koers', measured='loopt_achter', differs=True)
    """
    stated = evidence.stated if fresh(evidence.stated_on, today) else SILENT
    measured = evidence.measured if fresh(evidence.measured_on, today) else UNMEASURED
    stated = stated if stated in STATED else SILENT
    measured = measured if measured in (*MEASURED, "gerealiseerd") else UNMEASURED
    worse = stated in GOOD and measured in ("aandacht", "loopt_achter")
    beyond = evidence.behind is None or evidence.behind > evidence.tolerance
    return Light(stated, measured, worse and beyond)


def fresh(on: date | None, today: date) -> bool:
    return on is not None and today - on <= OLDEST
