"""A programme of sites: ours against PuLP and CBC on the same instance, in turn."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.environments import PeerNotInstalledError, python_of
from benchmarks.parts import Found, Measured, NotFinishedError, Row, last_line, limit, ratio
from benchmarks.processes import PYTHON, ROOT
from benchmarks.programming_ways import SIZES, write

ROUNDS = 5
PEER = ROOT / "benchmarks" / "peers" / "programme_pulp.py"
CBC_SECONDS, PEER_SECONDS = 60, 240
FIRST_SECONDS, CERTIFIED_SECONDS, LARGE_SECONDS, LONG_SECONDS = 0.1, 1.0, 60.0, 600.0
GAP, LARGE_GAP = 1.0, 3.0
TIMES_PULP = 80.0


def rows(show: Callable[[list[Row]], None]) -> list[Row]:
    """Everything about programmes, shown as it comes."""
    found: list[Row] = []
    for part in (interactive, large):
        new = part()
        show(new)
        found += new
    return found


def interactive() -> list[Row]:
    measured, name = Measured(), SIZES["interactive"].name
    lost: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "programme.npz"
        write(path, "interactive")
        for turn in range(ROUNDS):
            for way in ("first", "build", "certified"):
                measured.take(way, one_way(way, "interactive", GAP))
            if not lost:
                lost = take_pulp(measured, path, CBC_SECONDS if turn == 0 else 0)
    own = [
        measured.row(way, 1.0) | {"measure": f"programme, {name}: {way}"}
        for way in ("first", "build", "certified")
    ]
    return [
        *own,
        limit(f"programme, {name}: seconds to a first answer", middle(measured, "first"),
              FIRST_SECONDS),
        limit(f"programme, {name}: seconds to the certified one", middle(measured, "certified"),
              CERTIFIED_SECONDS),
        limit(f"programme, {name}: percent of the gain that may be missed", gap(measured), GAP),
        *(lost or against_pulp(measured, name)),
    ]  # fmt: skip


def large() -> list[Row]:
    name, found = SIZES["large"].name, []
    for goal, seconds in ((LARGE_GAP, LARGE_SECONDS), (GAP, LONG_SECONDS)):
        measured = Measured()
        measured.take("certified", one_way("certified", "large", goal))
        label = f"programme, {name}, to {goal:g} percent"
        found += [
            measured.row("certified", 1.0) | {"measure": label},
            limit(f"{label}: seconds", middle(measured, "certified"), seconds),
            limit(f"{label}: percent of the gain that may be missed", gap(measured), goal),
        ]
    return found


def one_way(way: str, size: str, goal: float) -> Found:
    return last_line([PYTHON, "-m", "benchmarks.programming_ways", way, size, str(goal)])


def take_pulp(measured: Measured, path: Path, seconds: int) -> list[Row]:
    """One turn of the peer; with seconds CBC solves as well. What went wrong, if anything."""
    name = "solved by CBC" if seconds else "pulp"
    label = f"programme: PuLP{' and CBC' if seconds else ''}"
    try:
        argv = [str(python_of("pulp")), str(PEER), str(path), str(seconds)]
        measured.take(name, last_line(argv, timeout=PEER_SECONDS))
    except PeerNotInstalledError as error:
        return [{"measure": label, "not measured": str(error)}]
    except NotFinishedError:
        return [{"measure": label, "not finished": f"in {PEER_SECONDS} s"}]
    return []


def against_pulp(measured: Measured, name: str) -> list[Row]:
    theirs = [float(run["wall"]) for run in measured.found["pulp"]]
    ours = [float(run["wall"]) for run in measured.found["build"]][-len(theirs) :]
    solved = measured.found["solved by CBC"][-1]
    return [
        measured.row("pulp", 1.0) | {"measure": f"programme, {name}: the model in PuLP"},
        ratio(f"programme, {name}: building the model, than PuLP", theirs, ours, TIMES_PULP),
        {
            "measure": f"programme, {name}: CBC through PuLP, {CBC_SECONDS} s at most",
            "found": f"{round(float(solved['value'])):,} left in {float(solved['solve_s']):.0f} s; "
            f"ours {measured.found['certified'][-1]['value']:,}",
        },
    ]


def middle(measured: Measured, way: str) -> float:
    every = sorted(float(run["wall"]) for run in measured.found[way])
    return every[len(every) // 2]


def gap(measured: Measured) -> float:
    return float(measured.found["certified"][-1]["gap_of_gain_percent"])
