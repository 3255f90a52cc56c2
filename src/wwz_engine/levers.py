"""What a scenario changes inside the steps of a study, as plain numbers: docs/methods/scenarios.md.

Every step takes these and does nothing with those that are at rest: a study without a scenario
is the study it always was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from wwz_engine.axes import Floats

DECADE = 10.0


@dataclass(frozen=True)
class Coming:
    """People who come to a gemeente, or leave it, on top of what is forecast.

    number : persons a year; below nil they leave
    low, high : youngest and oldest age, both included
    first, last : years in which they come, both included
    """

    number: float
    low: int
    high: int
    first: int
    last: int


@dataclass(frozen=True)
class Younger:
    """Older people who are as healthy as younger ones are now.

    per_decade : years of age that it shifts in ten years; below nil they are less healthy
    first : the last year in which nothing has shifted
    """

    per_decade: float
    first: int

    def years(self, years: tuple[int, ...]) -> Floats:
        """Years of age that it has shifted in each year: (year,).

        Examples
        --------
        >>> Younger(2.0, 2025).years((2021, 2030, 2040)).tolist()
        [0.0, 1.0, 3.0]
        """
        passed = np.maximum(np.array(years, dtype=np.float64) - self.first, 0.0)
        shifted: Floats = passed * self.per_decade / DECADE
        return shifted


@dataclass(frozen=True)
class Serving:
    """More suitable homes that come to the people they are meant for.

    points : share of the homes on top of what is usual, -1..1
    first : first year in which it holds
    """

    points: float
    first: int


@dataclass(frozen=True)
class Levers:
    """All of them at rest unless a scenario says otherwise.

    policy : where people who need nursing live; empty is as many in a nursing home as now
    shares : share 0..1 of the gemeente with a trait at an age, by its key
    """

    younger: tuple[Younger, ...] = ()
    policy: str = ""
    coming: tuple[Coming, ...] = ()
    serving: tuple[Serving, ...] = ()
    shares: Mapping[str, float] = field(default_factory=dict)

    def shift(self, years: tuple[int, ...]) -> Floats:
        """Years of age by which people are as healthy as younger ones are now: (year,)."""
        shifts: Floats = np.array([one.years(years) for one in self.younger]).sum(axis=0)
        return shifts

    def serving_more(self, years: tuple[int, ...]) -> Floats:
        """On the share of suitable homes that serves who they are for: (year,)."""
        when = np.array(years)
        more: Floats = np.array([one.points * (when >= one.first) for one in self.serving])
        return np.asarray(more.sum(axis=0))


AT_REST = Levers()
