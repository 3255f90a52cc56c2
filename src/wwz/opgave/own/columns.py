"""The columns of what a partnership brings, as the engine declares them, for pages and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TEXT, NUMBER, CHOICE, AREA, DAY = "tekst", "getal", "keuze", "gebied", "datum"
ID = "id"


@dataclass(frozen=True)
class OwnColumn:
    """One column; ``values`` are stored value to label, of a choice."""

    key: str
    label: str
    meaning: str
    kind: str
    values: Mapping[str, str]
    required: bool
    usual: str = ""

    def shown(self, cell: str) -> str:
        """A stored cell as people read it."""
        return self.values.get(cell, cell)


@dataclass(frozen=True)
class OwnChecked:
    """The cells of a row when every one is right; else columns with what is wrong."""

    cells: Mapping[str, str] | None
    problems: tuple[tuple[str, str], ...]
