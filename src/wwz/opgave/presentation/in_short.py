"""Homes and care of one place in short: for its page, and for paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from wwz.opgave.models import Study
from wwz.opgave.presentation.cited import Citation, cite
from wwz.opgave.presentation.figure import Figure
from wwz.opgave.presentation.housing import FORMS, crossing, form_of
from wwz.opgave.presentation.reading import Reading
from wwz.opgave.presentation.sentences import Sentence
from wwz.opgave.presentation.similar import parts_of, read_similar
from wwz.opgave.presentation.support import NURSING, POLICIES, part, services_of
from wwz.opgave.presentation.tables import Cell, Column, Row, Table, band_cell, number_cell
from wwz.opgave.presentation.ten_sentences import HOMES, homes, household_help, nursing, read_place

# What a row of homes on paper is made of, in the order of its columns.
ASKED, TOLD = "vraag_{}", ("voorraad_{}", "oplevering_{}", "tekort_{}")


def in_short(reading: Reading) -> list[Sentence]:
    """What is asked and short of each woonvorm, when, and who gets help."""
    whole = reading.code == reading.gemeente.code or reading.place.level == "wijk"
    # Of a buurt no year is worked out: a home serves its whole wijk.
    years = [crossing(reading, form) for form in FORMS if whole and _has_year(reading, form)]
    told = [*(homes(reading, form) for form in HOMES), *years]
    return [*told, nursing(reading), household_help(reading)]


def _has_year(reading: Reading, form: str) -> bool:
    when = reading.figures.last(f"kruisjaar_{form}", reading.code)
    return when is not None and when.known


@dataclass(frozen=True)
class OnPaper:
    """Homes of a place on its one page, with their source: a part of them may be invented."""

    table: Table
    citation: Citation


def homes_on_paper(reading: Reading) -> OnPaper | None:
    """Per woonvorm in one row: asked, there, expected and short in the last year."""
    rows = [_row(reading, form, title) for form, title in FORMS.items()
            if reading.then(f"vraag_{form}")]  # fmt: skip
    columns = [
        Column("Woningen", numeric=False), Column("Nodig"), Column("Er nu"), Column("Erbij"),
        Column("Tekort"), Column("Band"),
    ]  # fmt: skip
    caption = f"Woningen: nodig en tekort in {reading.to_year}"
    if not rows:
        return None
    told = [reading.figures.last(key.format(form), reading.code) for form in FORMS for key in TOLD]
    used = [*(reading.then(ASKED.format(form)) for form in FORMS), *told]
    table = Table("woningen", caption, columns, rows)
    return OnPaper(table, replace(cite(used, reading.sources), address=""))


def _row(reading: Reading, form: str, title: str) -> Row:
    def last(key: str) -> Figure | None:
        return reading.figures.last(key.format(form), reading.code)

    return Row(
        [
            Cell(title.removesuffix("woningen").removesuffix("e ")),
            number_cell(reading.then(ASKED.format(form))),
            *(_told(last(key)) for key in TOLD),
            band_cell(last(TOLD[-1])),
        ]
    )


def _told(figure: Figure | None) -> Cell:
    """Where a part was not looked up it is no less unknown."""
    return Cell("onbekend") if figure is None else number_cell(figure)


def care_on_paper(reading: Reading) -> Sequence[Sentence]:
    """Nursing and help in a sentence each, as far as they are known here."""
    told = (nursing(reading), household_help(reading))
    return [one for one in told if one.figures and all(figure.known for figure in one.figures)]


def whole_on_paper(study: Study) -> dict[str, Any]:
    """What the paper of a gemeente tells of homes, care and gemeenten that are like it."""
    reading = read_place(study, study.gemeente)
    chosen = next(iter(POLICIES))
    rows = [(words, key.format(chosen)) for words, key in NURSING]
    care = (
        part(reading, "verpleging", f"Verpleging. {POLICIES[chosen]}", rows),
        part(reading, "ondersteuning", "Hulp en ondersteuning", services_of(reading)),
    )
    return {
        "forms": [form for key in FORMS if (form := form_of(reading, key))],
        "care": [one for one in care if one],
        "similar": [one for one in parts_of(read_similar(study)) if one.table.rows],
    }
