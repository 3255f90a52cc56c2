"""Lists that people bring as CSV or XLSX: headings, lines with their number, wrong cells named."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from wwz_engine.counted import how_many
from wwz_engine.sources.alike import comparable
from wwz_engine.sources.cells import Checked, Heading
from wwz_engine.sources.errors import NotDataError, SourceError
from wwz_engine.sources.raw import DEFAULT_LIMITS, RawFile, decoded
from wwz_engine.sources.workbook_apart import rows_apart

MOST_LINES = 20_000
TOLD_PROBLEMS = 20
Line = tuple[int, list[str]]


class Told(Protocol):
    """A row of a list, known by what its owner calls it."""

    @property
    def id(self) -> str: ...


ToldRow = TypeVar("ToldRow", bound=Told)


class ListRefusedError(SourceError):
    """A list with a wrong cell: half a list would be another list."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        more = len(problems) - TOLD_PROBLEMS
        told = list(problems[:TOLD_PROBLEMS])
        if more > 0:
            told.append(f"En nog {how_many(more, 'fout', 'fouten')}.")
        super().__init__("\n".join(told))


def lines_of(name: str, content: bytes) -> list[Line]:
    """The lines that hold something with their number in the file, headings first.

    Raises
    ------
    ListRefusedError, SourceDamagedError
    """
    if is_workbook(name):
        found = rows_apart(name, content, DEFAULT_LIMITS, keep_empty=True)
    else:
        data = decoded(content, name)
        rows = csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter_of(data))
        try:
            found = list(rows)
        except csv.Error as error:
            raise NotDataError(name, "is niet als tabel te lezen") from error
    if len(found) > MOST_LINES:
        raise ListRefusedError([f"Het bestand heeft meer dan {MOST_LINES} regels. Deel het."])
    lines = list(enumerate(found, start=1))
    return [(number, cells) for number, cells in lines if any(map(str.strip, cells))] or [(1, [])]


def as_delimited(name: str, content: bytes) -> RawFile:
    """The same file as delimited text; of a workbook its first sheet.

    Raises
    ------
    SourceDamagedError
    """
    if is_workbook(name):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows_apart(name, content, DEFAULT_LIMITS))
        return RawFile(name, content, text.getvalue().encode())
    return RawFile(name, content, decoded(content, name).rstrip(b"\r\n") + b"\n")


def is_workbook(name: str) -> bool:
    return name.casefold().endswith(".xlsx")


def delimiter_of(data: bytes) -> str:
    """What stands between the headings: Dutch Excel writes a semicolon.

    >>> delimiter_of(b"gebied;naam, kort;jaar"), delimiter_of(b"gebied,jaar")
    (';', ',')
    """
    first = data.lstrip().partition(b"\n")[0]
    return ";" if first.count(b";") > first.count(b",") else ","


def keys_of(headings: Iterable[str], columns: Sequence[Heading]) -> list[str]:
    """The key of the column that each heading names by label or key; empty where it names none."""
    known = {comparable(column.label): column.key for column in columns}
    known |= {comparable(column.key): column.key for column in columns}
    return [known.get(comparable(heading), "") for heading in headings]


def checked_rows(
    lines: Iterable[Line],
    keys: Sequence[str],
    check: Callable[[Mapping[str, str], bool], Checked[ToldRow]],
    twice: str,
) -> tuple[list[ToldRow], list[str]]:
    """The rows that can be used, and per wrong cell a sentence with its line.

    Parameters
    ----------
    check : reads the cells by key; told whether to look for names much like a wrong one, which
        takes long
    twice : what is said of an id that stands there already, with {id} and {first}
    """
    rows: list[ToldRow] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for number, line in lines:
        cells = {key: cell for key, cell in zip(keys, line, strict=False) if key}
        checked = check(cells, len(problems) < TOLD_PROBLEMS)
        problems += [f"Regel {number}: {problem.words}" for problem in checked.problems]
        if checked.row is None:
            continue
        first = seen.setdefault(checked.row.id, number)
        if first != number:
            problems.append(f"Regel {number}: {twice.format(id=checked.row.id, first=first)}")
        rows.append(checked.row)
    return rows, problems
