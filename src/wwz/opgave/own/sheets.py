"""Own rows as a file that can be edited and brought in again, and the faults of a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.dateformat import format as format_date

from wwz.areas.models import Area
from wwz.opgave import jobs
from wwz.opgave.own.columns import AREA, CHOICE, OwnColumn
from wwz.opgave.own.models import Intake, IntakeLine, OwnKind, OwnRow
from wwz.opgave.own.reading import cells_of
from wwz.partners.models import Partnership
from wwz.spreadsheets import Column, Sheet, Value

NARROW, WIDE = 14, 30


def list_sheet(
    partnership: Partnership, kind: str, rows: Iterable[OwnRow], areas: Mapping[str, Area]
) -> Sheet[OwnRow]:
    """Every column of the kind, with the words that may stand in it as a list to choose from.

    The last columns are for who reads; nothing of them is taken in.
    """
    columns = [column_of(one, areas) for one in jobs.own_columns(kind)]
    columns += [
        Column[OwnRow]("Naam van het gebied", lambda row: row.area.name, WIDE),
        Column[OwnRow]("Gebracht door", lambda row: str(row.organisation), WIDE),
    ]
    about = (
        ("Wat", f"{OwnKind(kind).label.capitalize()} van {partnership}"),
        ("Aanvullen", "Voeg onderaan regels toe, of wijzig een cel. Lees het bestand dan weer in."),
        ("Kenmerk", "Laat de eerste kolom staan: daaraan herkennen wij een regel."),
        *((one.label, one.meaning) for one in jobs.own_columns(kind)),
    )
    return Sheet(f"{kind}-{partnership.slug}", tuple(columns), rows, about)


def column_of(column: OwnColumn, areas: Mapping[str, Area]) -> Column[OwnRow]:
    def value(row: OwnRow) -> Value:
        cell = str(row.cells.get(column.key, ""))
        return number_of(column.shown(cell)) if column.key not in TEXTS else column.shown(cell)

    choices: tuple[str, ...] = ()
    if column.kind == CHOICE:
        choices = tuple(column.values.values())
    elif column.kind == AREA:
        choices = tuple(areas)
    return Column(column.label, value, WIDE if column.kind == CHOICE else NARROW, choices)


# A number to Excel, and yet a name: 007 is not 7.
TEXTS = (
    "id", "complex", "owner", "source", "site", "name", "variant", "party", "after", "meaning",
)  # fmt: skip


def number_of(cell: str) -> Value:
    """A whole number as one; nothing as an empty cell."""
    if not cell:
        return None
    return int(cell) if cell.isdigit() and len(cell) < 10 else cell


@dataclass(frozen=True)
class Fault:
    """One wrong cell: where it stands, what is in it, and what to do."""

    line: IntakeLine
    column: str
    heading: str
    given: str
    words: str


def faults_of(intake: Intake, lines: Iterable[IntakeLine]) -> list[Fault]:
    """Every wrong cell of these lines, in the words of the file."""
    columns = {one.key: one for one in jobs.own_columns(intake.kind)}
    found = []
    for line in lines:
        cells = cells_of(columns.values(), intake.mapping, line.given, line.mended)
        for key, words in line.problems:
            place = intake.mapping.get(key)
            heading = intake.headings[place] if place is not None else columns[key].label
            found.append(Fault(line, key, heading, cells.get(key, ""), words))
    return found


def fault_sheet(intake: Intake, lines: Iterable[IntakeLine]) -> Sheet[Fault]:
    return Sheet(
        "nog-te-verbeteren",
        (
            Column[Fault]("Regel", lambda one: one.line.line, NARROW),
            Column[Fault]("Kolom", lambda one: one.heading, WIDE),
            Column[Fault]("Wat er staat", lambda one: one.given, WIDE),
            Column[Fault]("Wat u kunt doen", lambda one: one.words, 80),
        ),
        faults_of(intake, lines),
        (
            ("Bestand", intake.file_name),
            ("Geladen op", format_date(intake.brought_at, "j F Y")),
        ),
    )
