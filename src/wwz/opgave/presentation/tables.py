"""Tables as they stand on a page: columns, rows and cells with their links and words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from wwz.opgave.presentation.figure import Figure

# Why a cell says so, for a reader who hovers or listens: the word itself stands in the cell.
ABSENT_REASONS = {
    "verborgen": "te weinig mensen om te tonen",
    "geen cijfer": "de bron geeft voor dit gebied geen cijfer",
    "niet gevraagd": "de bron heeft dit in dit jaar niet gevraagd",
    "onbekend": "er is geen open bron",
}


@dataclass(frozen=True)
class Cell:
    """``words`` is what is read; ``address`` makes it a link; ``sort`` orders the rows."""

    words: str
    address: str = ""
    sort: float | str | None = None

    @property
    def reason(self) -> str:
        return ABSENT_REASONS.get(self.words, "")


@dataclass(frozen=True)
class Column:
    """``key`` is the name in the address when the reader may sort on it."""

    label: str
    numeric: bool = True
    key: str = ""
    sort_address: str = ""
    direction: str = ""  # "ascending" or "descending" when the rows stand in this order


@dataclass(frozen=True)
class Row:
    """The first cell is the row's head."""

    cells: Sequence[Cell]
    picked: bool = False

    @property
    def head(self) -> Cell:
        return self.cells[0]

    @property
    def rest(self) -> Sequence[Cell]:
        return self.cells[1:]


@dataclass(frozen=True)
class Line:
    """A row as the template writes it."""

    head: Cell
    cells: Sequence[tuple[bool, Cell]]
    picked: bool = False


@dataclass(frozen=True)
class Table:
    """``name`` is the file's name in downloads; ``caption`` is read out as the table's title."""

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row] = field(default_factory=tuple)
    total: Row | None = None

    def lines(self) -> list[Line]:
        return [self.line(row) for row in self.rows]

    def total_line(self) -> Line | None:
        return self.line(self.total) if self.total else None

    def line(self, row: Row) -> Line:
        """The row with, for each cell after the head, whether its column holds numbers."""
        numeric = [column.numeric for column in self.columns[1:]]
        return Line(row.head, list(zip(numeric, row.rest, strict=True)), row.picked)


def number_cell(figure: Figure | None, *, link: bool = False) -> Cell:
    """The figure's words; no figure at all is a cell that says so."""
    if figure is None:
        return Cell("geen cijfer")
    order = figure.value if figure.value is not None else figure.low
    return Cell(figure.words(), figure.address if link else "", order)


def band_cell(figure: Figure | None) -> Cell:
    if figure is None or figure.absent:
        return Cell("")
    return Cell(figure.band_words(), sort=figure.low)


def in_order(rows: Sequence[Row], column: int, *, descending: bool) -> list[Row]:
    """Rows by the sort value of a column; rows without one come last, in either direction."""

    def order(row: Row) -> float | str:
        value = row.cells[column].sort
        return row.cells[column].words.casefold() if value is None else value

    known = [row for row in rows if column == 0 or row.cells[column].sort is not None]
    unknown = [row for row in rows if column and row.cells[column].sort is None]
    return sorted(known, key=order, reverse=descending) + unknown
