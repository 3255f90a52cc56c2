"""Sites from a file, and questions from a file: every wrong cell named at once."""

from __future__ import annotations

import json
from collections.abc import Mapping

from wwz_engine.proposals.checks import check_row
from wwz_engine.proposals.question import Question, QuestionError, question_of
from wwz_engine.proposals.rows import COLUMNS, SiteRow
from wwz_engine.sources.lists import ListRefusedError, checked_rows, keys_of, lines_of


class SitesRefusedError(ListRefusedError):
    """A file with sites of which a cell cannot be used."""


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
    (_, headings), *lines = lines_of(name, content)
    keys = keys_of(headings, COLUMNS)
    if "id" not in keys:
        labels = ", ".join(column.label for column in COLUMNS if column.required)
        raise SitesRefusedError(
            [f"{name} mist de kopregel. Geef minstens deze kolommen: {labels}."]
        )
    rows, problems = checked_rows(
        lines, keys,
        lambda cells, hints: check_row(cells, areas, layout, hints=hints),
        twice="het kenmerk ‘{id}’ staat al in regel {first}. Geef elke regel een eigen kenmerk.",
    )  # fmt: skip
    if problems or not rows:
        raise SitesRefusedError(problems or [f"In {name} staat geen enkele locatie."])
    return tuple(rows)


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
