"""Words and tables of the pages with own rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.dateparse import parse_date

from wwz.areas.models import Area
from wwz.audit.models import AuditEvent
from wwz.opgave import jobs
from wwz.opgave.own.columns import NUMBER, TEXT, OwnColumn
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
    OwnKind.AANDACHTSGROEPEN: Words(
        "Eigen regels bij de aandachtsgroepen",
        "Eigen getallen bij een groep, eigen groepen, en groepen die eindigen. Elke regel geldt "
        "vanaf een dag.",
        "Nieuwe regel bij een aandachtsgroep",
        "regels",
        "Er staan nog geen eigen regels in",
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
    OwnKind.AANDACHTSGROEPEN: (("since", False), ("stock", True), ("inflow", True), ("stay", True),
                      ("until", False), ("source", False)),
    OwnKind.LOCATIES: (("variant", False), ("homes", True), ("party", False), ("status", False),
                       ("earliest", True), ("fixed", False), ("origin", False)),
    OwnKind.VOORZIENINGEN: (("kind", False), ("x", True), ("y", True), ("postcode", False),
                            ("origin", False)),
}  # fmt: skip
# What a list begins with.
FIRST = {
    OwnKind.WONINGEN: "Complex of plan",
    OwnKind.CIJFERS: "Soort",
    OwnKind.AANDACHTSGROEPEN: "Groep",
    OwnKind.LOCATIES: "Project",
    OwnKind.VOORZIENINGEN: "Voorziening",
}
AMOUNTS = ("homes", "number", "stock", "inflow", "stay", "independent", "clustered", "supported")
DAYS = ("as_of", "since", "until")
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
    if row.kind in (OwnKind.WONINGEN, OwnKind.LOCATIES) or row.cells.get("name"):
        return row.title
    key = "kind" if row.kind == OwnKind.CIJFERS else "group"
    return columns[key].shown(str(row.cells.get(key, "")))


def spoken(column: OwnColumn, row: OwnRow) -> str:
    """A cell as people read it; what is not known is a dash."""
    cell = str(row.cells.get(column.key, ""))
    day = parse_date(cell) if column.key in DAYS else None
    if day is not None:
        return format_date(day, "j F Y")
    if column.kind == NUMBER and column.key in AMOUNTS and cell:
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


# What of a new line is told before it is taken in.
TOLD_FIRST = (
    "kind", "group", "area", "homes", "number", "stock", "inflow", "party", "status", "since",
)  # fmt: skip


def line_name(line: IntakeLine) -> str:
    cells = line.cells
    named = cells.get("complex") or cells.get("name") or cells.get("id")
    return str(named or "(zonder kenmerk)")


def words_for(line: IntakeLine, columns: dict[str, OwnColumn]) -> str:
    """What a line would change: its cells, or from what to what."""
    cells = line.cells
    if line.row is None or line.taken_at is not None or line.difference != Difference.CHANGED:
        keys = [key for key in TOLD_FIRST if key in columns and cells.get(key)]
        return ", ".join(columns[key].shown(str(cells[key])) for key in keys)
    before = line.row.cells
    other = [key for key in columns if before.get(key, "") != cells.get(key, "")]
    return "; ".join(
        f"{columns[key].label}: {said(columns[key], before)} wordt {said(columns[key], cells)}"
        for key in other
    )


def change_of(kind: str) -> Callable[[AuditEvent], str]:
    """What an event changed in a row of a kind: 'Erbij per jaar: was 120, is 140'."""
    columns = {one.key: one for one in jobs.own_columns(kind)}

    def told(event: AuditEvent) -> str:
        if not event.before:
            return ""
        return "; ".join(
            f"{columns[key].label} gewijzigd"
            if columns[key].kind == TEXT
            else f"{columns[key].label}: was {said(columns[key], event.before)}, "
            f"is {said(columns[key], event.after)}"
            for key in event.after
            if key in columns
        )

    return told


def said(column: OwnColumn, cells: dict[str, str]) -> str:
    return column.shown(str(cells.get(column.key, ""))) or "leeg"
