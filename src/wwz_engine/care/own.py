"""Figures that a partnership brings of its own: one row each, every wrong cell told in Dutch.

Columns: see ``COLUMNS``. A row keeps its number (``id``), so that the same file brought
twice changes nothing. As a table of a study the key is ``own_clients``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from wwz_engine.counted import how_many
from wwz_engine.services import PEOPLE, PERCENT, PLACES, YEARLY, YEARS, kinds
from wwz_engine.sources.alike import comparable
from wwz_engine.sources.cells import (
    FIRST_YEAR,
    OWN_LICENCE,
    CellError,
    CellProblem,
    Checked,
    area_named,
    day_in,
    each_cell,
    fraction_in,
    id_in,
    layout_in,
    number_in,
)
from wwz_engine.sources.errors import UnknownDatasetError

if TYPE_CHECKING:
    from wwz_engine.facts import AreaRef
    from wwz_engine.sources.dataset import Tables
    from wwz_engine.sources.tidy import Source, Table

KEY = "own_clients"
LEVELS = {"GM": "gemeente", "WK": "wijk", "BU": "buurt"}
LONGEST_STAY = 50.0
LONGEST_SOURCE = 200
WHOLE_UNITS = (PEOPLE, YEARLY, PLACES)


@dataclass(frozen=True)
class Column:
    """One column of the sheet: key, heading, what stands in it, and whether it may be empty."""

    key: str
    label: str
    meaning: str
    required: bool = True


COLUMNS = (
    Column("id", "Nummer", "Uw eigen nummer van deze regel. Het blijft elk jaar gelijk."),
    Column("area", "Gebied", "Code of naam van de gemeente, wijk of buurt."),
    Column("area_year", "Jaar van de indeling", "Jaar van de gebiedscodes, zoals 2023."),
    Column("kind", "Soort", "Wat u telt. Kies uit de lijst."),
    Column("number", "Aantal", "Een getal, zoals 120 of 12,5."),
    Column("unit", "Eenheid", "Hoort bij de soort. Mag leeg blijven.", required=False),
    Column("as_of", "Peildatum", "De dag waarop u telde, zoals 2026-01-01."),
    Column("source", "Bron", "Waar het getal vandaan komt."),
)


@dataclass(frozen=True)
class OwnFigure:
    """One figure that a partnership gives of an area on a day."""

    id: str
    area: str
    area_year: int
    kind: str
    number: float
    unit: str
    as_of: date
    source: str


def check_row(
    cells: Mapping[str, str],
    areas: Mapping[str, str],
    layout: int,
    today: date,
    *,
    hints: bool = True,
) -> Checked[OwnFigure]:
    """Read one row of text.

    Parameters
    ----------
    cells : text per key of ``COLUMNS``
    areas : names of the areas that figures can be of, by code
    layout : year of those codes
    today : no figure is of a later day
    hints : whether to look for a word that is much like a wrong one, which takes long

    Returns
    -------
    Checked

    Examples
    --------
    >>> cells = {"id": "1", "area": "GM9999", "kind": "wmo_hulp_clienten", "number": "-5",
    ...          "area_year": "2023", "as_of": "2023-01-01", "source": "Wmo-administratie"}
    >>> found = check_row(cells, {"GM9999": "Verzonnendam"}, 2023, date(2026, 1, 1))
    >>> [problem.column for problem in found.problems]
    ['number']
    """
    text = {column.key: str(cells.get(column.key) or "").strip() for column in COLUMNS}
    readers: dict[str, Callable[[], Any]] = {
        "id": lambda: id_in(text["id"]),
        "area": lambda: area_named(text["area"], areas, hints=hints),
        "area_year": lambda: layout_in(text["area_year"], layout),
        "kind": lambda: _kind(text["kind"], hints=hints),
        "number": lambda: _number(text["number"], _unit_of(text["kind"])),
        "unit": lambda: _unit(text["unit"], _unit_of(text["kind"])),
        "as_of": lambda: _as_of(text["as_of"], today),
        "source": lambda: _source(text["source"]),
    }

    def read(column: Column) -> Any:
        if column.required and not text[column.key]:
            raise CellError(f"‘{column.label}’ is leeg. {column.meaning}")
        return readers[column.key]()

    values, problems = each_cell(COLUMNS, read)
    if problems:
        return Checked(None, tuple(problems))
    return Checked(OwnFigure(**values), ())


def doubles(rows: Sequence[OwnFigure]) -> Iterator[tuple[int, CellProblem]]:
    """Rows that say again what an earlier one said: place of the row, and why not."""
    ids: dict[str, int] = {}
    told: dict[tuple[str, int, str, date], int] = {}
    for place, row in enumerate(rows):
        first = ids.setdefault(row.id, place)
        if first != place:
            words = f"Nummer {row.id} staat al in een eerdere regel. Geef elke regel er een."
            yield place, CellProblem("id", words)
            continue
        first = told.setdefault((row.area, row.area_year, row.kind, row.as_of), place)
        if first != place:
            words = (
                f"Dit aantal staat al bij nummer {rows[first].id}, voor hetzelfde gebied en "
                "dezelfde dag. Haal een van de twee weg."
            )
            yield place, CellProblem("kind", words)


def _kind(text: str, *, hints: bool) -> str:
    known = kinds()
    if text in known:
        return text
    for kind in known.values():
        if comparable(kind.label) == comparable(text):
            return kind.key
    near = get_close_matches(text, [kind.label for kind in known.values()], n=1) if hints else []
    hint = f"Bedoelt u ‘{near[0]}’?" if near else "Kies een soort uit de lijst."
    raise CellError(f"De soort ‘{text}’ kennen we niet. {hint}")


def _unit_of(text: str) -> str:
    """The unit of a kind; empty when the kind itself is wrong."""
    try:
        return kinds()[_kind(text, hints=False)].unit
    except CellError:
        return ""


def _unit(text: str, expected: str) -> str:
    if text and expected and comparable(text) != comparable(expected):
        raise CellError(f"‘{text}’ is niet de eenheid van deze soort. Dat is ‘{expected}’.")
    return expected


def _number(text: str, unit: str) -> float:
    number = number_in(text) if unit in ("", *WHOLE_UNITS) else fraction_in(text)
    if unit in WHOLE_UNITS and number != int(number):
        raise CellError(f"{text} is geen heel getal. Tel hele {unit.split()[0]}.")
    if unit == PERCENT and number > 100:
        raise CellError(f"{text} procent is meer dan alles. Geef een deel van 0 tot en met 100.")
    if unit == YEARS and not 0 < number <= LONGEST_STAY:
        raise CellError(f"{text} jaar kan niet. Geef meer dan 0 en hooguit {LONGEST_STAY:g} jaar.")
    return number


def _as_of(text: str, today: date) -> date:
    day = day_in(text)
    if day > today:
        raise CellError(f"De peildatum {text} ligt in de toekomst. Geef de dag van de telling.")
    if day.year < FIRST_YEAR:
        raise CellError(f"De peildatum {text} is te lang geleden. Geef een dag na {FIRST_YEAR}.")
    return day


def _source(text: str) -> str:
    if len(text) > LONGEST_SOURCE:
        raise CellError(f"De bron is te lang. Gebruik hooguit {LONGEST_SOURCE} tekens.")
    return text


# --- own figures as a table of a study ---


def own_table(rows: Sequence[OwnFigure], publisher: str, *, fictional: bool = False) -> Table:
    """Own figures as tidy rows; ``extra`` keeps number, day and source of each.

    Parameters
    ----------
    rows : at least one, without ``doubles``
    publisher : the partnership or organisation that gives them
    fictional : whether they were invented for a demonstration
    """
    # Here, so that a page can check rows without loading what makes tables.
    import polars as pl

    from wwz_engine.sources.tidy import Source, Table, conform

    ordered = sorted(rows, key=lambda row: row.id)
    plain = [[*map(str, vars(row).values())] for row in ordered]
    digest = hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()
    tidy = pl.DataFrame(
        [
            {
                "area": row.area,
                "area_year": row.area_year,
                "level": LEVELS[row.area[:2]],
                "area_name": None,
                "period": row.as_of.year,
                "measure": row.kind,
                "sex": "totaal",
                "age": "totaal",
                "value": row.number,
                "missing": None,
                "unit": row.unit,
            }
            for row in ordered
        ]
    )
    extra = pl.DataFrame(
        {
            "id": [row.id for row in ordered],
            "as_of": [row.as_of for row in ordered],
            "source": [row.source for row in ordered],
        }
    )
    source = Source(
        key=KEY,
        publisher=publisher,
        table="eigen cijfers",
        title="Eigen cijfers van het samenwerkingsverband",
        as_of=max(row.as_of for row in ordered),
        licence=OWN_LICENCE,
        sha256=digest,
        fictional=fictional,
    )
    return Table(source, conform(tidy), extra)


@dataclass(frozen=True)
class Brought:
    """The newest own figure per kind and area of a study.

    figures : by kind, per row of the areas the number and the year it is of
    """

    figures: Mapping[str, Mapping[int, tuple[float, int]]]
    sources: tuple[Source, ...]
    notes: tuple[str, ...]

    def of(self, kind: str) -> Mapping[int, tuple[float, int]]:
        return self.figures.get(kind, {})

    def years(self) -> set[int]:
        """In which anybody counted."""
        return {year for rows in self.figures.values() for _, year in rows.values()}


def brought(tables: Tables, areas: Sequence[AreaRef]) -> Brought:
    """Own figures of the areas of a study, the gemeente first; what fits no area is told."""
    gemeente = areas[0].code
    try:
        there = tables.has(KEY, gemeente)
    except UnknownDatasetError:
        # No publisher has them: a catalogue by itself does not know the word.
        there = False
    if not there:
        return Brought({}, (), ())
    table = tables.load(KEY, gemeente)
    rows = {(area.code, area.year): row for row, area in enumerate(areas)}
    # The code of a gemeente means the same in every layout; that of a wijk does not.
    rows |= {(gemeente, layout): 0 for layout in table.rows["area_year"].unique()}
    figures: dict[str, dict[int, tuple[float, int]]] = {}
    lost = 0
    columns = ("measure", "area", "area_year", "period", "value")
    for kind, area, layout, year, number in sorted(table.rows.select(columns).rows()):
        if (area, layout) not in rows or kind not in kinds():
            lost += 1
            continue
        # In order of year: the newest stays.
        figures.setdefault(kind, {})[rows[area, layout]] = (number, year)
    return Brought(figures, (table.source,), (_lost(lost),) if lost else ())


def _lost(lost: int) -> str:
    count = how_many(lost, "eigen cijfer telt", "eigen cijfers tellen")
    return f"{count} niet mee: het gebied hoort niet bij de indeling van deze analyse."
