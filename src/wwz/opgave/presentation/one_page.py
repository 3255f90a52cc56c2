"""'Mijn buurt op een A4': what stands on the one page of a wijk or buurt."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wwz.areas.models import Area
from wwz.opgave.models import Study
from wwz.opgave.presentation.area import KEYS, crumbs, few_people, key_figures, lead, where
from wwz.opgave.presentation.charts import KeyFigure, development_chart
from wwz.opgave.presentation.choices import Choices
from wwz.opgave.presentation.groups import comparison_chart
from wwz.opgave.presentation.in_short import care_on_paper, homes_on_paper
from wwz.opgave.presentation.loading import read_area
from wwz.opgave.presentation.reading import Reading
from wwz.opgave.presentation.tables import Cell, Column, Row, Table, band_cell, number_cell

# More rows than this push the source line off the page.
MOST_ROWS = 5


def one_page(study: Study, area: Area) -> dict[str, Any]:
    """Everything that templates/opgave/_one_page.html shows."""
    reading = read_area(study, area, Choices())
    comparison = comparison_chart(reading, most=MOST_ROWS)
    few = few_people(reading, key_figures(reading), comparison)
    return {
        "few": few,
        "study": study,
        "gemeente": study.gemeente,
        "area": area,
        "crumbs": crumbs(reading),
        "lead": lead(reading),
        "keys": [] if few else keys(reading),
        "location": where(reading),
        "comparison": comparison,
        "development": None if few else development_chart(reading),
        "numbers": None if few else numbers(reading),
        "housing": None if few else homes_on_paper(reading),
        "care": [] if few else care_on_paper(reading),
    }


def keys(reading: Reading) -> list[KeyFigure]:
    """The counts; their sources stand once, under the page."""
    return [replace(key, citation=None) for key in key_figures(reading)]


def numbers(reading: Reading) -> Table:
    """People, now and in the last year, with the band."""
    rows = []
    for key in ("inwoners", *KEYS):
        now, then = reading.now_or_base(key), reading.then(key)
        named = now or then
        if named is None:
            continue
        rows.append(Row([Cell(named.label), number_cell(now), number_cell(then), band_cell(then)]))
    columns = [
        Column("Wat", numeric=False), Column(str(reading.base_year)),
        Column(str(reading.to_year)), Column("Band"),
    ]  # fmt: skip
    caption = f"Nu en in {reading.to_year}"
    return Table("a4", caption, columns, rows)
