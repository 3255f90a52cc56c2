"""Whether the cells of a row of a site can be used: one Dutch sentence per wrong cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wwz_engine.proposals.rows import BY_KEY, COLUMNS, FORMS, NIL_WHEN_EMPTY, SiteRow
from wwz_engine.sources.cells import CellError, CellProblem
from wwz_engine.supply.checks import value_of


@dataclass(frozen=True)
class Checked:
    """A row when every cell is right, otherwise what is wrong with it."""

    row: SiteRow | None
    problems: tuple[CellProblem, ...]


def check_row(
    cells: Mapping[str, str], areas: Mapping[str, str], layout: int, *, hints: bool = True
) -> Checked:
    """Read one row of text.

    Parameters
    ----------
    cells : text per key of ``COLUMNS``; a column that is not there counts as empty
    areas : names of the areas that sites can be in, by code
    layout : year of those codes
    hints : whether to look for a name that is much like a wrong one, which takes long

    Returns
    -------
    Checked

    Examples
    --------
    >>> cells = {"id": "P1", "site": "P", "name": "De Kade", "area": "BU01933110",
    ...          "nultreden": "24", "party": "De Stadspoort", "status": "hard plan",
    ...          "earliest": "2028", "lead": "2"}
    >>> check_row(cells, {"BU01933110": "Aa-landen-Oost"}, 2024).row.homes
    24
    >>> for problem in check_row(cells | {"latest": "2027"}, {"BU01933110": ""}, 2024).problems:
    ...     print(problem.words)
    Laatste start: 2027 is eerder dan de vroegste start, 2028.
    """
    values: dict[str, Any] = {}
    problems = []
    for column in COLUMNS:
        try:
            values[column.key] = value_of(
                column, (cells.get(column.key) or "").strip(), areas, hints=hints
            )
        except CellError as error:
            problems.append(CellProblem(column.key, _said(column.key, str(error))))
    values |= {key: 0 for key in NIL_WHEN_EMPTY if values.get(key, 0) is None}
    wrong = {problem.column for problem in problems}
    problems += [
        CellProblem(key, _said(key, words))
        for key, words in _contradictions(values)
        if key not in wrong
    ]
    if problems:
        return Checked(None, tuple(problems))
    values["area_year"] = values["area_year"] or layout
    return Checked(SiteRow(**values), ())


def _said(key: str, words: str) -> str:
    label = BY_KEY[key].label
    return f"{label[:1].upper()}{label[1:]}: {words}"


def _contradictions(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Cells that are fine by themselves but not beside one another."""
    found = []
    homes = sum(values.get(form, 0) for form in FORMS)
    if all(form in values for form in FORMS) and not homes:
        found.append(
            ("nultreden", "dit plan heeft geen woningen. Vul bij een woonvorm een aantal in.")
        )
    elif values.get("social", 0) > homes:
        found.append(("social", f"dit plan heeft {homes} woningen. Zoveel zijn er niet."))
    earliest, latest = values.get("earliest"), values.get("latest")
    if earliest is not None and latest is not None and latest < earliest:
        found.append(("latest", f"{latest} is eerder dan de vroegste start, {earliest}."))
    if values.get("after") and values.get("after") == values.get("site"):
        found.append(("after", "een locatie kan niet op zichzelf wachten. Kies een andere."))
    return found
