"""Plans and questions that a test words itself, and what they are put to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.engine.proposals.small import AREAS, DAY, PARTY, YEARS, needs_of
from wwz_engine.proposals.question import Limits, Question
from wwz_engine.proposals.rows import SiteRow
from wwz_engine.proposals.weighing import Weighing, weighing

ASKED = Question("GM0001", YEARS[0], YEARS[-1])


def row(number: int, **told) -> SiteRow:
    usual = {
        "id": f"P{number}", "site": f"S{number}", "name": f"Plan {number}", "area": AREAS[0],
        "area_year": 2024, "party": PARTY, "status": "hard", "earliest": 2027, "lead": 1,
        "nultreden": 10,
    }  # fmt: skip
    return SiteRow(**(usual | told))


def much_short() -> np.ndarray:
    short = np.full((2, 4, len(YEARS), 2), 30.0)
    short[:, 3] = 0.0
    return short


def put(question: Question, *rows: SiteRow) -> Weighing:
    return weighing(question, rows, needs_of(much_short()), DAY)


def limited(**limits) -> Question:
    return replace(ASKED, limits=Limits(**limits))


def forcing(question: Question, *forced: str, banned: tuple[str, ...] = ()) -> Question:
    return replace(question, forced=forced, banned=banned)
