"""Writing a table as CSV, in the form Dutch Excel opens or the one machines expect, or as XLSX."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from wwz import spreadsheets
from wwz.opgave.exports import COLUMNS, FICTION_NOTE, OWN_NOTE, FileTable, Value
from wwz.opgave.models import SourceRecord, Study
from wwz.spreadsheets import Column, Sheet, guarded

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet


def as_csv(table: FileTable, *, for_machines: bool = False) -> Iterator[str]:
    """The table line by line, as every list of the site is written."""
    columns = tuple(Column(one.title, one.value, one.width) for one in COLUMNS)
    sheet = Sheet(table.file_name, columns, table.rows)
    return spreadsheets.as_csv(sheet, for_machines=for_machines)


def as_xlsx(table: FileTable) -> bytes:
    """A workbook with the figures and a sheet that tells what they are."""
    # Only who asks for a workbook waits for its writer.
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": table.title, "company": "Platform WWZ"})
        definitions = write_figures(book, table)
        write_explanation(book, table, definitions)
    return out.getvalue()


def write_figures(book: xlsxwriter.Workbook, table: FileTable) -> dict[str, str]:
    """The sheet with one fact per row; gives the definitions that it used."""
    sheet = book.add_worksheet("Cijfers")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    formats = {
        "number": book.add_format({"num_format": "#,##0.##"}),
        "year": book.add_format({"num_format": "0"}),
        "date": book.add_format({"num_format": "dd-mm-yyyy"}),
    }
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.title, bold)
    definitions: dict[str, str] = {}
    number = 0
    for number, row in enumerate(table.rows, start=1):
        definitions[row.fact.indicator.label] = row.fact.indicator.definition
        for index, column in enumerate(COLUMNS):
            write_cell(sheet, number, index, column.value(row), formats)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(number, 1), len(COLUMNS) - 1)
    return definitions


def write_cell(
    sheet: Worksheet, row: int, column: int, value: Value, formats: dict[str, Any]
) -> None:
    """A cell of the value's own type; nothing is an empty cell, never a zero."""
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["date"])
    elif isinstance(value, str):
        sheet.write_string(row, column, guarded(value))
    elif isinstance(value, int):
        sheet.write_number(row, column, value, formats["year"])
    else:
        sheet.write_number(row, column, value, formats["number"])


def write_explanation(
    book: xlsxwriter.Workbook, table: FileTable, definitions: dict[str, str]
) -> None:
    """The sheet that says what the figures are: study, definitions, sources."""
    sheet = book.add_worksheet("Toelichting")
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 44, wrap)
    sheet.set_column(1, 1, 90, wrap)
    parts = [about(table), [("Omschrijvingen", "")], sorted(definitions.items())]
    parts += [[("Bronnen", "")], source_lines(table)]
    lines = [line for part in parts for line in part]
    sheet.write_string(0, 0, guarded(table.title), bold)
    for number, (name, text) in enumerate(lines, start=1):
        sheet.write_string(number, 0, guarded(name), wrap if text else bold)
        sheet.write_string(number, 1, guarded(text))


def about(table: FileTable) -> list[tuple[str, str]]:
    lines = [line for study in table.studies for line in about_study(study)]
    lines += [
        ("Laag en hoog", "Acht van de tien berekeningen komen hiertussen uit."),
        ("Houdbaar tot", "Tot en met dit jaar blijft de band binnen 10% van de waarde."),
        ("Leeg vak", "Geen cijfer: de kolom opmerking zegt waarom. Leeg is nooit nul."),
    ]
    if any(source.fictional for source in table.sources):
        lines.insert(0, ("Let op", FICTION_NOTE))
    return lines


def about_study(study: Study) -> list[tuple[str, str]]:
    published = f"{localdate(study.finished_at):%d-%m-%Y}" if study.finished_at else ""
    return [
        ("Gemeente", f"{study.gemeente.name} ({study.gemeente.code})"),
        ("Gepubliceerd op", published),
        ("Analyse", str(study.pk)),
        ("Rekenversie", study.engine_version),
        ("Trekkingen en startgetal", f"{study.draws}, {study.seed}"),
        ("Kenmerk van de invoer", study.data_hash),
    ]


def source_lines(table: FileTable) -> list[tuple[str, str]]:
    return [
        (
            f"{source.publisher}, {source.table}",
            f"{source.title}. Peildatum {source.as_of:%d-%m-%Y}, licentie {source.licence}, "
            f"sha256 {source.sha256}" + "".join(f". {note}" for note in notes_on(source)),
        )
        for source in table.sources
    ]


def notes_on(source: SourceRecord) -> list[str]:
    own = [OWN_NOTE.format(source.publisher)] if source.is_own() else []
    return [*([FICTION_NOTE] if source.fictional else []), *own]
