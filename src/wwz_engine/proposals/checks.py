"""Whether the cells of a row of a site can be used: one Dutch sentence per wrong cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wwz_engine.proposals.rows import BY_KEY, COLUMNS, FORMS, NIL_WHEN_EMPTY, SiteRow
from wwz_engine.sources.cells import Checked, each_cell, problem_of
from wwz_engine.supply.checks import value_of


def check_row(
    cells: Mapping[str, str], areas: Mapping[str, str], layout: int, *, hints: bool = True
) -> Checked[SiteRow]:
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
    values, problems = each_cell(
        COLUMNS,
        lambda column: value_of(column, cells.get(column.key) or "", areas, hints=hints),
        named=True,
    )
    values |= {key: 0 for key in NIL_WHEN_EMPTY if values.get(key, 0) is None}
    wrong = {problem.column for problem in problems}
    problems += [
        problem_of(key, f"{BY_KEY[key].label}: {words}")
        for key, words in _contradictions(values)
        if key not in wrong
    ]
    if problems:
        return Checked(None, tuple(problems))
    values["area_year"] = values["area_year"] or layout
    return Checked(SiteRow(**values), ())


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
