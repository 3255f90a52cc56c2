"""What earlier releases of a gemeente hid and showed: a new release may not undo it.

Every release stays to be looked up, so an outsider can lay a new one beside all before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from wwz.opgave.models import Fact, Hidden, Study

Place = tuple[str, str, int]
"""Key of an indicator, code of an area, year; of any scenario."""


@dataclass(frozen=True)
class Released:
    """Of all published studies of a gemeente: what was hidden, and numbers of people shown."""

    hidden: frozenset[Place]
    shown: tuple[tuple[Place, float], ...]


def released(gemeente: str) -> Released:
    """What anybody can look up of the studies of a gemeente, by its code."""
    facts = Fact.objects.filter(study__in=Study.objects.published().of_gemeente(gemeente))
    hidden = _places(facts.filter(hidden=Hidden.WHOLLY))
    numbers = facts.filter(hidden="", shown_value__isnull=False, indicator__people=True)
    rows = numbers.order_by().values_list("indicator__key", "area__code", "year", "shown_value")
    shown = tuple(((key, area, year), value) for key, area, year, value in rows.distinct())
    return Released(hidden, shown)


def _places(facts: QuerySet[Fact]) -> frozenset[Place]:
    rows: Iterable[Place] = facts.order_by().values_list("indicator__key", "area__code", "year")
    return frozenset(rows)
