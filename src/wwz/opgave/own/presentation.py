"""Words and tables of the pages with own rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.dateparse import parse_date

from wwz.areas.models import Area
from wwz.opgave.own.columns import OwnColumn
from wwz.opgave.own.models import Difference, IntakeLine, OwnKind, OwnRow
from wwz.opgave.presentation.tables import Cell, Column, Row, Table
from wwz.opgave.weighing.words import FORMS
from wwz.opgave.wording import number


@dataclass(frozen=True)
class Words:
    """What a page of one kind says. ``many`` are its rows."""

    title: str
    lead: str
    new: str
    many: str
    empty: str


WORDS = {
    OwnKind.WONINGEN: Words(
        "Woningen en plannen",
        "Wat er staat en wat er komt, zoals de partners het zelf opgeven. De opgave rekent "
        "hiermee.",
        "Nieuwe woningen of een nieuw plan",
        "regels",
        "Er staan nog geen woningen in",
    ),
    OwnKind.CIJFERS: Words(
        "Eigen cijfers over zorg en welzijn",
        "Tellingen van de partners zelf. Waar er een is, komt zij in de plaats van onze schatting.",
        "Nieuw eigen cijfer",
        "cijfers",
        "Er staan nog geen eigen cijfers in",
    ),
    OwnKind.LOCATIES: Words(
        "Locaties en projecten",
        "Waar gebouwd kan worden, en wat daar kan komen. Een locatie kan meer varianten hebben; "
        "hoogstens één ervan wordt gebouwd. Met deze regels weegt u af wat er komt.",
        "Nieuw project op een locatie",
        "regels",
        "Er staan nog geen locaties in",
    ),
    OwnKind.VOORZIENINGEN: Words(
        "Voorzieningen",
        "Waar een huisarts, een winkel of een halte is. Hiermee rekenen wij uit wie er lopend "
        "kan komen. Vul x en y in, of een postcode met letters.",
        "Nieuwe voorziening",
        "voorzieningen",
        "Er staan nog geen voorzieningen in",
    ),
}
# Which columns a list shows beside the name, and whether they are numbers.
SHOWN = {
    OwnKind.WONINGEN: (("homes", True), ("tenure", False), ("status", False),
                       ("ready_year", True), ("origin", False)),
    OwnKind.CIJFERS: (("number", True), ("unit", False), ("as_of", False), ("source", False)),
    OwnKind.LOCATIES: (("variant", False), ("homes", True), ("party", False), ("status", False),
                       ("earliest", True), ("fixed", False), ("origin", False)),
    OwnKind.VOORZIENINGEN: (("kind", False), ("x", True), ("y", True), ("postcode", False),
                            ("origin", False)),
}  # fmt: skip
# What of a new line is told before it is taken in.
TELLING = ("kind", "area", "homes", "number", "party", "status")
FIRST = {
    OwnKind.WONINGEN: "Complex of plan",
    OwnKind.CIJFERS: "Soort",
    OwnKind.LOCATIES: "Project",
    OwnKind.VOORZIENINGEN: "Voorziening",
}
HEADS = {
    Difference.WRONG: "Nog te verbeteren",
    Difference.NEW: "Nieuw",
    Difference.CHANGED: "Gewijzigd",
    Difference.SAME: "Ongewijzigd",
}


def words_of(kind: str) -> Words:
    return WORDS[OwnKind(kind)]


def rows_table(kind: str, rows: Iterable[OwnRow], columns: Sequence[OwnColumn]) -> Table:
    """The list: name, area, and what tells most of a row."""
    known = {one.key: one for one in columns}
    shown = SHOWN[OwnKind(kind)]
    heads = [
        Column(FIRST[OwnKind(kind)], numeric=False),
        Column("Gebied", numeric=False),
        *(Column(label_of(key, known), numeric=numeric) for key, numeric in shown),
        Column("Gebracht door", numeric=False),
    ]
    lines = [
        Row(
            (
                Cell(name_of(row, known), reverse("own:row", args=[row.pk])),
                Cell(row.area.name),
                *(Cell(shown_cell(key, known, row)) for key, _ in shown),
                Cell(str(row.organisation)),
            ),
        )
        for row in rows
    ]
    return Table(kind, words_of(kind).title, heads, lines)


def label_of(key: str, columns: dict[str, OwnColumn]) -> str:
    return columns[key].label if key in columns else "Woningen"


def shown_cell(key: str, columns: dict[str, OwnColumn], row: OwnRow) -> str:
    """A cell of a column; of a project all its homes together, of whatever woonvorm."""
    if key in columns:
        return spoken(columns[key], row)
    return number(sum(int(row.cells.get(form) or 0) for form in FORMS))


def name_of(row: OwnRow, columns: dict[str, OwnColumn]) -> str:
    if row.kind != OwnKind.CIJFERS:
        return row.title
    return columns["kind"].shown(str(row.cells.get("kind", "")))


def spoken(column: OwnColumn, row: OwnRow) -> str:
    """A cell as people read it; what is not known is a dash."""
    cell = str(row.cells.get(column.key, ""))
    day = parse_date(cell) if column.key == "as_of" else None
    if day is not None:
        return format_date(day, "j F Y")
    if column.key in ("homes", "number") and cell:
        value = float(cell.replace(",", "."))
        return number(value, 0 if value == int(value) else 1)
    return column.shown(cell) or "–"


@dataclass(frozen=True)
class LineShown:
    """One line of a file as the preview shows it."""

    line: IntakeLine
    name: str
    words: str


def lines_shown(
    lines: Iterable[IntakeLine], columns: Sequence[OwnColumn], areas: Mapping[str, Area]
) -> list[LineShown]:
    known = {one.key: one for one in columns}
    known["area"] = replace(known["area"], values={code: area.name for code, area in areas.items()})
    return [LineShown(one, line_name(one), words_for(one, known)) for one in lines]


def line_name(line: IntakeLine) -> str:
    cells = line.cells
    named = cells.get("complex") or cells.get("name") or cells.get("id")
    return str(named or "(zonder kenmerk)")


def words_for(line: IntakeLine, columns: dict[str, OwnColumn]) -> str:
    """What a line would change: its cells, or from what to what."""
    cells = line.cells
    if line.row is None or line.taken_at is not None or line.difference != Difference.CHANGED:
        keys = [key for key in TELLING if key in columns and cells.get(key)]
        return ", ".join(columns[key].shown(str(cells[key])) for key in keys)
    before = line.row.cells
    other = [key for key in columns if before.get(key, "") != cells.get(key, "")]
    return "; ".join(
        f"{columns[key].label}: {said(columns[key], before)} wordt {said(columns[key], cells)}"
        for key in other
    )


def said(column: OwnColumn, cells: dict[str, str]) -> str:
    return column.shown(str(cells.get(column.key, ""))) or "leeg"
