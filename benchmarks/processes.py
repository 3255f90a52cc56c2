"""Running a command and measuring it from outside."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
WWZ = str(Path(PYTHON).with_name("wwz"))


class MeasuredCommandError(RuntimeError):
    """A command that was to be measured did not do its work."""

    def __init__(self, argv: Sequence[str], said: str) -> None:
        super().__init__(f"{' '.join(argv)} failed: {said.strip()[-400:]}")


@dataclass(frozen=True)
class Spent:
    """What one run took: seconds by the clock and of CPU, and the peak of memory in MB."""

    wall: float
    cpu: float
    megabytes: float


def environment(var: Path) -> dict[str, str]:
    """An environment with a data folder of its own, so that nobody's database is touched."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "wwz.settings",
        "SECRET_KEY": "benchmark-only-" + "0123456789" * 6,
        "DATABASE_URL": f"sqlite:///{var / 'wwz.sqlite3'}",
        "WWZ_VAR": str(var),
        "WWZ_HTTPS": "false",
    }


def measure(argv: Sequence[str], var: Path) -> Spent:
    """Run a command to its end in a new process.

    Raises
    ------
    MeasuredCommandError
        when it exits with anything but 0
    """
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            argv, cwd=ROOT, env=environment(var), stdout=said, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said.seek(0)
            raise MeasuredCommandError(argv, said.read().decode(errors="replace"))
    return Spent(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
