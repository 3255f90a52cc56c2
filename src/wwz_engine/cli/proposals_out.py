"""A programme of sites as text on screen, JSON, CSV or Excel."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from wwz_engine.cli.facts_out import FORMULA_SIGNS, OutputError, put
from wwz_engine.counted import how_many
from wwz_engine.facts import FICTION_NOTE
from wwz_engine.proposals import wording
from wwz_engine.proposals.answer import CLASH, Answer
from wwz_engine.proposals.rows import FORMS
from wwz_engine.proposals.shortages import Shortages

HEADS = (
    "kenmerk", "locatie", "plan", "gebied", "partij", "start", "klaar", *FORMS, "sociale huur",
    "kosten (duizend euro)", "uren zorg per jaar", "ligt vast", "opmerking",
)  # fmt: skip


def write(answer: Answer, needs: Shortages, form: str, output: Path | None) -> None:
    """Write a programme in the form asked for, to a file or to standard output.

    Raises
    ------
    OutputError
    """
    if form == "xlsx":
        output = output or Path("programma.xlsx")
        try:
            _xlsx(answer, output)
        except OSError as error:
            raise OutputError(
                f"{output} kan niet worden geschreven ({error.strerror}). Kies een andere map."
            ) from error
    else:
        texts = {"json": _json, "csv": _csv, "table": _table}
        put(texts[form](answer, needs), output)
    if output is not None:
        written = how_many(len(answer.chosen), "plan", "plannen")
        print(f"{written} geschreven naar {output}", file=sys.stderr)


def _json(answer: Answer, needs: Shortages) -> str:
    areas = {area.code: area.name for area in needs.areas}
    return json.dumps(answer.as_json() | {"areas": areas}, ensure_ascii=False, indent=1) + "\n"


def _rows(answer: Answer) -> Iterator[tuple[Any, ...]]:
    for one in answer.chosen:
        yield (
            one.id, one.site, one.title, one.area, one.party, one.start, one.ready,
            *one.homes.values(), one.social, sum(one.costs.values()), one.care_hours,
            "ja" if one.fixed else "nee", FICTION_NOTE if one.fictional else "",
        )  # fmt: skip


def _csv(answer: Answer, needs: Shortages) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADS)
    for row in _rows(answer):
        writer.writerow([_guarded(cell) for cell in row])
    return text.getvalue()


def _guarded(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def _xlsx(answer: Answer, output: Path) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(output, options) as workbook:
        bold = workbook.add_format({"bold": True})
        plans = workbook.add_worksheet("plannen")
        plans.write_row(0, 0, HEADS, bold)
        for number, row in enumerate(_rows(answer), start=1):
            plans.write_row(number, 0, row)
        why = workbook.add_worksheet("waarom niet")
        why.write_row(0, 0, ("kenmerk", "plan", "waarom niet"), bold)
        for number, one in enumerate(answer.why_not, start=1):
            why.write_row(number, 0, (one.id, one.title, one.sentence))
        told = workbook.add_worksheet("toelichting")
        told.write_column(0, 0, [*_about(answer), *(one.sentence for one in answer.prices)])


def _about(answer: Answer) -> list[str]:
    """What must be known of a programme, in sentences."""
    if answer.status == CLASH:
        return [*(one.sentence for one in answer.clashes), *answer.notes]
    without, left = wording.number(answer.home_years_without), wording.number(answer.home_years)
    told = [
        f"Zonder plannen blijft {without} woningjaren tekort over, met dit programma {left}. Een "
        "woningjaar is één woning die één jaar tekortkomt.",
    ]
    if answer.gap is not None:
        gap = wording.number(answer.gap, 1)
        told.append(f"Van de winst die mogelijk is, missen we hoogstens {gap} procent.")
    if answer.fictional:
        told.append("Dit programma rust op verzonnen invoer, als voorbeeld.")
    return [*told, *answer.notes]


def _table(answer: Answer, needs: Shortages) -> str:
    lines = [*_about(answer), ""]
    for year in answer.years:
        ready = sum(year.homes.values())
        cost = wording.euros(sum(year.costs.values()))
        lines.append(
            f"{year.year}  {how_many(year.started, 'plan start', 'plannen starten')}, "
            f"{how_many(ready, 'woning', 'woningen')} klaar, {cost}, "
            f"{wording.number(year.care_hours)} uur zorg"
        )
        lines += [
            f"      {one.title}, {how_many(sum(one.homes.values()), 'woning', 'woningen')}, "
            f"klaar in {one.ready}"
            for one in answer.chosen
            if one.start == year.year
        ]
    lines += ["", "Wie wat inbrengt"] if answer.parties else []
    for one in answer.parties:
        plans = how_many(one.plans, "plan", "plannen")
        homes = how_many(one.homes, "woning", "woningen")
        lines.append(f"  {one.party}: {plans}, {homes}, {wording.euros(one.costs)}")
    for title, told in (
        ("Wat ruimte geeft", [price.sentence for price in answer.prices[:8]]),
        ("Waarom niet", [why.sentence for why in answer.why_not]),
    ):
        if told:
            lines += ["", title, *(f"  {one}" for one in told)]
    return "\n".join(lines) + "\n"
