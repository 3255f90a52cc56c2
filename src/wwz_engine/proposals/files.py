"""Sites from a file, and questions from a file: every wrong cell named at once."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence

from wwz_engine.errors import EngineError
from wwz_engine.proposals.checks import check_row
from wwz_engine.proposals.question import Question, QuestionError, question_of
from wwz_engine.proposals.rows import COLUMNS, SiteRow
from wwz_engine.sources.raw import DEFAULT_LIMITS, decoded
from wwz_engine.sources.workbook_apart import rows_apart

MOST_HINTS = 20


class SitesRefusedError(EngineError):
    """A file with sites of which a cell cannot be used; half a list would be another one."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def read_sites(
    name: str, content: bytes, areas: Mapping[str, str], layout: int
) -> tuple[SiteRow, ...]:
    """Rows of a CSV or XLSX file; headings are keys or labels of ``COLUMNS``.

    Parameters
    ----------
    areas : names of the areas that sites can be in, by code
    layout : year of those codes

    Raises
    ------
    SitesRefusedError, and those of a file that cannot be read
    """
    lines = _lines(name, content)
    heads = {head: column.key for column in COLUMNS for head in (column.key, column.label)}
    keys = [heads.get(head.strip().casefold(), "") for head in lines[0]] if lines else []
    if "id" not in keys:
        labels = ", ".join(column.label for column in COLUMNS if column.required)
        raise SitesRefusedError(
            [f"{name} mist de kopregel. Geef minstens deze kolommen: {labels}."]
        )
    rows: list[SiteRow] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in line):
            continue
        cells = {key: cell for key, cell in zip(keys, line, strict=False) if key}
        checked = check_row(cells, areas, layout, hints=len(problems) < MOST_HINTS)
        problems += [f"Regel {number}: {problem.words}" for problem in checked.problems]
        if checked.row is not None:
            first = seen.setdefault(checked.row.id, number)
            if first != number:
                problems.append(
                    f"Regel {number}: het kenmerk ‘{checked.row.id}’ staat al in regel {first}. "
                    "Geef elke regel een eigen kenmerk."
                )
            rows.append(checked.row)
    if problems or not rows:
        raise SitesRefusedError(problems or [f"In {name} staat geen enkele locatie."])
    return tuple(rows)


def _lines(name: str, content: bytes) -> list[list[str]]:
    if name.casefold().endswith(".xlsx"):
        return [list(line) for line in rows_apart(name, content, DEFAULT_LIMITS)]
    text = decoded(content, name).decode()
    delimiter = ";" if text.partition("\n")[0].count(";") else ","
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def read_question(text: str, gemeente: str) -> Question:
    """A question from JSON; the gemeente is that of the command.

    Raises
    ------
    QuestionError
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise QuestionError("Dit bestand met een vraag is geen geldige JSON.") from error
    if not isinstance(content, dict):
        raise QuestionError("Dit bestand met een vraag is geen tabel van grenzen en gewichten.")
    return question_of(content | {"gemeente": gemeente})
