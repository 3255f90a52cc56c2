"""Whether the cells of a facility can be used, and a file of them: one sentence per wrong cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from wwz_engine.reach.rows import BY_KEY, COLUMNS, FacilityRow
from wwz_engine.sources.cells import CellError, CellProblem, Checked, each_cell
from wwz_engine.sources.errors import MissingColumnError
from wwz_engine.sources.lists import ListRefusedError, checked_rows, keys_of, lines_of
from wwz_engine.supply.checks import value_of
from wwz_engine.supply.rows import Column

POSTCODE = re.compile(r"^[1-9]\d{3} ?[A-Z]{2}$")
_METRES = re.compile(r"^\d{1,6}(?:[.,]\d+)?$")


class FacilitiesRefusedError(ListRefusedError):
    """A list of facilities of which a cell cannot be used."""


def check_facility(
    cells: Mapping[str, str],
    areas: Mapping[str, str],
    layout: int | None = None,
    *,
    hints: bool = True,
) -> Checked[FacilityRow]:
    """Read one row of text.

    Parameters
    ----------
    cells : text per key of ``COLUMNS``; a column that is not there counts as empty
    areas : names of the areas that facilities can be in, by code
    layout : year of those codes
    hints : whether to look for a name that is much like a wrong one, which takes long

    Examples
    --------
    >>> found = check_facility({"id": "A1", "kind": "Huisarts", "postcode": "8011 xyz"}, {})
    >>> for problem in found.problems:
    ...     print(problem.column, problem.words)
    postcode Postcode: ‘8011 xyz’ is geen postcode. Schrijf hem zoals 8011 AB.
    """

    def read(column: Column) -> Any:
        text = (cells.get(column.key) or "").strip()
        if column.key in ("x", "y"):
            return _metres(column.key, text)
        if column.key == "postcode":
            return _postcode(text)
        return value_of(column, text, areas, hints=hints)

    values, problems = each_cell(COLUMNS, read, named=True)
    problems += _together(values, {problem.column for problem in problems})
    if problems:
        return Checked(None, tuple(problems))
    if values["area"]:
        values["area_year"] = values["area_year"] or layout
    return Checked(FacilityRow(**values), ())


def _metres(key: str, text: str) -> float | None:
    column = BY_KEY[key]
    if not text:
        return None
    if not _METRES.match(text):
        raise CellError(
            f"‘{text}’ is geen aantal meters. Schrijf een getal zoals {column.highest}."
        )
    metres = float(text.replace(",", "."))
    if not column.lowest <= metres <= column.highest:
        raise CellError(
            f"{text} ligt niet in Nederland. Kies een getal van {column.lowest} tot en met "
            f"{column.highest}."
        )
    return metres


def _postcode(text: str) -> str:
    if text and not POSTCODE.match(text.upper()):
        raise CellError(f"‘{text}’ is geen postcode. Schrijf hem zoals 8011 AB.")
    return text.upper().replace(" ", "")


def _together(values: Mapping[str, Any], wrong: set[str]) -> list[CellProblem]:
    """Cells that are fine by themselves but not beside one another."""
    found = []
    x, y = values.get("x"), values.get("y")
    if not wrong & {"x", "y", "postcode"}:
        if (x is None) != (y is None):
            lacking = "x" if x is None else "y"
            found.append(CellProblem(lacking, f"{lacking.upper()}: vul x en y allebei in."))
        elif x is None and not values.get("postcode"):
            found.append(CellProblem("x", "X: vul x en y in, of een postcode."))
    start, end = values.get("open_from"), values.get("closed_from")
    if start is not None and end is not None and end <= start:
        found.append(
            CellProblem("closed_from", "Gesloten vanaf: kies een later jaar dan ‘open vanaf’.")
        )
    return found


def read_facilities(
    name: str, content: bytes, areas: Mapping[str, str], layout: int | None = None
) -> tuple[FacilityRow, ...]:
    """Read a list of facilities, CSV or XLSX, with the headings of ``COLUMNS``.

    Raises
    ------
    ListRefusedError, SourceDamagedError
    """
    (_, headings), *lines = lines_of(name, content)
    keys = keys_of(headings, COLUMNS)
    lacking = [column.label for column in COLUMNS if column.required and column.key not in keys]
    if lacking:
        raise MissingColumnError(
            name, f"mist de kolom ‘{lacking[0]}’",
            f"geef de kolommen {', '.join(column.label for column in COLUMNS)}",
        )  # fmt: skip
    rows, problems = checked_rows(
        lines, keys,
        lambda cells, hints: check_facility(cells, areas, layout, hints=hints),
        twice="het kenmerk staat al in regel {first}.",
    )  # fmt: skip
    if problems:
        raise FacilitiesRefusedError(problems)
    if not rows:
        raise FacilitiesRefusedError(["In het bestand staat geen enkele voorziening."])
    return tuple(rows)
