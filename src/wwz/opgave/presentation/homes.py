"""Per woonvorm: how many homes are asked for, and what nobody knows about those there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from wwz.opgave.models import Theme
from wwz.opgave.presentation.cited import Citation, cite
from wwz.opgave.presentation.figure import Figure
from wwz.opgave.presentation.reading import Download, Reading
from wwz.opgave.presentation.tables import Cell, Column, Row, Table, band_cell, number_cell
from wwz.opgave.presentation.topic import topic_address

ASKED, SUPPLY, SHORTAGE = "vraag_", "voorraad_", "tekort_"


@dataclass(frozen=True)
class Homes:
    title: str
    sub: str
    table: Table
    citation: Citation
    downloads: Sequence[Download]
    supply_unknown: bool


def homes(reading: Reading) -> Homes | None:
    """Homes asked for now and later; supply and shortage with an honest unknown."""
    keys = [key for key in reading.figures.indicators(reading.code) if key.startswith(ASKED)]
    if not keys:
        return None
    kinds = [key.removeprefix(ASKED) for key in keys]
    rows = [_row(reading, kind) for kind in kinds]
    asked = [reading.then(ASKED + kind) for kind in kinds]
    supplies = [reading.figures.last(SUPPLY + kind, reading.code) for kind in kinds]
    short = [reading.figures.last(SHORTAGE + kind, reading.code) for kind in kinds]
    columns = [
        Column("Woonvorm", numeric=False),
        Column(f"Gevraagd in {reading.base_year}"),
        Column(f"Gevraagd in {reading.to_year}"),
        Column("Band"),
        Column(_with_year("Voorraad", supplies)),
        Column(_with_year("Tekort", short)),
    ]
    return Homes(
        title=_title(reading, asked),
        sub=f"Woningen waar naar verwachting vraag naar is in {reading.place.name}",
        table=Table("woonvormen", f"Woningen per woonvorm, {reading.place.name}", columns, rows),
        citation=cite([found for found in asked if found][:1], reading.sources),
        downloads=reading.table_downloads("woonvormen"),
        supply_unknown=all(found is None or found.absent for found in supplies),
    )


def _with_year(words: str, figures: Sequence[Figure | None]) -> str:
    """'Tekort in 2040': the stock and the shortage are of other years."""
    year = next((figure.year for figure in figures if figure and figure.known), None)
    return f"{words} in {year}" if year else words


def _title(reading: Reading, asked: Sequence[Figure | None]) -> str:
    first = next((figure for figure in asked if figure and figure.value is not None), None)
    if first is None:
        return f"Welke woningen {reading.place.name} nodig heeft"
    return (
        f"In {first.year} is er {first.sentence().replace('ongeveer', 'vraag naar ongeveer', 1)} "
        f"{home_words(first)}"
    )


def home_words(figure: Figure) -> str:
    """'nultredenwoningen' out of 'Gevraagde nultredenwoningen'."""
    return figure.label.removeprefix("Gevraagde ")


def _row(reading: Reading, kind: str) -> Row:
    now, then = reading.now_or_base(ASKED + kind), reading.then(ASKED + kind)
    named = then or now
    return Row(
        [
            Cell(
                home_words(named).capitalize() if named else kind,
                topic_address(reading.gemeente.code, ASKED + kind, Theme.WOONVORM),
            ),
            number_cell(now, link=True),
            number_cell(then, link=True),
            band_cell(then),
            _unknown_or(reading.figures.last(SUPPLY + kind, reading.code)),
            _unknown_or(reading.figures.last(SHORTAGE + kind, reading.code)),
        ]
    )


def _unknown_or(figure: Figure | None) -> Cell:
    return Cell("onbekend") if figure is None else number_cell(figure)
