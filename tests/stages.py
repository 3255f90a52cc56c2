"""Runs the stages of `make test`, all of them, and ends with the time of each and one closing line.

    python -m tests.stages                 every stage
    python -m tests.stages lint sqlite     some of them

A stage is a list of commands. A command that runs pytest counts its tests; any other counts as
one check. A skipped test counts as failed: what has not run has proved nothing.

Two stages run at a time, since a stage often waits: for a browser, or for its last slow test. What
they say is still read stage by stage: the first that is not over as it speaks, the next after it.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.environment import SITE, of_nobody

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = str(BIN / "python")
ENGINE_PYTHON = str(ROOT / ".venv-engine" / "bin" / "python")
AT_A_TIME = 2


@dataclass(frozen=True)
class Command:
    """One command of a stage; ``tests`` says that pytest counts what passed in it."""

    name: str
    argv: tuple[str, ...]
    tests: bool = False


@dataclass
class Outcome:
    stage: str
    passed: int = 0
    failed: int = 0
    seconds: float = 0.0
    broken: list[str] = field(default_factory=list)


def check(name: str, *argv: str) -> Command:
    return Command(name, argv)


def pytest(python: str, *argv: str, before: Sequence[str] = ()) -> Command:
    return Command(
        "pytest", (*before, python, "-m", "pytest", "-q", "--tb=short", *argv), tests=True
    )


ON_POSTGRESQL = (PYTHON, "-m", "tests.postgresql")
WEB_TESTS = ("tests/wwz", "-m", "not browser", "-n", "2")
ENGINE_TESTS = (
    "tests/engine", "src/wwz_engine", "--doctest-modules", "-n", "2", "--dist", "worksteal",
)  # fmt: skip

# In this order they begin: the browser waits most, so that others come beside it.
STAGES: dict[str, tuple[Command, ...]] = {
    "lint": (
        check("ruff check", str(BIN / "ruff"), "check", "."),
        check("ruff format", str(BIN / "ruff"), "format", "--check", "."),
        check("mypy", str(BIN / "mypy")),
        check("lint-imports", str(BIN / "lint-imports"), "--no-logo"),
        check("migrations", PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"),
        check("deployment", PYTHON, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"),
    ),
    "house": (pytest(PYTHON, "tests", "--ignore=tests/engine", "--ignore=tests/wwz", "-n", "2"),),
    "engine": (
        check(
            "no Django here",
            ENGINE_PYTHON,
            "-c",
            "import importlib.util, sys; sys.exit(bool(importlib.util.find_spec('django')))",
        ),
        pytest(ENGINE_PYTHON, *ENGINE_TESTS),
    ),
    "browser": (
        check("browser present", PYTHON, "-m", "tests.browser"),
        # Who is done takes over what waits: some of these take a minute, some a second.
        pytest(PYTHON, "tests/wwz", "-m", "browser", "-n", "2", "--dist", "worksteal"),
    ),
    # The examples of the site run here; those of the engine run with its own tests.
    "sqlite": (pytest(PYTHON, *WEB_TESTS, "src/wwz", "--doctest-modules"),),
    "postgresql": (
        pytest(PYTHON, *WEB_TESTS, before=ON_POSTGRESQL),
        check("browser present", PYTHON, "-m", "tests.browser"),
        # The whole story once more, on the database of a real site.
        pytest(PYTHON, "tests/wwz/browser/test_thread.py", "-k", "travels", before=ON_POSTGRESQL),
    ),
}


def environment(stage: str) -> dict[str, str]:
    """The environment of a stage; only the PostgreSQL stage may be given a database."""
    env = of_nobody() | SITE
    if stage == "lint":
        # As a site that people reach over https: that is what the deployment check judges.
        env |= {"WWZ_HTTPS": "true", "SECRET_KEY": secrets.token_urlsafe(64)}
    if stage == "postgresql" and "DATABASE_URL" in os.environ:
        env["DATABASE_URL"] = os.environ["DATABASE_URL"]
    return env | {"WWZ_TEST_DATABASE": "postgresql" if stage == "postgresql" else "sqlite"}


def counts(report: Path) -> tuple[int, int]:
    """Passed and failed tests of a pytest report; (0, 1) when there is none."""
    if not report.exists():
        return 0, 1
    # The report was written by pytest a moment ago, on this machine.
    suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314
    passed = failed = 0
    for suite in suites:
        bad = sum(int(suite.get(kind, "0")) for kind in ("failures", "errors", "skipped"))
        passed += int(suite.get("tests", "0")) - bad
        failed += bad
    return passed, failed


def run(stage: str, command: Command, outcome: Outcome, said: IO[bytes], common: Path) -> None:
    """Run one command and add what it did to the outcome of its stage.

    Each has a data folder of its own; ``common`` keeps what is made once for all stages: the
    migrated database, and the letters for paper.
    """
    said.write(f"\n== {stage}: {command.name}\n".encode())
    said.flush()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        (Path(folder) / "letters").symlink_to(common / "letters")
        migrated = str(common / "migrated.sqlite3")
        env = environment(stage) | {"WWZ_VAR": folder, "WWZ_TEST_MIGRATED": migrated}
        argv = [*command.argv, f"--junitxml={report}"] if command.tests else [*command.argv]
        try:
            done = subprocess.run(argv, cwd=ROOT, env=env, stdout=said, stderr=said, check=False)
            code = done.returncode
        except OSError as error:
            said.write(f"{error}\n".encode())
            code = 1
        passed, failed = counts(report) if command.tests else (int(code == 0), int(code != 0))
    if code != 0 and failed == 0:
        failed = 1
    outcome.passed += passed
    outcome.failed += failed
    if failed:
        outcome.broken.append(command.name)


def run_stage(stage: str, log: Path) -> Outcome:
    outcome = Outcome(stage)
    started = time.monotonic()
    with log.open("ab") as said:
        for command in STAGES[stage]:
            run(stage, command, outcome, said, log.parent)
    outcome.seconds = time.monotonic() - started
    return outcome


def follow(log: Path, running: Future[Outcome]) -> Outcome:
    """Print what a stage says while it says it, until it is over."""
    with log.open("rb") as said:
        over = False
        while not over:
            # Asked before the reading: what was said in between is read the next time.
            over = bool(wait([running], timeout=0.2).done)
            sys.stdout.buffer.write(said.read())
            sys.stdout.flush()
    return running.result()


def main(names: Sequence[str]) -> int:
    unknown = [name for name in names if name not in STAGES]
    if unknown:
        print(f"Unknown stage: {', '.join(unknown)}. There are: {', '.join(STAGES)}.")
        return 2
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_A_TIME) as pool:
        (Path(folder) / "letters").mkdir()
        logs = {stage: Path(folder) / stage for stage in names or STAGES}
        for log in logs.values():
            log.touch()
        running = {stage: pool.submit(run_stage, stage, log) for stage, log in logs.items()}
        try:
            outcomes = [follow(log, running[stage]) for stage, log in logs.items()]
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            raise
    return report_all(outcomes, time.monotonic() - started)


def report_all(outcomes: Sequence[Outcome], seconds: float) -> int:
    print("\nstage          seconds  passed  failed")
    for outcome in outcomes:
        line = f"{outcome.stage:<14}{outcome.seconds:>8.1f}{outcome.passed:>8}{outcome.failed:>8}"
        print(line + ("  " + ", ".join(outcome.broken) if outcome.broken else ""))
    print(f"{'all':<14}{seconds:>8.1f}")
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
