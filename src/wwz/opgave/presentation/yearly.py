"""Figures of one place in a table: a row per figure, a column per year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wwz.opgave.presentation.figure import Figure
from wwz.opgave.presentation.reading import Reading
from wwz.opgave.presentation.tables import Cell, Column, Row, Table, band_cell, number_cell

STEPS = (2030, 2035)


def years_of(reading: Reading) -> list[int]:
    """Now, halfway, and the last year of the study."""
    between = [year for year in STEPS if reading.base_year < year < reading.to_year]
    return [reading.base_year, *between, reading.to_year]


def yearly_table(
    reading: Reading, name: str, caption: str, rows: Iterable[tuple[str, str]]
) -> Table:
    """A table of what is there of these figures; each number leads to its fact.

    Parameters
    ----------
    rows : words of the row and key of its indicator, as far as the place has it
    """
    years = years_of(reading)
    columns = [
        Column(caption, numeric=False), *(Column(str(year)) for year in years),
        Column(f"Band {years[-1]}"),
    ]  # fmt: skip
    made = [
        row
        for words, key in rows
        if (row := _row(words, reading.figures.series(key, reading.code), years))
    ]
    return Table(name, f"{caption}, {reading.place.name}", columns, made)


def _row(words: str, series: Sequence[Figure], years: Sequence[int]) -> Row | None:
    """A figure of one year that is no column stands in the first one, with its year."""
    if not series:
        return None
    by_year = {figure.year: figure for figure in series}
    if len(series) == 1 and series[0].year not in years:
        words, by_year = f"{words} ({series[0].year})", {years[0]: series[0]}
    cells = [
        number_cell(by_year[year], link=True) if year in by_year else Cell("") for year in years
    ]
    return Row([Cell(words), *cells, band_cell(by_year.get(years[-1]))])


def shown_in(reading: Reading, rows: Iterable[tuple[str, str]]) -> list[Figure]:
    """All figures that such a table rests on."""
    return [figure for _, key in rows for figure in reading.figures.series(key, reading.code)]
