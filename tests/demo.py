"""A demo as a visitor meets it: started by a command, ready once it serves its first page."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


class NotServingError(RuntimeError):
    def __init__(self, seconds: float, said: str) -> None:
        super().__init__(f"nothing was served within {seconds:.0f} s: {said[-600:]}")


@dataclass(frozen=True)
class Served:
    """Seconds from the command to the first page, the address, and that page."""

    seconds: float
    address: str
    page: str


@contextmanager
def served(
    argv: Sequence[str], *, cwd: Path, env: Mapping[str, str], limit: float
) -> Iterator[Served]:
    """Run a command that serves the demo, as long as the block lasts.

    Raises
    ------
    NotServingError
        after ``limit`` seconds, or when the command stopped by itself
    """
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        started = time.monotonic()
        with log.open("wb") as said:
            process = subprocess.Popen(
                argv, cwd=cwd, env=env, stdout=said, stderr=said, start_new_session=True
            )
        try:
            yield _first_page(log, process, started, limit)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def _first_page(
    log: Path, process: subprocess.Popen[bytes], started: float, limit: float
) -> Served:
    opener = build_opener(ProxyHandler({}))
    while time.monotonic() - started < limit and process.poll() is None:
        found = ADDRESS.search(log.read_text(encoding="utf-8", errors="replace"))
        if found:
            try:
                with opener.open(found[0], timeout=5) as answer:
                    page = answer.read().decode()
                return Served(time.monotonic() - started, found[0], page)
            except OSError:
                # The address is printed a moment before the server listens.
                time.sleep(0.1)
        time.sleep(0.1)
    raise NotServingError(time.monotonic() - started, log.read_text(errors="replace"))
