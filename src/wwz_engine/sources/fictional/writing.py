"""Rows to the bytes of a CSV file, plain or gzipped, the same every time."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Sequence

Cell = str | int | float


def delimited(header: Sequence[str], rows: Iterable[Sequence[Cell]], delimiter: str = ",") -> bytes:
    """A CSV file with header, LF line ends, UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def packed(content: bytes) -> bytes:
    """The same bytes in gzip, without the time of day in it."""
    return gzip.compress(content, mtime=0)
