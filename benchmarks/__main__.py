"""Measures this version on this machine: `make bench`.

Each measure is repeated and given as median and range, in new processes, one after another. The
results go to benchmarks/results, with what the machine was. Times of two machines cannot be
compared; a claim about speed needs both sides in one run.

On a machine that is doing other work nothing is measured, and what was measured while other work
came in between is not reported. ``--on-a-busy-machine`` measures all the same and marks the result.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import placing, pressing, programming, quiet, speed, walking
from benchmarks.page import page
from benchmarks.processes import PYTHON, ROOT, WWZ, MeasuredCommandError, Spent, measure

RESULTS = ROOT / "benchmarks" / "results"
TOLD = ("speed", "walking", "placing", "programming", "pressing")
"""Parts that a page can be written of."""

Found = dict[str, list[dict[str, object]]]


@dataclass(frozen=True)
class Measure:
    """A command in a new process, ``repeat`` times; ``goal`` in seconds by the clock, or none."""

    name: str
    run: Callable[[Path], Spent]
    repeat: int
    goal: float | None = None


def opgave(folder: Path) -> Spent:
    arguments = ["opgave", "Zwolle", "--to", "2040", "--draws", "1000", "--seed", "1"]
    return measure([WWZ, *arguments, "--format", "json", "--output", str(folder / "out")], folder)


def help_page(folder: Path) -> Spent:
    return measure([WWZ, "--help"], folder)


def migrate(folder: Path) -> Spent:
    return measure([PYTHON, "-m", "django", "migrate", "--verbosity", "0"], folder)


def load_site(folder: Path) -> Spent:
    """What a web process has in memory before its first page."""
    load = "import django; django.setup(); import wwz.urls"
    return measure([PYTHON, "-c", load], folder)


MEASURES = (
    Measure("wwz --help", help_page, 5),
    Measure("wwz opgave Zwolle, 1,000 draws", opgave, 5, goal=10.0),
    Measure("migrate an empty SQLite database", migrate, 3, goal=10.0),
    Measure("load the site", load_site, 3),
)


def row(name: str, spent: list[Spent], goal: float | None) -> dict[str, object]:
    wall = [run.wall for run in spent]
    return {
        "measure": name,
        "runs": len(spent),
        "wall_median_s": round(statistics.median(wall), 3),
        "wall_range_s": [round(min(wall), 3), round(max(wall), 3)],
        "cpu_median_s": round(statistics.median(run.cpu for run in spent), 3),
        "peak_mb": round(max(run.megabytes for run in spent)),
        "goal_s": goal,
        "goal_met": None if goal is None else statistics.median(wall) <= goal,
    }


def pages() -> list[dict[str, object]]:
    """CPU time, queries and size per page, from a process of its own (see pages.py)."""
    done = subprocess.run(
        [PYTHON, "-m", "benchmarks.pages"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise MeasuredCommandError(["benchmarks.pages"], done.stderr)
    found: list[dict[str, object]] = json.loads(done.stdout.splitlines()[-1])
    return found


def show(rows: list[dict[str, object]]) -> None:
    for each in rows:
        rest = ", ".join(f"{key} {value}" for key, value in each.items() if key != "measure")
        print(f"{each['measure']}: {rest}", flush=True)


def commands() -> list[dict[str, object]]:
    rows = []
    for each in MEASURES:
        spent = []
        for _ in range(each.repeat):
            with tempfile.TemporaryDirectory() as folder:
                spent.append(each.run(Path(folder)))
        rows.append(row(each.name, spent, each.goal))
        show(rows[-1:])
    return rows


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--on-a-busy-machine", action="store_true", dest="busy")
    parts = ["commands", "speed", "walking", "placing", "programming", "pages", "pressing"]
    parser.add_argument("--only", choices=parts, help="one part alone")
    parser.add_argument(
        "--write", type=Path, help="a page of what was found about " + ", ".join(TOLD)
    )
    return parser.parse_args(argv)


def main(argv: list[str]) -> int:
    args = arguments(argv)
    started = quiet.Moment.now()
    complaint = quiet.look().complaint()
    if complaint and not args.busy:
        print(f"Not measured: {complaint}. {ALL_THE_SAME}")
        return 2
    found = measured(args.only)
    complaint = "; ".join(filter(None, (complaint, quiet.meanwhile(started).complaint())))
    if complaint and not args.busy:
        print(f"Not reported: meanwhile {complaint}. {ALL_THE_SAME}")
        return 2
    took = time.monotonic() - started.wall
    path = written(found, machine(complaint, took), args.write)
    print(f"Written: {path.relative_to(ROOT)}")
    if complaint:
        print(f"BUSY MACHINE, so the times by the clock say little: {complaint}.")
    every = [each for rows in found.values() for each in rows]
    missed = [str(each["measure"]) for each in every if each.get("goal_met") is False]
    if missed:
        print("Goal missed: " + "; ".join(missed))
    return 1 if missed else 0


ALL_THE_SAME = "Try again when it is quiet, or add --on-a-busy-machine; the result is then marked."


def measured(only: str | None) -> Found:
    """Rows of each part that was asked for."""
    found: Found = {}
    if only in (None, "commands"):
        found["measures"] = commands()
    if only in (None, "speed"):
        found["speed"] = speed.rows(show)
    if only in (None, "walking"):
        found["walking"] = walking.rows(show)
    if only in (None, "placing"):
        found["placing"] = placing.rows(show)
    if only in (None, "programming"):
        found["programming"] = programming.rows(show)
    if only in (None, "pages"):
        found["pages"] = pages()
        show(found["pages"])
    if only in (None, "pressing"):
        found["pressing"] = pressing.rows()
        show(found["pressing"])
    return found


def machine(complaint: str, took: float) -> dict[str, object]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "processor": processor(),
        "memory_gb": round(memory / 1024**3),
        "python": platform.python_version(),
        "busy": complaint or None,
        "version": version("wwz-platform"),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "took_s": round(took),
    }


def processor(told: Path = Path("/proc/cpuinfo")) -> str:
    """What the processor calls itself."""
    lines = told.read_text().splitlines() if told.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return (named or [platform.processor() or platform.machine()])[0]


def written(found: Found, about: dict[str, object], into: Path | None) -> Path:
    """The results as data and, if asked for and found, as a page."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    path.write_text(json.dumps({"machine": about, **found}, indent=1))
    rows = [row for part in TOLD for row in found.get(part, [])]
    if into is not None and rows and not about["busy"]:
        into.write_text(page(about, rows, [part for part in TOLD if part in found]))
        print(f"Written: {into}")
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
