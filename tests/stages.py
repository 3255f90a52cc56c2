"""Runs the stages of `make test`, all of them, and ends with the time of each and one closing line.

    python -m tests.stages                 every stage
    python -m tests.stages lint sqlite     some of them

A stage is a list of commands. A command that runs pytest counts its tests; any other counts as
one check. A skipped test counts as failed: what has not run has proved nothing.
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
from dataclasses import dataclass, field
from pathlib import Path

from tests.environment import SITE, of_nobody

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = str(BIN / "python")
ENGINE_PYTHON = str(ROOT / ".venv-engine" / "bin" / "python")


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
    # The examples of the site run here; those of the engine run with its own tests.
    "sqlite": (pytest(PYTHON, *WEB_TESTS, "src/wwz", "--doctest-modules"),),
    "postgresql": (
        pytest(PYTHON, *WEB_TESTS, before=ON_POSTGRESQL),
        check("browser present", PYTHON, "-m", "tests.browser"),
        # The whole story once more, on the database of a real site.
        pytest(PYTHON, "tests/wwz/browser/test_thread.py", "-k", "travels", before=ON_POSTGRESQL),
    ),
    "browser": (
        check("browser present", PYTHON, "-m", "tests.browser"),
        # Who is done takes over what waits: some of these take a minute, some a second.
        pytest(PYTHON, "tests/wwz", "-m", "browser", "-n", "2", "--dist", "worksteal"),
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


def run(stage: str, command: Command, outcome: Outcome) -> None:
    """Run one command and add what it did to the outcome of its stage."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        env = environment(stage) | {"WWZ_VAR": folder}
        argv = [*command.argv, f"--junitxml={report}"] if command.tests else [*command.argv]
        try:
            code = subprocess.run(argv, cwd=ROOT, env=env, check=False).returncode
        except OSError as error:
            print(error, flush=True)
            code = 1
        passed, failed = counts(report) if command.tests else (int(code == 0), int(code != 0))
    if code != 0 and failed == 0:
        failed = 1
    outcome.passed += passed
    outcome.failed += failed
    if failed:
        outcome.broken.append(command.name)


def main(names: Sequence[str]) -> int:
    unknown = [name for name in names if name not in STAGES]
    if unknown:
        print(f"Unknown stage: {', '.join(unknown)}. There are: {', '.join(STAGES)}.")
        return 2
    outcomes = []
    for stage in names or STAGES:
        outcome = Outcome(stage)
        started = time.monotonic()
        for command in STAGES[stage]:
            print(f"\n== {stage}: {command.name}", flush=True)
            run(stage, command, outcome)
        outcome.seconds = time.monotonic() - started
        outcomes.append(outcome)
    return report_all(outcomes)


def report_all(outcomes: Sequence[Outcome]) -> int:
    print("\nstage          seconds  passed  failed")
    for outcome in outcomes:
        line = f"{outcome.stage:<14}{outcome.seconds:>8.1f}{outcome.passed:>8}{outcome.failed:>8}"
        print(line + ("  " + ", ".join(outcome.broken) if outcome.broken else ""))
    print(f"{'all':<14}{sum(outcome.seconds for outcome in outcomes):>8.1f}")
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
