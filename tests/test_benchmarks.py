"""What `make bench` promises about itself; how fast anything is, it alone tells."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from benchmarks import __main__ as bench
from benchmarks import (
    environments,
    networks,
    parts,
    placing,
    placing_ways,
    quiet,
    speed,
    walking,
    walking_ways,
)
from benchmarks.page import page
from benchmarks.processes import PYTHON, MeasuredCommandError
from benchmarks.quiet import Moment, Use

Bench = Callable[..., tuple[int, str]]

QUIET = Use(load=0.1, others=0.01, stolen=0.0)


@pytest.mark.parametrize(
    ("use", "said"),
    [
        (Use(load=2.0, others=0.0, stolen=0.0), "load was 2.00"),
        (Use(load=0.0, others=0.4, stolen=0.0), "other work takes 40%"),
        (Use(load=0.0, others=0.0, stolen=0.1), "10% of the processors is taken by other machines"),
    ],
)
def test_busy_machine_is_seen(use: Use, said: str) -> None:
    assert said in use.complaint()
    assert QUIET.complaint() == ""


def test_own_work_does_not_count_as_that_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    before = Moment(wall=0.0, busy=100.0, stolen=5.0, ours=50.0)
    after = Moment(wall=10.0, busy=117.0, stolen=6.0, ours=65.0)

    use = Use.between(before, after, load=0.0)

    assert use.others == pytest.approx(0.1)
    assert use.stolen == pytest.approx(0.05)


def test_counters_of_the_machine_are_read(tmp_path: Path) -> None:
    stat = tmp_path / "stat"
    stat.write_text("cpu  100 0 200 9999 50 0 100 300 0 0\ncpu0 1 2 3\n")

    moment = Moment.now(stat)

    ticks = os.sysconf("SC_CLK_TCK")
    assert moment.busy == pytest.approx(400 / ticks)
    assert moment.stolen == pytest.approx(300 / ticks)


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Bench:
    """A bench of one row on a machine that the test makes busy or not."""
    monkeypatch.setattr(bench, "measured", lambda only: {"speed": [{"measure": "one"}]})
    monkeypatch.setattr(bench, "RESULTS", tmp_path)
    monkeypatch.setattr(bench, "ROOT", tmp_path)

    def run(before: Use, meanwhile: Use, *arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(quiet, "look", lambda: before)
        monkeypatch.setattr(quiet, "meanwhile", lambda started: meanwhile)
        return bench.main(list(arguments)), "".join(
            path.read_text() for path in tmp_path.glob("*.json")
        )

    return run


BUSY = Use(load=3.0, others=0.5, stolen=0.0)


def test_quiet_machine_gets_its_report(measured: Bench) -> None:
    code, report = measured(QUIET, QUIET)

    assert code == 0
    assert '"busy": null' in report


@pytest.mark.parametrize(("before", "meanwhile"), [(BUSY, QUIET), (QUIET, BUSY)])
def test_busy_machine_gets_a_sentence_and_no_report(
    measured: Bench, capsys: pytest.CaptureFixture[str], before: Use, meanwhile: Use
) -> None:
    code, report = measured(before, meanwhile)

    assert (code, report) == (2, "")
    assert "--on-a-busy-machine" in capsys.readouterr().out


def test_report_of_a_busy_machine_is_marked(
    measured: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = measured(QUIET, BUSY, "--on-a-busy-machine")

    assert code == 0
    assert "other work takes 50%" in report
    assert "BUSY MACHINE" in capsys.readouterr().out


def test_part_of_the_work_is_scaled_and_says_so() -> None:
    measured = parts.Measured()
    measured.take("half", {"wall": 2.0, "cpu": 1.0, "megabytes": 9.0})

    row = measured.row("half", 2.0)

    assert (row["whole_s"], row["scaled"]) == (4.0, "x 2")
    assert "scaled" not in measured.row("half", 1.0)


def test_whole_is_the_sum_of_its_parts_each_at_its_scale() -> None:
    measured = parts.Measured()
    paths = parts.Part("paths", "plainly", draws=4, sample=True)
    ranks = parts.Part("ranks", "ranked", areas=145, sample=True)
    for each, wall in ((paths, 2.0), (ranks, 0.5), (paths, 3.0), (ranks, 0.5)):
        measured.take(each.name, {"wall": wall, "cpu": 1.0, "megabytes": 9.0})

    assert measured.times(paths, ranks) == [2.0 * 250 + 50, 3.0 * 250 + 50]


def test_part_that_stands_for_nothing_larger_is_not_scaled() -> None:
    assert parts.Part("a tenth", "drawn", areas=1450).scale == 1.0


ROWS: list[dict[str, object]] = [
    {"measure": "times faster: x", "ratio_median": 90.0, "ratio_range": [80.0, 95.0], "goal": 80.0,
     "goal_met": True},
    {"measure": "memory", "value": 1300.0, "goal": 1200, "goal_met": False},
    {"measure": "study", "runs": 3, "wall_median_s": 1.5, "wall_range_s": [1.4, 1.6],
     "cpu_median_s": 2.0, "peak_mb": 300, "draws": 1000, "goal_s": 2.0, "goal_met": True},
    {"measure": "slow", "runs": 1, "wall_median_s": 2.0, "wall_range_s": [2.0, 2.0],
     "cpu_median_s": 2.0, "peak_mb": 30, "areas": 10, "scaled": "x 100", "whole_s": 200.0,
     "not finished": "10 of 1000 areas in 60 s"},
    {"measure": "gone", "not measured": "no network"},
    {"measure": "growth: ten times", "times_as_long": 9.5},
]  # fmt: skip
ASIDE: dict[str, object] = {
    "measure": "times faster: y", "ratio_median": 3.0, "ratio_range": [2.0, 4.0], "goal": None,
    "goal_met": None,
}  # fmt: skip
MACHINE: dict[str, object] = {
    "version": "1", "at": "today", "python": "3.11", "processor": "P", "cores": 2, "memory_gb": 8,
    "took_s": 60, "busy": None,
}  # fmt: skip


def test_page_tells_misses_parts_and_what_was_not_measured() -> None:
    text = page(MACHINE, [*ROWS, ASIDE], ["walking"])

    assert "| memory | 1300 | at most 1200 | **MISSED** |" in text
    assert "| times faster: x | 90.0 (80.0 to 95.0) | at least 80 | **passed** |" in text
    assert "| study | 1.5 s | at most 2 s | **passed** |" in text
    assert "200.0 (scaled, x 100)" in text
    assert "not finished: 10 of 1000 areas in 60 s" in text
    assert "| gone | not measured: no network |" in text
    assert "| ten times | 9.5 times |" in text
    assert "| times faster: y | 3.0 (2.0 to 4.0) |\n" in text
    assert "a peer has two minutes" in text
    assert "## Growth" not in page(MACHINE, ROWS[:3], ["speed"])


@pytest.mark.parametrize("part", bench.TOLD)
@pytest.mark.parametrize(("busy", "there"), [(None, True), ("other work", False)])
def test_page_is_written_of_a_quiet_machine_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, part: str, busy: str | None, there: bool
) -> None:
    monkeypatch.setattr(bench, "RESULTS", tmp_path)
    into = tmp_path / "speed.md"

    bench.written({part: ROWS}, MACHINE | {"busy": busy}, into)

    assert into.exists() is there


def test_processor_is_named(tmp_path: Path) -> None:
    told = tmp_path / "cpuinfo"
    told.write_text("processor : 0\nmodel name\t: Fast One\n")

    assert bench.processor(told) == "Fast One"
    assert bench.processor(tmp_path / "none") != ""


def test_goal_that_is_missed_is_named() -> None:
    assert parts.ratio("x", [10.0, 30.0], [1.0, 1.0], 20)["goal_met"] is True
    assert parts.ratio("x", [10.0, 29.0], [1.0, 1.0], 20)["goal_met"] is False
    assert parts.limit("y", 2.0, 1.0)["goal_met"] is False


def test_peer_that_does_not_finish_is_reported_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(speed, "python_of", lambda peer: sys.executable)

    def late(argv: object, timeout: float) -> NoReturn:
        raise parts.NotFinishedError

    monkeypatch.setattr(speed, "last_line", late)

    (row,) = speed.peer_fit("ipfn", 200.0, tmp_path, parts.Measured())

    assert row["not finished"] == "no area in 60 s"


def test_process_out_of_time_is_not_finished_and_a_failing_one_is_an_error() -> None:
    with pytest.raises(parts.NotFinishedError):
        parts.last_line([PYTHON, "-c", "import time; time.sleep(60)"], timeout=0.2)
    with pytest.raises(MeasuredCommandError):
        parts.last_line([PYTHON, "-c", "raise SystemExit(3)"])


def test_every_peer_has_a_lock_with_hashes() -> None:
    for peer in (path.stem for path in environments.LOCKS.glob("*.txt")):
        lock = (environments.LOCKS / f"{peer}.txt").read_text()
        assert f"\n{peer}==" in f"\n{lock}"
        assert lock.count("==") <= lock.count("--hash=sha256:") + lock.count("python_full_version")


def test_walks_are_measured_on_a_network_where_ours_equals_theirs() -> None:
    walks = networks.network(networks.STREETS_SMALL)
    make, tell, _ = walking_ways.WAYS["exact"]

    assert 40_000 < len(walks.x) < 44_000
    assert [len(kind) for kind in walks.kinds] == sorted(len(kind) for kind in walks.kinds)
    assert tell(make(walks)()) == {"differ": 0}


def test_places_are_measured_where_ours_has_a_bound(capsys: pytest.CaptureFixture[str]) -> None:
    placing_ways.main("small")

    told = json.loads(capsys.readouterr().out)
    assert 0 <= told["gap_percent"] < placing.GAP


def test_peer_that_places_too_late_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def late(argv: list[str], timeout: float) -> NoReturn:
        raise parts.NotFinishedError

    monkeypatch.setattr(placing, "last_line", late)
    monkeypatch.setattr(placing, "python_of", lambda peer: Path(PYTHON))

    row = placing.take_spopt(parts.Measured(), tmp_path, "places")

    assert row == {"measure": "places: spopt and CBC", "not finished": "in 120 s"}


def test_peer_that_is_out_of_time_is_asked_once_and_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = []

    def late(argv: list[str], timeout: float) -> NoReturn:
        asked.append(timeout)
        raise parts.NotFinishedError

    monkeypatch.setattr(walking, "last_line", late)
    monkeypatch.setattr(walking, "python_of", lambda peer: Path(PYTHON))
    lost: dict[str, parts.Row] = {}
    walking.take_peer("igraph", "streets", tmp_path, parts.Measured(), lost)

    assert asked == [walking.PEER_SECONDS]
    assert walking.of_peer("igraph", "streets", parts.Measured(), lost) == [
        {"measure": "walking, streets: igraph", "not finished": "in 120 s"}
    ]
