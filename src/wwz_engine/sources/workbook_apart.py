"""A workbook from outside, read in a process of its own with little memory and little time.

What goes wrong in there ends that process and nothing else. It gets none of our settings, and
all that comes back is rows of text. It loads no numpy.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from threading import BoundedSemaphore
from typing import Any

from wwz_engine.sources.errors import (
    EmptyFileError,
    NotDataError,
    SourceDamagedError,
    TooLargeError,
)
from wwz_engine.sources.raw import MEBIBYTE, Limits
from wwz_engine.sources.workbook import ADVICE, rows_of

MOST_MEMORY = 512 * MEBIBYTE
MOST_SECONDS = 10
# Of a clock on the wall: on a busy machine a process waits for its turn.
MOST_WAITING = 30
# Of all that a site can do at once; the rest goes on serving pages.
AT_ONCE = BoundedSemaphore(2)
SECONDS_FOR_A_TURN = 1
LESS_URGENT = 10
KEPT_SETTINGS = ("LD_LIBRARY_PATH", "PYTHONPATH")
MODULE = "wwz_engine.sources.workbook_apart"
REFUSALS: dict[str, type[SourceDamagedError]] = {
    kind.__name__: kind for kind in (EmptyFileError, NotDataError, TooLargeError)
}
logger = logging.getLogger(__name__)


class NoTurnError(SourceDamagedError):
    """Others are being read; nothing is known of this one."""


def rows_apart(
    name: str, content: bytes, limits: Limits, *, keep_empty: bool = False
) -> list[list[str]]:
    """What ``rows_of`` gives, or its refusal; a file that asks too much is refused as well.

    Raises
    ------
    NotDataError, TooLargeError, EmptyFileError, NoTurnError
    """
    if not AT_ONCE.acquire(timeout=SECONDS_FOR_A_TURN):
        raise NoTurnError(
            name, "kan nu niet worden gelezen, want er zijn andere bezig", "probeer het zo nog eens"
        )
    try:
        answer = asked_apart(name, content, limits, keep_empty=keep_empty)
    finally:
        AT_ONCE.release()
    if "refused" in answer:
        raise REFUSALS[answer["refused"]](name, answer["problem"], answer["advice"])
    rows: list[list[str]] = answer["rows"]
    return rows


def asked_apart(
    name: str, content: bytes, limits: Limits, *, keep_empty: bool = False
) -> dict[str, Any]:
    """The answer of a process of its own.

    Raises
    ------
    TooLargeError
    """
    question = {"name": name, "limits": vars(limits), "keep_empty": keep_empty}
    asked = json.dumps(question).encode()
    # -P: nothing of the folder we stand in is run; -B: nothing is written.
    argv = [sys.executable, "-P", "-B", "-m", MODULE]
    env = {key: os.environ[key] for key in KEPT_SETTINGS if key in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            argv, input=asked + b"\n" + content, capture_output=True, env=env,
            timeout=MOST_WAITING, check=True,
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        logger.warning("A workbook was not read: %s", why(error))
        raise TooLargeError(name, "kost te veel tijd of geheugen om te lezen", ADVICE) from None
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def why(error: subprocess.CalledProcessError | subprocess.TimeoutExpired) -> str:
    """How it ended, with the kind of fault and nothing of what stands in the file."""
    if isinstance(error, subprocess.TimeoutExpired):
        return f"longer than {MOST_WAITING} s"
    last = error.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    return f"code {error.returncode} {last.partition(':')[0]}".strip()


# --- in the process apart ---


def confine() -> None:
    """Take what a workbook needs and nothing more, for good, and only when pages leave room."""
    import resource

    os.nice(LESS_URGENT)
    for kind, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))


def answer_to(asked: bytes, content: bytes) -> dict[str, Any]:
    """Rows, or the refusal in the words that the user gets."""
    question = json.loads(asked)
    try:
        limits = Limits(**question["limits"])
        keep_empty = bool(question.get("keep_empty"))
        return {"rows": rows_of(question["name"], content, limits, keep_empty=keep_empty)}
    except SourceDamagedError as error:
        kind = type(error).__name__
        return {"refused": kind, "problem": error.problem, "advice": error.advice}


def main() -> None:
    confine()
    answer = answer_to(sys.stdin.buffer.readline(), sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
