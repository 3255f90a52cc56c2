"""Dividing a difference over what caused it, so that the parts add up exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import factorial, floor
from typing import Any

from wwz_engine.explain.recipe import LABELS, Group

MICRO = 1_000_000
"""Facts have six decimals: in millionths they are whole numbers, which add up exactly."""
TOGETHER, UNEXPLAINED = "samen", "onverklaard"


@dataclass(frozen=True)
class Part:
    """What one cause did to a number; ``key`` is a ``Group`` or says that it cannot be split."""

    key: str
    label: str
    value: Decimal


@dataclass(frozen=True)
class Explanation:
    """A difference between two facts, divided. The parts add up to it exactly.

    notes : Dutch sentences on what could not be told apart
    """

    indicator: str
    area: str
    year: int
    before: Decimal
    after: Decimal
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()

    @property
    def difference(self) -> Decimal:
        return self.after - self.before

    def shown(self, before: float, after: float, step: float) -> list[tuple[Part, float]]:
        """The parts in whole steps, adding up to the difference between two shown numbers.

        Parameters
        ----------
        before, after : the numbers as they are shown
        step : what is shown is a multiple of this: 5 people, 0.1 percent
        """
        unit = Fraction(str(step))
        goal = round((Fraction(str(after)) - Fraction(str(before))) / unit)
        counts = divided([Fraction(part.value) / unit for part in self.parts], goal)
        return [(part, float(n * unit)) for part, n in zip(self.parts, counts, strict=True)]

    def as_json(self) -> dict[str, Any]:
        """Plain values with English keys; numbers as text, so that no reader rounds them."""
        return {
            "indicator": self.indicator,
            "area": self.area,
            "year": self.year,
            "before": str(self.before),
            "after": str(self.after),
            "difference": str(self.difference),
            "parts": [
                {"key": part.key, "label": part.label, "value": str(part.value)}
                for part in self.parts
            ],
            "notes": list(self.notes),
        }


def part_of(group: Group, millionths: int) -> Part:
    return Part(group.value, LABELS[group], Decimal(millionths) / MICRO)


def divided(exact: Sequence[Fraction], total: int) -> list[int]:
    """Whole numbers near these, that add up to the total.

    Each is rounded down; what is left goes one by one to where it is missed most.

    Examples
    --------
    >>> divided([Fraction(5, 2), Fraction(5, 2), Fraction(-1, 3)], 5)
    [3, 2, 0]
    """
    found = [floor(one) for one in exact]
    while found and sum(found) != total:
        step = 1 if sum(found) < total else -1
        missed = [step * (one - count) for one, count in zip(exact, found, strict=True)]
        found[missed.index(max(missed))] += step
    return found


def shares_of(groups: Sequence[Group], worth: Callable[[frozenset[Group]], int]) -> list[int]:
    """What each group adds, as a mean over every order in which they can be swapped (Shapley).

    Parameters
    ----------
    worth : the number, in millionths, when these groups are those of the later study

    Returns
    -------
    millionths per group, adding up to ``worth(all) - worth(none)``
    """
    count = len(groups)
    exact = []
    for group in groups:
        others = [other for other in groups if other is not group]
        gained = 0
        for chosen in subsets(others):
            orders = factorial(len(chosen)) * factorial(count - len(chosen) - 1)
            gained += orders * (worth(chosen | {group}) - worth(chosen))
        exact.append(Fraction(gained, factorial(count)))
    return divided(exact, worth(frozenset(groups)) - worth(frozenset()))


def subsets(groups: Sequence[Group]) -> Iterator[frozenset[Group]]:
    """Every choice out of these groups, none and all of them too."""
    for size in range(len(groups) + 1):
        yield from map(frozenset, combinations(groups, size))
