"""The promises besides the first five, read from the texts beside this module."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """``years`` after the year of signing; ``start`` and ``goal`` of the path, in ``unit``."""

    number: int
    theme: str
    title: str
    text: str
    lead: str
    helpers: list[str]
    measure: str
    unit: str
    start: int
    goal: int
    years: int
    measured: str
    said: str


@dataclass(frozen=True)
class DraftRow:
    """A promise that is still being negotiated, for one gemeente under one theme."""

    theme: str
    gemeente: str
    title: str
    text: str
    lead: str


def read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return found


ROWS = tuple(Row(**row) for row in read("akkoord_zwolle.yaml"))
DRAFTS = tuple(DraftRow(**row) for row in read("akkoord_drenthe.yaml"))
SAID: dict[int, str] = {
    1: "aandacht", 2: "op_koers", 3: "niets_gehoord", 4: "op_koers", 5: "op_koers",
    **{row.number: row.said for row in ROWS},
}  # fmt: skip
"""What the leading party of each promise says; told by the chapter of the monitor."""
