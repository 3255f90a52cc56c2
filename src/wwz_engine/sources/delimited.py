"""Delimited text to a frame of strings: whole rows, one header, every column by stem."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import polars as pl

from wwz_engine.sources.errors import (
    DelimiterError,
    DuplicateColumnError,
    EmptyFileError,
    MissingColumnError,
    NotDataError,
    RowLimitError,
    SourceDamagedError,
    TruncatedFileError,
)
from wwz_engine.sources.raw import RawFile

DELIMITERS = {",": "komma", ";": "puntkomma", "\t": "tab", "|": "verticale streep"}
# What StatLine's OData gives at most in one call; a table of this length was cut off.
ROW_LIMIT = 10_000


def read_delimited(
    file: RawFile, delimiter: str = ",", *, cut_at: int | None = ROW_LIMIT
) -> pl.DataFrame:
    """All rows of a CSV file as stripped strings; empty cells are empty strings.

    ``cut_at`` is the length at which the service of its publisher stops; None for a file that no
    such service made, which may have any length.

    Raises
    ------
    NotDataError, EmptyFileError, DelimiterError, DuplicateColumnError,
    TruncatedFileError, RowLimitError
    """
    refuse_other_kinds(file)
    # Blank lines at the end are no rows; a last line that is not ended stays as it is.
    if file.data.endswith(b"\n"):
        file = replace(file, data=file.data.rstrip(b"\r\n") + b"\n")
    header = _header(file, delimiter)
    _refuse_ragged_rows(file, delimiter, len(header))
    try:
        frame = pl.read_csv(
            file.data, separator=delimiter, infer_schema=False, empty_string_is_null=False
        )
    except pl.exceptions.PolarsError as error:
        raise SourceDamagedError(file.name, "is niet als tabel te lezen") from error
    if not frame.height:
        raise EmptyFileError(file.name, "heeft wel een kopregel maar geen rijen")
    if frame.height == cut_at:
        raise RowLimitError(
            file.name,
            f"telt precies {cut_at} rijen, de grens van de dienst, en is dus afgekapt",
            "haal het in delen op, bijvoorbeeld per gemeente of per jaar",
        )
    frame.columns = header
    return frame.with_columns(pl.all().str.strip_chars())


def refuse_other_kinds(file: RawFile) -> None:
    """Refuse a web page or an error message of a service that was saved as data."""
    start = file.data[:512].lstrip().lower()
    if start.startswith(b"<"):
        raise NotDataError(file.name, "is een webpagina of XML-bericht in plaats van een tabel")
    if start.startswith((b"{", b"[")):
        raise NotDataError(file.name, "is een JSON-bericht in plaats van een tabel")


def _header(file: RawFile, delimiter: str) -> list[str]:
    line = file.data.split(b"\n", 1)[0].decode("utf-8").rstrip("\r")
    if delimiter not in line:
        found = max(DELIMITERS, key=line.count)
        if found in line:
            raise DelimiterError(
                file.name,
                f"gebruikt een {DELIMITERS[found]} als scheidingsteken in plaats van een "
                f"{DELIMITERS[delimiter]}",
                "sla het op met het oorspronkelijke scheidingsteken",
            )
        raise MissingColumnError(file.name, "heeft maar één kolom")
    header = [name.strip() for name in next(csv.reader([line], delimiter=delimiter))]
    doubles = [name for name, count in Counter(header).items() if count > 1]
    if doubles:
        raise DuplicateColumnError(file.name, f"heeft de kolom ‘{doubles[0]}’ meer dan eens")
    return header


def _refuse_ragged_rows(file: RawFile, delimiter: str, width: int) -> None:
    """Every row has as many cells as the header, and the last line is complete.

    A value cut off in its digits looks like a value, so a missing end of line counts
    as a cut: every publisher ends the file with one.
    """
    if not file.data.endswith(b"\n"):
        raise TruncatedFileError(
            file.name, "is afgebroken: het einde van de laatste regel ontbreekt"
        )
    text = file.data.decode("utf-8")
    if _plainly_even(file.data, text, delimiter, width):
        return
    if '"' in text:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths: Iterable[int] = (len(row) for row in rows)
    else:
        widths = (line.count(delimiter) + 1 if line else 0 for line in text.splitlines())
    for number, found in enumerate(widths, start=1):
        if found and found != width:
            raise TruncatedFileError(
                file.name,
                f"heeft in regel {number} {found} cellen waar de kopregel er {width} heeft",
            )


def _plainly_even(data: bytes, text: str, delimiter: str, width: int) -> bool:
    """Whether every line has the same width, quotes standing around whole cells only.

    Most files are so, and it is seen at once. Where this says no, a look at each line tells.
    """
    if len(text.splitlines()) != data.count(b"\n"):
        return False
    marks = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(marks == ord('"'))
    opening, closing = quotes[::2], quotes[1::2]
    edges = np.frombuffer(f"{delimiter}\r\n".encode(), np.uint8)
    if len(opening) != len(closing) or not np.isin(marks[closing + 1], edges).all():
        return False
    if not np.isin(marks[opening[opening > 0] - 1], edges).all():
        return False
    # Counting may run over: only whether the number of quotes so far is even matters.
    outside = np.cumsum(marks == ord('"'), dtype=np.uint8) % 2 == 0
    ends = np.flatnonzero((marks == ord("\n")) & outside)
    between = np.flatnonzero((marks == ord(delimiter)) & outside)
    widths = np.diff(np.searchsorted(between, ends), prepend=0) + 1
    return bool((widths == width).all())


def stem(column: str) -> str:
    """A column's name without the number that StatLine renumbers every year.

    >>> stem("Eenzaam_28")
    'Eenzaam'
    """
    return re.sub(r"_\d+$", "", column)


def by_stem(frame: pl.DataFrame, file: str, needed: Iterable[str]) -> pl.DataFrame:
    """The same frame with columns named by stem.

    Some tables have one stem under several numbers (energy use per type of home, for
    electricity and again for gas). Such columns keep their full name; a needed stem that
    is not unique is refused.
    """
    counts = Counter(stem(column) for column in frame.columns)
    doubles = [name for name in needed if counts[name] > 1]
    if doubles:
        raise DuplicateColumnError(file, f"heeft de kolom ‘{doubles[0]}’ meer dan eens")
    return frame.rename({c: stem(c) for c in frame.columns if counts[stem(c)] == 1})


def require(frame: pl.DataFrame, columns: Iterable[str], file: str) -> None:
    """Refuse a frame that lacks a column.

    Raises
    ------
    MissingColumnError
    """
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        names = ", ".join(f"‘{name}’" for name in missing[:3])
        more = f" en nog {len(missing) - 3}" if len(missing) > 3 else ""
        raise MissingColumnError(file, f"mist de kolom {names}{more}")
