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
NUMBER = re.compile(r"[0-9]{1,9}")
ADVICE = "sla het opnieuw op als XLSX of als CSV"
MOST_COLUMNS = 1000
# Of any sheet of Excel.
MOST_ROWS = 1_048_576
# What Excel writes. Of other ways of packing, Python unpacks the whole part at once.
PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# What unpacking says of a file that was cut, locked or packed in a way that Excel never does.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError,
)  # fmt: skip
_NAME = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rows_of(
    name: str, content: bytes, limits: Limits = DEFAULT_LIMITS, *, keep_empty: bool = False
) -> list[list[str]]:
    """Cells of the first sheet, row by row; a cell that is not there is an empty text.

    ``keep_empty`` keeps empty rows between others, so that the place of a row is its number.

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
                found = _parsed(name, book, STRINGS, limits).findall(f"{_NAME}si")
                strings = ["".join(t.text or "" for t in one.iter(f"{_NAME}t")) for one in found]
            sheet = _parsed(name, book, sheets[0], limits)
    except DAMAGED as error:
        raise NotDataError(name, "is geen werkmap van Excel, al heet het wel zo", ADVICE) from error
    rows = _within(name, _rows(name, sheet, strings), limits, keep_empty=keep_empty)
    if not rows:
        raise EmptyFileError(name, "is leeg", ADVICE)
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _within(
    name: str, found: Iterator[list[str]], limits: Limits, *, keep_empty: bool
) -> list[list[str]]:
    """The rows that hold something, as long as they all fit in the limits at full width.

    A few bytes can ask for a cell far to the right, or for the same long text a million times.
    """
    rows: list[list[str]] = []
    width = size = empty = 0
    for row in found:
        if not any(row):
            empty += keep_empty
            continue
        if (len(rows) + empty + 1) * max(width, len(row)) > limits.cells:
            raise TooLargeError(name, "heeft te veel cellen", "maak een kleinere selectie")
        rows += [[] for _ in range(empty)]
        empty = 0
        rows.append(row)
        width = max(width, len(row))
        size += sum(map(len, row))
        if size > limits.unpacked_bytes:
            raise TooLargeError(name, "heeft te veel cellen", "maak een kleinere selectie")
    return rows


def _parsed(name: str, book: zipfile.ZipFile, part: str, limits: Limits) -> ElementTree.Element:
    info = book.getinfo(part)
    if info.compress_type not in PACKINGS:
        raise zipfile.BadZipFile
    allowed = min(
        limits.unpacked_bytes, max(limits.ratio_from_bytes, info.compress_size * limits.ratio)
    )
    with book.open(part) as stream:
        text = stream.read(allowed + 1)
    if len(text) > allowed:
        raise TooLargeError(
            name, "wordt bij het uitpakken onwaarschijnlijk groot en is niet geopend", ADVICE
        )
    parser = ElementTree.XMLParser(target=_WithoutEntities(name))  # noqa: S314 - refuses entities
    try:
        return ElementTree.fromstring(text, parser)  # noqa: S314 - size limited, no entities
    except (ElementTree.ParseError, LookupError) as error:
        raise NotDataError(name, "is beschadigd", ADVICE) from error


class _WithoutEntities(ElementTree.TreeBuilder):
    """Refuses a document type: Excel writes none, and its entities make a small text swell.

    The parser says so after decoding, so that no encoding hides one.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise NotDataError(self.name, "bevat XML die niet in een werkmap hoort", ADVICE)


def _rows(name: str, sheet: ElementTree.Element, strings: list[str]) -> Iterator[list[str]]:
    # Children alone: looking for rows inside rows takes for ever when somebody nests them.
    last = 0
    for row in sheet.iterfind(f"{_NAME}sheetData/{_NAME}row"):
        number = row.get("r", "")
        # Excel leaves empty rows out, and says so in the number of the next.
        here = min(int(number), MOST_ROWS) if NUMBER.fullmatch(number) else last + 1
        for _ in range(last + 1, here):
            yield []
        last = max(here, last + 1)
        cells: list[str] = []
        for cell in row.iterfind(f"{_NAME}c"):
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
        # Excel keeps whole numbers as 12 and, now and then, as 12.0. Its point is never one of
        # thousands, as that of a Dutch text may be: with a fourth decimal nobody takes it so.
        return re.sub(r"^(-?\d{1,3}\.\d{3})$", r"\g<1>0", re.sub(r"^(-?\d+)\.0$", r"\1", text))
    if not NUMBER.fullmatch(text) or int(text) >= len(strings):
        raise NotDataError(name, "is beschadigd", ADVICE)
    return strings[int(text)].strip()
