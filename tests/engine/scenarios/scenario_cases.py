"""Cases on scenarios that a policy officer can do again: see ``tests/engine/test_cases.py``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from wwz_engine.axes import AGE_GROUPS
from wwz_engine.levers import Levers, Younger
from wwz_engine.population.younger import rates_later, still_above

LOWS = [band.low for band in AGE_GROUPS]


def _per_group(given: dict[int, float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array([float(given.get(low, 0.0)) for low in LOWS])


def _healthy(given: dict[str, Any]) -> list[float]:
    levers = Levers(younger=(Younger(given["per_decade"], given["first"]),))
    later = rates_later(_per_group(given["rates"]), levers, tuple(given["years"]))
    return [float(rate) for rate in later[:, LOWS.index(given["age"])]]


def _later_age(given: dict[str, Any]) -> float:
    people = _per_group(given["people"])
    left = still_above(people[None, None], given["age"], np.array([float(given["shift"])]))
    return float(people.sum() * left.item() * given["homes_per_1000"] / 1000)


SCENARIO_WORKS_OUT: dict[str, Callable[[Any], Any]] = {
    "healthy_ageing": _healthy,
    "later_age": _later_age,
}
