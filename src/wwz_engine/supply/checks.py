"""Whether the cells of a row of homes can be used: one Dutch sentence per wrong cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from wwz_engine.sources.cells import (
    CellError,
    CellProblem,
    Checked,
    area_named,
    each_cell,
    problem_of,
)
from wwz_engine.supply.rows import (
    AREA,
    BY_KEY,
    CHOICE,
    COLUMNS,
    EXISTING,
    NO,
    NUMBER,
    YES,
    Column,
    SupplyRow,
)

_WHOLE = re.compile(r"^-?\d+(?:[.,]0+)?$")
_THOUSANDS = re.compile(r"^[1-9]\d{0,2}(?:\.\d{3})+$")
LONGEST_TEXT = 200
LONGEST_NUMBER = 15
# A number that cannot be lower than this is a year.
A_YEAR = 1000


def check_row(
    cells: Mapping[str, str],
    areas: Mapping[str, str],
    layout: int,
    today: date,
    *,
    hints: bool = True,
) -> Checked[SupplyRow]:
    """Read one row of text.

    Parameters
    ----------
    cells : text per key of ``COLUMNS``; a column that is not there counts as empty
    areas : names of the areas that homes can be in, by code
    layout : year of those codes; a row with codes of another year is refused
    today : homes that are there were ready before its year ends
    hints : whether to look for a name that is much like a wrong one, which takes long

    Returns
    -------
    Checked

    Examples
    --------
    >>> cells = {"id": "A1", "complex": "De Linde", "area": "BU01933110", "homes": "tien"}
    >>> areas, today = {"BU01933110": "Aa-landen-Oost"}, date(2026, 1, 1)
    >>> for problem in check_row(cells, areas, 2024, today).problems:
    ...     print(problem.column, problem.words)
    homes Woningen: ‘tien’ is geen heel getal. Schrijf een getal zoals 12.
    """
    values, problems = each_cell(
        COLUMNS,
        lambda column: value_of(column, cells.get(column.key) or "", areas, hints=hints),
        named=True,
    )
    problems += _contradictions(values, {problem.column for problem in problems}, layout, today)
    if problems:
        return Checked(None, tuple(problems))
    values["area_year"] = values["area_year"] or layout
    return Checked(SupplyRow(**values), ())


def value_of(
    column: Column, text: str, areas: Mapping[str, str], *, hints: bool
) -> str | int | None:
    """One cell as the column asks it.

    Raises
    ------
    CellError
    """
    text = text.strip()
    if not text:
        if column.usual is None:
            raise CellError(f"de cel is leeg. {column.meaning}")
        return None if column.kind == NUMBER else column.usual
    if column.kind == NUMBER:
        return _number(column, text)
    if column.kind == CHOICE:
        return _choice(column, text)
    if column.kind == AREA:
        return area_named(text, areas, hints=hints)
    if len(text) > LONGEST_TEXT:
        raise CellError(f"de tekst is langer dan {LONGEST_TEXT} tekens. Kort hem in.")
    return text


def _number(column: Column, text: str) -> int:
    plain = text.removesuffix("%").strip() if column.key == "share_55plus" else text
    if _THOUSANDS.match(plain):
        plain = plain.replace(".", "")
    if not _WHOLE.match(plain) or len(plain) > LONGEST_NUMBER:
        raise CellError(f"‘{text}’ is geen heel getal. Schrijf een getal zoals {_example(column)}.")
    number = int(float(plain.replace(",", ".")))
    if not column.lowest <= number <= column.highest:
        raise CellError(
            f"{number} kan niet. Kies een getal van {column.lowest} tot en met {column.highest}."
        )
    return number


def _example(column: Column) -> int:
    return 2030 if column.lowest >= A_YEAR else 12


def _choice(column: Column, text: str) -> str:
    values = column.values or {}
    wanted = text.casefold()
    for value, label in values.items():
        if wanted in (
            value,
            label.casefold(),
            label.split(" (")[0].casefold(),
            value.replace("_", " "),
        ):
            return value
    raise CellError(f"‘{text}’ kennen we niet. Kies {_one_of(list(values.values()))}.")


def _one_of(labels: list[str]) -> str:
    return f"{', '.join(labels[:-1])} of {labels[-1]}"


def _contradictions(
    values: Mapping[str, Any], wrong: set[str], layout: int, today: date
) -> list[CellProblem]:
    """Cells that are fine by themselves but not beside one another, or not today."""
    found = []
    about_years = _about_years(values, layout, today)
    for column, words in (*about_years, *_about_facts(values)):
        if column not in wrong:
            found.append(problem_of(column, f"{BY_KEY[column].label}: {words}"))
    return found


def _about_years(values: Mapping[str, Any], layout: int, today: date) -> list[tuple[str, str]]:
    # A status that is wrong itself says nothing of the year.
    status, ready = values.get("status"), values.get("ready_year")
    gone, told = values.get("gone_year"), values.get("area_year")
    found = []
    if status not in (None, EXISTING) and "ready_year" in values and ready is None:
        found.append(("ready_year", "een plan heeft een jaar nodig. Vul in wanneer het klaar is."))
    if status == EXISTING and ready is not None and ready > today.year:
        words = f"in {ready} is nog niet bestaand. Kies hard plan of zacht plan, of een ander jaar."
        found.append(("ready_year", words))
    if gone is not None and ready is not None and gone <= ready:
        words = f"de woningen zijn pas in {ready} klaar. Kies een later jaar, of maak de cel leeg."
        found.append(("gone_year", words))
    if told is not None and told != layout:
        # A code can be of another area a year later, so that we may not guess.
        words = f"de gebieden zijn van {layout}, niet van {told}. Kies het gebied van {layout}."
        found.append(("area_year", words))
    return found


def _about_facts(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    if values.get("clustered") == NO and values.get("cluster_homes"):
        found.append(
            ("cluster_homes", "deze woningen staan niet in een cluster. Maak de cel leeg.")
        )
    if values.get("clustered") == NO and values.get("own_form") == "geclusterd":
        found.append(
            ("own_form", "deze woningen staan niet in een cluster. Kies een andere woonvorm.")
        )
    if values.get("intramural") == YES and values.get("rents_separately") == YES:
        found.append(
            (
                "rents_separately",
                "een plaats in een instelling heeft geen eigen huurcontract. Kies nee.",
            )
        )
    return found
