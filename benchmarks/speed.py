"""The kernels against the plain way and against peers, in turn, on this machine.

A peer or plain way that would take hours runs on a stated part and is scaled per area, sex, age,
year and draw; such a row says ``scaled``.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import ways
from benchmarks.environments import PeerNotInstalledError, python_of
from benchmarks.processes import PYTHON, ROOT, MeasuredCommandError

AREAS, DRAWS = 14_500, 1_000
ROUNDS = 3
STUDY_SECONDS = 2.0
PEER_SECONDS, STARTING_SECONDS = 60, 60
PEERS = ROOT / "benchmarks" / "peers"

Row = dict[str, object]
Found = dict[str, Any]


class NotFinishedError(RuntimeError):
    """A peer was still busy with its first area when its time was up."""


@dataclass(frozen=True)
class Part:
    """One way, and how much of the whole it does."""

    name: str
    way: str
    areas: int = AREAS
    draws: int = DRAWS
    parents: bool = False

    @property
    def scale(self) -> float:
        return AREAS * DRAWS / (self.areas * self.draws)

    def run(self) -> Found:
        size = ["--areas", str(self.areas), "--draws", str(self.draws)]
        parents = ["--parents"] if self.parents else []
        return last_line([PYTHON, "-m", "benchmarks.ways", self.way, *size, *parents])


WITH = Part("projection, all parents", "drawn", parents=True)
WITHOUT = Part("projection, no parents", "drawn")
PLAIN_WITH = Part("projection, NumPy per draw, all parents", "plainly", draws=2, parents=True)
PLAIN_WITHOUT = Part("projection, NumPy per draw, no parents", "plainly", draws=2)
QUICK = Part("projection by sigma points with its check, all parents", "quickly", parents=True)
FIT = Part("fit 14,500 tables of 1,008 cells", "fitted")
GROWTH = (
    Part("projection, all parents, a tenth of the areas, 100 draws", "drawn", 1450, 100, True),
    Part("projection, all parents, a tenth of the areas, 1,000 draws", "drawn", 1450, 1000, True),
    Part(
        "projection, all parents, a tenth of the areas, 10,000 draws", "drawn", 1450, 10_000, True
    ),
)
STUDY = Part("study of Zwolle inside the engine, its sources read within the time", "study", 1)
PANDAS = Part("projection, plain pandas, no parents", "pandas", areas=1000, draws=1)


def last_line(argv: Sequence[str], timeout: float | None = None) -> Found:
    """What a process says in the last line of its output.

    Raises
    ------
    MeasuredCommandError, NotFinishedError
    """
    try:
        done = subprocess.run(
            argv, cwd=ROOT, capture_output=True, text=True, check=False, timeout=timeout
        )
    except subprocess.TimeoutExpired as error:
        raise NotFinishedError from error
    if done.returncode != 0:
        raise MeasuredCommandError(argv, done.stderr)
    found: Found = json.loads(done.stdout.splitlines()[-1])
    return found


@dataclass
class Measured:
    """What was found of each part, round after round."""

    found: dict[str, list[Found]] = field(default_factory=dict)

    def take(self, name: str, found: Found) -> None:
        self.found.setdefault(name, []).append(found)

    def row(self, name: str, scale: float, **more: object) -> Row:
        runs = self.found[name]
        wall = [run["wall"] for run in runs]
        extra = {key: value for key, value in runs[-1].items() if key not in TIMES}
        row: Row = {
            "measure": name,
            "runs": len(runs),
            "wall_median_s": round(statistics.median(wall), 3),
            "wall_range_s": [round(min(wall), 3), round(max(wall), 3)],
            "cpu_median_s": round(statistics.median(run["cpu"] for run in runs), 3),
            "peak_mb": round(max(run["megabytes"] for run in runs)),
            **more,
            **extra,
        }
        if scale != 1.0:
            row["scaled"] = f"x {scale:g}"
            row["whole_s"] = round(statistics.median(wall) * scale, 1)
        return row

    def times(self, name: str, scale: float) -> list[float]:
        return [float(run["wall"]) * scale for run in self.found[name]]


TIMES = ("wall", "cpu", "megabytes", "people", "done")


def ratio(name: str, slow: list[float], fast: list[float], goal: float | None) -> Row:
    """How many times faster, round by round."""
    each = [one / other for one, other in zip(slow, fast, strict=True)]
    return {
        "measure": f"times faster: {name}",
        "ratio_median": round(statistics.median(each), 1),
        "ratio_range": [round(min(each), 1), round(max(each), 1)],
        "goal": goal,
        "goal_met": None if goal is None else statistics.median(each) >= goal,
    }


def limit(name: str, value: float, most: float) -> Row:
    return {"measure": name, "value": round(value, 6), "goal": most, "goal_met": value <= most}


def rows(show: Callable[[list[Row]], None]) -> list[Row]:
    """Everything about speed, shown as it comes."""
    found: list[Row] = []
    for measure in (studies, projections, growth, fits):
        new = measure()
        show(new)
        found += new
    return found


def studies() -> list[Row]:
    measured = Measured()
    for _ in range(ROUNDS):
        measured.take(STUDY.name, STUDY.run())
    row = measured.row(STUDY.name, 1.0, draws=STUDY.draws)
    wall = statistics.median(measured.times(STUDY.name, 1.0))
    return [row | {"goal_s": STUDY_SECONDS, "goal_met": wall <= STUDY_SECONDS}]


def projections() -> list[Row]:
    measured = Measured()
    parts = (WITH, PLAIN_WITH, WITHOUT, PLAIN_WITHOUT, QUICK)
    missing: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        pandas = pandas_run(Path(folder), missing)
        for _ in range(ROUNDS):
            for part in parts:
                measured.take(part.name, part.run())
            if pandas is not None:
                measured.take(PANDAS.name, pandas())
    sized = (*parts, *((PANDAS,) if pandas else ()))
    found = [
        measured.row(part.name, 1.0 if part is QUICK else part.scale, areas=part.areas)
        for part in sized
    ]

    def times(part: Part) -> list[float]:
        return measured.times(part.name, 1.0 if part is QUICK else part.scale)

    found.append(ratio("all parents, than NumPy per draw", times(PLAIN_WITH), times(WITH), 60))
    found.append(ratio("no parents, than NumPy per draw", times(PLAIN_WITHOUT), times(WITHOUT), 80))
    found.append(ratio("sigma points, than NumPy per draw", times(PLAIN_WITH), times(QUICK), 800))
    if pandas is not None:
        found.append(ratio("all parents, than plain pandas", times(PANDAS), times(WITH), 1200))
    quick = measured.found[QUICK.name][-1]
    off = max(quick["error_low"], quick["error_high"]) if quick["way"] == "sigma points" else 1.0
    peak = max(run["megabytes"] for run in measured.found[WITH.name])
    found.append(limit("sigma points: ends of bands off, share of the width", off, 0.05))
    found.append(limit("projection, all parents: peak of memory, MB", peak, 1200))
    return found + missing


def pandas_run(folder: Path, missing: list[Row]) -> Callable[[], Found] | None:
    try:
        python = python_of("pandas")
    except PeerNotInstalledError as error:
        missing.append({"measure": PANDAS.name, "not measured": str(error)})
        return None
    path = folder / "projection.npz"
    ways.write_projection(path, PANDAS.areas, PANDAS.draws)
    argv = [str(python), str(PEERS / "projection_pandas.py"), str(path), "0"]
    return lambda: last_line(argv)


def growth() -> list[Row]:
    """Time and memory at ten times the draws, twice; ten times the areas stands above."""
    measured, found = Measured(), []
    for part in GROWTH:
        measured.take(part.name, part.run())
        found.append(measured.row(part.name, 1.0, areas=part.areas, draws=part.draws))
    peak = measured.found[GROWTH[-1].name][0]["megabytes"]
    found.append(limit("projection, ten times the draws: peak of memory, MB", peak, 1500))
    return found


def fits() -> list[Row]:
    """Ours before and after each peer, which has a minute once it has started."""
    measured, found = Measured(), []
    measured.take(FIT.name, FIT.run())
    goals = {"ipfn": 200.0, "humanleague": 10.0, "populationsim": None}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tables.npz"
        ways.write_tables(path, AREAS)
        for peer, goal in goals.items():
            found += peer_fit(peer, goal, path, measured)
    own = [measured.row(FIT.name, 1.0, areas=AREAS)]
    error = max(run["margin_error"] for run in measured.found[FIT.name])
    own.append(limit("fit: largest margin error, share of an area's people", error, 1e-4))
    return own + found


def peer_fit(peer: str, goal: float | None, path: Path, measured: Measured) -> list[Row]:
    name = f"fit with {peer}"
    try:
        argv = [str(python_of(peer)), str(PEERS / f"fit_{peer}.py"), str(path), str(PEER_SECONDS)]
        theirs = last_line(argv, timeout=STARTING_SECONDS + PEER_SECONDS + 10)
    except PeerNotInstalledError as error:
        return [{"measure": name, "not measured": str(error)}]
    except NotFinishedError:
        return [{"measure": name, "not finished": f"no area in {PEER_SECONDS} s"}]
    before = measured.found[FIT.name][-1]
    measured.take(FIT.name, FIT.run())
    after = measured.found[FIT.name][-1]
    measured.take(name, theirs)
    row = measured.row(name, AREAS / theirs["done"], areas=theirs["done"])
    if theirs["done"] < AREAS:
        row["not finished"] = f"{theirs['done']} of {AREAS} areas in {PEER_SECONDS} s"
    slow = [theirs["wall"] * AREAS / theirs["done"]]
    return [
        row,
        ratio(f"fit, than {peer}", slow, [(before["wall"] + after["wall"]) / 2], goal or 1),
    ]
