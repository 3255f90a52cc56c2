"""Five classes of a map, on round borders, chosen so that the areas spread over them."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from wwz.opgave.wording import number

CLASSES = 5
STEPS = tuple(n * 10.0**power for power in range(-2, 6) for n in (1, 2, 3, 4, 5))
# Of spreads that differ less than this (in nats) the rounder borders read better.
SPREAD_SLACK = 0.12


@dataclass(frozen=True)
class Classes:
    """``borders`` rise; class 1 lies below the first, the last from the last border up."""

    borders: tuple[float, ...]
    unit: str

    def of(self, value: float) -> int:
        """The class (from 1) of a value as it is shown; a value on a border is in the upper one."""
        return bisect_right(self.borders, value + 1e-9) + 1

    def labels(self) -> list[str]:
        """'minder dan 15%', '15 tot 20%', ..., '30% of meer'."""
        if not self.borders:
            return ["alle gebieden"]
        sign = "%" if self.unit == "procent" else ""
        decimals = 0 if all(border == int(border) for border in self.borders) else 1
        names = [number(border, decimals) for border in self.borders]
        inner = [f"{low} tot {high}{sign}" for low, high in pairwise(names)]
        return [f"minder dan {names[0]}{sign}", *inner, f"{names[-1]}{sign} of meer"]


def classes_for(values: Sequence[float], unit: str) -> Classes:
    """Borders at equal round steps; of those that spread the areas well, the widest step."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    if high <= low:
        return Classes((), unit)
    steps = [step for step in STEPS if (high - low) / 12 <= step <= (high - low) / 3]
    candidates = [
        Classes(tuple(round(step * (first + i), 6) for i in range(CLASSES - 1)), unit)
        for step in steps
        for first in range(max(1, int(low / step)), int(high / step) + 1)
    ]
    spreads = {candidate: _spread(values, candidate) for candidate in candidates}
    enough = max(spreads.values(), default=0.0) - SPREAD_SLACK
    good = [candidate for candidate in candidates if spreads[candidate] >= enough]
    return max(good, key=lambda one: (_step(one), spreads[one]), default=Classes((), unit))


def _step(classes: Classes) -> float:
    return classes.borders[1] - classes.borders[0]


def _spread(values: Sequence[float], classes: Classes) -> float:
    """Entropy of the areas over the classes: largest when every class holds as many."""
    counts = Counter(classes.of(value) for value in values)
    return -sum(n / len(values) * log(n / len(values)) for n in counts.values())
