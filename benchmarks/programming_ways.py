"""Ways to choose a programme, each in a process of its own: prints one line of JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.programming_case import INTERACTIVE, LARGE, TINY, arrays, programme
from wwz_engine.proposals.choosing import Choice, Chooser, chooser, first_choice
from wwz_engine.proposals.instance import Instance
from wwz_engine.proposals.model import linear

SIZES = {"interactive": INTERACTIVE, "large": LARGE}


def first(instance: Instance, _goal: float) -> dict[str, Any]:
    """A first answer, without a bound."""
    found = first_choice(instance)
    return {} if found is None else {"value": round(found.value)}


def build(instance: Instance, _goal: float) -> dict[str, Any]:
    model = linear(instance)
    return {"rows": model.rows.shape[0], "columns": model.rows.shape[1]}


def certified(instance: Instance, goal: float) -> dict[str, Any]:
    """From an instance to a programme with a proven gap: searched until the gap is the goal."""
    known = chooser(instance)
    found = known.choose(0)
    turn = 0
    while found is not None and found.gap > goal and turn < 400:
        found = _further(known, found, turn)
        turn += 1
    if found is None:
        return {}
    return {
        "gap_of_gain_percent": round(found.gap, 3),
        "gap_of_value_percent": round(found.gap_of_value, 3),
        "value": round(found.value),
        "bound": round(found.bound),
        "turns": turn,
    }


def _further(known: Chooser, found: Choice, turn: int) -> Choice:
    better = known.further(found.taken, turn)
    return found if better is None or better.value > found.value else replace(better)


WAYS: dict[str, Callable[[Instance, float], dict[str, Any]]] = {
    "first": first, "build": build, "certified": certified,
}  # fmt: skip


def main(way: str, size: str, goal: float) -> None:
    # Compiled, and the solver loaded, before the clock starts.
    warm = programme(TINY)
    first_choice(warm)
    chooser(warm).choose(1)
    instance = programme(SIZES[size])
    before = resource.getrusage(resource.RUSAGE_SELF)
    started = time.perf_counter()
    found = WAYS[way](instance, goal)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"wall": wall, "cpu": cpu, "megabytes": after.ru_maxrss / 1024, **found}))


def write(path: Path, size: str) -> None:
    """The figures of a programme in a file, for a peer."""
    np.savez(path, **arrays(programme(SIZES[size])))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else 1.0)
