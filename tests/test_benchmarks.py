"""What `make bench` promises about itself; how fast anything is, it alone tells."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from benchmarks import __main__ as bench
from benchmarks import environments, quiet, speed
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
    measured = speed.Measured()
    measured.take("half", {"wall": 2.0, "cpu": 1.0, "megabytes": 9.0})

    row = measured.row("half", 2.0)

    assert (row["whole_s"], row["scaled"]) == (4.0, "x 2")
    assert "scaled" not in measured.row("half", 1.0)


def test_goal_that_is_missed_is_named() -> None:
    assert speed.ratio("x", [10.0, 30.0], [1.0, 1.0], 20)["goal_met"] is True
    assert speed.ratio("x", [10.0, 29.0], [1.0, 1.0], 20)["goal_met"] is False
    assert speed.limit("y", 2.0, 1.0)["goal_met"] is False


def test_peer_that_does_not_finish_is_reported_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(speed, "python_of", lambda peer: sys.executable)

    def late(argv: object, timeout: float) -> NoReturn:
        raise speed.NotFinishedError

    monkeypatch.setattr(speed, "last_line", late)

    (row,) = speed.peer_fit("ipfn", 200.0, tmp_path, speed.Measured())

    assert row["not finished"] == "no area in 60 s"


def test_process_out_of_time_is_not_finished_and_a_failing_one_is_an_error() -> None:
    with pytest.raises(speed.NotFinishedError):
        speed.last_line([PYTHON, "-c", "import time; time.sleep(60)"], timeout=0.2)
    with pytest.raises(MeasuredCommandError):
        speed.last_line([PYTHON, "-c", "raise SystemExit(3)"])


def test_every_peer_has_a_lock_with_hashes() -> None:
    for peer in ("ipfn", "humanleague", "populationsim", "pandas"):
        lock = (environments.LOCKS / f"{peer}.txt").read_text()
        assert f"\n{peer}==" in f"\n{lock}"
        assert lock.count("==") <= lock.count("--hash=sha256:") + lock.count("python_full_version")
