"""The kernels against the plain way and against peers, in turn, on this machine.

A peer or plain way that would take hours runs on a stated part and is scaled per area, sex, age,
year and draw; such a row says ``scaled``. Quantiles of few draws cost more per draw than those of
many. So those of NumPy are measured with all draws of some areas, and pandas is spared them.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import ways
from benchmarks.environments import PeerNotInstalledError, python_of
from benchmarks.parts import (
    AREAS,
    Found,
    Measured,
    NotFinishedError,
    Part,
    Row,
    growth,
    last_line,
    limit,
    ratio,
)
from benchmarks.processes import ROOT

ROUNDS = 5
MOST_STUDY_SECONDS = 2.0
MOST_MEGABYTES, MOST_MEGABYTES_OF_MANY = 1200, 1500
PEER_SECONDS, STARTING_SECONDS, LOOKING_SECONDS = 60, 60, 30
PEERS = ROOT / "benchmarks" / "peers"

WITH = Part("projection, all parents", "drawn", parents=True)
WITHOUT = Part("projection, no parents", "drawn")
QUICK = Part("projection by sigma points with its check, all parents", "quickly", parents=True)
PLAIN_WITH = Part("NumPy per draw, all parents", "plainly", AREAS, 4, True, sample=True)
PLAIN_WITHOUT = Part("NumPy per draw, no parents", "plainly", AREAS, 4, sample=True)
RANKED_WITH = Part("NumPy, its quantiles, all parents", "ranked", 145, parents=True, sample=True)
RANKED_WITHOUT = Part("NumPy, its quantiles, no parents", "ranked", 145, sample=True)
FEWER = Part("projection, all parents, a tenth of the areas", "drawn", AREAS // 10, parents=True)
MANY = Part("projection, all parents, ten times the draws", "drawn", AREAS, 10_000, True)
PANDAS = Part("plain pandas, no parents, no quantiles", "", 1000, 1, sample=True)
PANDAS_TWIN = Part("the part of pandas in NumPy", "plainly", 1000, 1)
INTERLEAVED = (
    WITH, PLAIN_WITH, RANKED_WITH, WITHOUT, PLAIN_WITHOUT, RANKED_WITHOUT, QUICK, FEWER,
)  # fmt: skip
KNOWN = Part("study of Zwolle, from read sources to facts", "study", 1)
READING = Part("study of Zwolle, its sources read within the time", "reading", 1)
AGREEING = Part("kernels against NumPy", "agreeing", 120, 130)
FIT = Part("fit 14,500 tables of 1,008 cells", "fitted")


def rows(show: Callable[[list[Row]], None]) -> list[Row]:
    """Everything about speed, shown as it comes."""
    found: list[Row] = []
    for measure in (agreement, studies, projections, fits):
        new = measure()
        show(new)
        found += new
    return found


def agreement() -> list[Row]:
    """What is measured gives what NumPy gives."""
    found = AGREEING.run()
    return [
        limit("projection: largest difference from NumPy, share", found["projection"], 1e-5),
        limit("fit: largest difference from NumPy, share of people", found["fit"], 1e-4),
    ]


def studies() -> list[Row]:
    measured = Measured()
    for _ in range(ROUNDS):
        for part in (KNOWN, READING):
            measured.take(part.name, part.run())
    found = []
    for part, row in zip((KNOWN, READING), measured.rows((KNOWN, READING)), strict=True):
        met = statistics.median(measured.times(part)) <= MOST_STUDY_SECONDS
        found.append(row | {"goal_s": MOST_STUDY_SECONDS, "goal_met": met})
    return found


def projections() -> list[Row]:
    """Ours, the plain ways and pandas, in turn; ten times the draws once, at the end."""
    measured = Measured()
    with tempfile.TemporaryDirectory() as folder:
        pandas = Pandas(Path(folder))
        for _ in range(ROUNDS):
            for part in INTERLEAVED:
                measured.take(part.name, part.run())
            pandas.run(measured)
    measured.take(MANY.name, MANY.run())
    found = [*measured.rows((*INTERLEAVED, MANY)), *pandas.rows(measured)]
    plain = measured.times(PLAIN_WITH, RANKED_WITH)
    alone = measured.times(PLAIN_WITHOUT, RANKED_WITHOUT)
    ours, (median, most) = measured.times(WITH), off(measured)
    return [
        *found,
        ratio("all parents, than NumPy per draw", plain, ours, 60),
        ratio("no parents, than NumPy per draw", alone, measured.times(WITHOUT), 80),
        ratio("sigma points, than NumPy per draw", plain, measured.times(QUICK), 800),
        limit("sigma points: ends of bands off, median share of the width", median, 0.05),
        limit("sigma points: the same, 95 in 100 ends", most, 0.05),
        limit("projection, all parents: peak of memory, MB", measured.peak(WITH), MOST_MEGABYTES),
        limit(f"{MANY.name}: peak of memory, MB", measured.peak(MANY), MOST_MEGABYTES_OF_MANY),
        growth("ten times the areas", ours, measured.times(FEWER)),
        growth("ten times the draws", measured.times(MANY), ours),
    ]


def off(measured: Measured) -> tuple[float, float]:
    """Median and 95% of figures, the worse of both ends; the whole where points were given up."""
    runs = measured.found[QUICK.name]
    if any(run["way"] != "sigma points" for run in runs):
        return 1.0, 1.0
    median = max(run[end] for run in runs for end in ("error_low", "error_high"))
    return float(median), float(max(run["error_most"] for run in runs))


class Pandas:
    """The pandas way in its own environment, until it is once out of time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "projection.npz"
        self._missing: Row | None = None
        try:
            self._python = python_of("pandas")
        except PeerNotInstalledError as error:
            self._missing = {"measure": PANDAS.name, "not measured": str(error)}
            return
        ways.write_projection(self._path, PANDAS.areas, PANDAS.draws)

    def run(self, measured: Measured) -> None:
        if self._missing is not None:
            return
        script = str(PEERS / "projection_pandas.py")
        argv = [str(self._python), script, str(self._path), str(PEER_SECONDS)]
        try:
            found = last_line(argv, timeout=STARTING_SECONDS + PEER_SECONDS)
        except NotFinishedError:
            self._missing = {"measure": PANDAS.name, "not finished": f"in {PEER_SECONDS} s"}
            return
        measured.take(PANDAS.name, found)

    def rows(self, measured: Measured) -> list[Row]:
        if self._missing is not None:
            return [self._missing]
        theirs = measured.found[PANDAS.name][-1]["people"]
        apart = abs(theirs / PANDAS_TWIN.run()["people"] - 1)
        times = measured.times(PANDAS)
        return [
            *measured.rows((PANDAS,)),
            limit("pandas: difference of all people from NumPy, share", apart, 1e-6),
            ratio("all parents, than plain pandas", times, measured.times(WITH), 1200),
        ]


def fits() -> list[Row]:
    """Ours before and after each peer, which has a minute once it has started."""
    measured, found = Measured(), []
    measured.take(FIT.name, FIT.run())
    goals = {"ipfn": 200.0, "humanleague": 10.0, "populationsim": 1.0}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tables.npz"
        ways.write_tables(path, AREAS)
        for peer, goal in goals.items():
            found += peer_fit(peer, goal, path, measured)
    error = max(run["margin_error"] for run in measured.found[FIT.name])
    worst = limit("fit: largest margin error, share of an area's people", error, 1e-4)
    return [*measured.rows((FIT,)), worst, *found]


def peer_fit(peer: str, goal: float, path: Path, measured: Measured) -> list[Row]:
    name = f"fit with {peer}"
    try:
        argv = [str(python_of(peer)), str(PEERS / f"fit_{peer}.py"), str(path), str(PEER_SECONDS)]
        theirs = last_line(argv, timeout=STARTING_SECONDS + PEER_SECONDS + LOOKING_SECONDS)
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
    return [row, faster_fit(peer, theirs, (before, after), goal)]


def faster_fit(peer: str, theirs: Found, ours: tuple[Found, Found], goal: float) -> Row:
    slow = [theirs["wall"] * AREAS / theirs["done"]]
    return ratio(f"fit, than {peer}", slow, [statistics.mean(run["wall"] for run in ours)], goal)
