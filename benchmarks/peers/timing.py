"""What every script of a peer does alike: read the problem, keep to the time, say what it took.

These scripts run in environments without this package, hence its own few lines of timing.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np


def problem() -> tuple[dict[str, Any], float]:
    """The arrays of the file named first, and the seconds named second."""
    return dict(np.load(sys.argv[1])), float(sys.argv[2])


def margins(held: dict[str, Any]) -> list[tuple[tuple[int, ...], Any]]:
    """Axes and totals (area, ..) of each margin."""
    count = sum(name.startswith("axes_") for name in held)
    return [(tuple(held[f"axes_{at}"].tolist()), held[f"people_{at}"]) for at in range(count)]


def area_by_area(fit: Callable[[int], Any], held: dict[str, Any], seconds: float) -> None:
    """Fit areas one by one until all are done or the time is up, and print what it took.

    The first is fitted once before the clock starts, so that nothing is compiled in it. Looking
    how well an area came out is not in the time.
    """
    fit(0)
    areas = len(margins(held)[0][1])
    wall, spent, done, worst = 0.0, 0.0, 0, 0.0
    for area in range(areas):
        used, started = cpu(), time.perf_counter()
        table = fit(area)
        wall, spent = wall + time.perf_counter() - started, spent + cpu() - used
        worst = max(worst, error(table, held, area))
        done += 1
        if wall > seconds:
            break
    say(wall, spent, done=done, margin_error=worst)


def error(table: Any, held: dict[str, Any], area: int) -> float:
    """Largest difference from any total, as a share of the people of the area."""
    return max(_differences(table, held, area))


def _differences(table: Any, held: dict[str, Any], area: int) -> Iterator[float]:
    for axes, people in margins(held):
        others = tuple(axis for axis in range(table.ndim) if axis not in axes)
        goal = people[area]
        yield float(np.abs(table.sum(axis=others) - goal).max() / goal.sum())


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def say(wall: float, used: float, **more: object) -> None:
    """One line of JSON, the last that is printed."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"wall": wall, "cpu": used, "megabytes": peak, **more}))
