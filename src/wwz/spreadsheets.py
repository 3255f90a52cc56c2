"""Any list as a file: CSV that Dutch Excel opens (or RFC 4180), or a workbook with types."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.timezone import localtime

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
# A cell that begins so is a formula to Excel, and could do things on the reader's machine.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
FOR_MACHINES = "rfc4180"
# Lines below the last one in which somebody can still choose from a list.
ROOM = 1_000

Value = str | int | float | Decimal | date | datetime | bool | None
Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A title, and how to get the value of a row; ``width`` in characters.

    ``choices`` are the words that may stand in it: a workbook offers them as a list.
    """

    title: str
    value: Callable[[Row], Value]
    width: int = 18
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet(Generic[Row]):
    """A list to hand out. ``about`` are lines for the second sheet: what, when, whose."""

    name: str
    columns: tuple[Column[Row], ...]
    rows: Iterable[Row]
    about: tuple[tuple[str, str], ...] = ()


def download(request: HttpRequest, kind: str, sheet: Sheet[Any]) -> StreamingHttpResponse:
    """The file as an answer; ``?vorm=rfc4180`` gives the CSV that machines expect."""
    if kind not in TYPES:
        raise Http404(f"‘{kind}’ kennen we niet. Kies csv of xlsx.")
    for_machines = request.GET.get("vorm") == FOR_MACHINES
    if kind == "xlsx":
        content: Iterator[bytes] = iter([as_xlsx(sheet)])
    else:
        content = (line.encode() for line in as_csv(sheet, for_machines=for_machines))
    answer = StreamingHttpResponse(content, content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{sheet.name}.{kind}"'
    return answer


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> guarded("=1+1"), guarded("Aa-landen")
    ("'=1+1", 'Aa-landen')
    """
    return f"'{text}" if text.lstrip(" \"'").startswith(FORMULA_SIGNS) else text


class Line:
    """Takes what the csv writer writes and hands it on."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


def as_csv(sheet: Sheet[Any], *, for_machines: bool = False) -> Iterator[str]:
    """The list line by line.

    For people: byte order mark, semicolons, decimal commas. For machines: RFC 4180, commas,
    decimal points.
    """
    line = Line()
    writer = csv.writer(line, delimiter="," if for_machines else ";", lineterminator="\r\n")
    writer.writerow([column.title for column in sheet.columns])
    yield line.text if for_machines else BYTE_ORDER_MARK + line.text
    for row in sheet.rows:
        writer.writerow([as_text(column.value(row), for_machines) for column in sheet.columns])
        yield line.text


def as_text(value: Value, for_machines: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        value = localtime(value).date()
    if isinstance(value, date):
        return value.isoformat() if for_machines else f"{value:%d-%m-%Y}"
    if isinstance(value, str):
        return guarded(value)
    number = f"{value:f}" if isinstance(value, Decimal) else f"{value:.10g}"
    return number if for_machines else number.replace(".", ",")


def as_xlsx(sheet: Sheet[Any]) -> bytes:
    """A workbook with the list, and a second sheet about it."""
    # Only who asks for a workbook waits for its writer.
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet("Lijst")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        for index, column in enumerate(sheet.columns):
            page.set_column(index, index, column.width)
            page.write_string(0, index, column.title, bold)
        number = 0
        for number, row in enumerate(sheet.rows, start=1):
            for index, column in enumerate(sheet.columns):
                write_cell(page, number, index, column.value(row), day)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, max(number, 1), len(sheet.columns) - 1)
        if sheet.about:
            write_about(book, sheet.about)
        write_choices(book, page, sheet.columns, number + ROOM)
    return out.getvalue()


def write_cell(page: Any, row: int, column: int, value: Value, day: Any) -> None:
    """A cell of the value's own type; nothing is an empty cell, never a zero."""
    if value is None:
        return
    if isinstance(value, datetime):
        value = localtime(value).date()
    if isinstance(value, date):
        page.write_datetime(row, column, value, day)
    elif isinstance(value, str | bool):
        page.write_string(row, column, as_text(value, for_machines=False))
    else:
        page.write_number(row, column, value)


def write_about(book: Any, lines: tuple[tuple[str, str], ...]) -> None:
    page = book.add_worksheet("Toelichting")
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 30, wrap)
    page.set_column(1, 1, 90, wrap)
    for number, (name, text) in enumerate(lines):
        page.write_string(number, 0, guarded(name), wrap)
        page.write_string(number, 1, guarded(text), wrap)


def write_choices(book: Any, page: Any, columns: Sequence[Column[Any]], last: int) -> None:
    """The words to choose from on a hidden sheet, and the cells that offer them."""
    offered = [(index, one) for index, one in enumerate(columns) if one.choices]
    if not offered:
        return
    lists = book.add_worksheet("Keuzes")
    lists.hide()
    for place, (index, column) in enumerate(offered):
        for number, words in enumerate(column.choices):
            lists.write_string(number, place, guarded(words))
        letter = letters_of(place)
        source = f"=Keuzes!${letter}$1:${letter}${len(column.choices)}"
        page.data_validation(1, index, last, index, {
            "validate": "list", "source": source, "error_type": "warning",
            "error_title": "Kies uit de lijst",
            "error_message": "Dit woord kennen wij niet. Kies er een uit de lijst.",
        })  # fmt: skip


def letters_of(column: int) -> str:
    """The name of a column.

    >>> letters_of(0), letters_of(25), letters_of(26)
    ('A', 'Z', 'AA')
    """
    first, last = divmod(column, 26)
    return (letters_of(first - 1) if first else "") + chr(ord("A") + last)
