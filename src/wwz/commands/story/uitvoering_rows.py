"""The initiatives of the programme around the thread, all invented (demo)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("uitvoering_zwolle.yaml")
MilestoneRow = tuple[str, int, int, int | None]
"""What, the day said first, the day planned now, and the day it was reached; counted from today."""


@dataclass(frozen=True)
class Row:
    """Days are counted from today; ``promise`` is the number of the commitment, 0 for none."""

    title: str
    kind: str
    organisation: str
    state: str
    theme: str
    text: str
    zone: str = ""
    promise: int = 0
    begins: int | None = None
    ends: int | None = None
    milestones: tuple[MilestoneRow, ...] = ()
    because: str = ""
    homes: int | None = None


def rows() -> tuple[Row, ...]:
    return tuple(Row(**row) for row in yaml.safe_load(FILE.read_text(encoding="utf-8")))
