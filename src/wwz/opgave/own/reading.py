"""A file that somebody brings, as headings and lines; and which column of it is which of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wwz.areas.names import folded
from wwz.opgave.own.columns import DAY, OwnColumn
from wwz.opgave.rival_files import MOST_BYTES, FileRefusedError, rows_of
from wwz.spreadsheets import FORMULA_SIGNS

MOST_LINES = 5_000
MOST_COLUMNS = 100
# Longer than any cell may be, so that a cell that is too long is told and never cut in silence.
LONGEST_CELL = 2_000
# How Excel counts days; before 2000 no figure is of.
EXCEL_BEGAN = date(1899, 12, 30)
EXCEL_DAY = re.compile(r"[3-6]\d{4}")


@dataclass(frozen=True)
class Content:
    """Headings, and each line with its number in the file."""

    headings: Sequence[str]
    lines: Sequence[tuple[int, list[str]]]


def read_content(name: str, content: bytes) -> Content:
    """The first sheet of a workbook, or a CSV.

    Raises
    ------
    FileRefusedError
    """
    if len(content) > MOST_BYTES:
        raise FileRefusedError("Dit bestand is groter dan 900 kB. Deel het in tweeën.")
    found = [
        (number, [plain(cell) for cell in cells])
        for number, cells in enumerate(rows_of(name, content, keep_empty=True), start=1)
    ]
    filled = [(number, cells) for number, cells in found if any(cells)]
    if len(filled) < 2:
        raise FileRefusedError(
            "In dit bestand staan geen regels. Gebruik het voorbeeldbestand en vul het in."
        )
    if len(filled) > MOST_LINES + 1:
        raise FileRefusedError("Dit bestand heeft meer dan 5.000 regels. Deel het in tweeën.")
    if max(len(cells) for _, cells in filled) > MOST_COLUMNS:
        raise FileRefusedError("Dit bestand heeft te veel kolommen. Gebruik het voorbeeldbestand.")
    (_, headings), *lines = filled
    return Content(headings, lines)


def plain(cell: str) -> str:
    """The text of a cell, without the sign that our own files put before what looks a formula."""
    text = cell.replace("\0", "").strip()[:LONGEST_CELL]
    guarded = text.startswith("'") and text.lstrip(" \"'").startswith(FORMULA_SIGNS)
    return text[1:] if guarded else text


def recognised(
    columns: Iterable[OwnColumn], headings: Sequence[str], known: Mapping[str, str]
) -> dict[str, int]:
    """Place in the file per column: by its label or key, or as somebody said before."""
    names = {folded(name): one.key for one in columns for name in (one.label, one.key)}
    names |= known
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        key = names.get(folded(heading))
        if key is not None:
            found.setdefault(key, place)
    return found


def cells_of(
    columns: Iterable[OwnColumn],
    mapping: Mapping[str, int],
    given: Sequence[str],
    mended: Mapping[str, str],
) -> dict[str, str]:
    """The text of a line per column; what was mended goes before what was given."""
    return {
        one.key: mended.get(one.key, as_written(one, given_at(mapping.get(one.key), given)))
        for one in columns
    }


def given_at(place: int | None, given: Sequence[str]) -> str:
    return given[place] if place is not None and place < len(given) else ""


def as_written(column: OwnColumn, text: str) -> str:
    """A day that Excel keeps as a number, as a day."""
    if column.kind == DAY and EXCEL_DAY.fullmatch(text):
        return (EXCEL_BEGAN + timedelta(days=int(text))).isoformat()
    return text
