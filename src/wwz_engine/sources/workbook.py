"""The first sheet of an XLSX workbook as rows of text, read within limits.

Workbooks come from users. Only the cells are read: no formula is worked out, no macro is
run, no link is followed.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from wwz_engine.sources.errors import EmptyFileError, NotDataError, TooLargeError
from wwz_engine.sources.raw import DEFAULT_LIMITS, Limits

STRINGS = "xl/sharedStrings.xml"
SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
ADVICE = "sla het opnieuw op als XLSX of als CSV"
MOST_COLUMNS = 1000
# What unpacking says of a file that was cut, locked or packed in a way that Excel never does.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError,
)  # fmt: skip
_NAME = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rows_of(name: str, content: bytes, limits: Limits = DEFAULT_LIMITS) -> list[list[str]]:
    """Cells of the first sheet, row by row; a cell that is not there is an empty text.

    Raises
    ------
    NotDataError, TooLargeError, EmptyFileError
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            sheets = sorted(filter(SHEET.fullmatch, book.namelist()), key=lambda n: (len(n), n))
            if not sheets:
                raise NotDataError(name, "heeft geen werkblad", ADVICE)
            strings = []
            if STRINGS in book.namelist():
                found = _parsed(name, book, STRINGS, limits).iter(f"{_NAME}si")
                strings = ["".join(t.text or "" for t in one.iter(f"{_NAME}t")) for one in found]
            sheet = _parsed(name, book, sheets[0], limits)
    except DAMAGED as error:
        raise NotDataError(name, "is geen werkmap van Excel, al heet het wel zo", ADVICE) from error
    rows = [row for row in _rows(name, sheet, strings) if any(row)]
    if not rows:
        raise EmptyFileError(name, "is leeg", ADVICE)
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _parsed(name: str, book: zipfile.ZipFile, part: str, limits: Limits) -> ElementTree.Element:
    info = book.getinfo(part)
    allowed = min(
        limits.unpacked_bytes, max(limits.ratio_from_bytes, info.compress_size * limits.ratio)
    )
    with book.open(part) as stream:
        text = stream.read(allowed + 1)
    if len(text) > allowed:
        raise TooLargeError(
            name, "wordt bij het uitpakken onwaarschijnlijk groot en is niet geopend", ADVICE
        )
    # Excel never writes these, and entities are how a small text swells.
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise NotDataError(name, "bevat XML die niet in een werkmap hoort", ADVICE)
    try:
        return ElementTree.fromstring(text)  # noqa: S314 - size limited, entities refused above
    except ElementTree.ParseError as error:
        raise NotDataError(name, "is beschadigd", ADVICE) from error


def _rows(name: str, sheet: ElementTree.Element, strings: list[str]) -> Iterator[list[str]]:
    for row in sheet.iter(f"{_NAME}row"):
        cells: list[str] = []
        for cell in row.iter(f"{_NAME}c"):
            place = _column(cell.get("r", ""), len(cells))
            if place >= MOST_COLUMNS:
                raise TooLargeError(name, f"heeft meer dan {MOST_COLUMNS} kolommen", ADVICE)
            cells += [""] * (place - len(cells)) + [_text(name, cell, strings)]
        yield cells


def _column(reference: str, after: int) -> int:
    """The place of a column: A is 0, AA is 26; without a reference the next one."""
    letters = re.match(r"[A-Z]{1,3}", reference)
    if letters is None:
        return after
    place = 0
    for letter in letters[0]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return max(place - 1, after)


def _text(name: str, cell: ElementTree.Element, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{_NAME}t")).strip()
    value = cell.find(f"{_NAME}v")
    text = (value.text or "").strip() if value is not None else ""
    if kind != "s" or not text:
        # Excel keeps whole numbers as 12 and, now and then, as 12.0.
        return re.sub(r"^(-?\d+)\.0$", r"\1", text)
    if not text.isdigit() or int(text) >= len(strings):
        raise NotDataError(name, "is beschadigd", ADVICE)
    return strings[int(text)].strip()
