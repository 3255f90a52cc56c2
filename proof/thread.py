"""The story of docs/story.md with one link taken out of it, for every link of the chain.

Holds when the play of tests/wwz/browser/ reaches its end as it is, and stops each time that one
verb is missing from the table of states.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLAY = "tests/wwz/browser/test_thread.py"
STORY = ROOT / "tests" / "wwz" / "browser" / "story.py"
LINK = re.compile(r'^    \("(\w+\.\w+)", "(\w+)"\),$', re.MULTILINE)
# No such verb: the play goes on to its end, and the test that it stops must fail.
NOTHING = ("uitvoering.Signaal", "geen_werkwoord")


def links() -> list[tuple[str, str]]:
    return LINK.findall(STORY.read_text(encoding="utf-8"))


def problems() -> Iterator[str]:
    """The whole play, and the play without each link."""
    found = links()
    yield from failed([], tests="travels", expected=1)
    yield from failed(found, tests="taken_out", expected=len(found))


def planted_problems() -> list[str]:
    """A play from which nothing was taken goes on to its end, and that must be told."""
    return list(failed([NOTHING], tests="taken_out", expected=1))


def failed(planted: Iterable[tuple[str, str]], *, tests: str, expected: int) -> Iterator[str]:
    """Tests of the play that failed, by name; also when fewer ran than were asked for."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        env = os.environ | {"WWZ_TEST_LINKS": " ".join(":".join(link) for link in planted)}
        argv = (
            sys.executable, "-m", "pytest", PLAY, "-q", "-n", "2", "-k", tests,
            f"--junitxml={report}",
        )  # fmt: skip
        subprocess.run(argv, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, check=False)
        cases = list(ET.parse(report).getroot().iter("testcase"))  # noqa: S314 - just made here
    broken = [case.get("name", "") for case in cases if len(case)]
    yield from (f"{name} failed" for name in broken)
    done = len(cases) - len(broken)
    print(f"   {tests}: {done} of {expected} as they should be", flush=True)
    if len(cases) != expected:
        yield f"{len(cases)} plays of {expected} were played"
