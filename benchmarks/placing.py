"""Best places for several facilities: how far from the best, and against spopt with CBC.

Spopt gets instances that it can do: a term per point and place, in Python.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.environments import PeerNotInstalledError, python_of
from benchmarks.parts import Found, Measured, NotFinishedError, Row, last_line, limit, ratio
from benchmarks.placing_ways import SIZES, write
from benchmarks.processes import PYTHON, ROOT

ROUNDS = 3
PEER = ROOT / "benchmarks" / "peers" / "place_spopt.py"
CBC_SECONDS, PEER_SECONDS = 100, 120
GAP, WORSE, TIMES_SPOPT = 2.0, 1.0, 500.0
"""Percent from the bound, percent worse than spopt, and times faster, at most and at least."""


def rows(show: Callable[[list[Row]], None]) -> list[Row]:
    """Everything about placing, shown as it comes."""
    found: list[Row] = []
    for part in (whole, lambda: beside("small", TIMES_SPOPT), lambda: beside("middle", None)):
        new = part()
        show(new)
        found += new
    return found


def whole() -> list[Row]:
    measured, name = Measured(), f"placing, {SIZES['whole'].name}"
    measured.take("ours", ours("whole"))
    return [
        measured.row("ours", 1.0) | {"measure": name},
        limit(f"{name}: percent from the bound", measured.found["ours"][-1]["gap_percent"], GAP),
    ]


def beside(size: str, goal: float | None) -> list[Row]:
    """Ours and spopt in turn on the same instance; once when it is left to see how far it gets."""
    measured, name = Measured(), f"placing, {SIZES[size].name}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "places.npz"
        write(path, SIZES[size])
        for _ in range(1 if goal is None else ROUNDS):
            measured.take("ours", ours(size))
            lost = take_spopt(measured, path, name)
            if lost:
                return [measured.row("ours", 1.0) | {"measure": name}, lost]
    mine, theirs = (measured.found[way][-1]["value"] for way in ("ours", "spopt"))
    return [
        measured.row("ours", 1.0) | {"measure": name},
        measured.row("spopt", 1.0) | {"measure": f"{name}: spopt and CBC"},
        limit(f"{name}: percent worse than spopt", max(0.0, 100 * (mine / theirs - 1)), WORSE),
        ratio(f"{name}, than spopt and CBC", seconds(measured, "spopt"),
              seconds(measured, "ours"), goal),
    ]  # fmt: skip


def ours(size: str) -> Found:
    return last_line([PYTHON, "-m", "benchmarks.placing_ways", size])


def take_spopt(measured: Measured, path: Path, name: str) -> Row:
    """One turn of the peer; why there was none, if so."""
    label = f"{name}: spopt and CBC"
    try:
        argv = [str(python_of("spopt")), str(PEER), str(path), str(CBC_SECONDS)]
        measured.take("spopt", last_line(argv, timeout=PEER_SECONDS))
    except PeerNotInstalledError as error:
        return {"measure": label, "not measured": str(error)}
    except NotFinishedError:
        return {"measure": label, "not finished": f"in {PEER_SECONDS} s"}
    return {}


def seconds(measured: Measured, way: str) -> list[float]:
    return [float(run["wall"]) for run in measured.found[way]]
