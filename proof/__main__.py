"""Runs every row of the slow proofs, and ends with one closing line.

    python -m proof                 all rows
    python -m proof opgave          one of them

A row is a module of this package with `problems()`, which gives what is wrong, and
`planted_problems()`, the same with a planted defect: when that finds nothing, the row has failed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from importlib import import_module

ROWS = ("opgave", "disclosure", "reach", "thread", "wheel", "fresh_clone")


def prove(row: str) -> list[str]:
    """What is wrong with this row, or with its own ability to find it."""
    module = import_module(f"proof.{row}")
    found = [str(problem) for problem in module.problems()]
    if not module.planted_problems():
        found.append("the planted defect was not found")
    return found


def main(names: Sequence[str]) -> int:
    failed = 0
    rows = names or ROWS
    for row in rows:
        print(f"== {row}", flush=True)
        started = time.monotonic()
        found = prove(row)
        for problem in found:
            print(f"   {problem}")
        failed += bool(found)
        print(
            f"   {'failed' if found else 'holds'}, {time.monotonic() - started:.0f} s", flush=True
        )
    print(f"{len(rows) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
