"""Invented facilities for a demo: plainly made up, marked so, the same every time.

They stand near real doors, many of them together in invented centres, but nothing stands there
in truth: every name says that it is invented, and every row carries it as its origin.
"""

from __future__ import annotations

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.reach.kinds import kinds
from wwz_engine.reach.rows import FacilityRow
from wwz_engine.supply.rows import INVENTED

DOORS_PER_CENTRE = 2_600
CENTRE_WIDTH, ASIDE = 110.0, 40.0
"""Metres around the heart of a centre, and beside a door."""
IN_CENTRES = {
    "supermarkt": 0.95, "huisarts": 0.8, "apotheek": 0.7, "ontmoetingsplek": 0.8, "drogist": 0.5,
    "geldautomaat": 0.6, "fysiotherapeut": 0.6, "tandarts": 0.5, "bibliotheek": 0.25,
    "buurtwinkel": 0.9, "horeca": 0.9, "wijkcentrum": 0.5, "dagbesteding": 0.3,
}  # fmt: skip
"""How likely a centre is to have one of a kind."""
ELSEWHERE = {
    "halte": 330, "groen": 900, "bankje": 120, "basisschool": 1_500, "huisarts": 5_000,
    "supermarkt": 9_000, "ontmoetingsplek": 6_000, "buurtwinkel": 4_000,
}  # fmt: skip
"""How many doors there are to one of a kind outside the centres."""


def invented_facilities(x: Floats, y: Floats, seed: int = 1) -> tuple[FacilityRow, ...]:
    """Invented facilities near doors.

    Parameters
    ----------
    x, y : (door,), metres
    seed : another one gives another example

    Examples
    --------
    >>> rows = invented_facilities(np.full(40, 203_000.0), np.full(40, 503_000.0))
    >>> rows[0].name, rows[0].origin
    ('Verzonnen supermarkt 1', 'verzonnen')
    """
    rng = np.random.default_rng([seed, 7])
    at = np.column_stack([x, y])
    centres = at[rng.integers(len(at), size=max(1, round(len(at) / DOORS_PER_CENTRE)))]
    places: list[tuple[str, Floats]] = []
    for kind, chance in IN_CENTRES.items():
        there = centres[rng.random(len(centres)) < chance]
        # An example without one of a basic kind would tell nothing.
        there = there if len(there) else centres[:1]
        places += [(kind, spot) for spot in there + rng.normal(0, CENTRE_WIDTH, there.shape)]
    for kind, doors in ELSEWHERE.items():
        chosen = at[rng.integers(len(at), size=max(1, round(len(at) / doors)))]
        places += [(kind, spot) for spot in chosen + rng.normal(0, ASIDE, chosen.shape)]
    numbers: dict[str, int] = {}
    rows = []
    for kind, spot in places:
        numbers[kind] = numbers.get(kind, 0) + 1
        rows.append(_row(kind, numbers[kind], float(spot[0]), float(spot[1])))
    return tuple(rows)


def _row(kind: str, number: int, x: float, y: float) -> FacilityRow:
    label = kinds()[kind].label
    return FacilityRow(
        id=f"verzonnen-{kind}-{number:03d}",
        kind=kind,
        name=f"Verzonnen {label[0].lower()}{label[1:]} {number}",
        x=round(x, 1),
        y=round(y, 1),
        source="verzonnen voorbeeld",
        origin=INVENTED,
    )
