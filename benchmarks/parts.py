"""Parts that are measured, each in a process of its own, and how they are set side by side."""

from __future__ import annotations

import json
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.processes import PYTHON, ROOT, MeasuredCommandError

AREAS, DRAWS = 14_500, 1_000
TIMES = ("wall", "cpu", "megabytes", "people", "done", "quantiles")

Row = dict[str, object]
Found = dict[str, Any]


class NotFinishedError(RuntimeError):
    """A peer was still busy when its time was up."""


@dataclass(frozen=True)
class Part:
    """One way, and how much of the whole it does; ``sample`` says that it stands for the whole."""

    name: str
    way: str
    areas: int = AREAS
    draws: int = DRAWS
    parents: bool = False
    sample: bool = False

    @property
    def scale(self) -> float:
        return AREAS * DRAWS / (self.areas * self.draws) if self.sample else 1.0

    def run(self) -> Found:
        size = ["--areas", str(self.areas), "--draws", str(self.draws)]
        parents = ["--parents"] if self.parents else []
        return last_line([PYTHON, "-m", "benchmarks.ways", self.way, *size, *parents])


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

    def rows(self, parts: Sequence[Part]) -> list[Row]:
        return [
            self.row(part.name, part.scale, areas=part.areas, draws=part.draws) for part in parts
        ]

    def times(self, *parts: Part) -> list[float]:
        """Seconds of the whole, round by round, of parts that together make it."""
        each = [[run["wall"] * part.scale for run in self.found[part.name]] for part in parts]
        return [float(sum(together)) for together in zip(*each, strict=True)]

    def peak(self, part: Part) -> float:
        return float(max(run["megabytes"] for run in self.found[part.name]))


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
    shown = float(f"{value:.3g}") if value < most else value
    return {"measure": name, "value": shown, "goal": most, "goal_met": value <= most}


def growth(name: str, large: list[float], small: list[float]) -> Row:
    """How many times as long the larger takes: there is no goal, it is there to be seen."""
    times = statistics.median(large) / statistics.median(small)
    return {"measure": f"growth: {name}", "times_as_long": round(times, 2)}
