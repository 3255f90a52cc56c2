"""Why figures differ from those of the study before: stored when a study is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wwz.opgave.disclosure import disclose
from wwz.opgave.models import Fact, FactChange, Study, StudyRecipe

BATCH = 2000
Place = tuple[str, str, int]
"""Key of an indicator, code of an area, year."""


@dataclass(frozen=True)
class Change:
    """Parts that make up the difference between two figures as they are shown."""

    place: Place
    parts: Sequence[tuple[str, str, float]]
    notes: Sequence[str]


@dataclass(frozen=True)
class Explained:
    """What is stored beside a study: its recipe, and its differences with the one before."""

    recipe: Mapping[str, Any]
    earlier: UUID | None = None
    changes: Sequence[Change] = ()


def earlier_facts(study: Study) -> Iterable[Fact]:
    """Facts of a study with what decides how they are shown; one at a time."""
    facts = Fact.objects.filter(study=study).select_related("indicator", "area")
    return facts.defer("area__geometry").iterator(chunk_size=BATCH)


def shown_number(fact: Fact) -> float | None:
    """The number of a fact as far as it may be shown."""
    found = disclose(fact)
    return None if found.absent else found.value


def store_explained(study: Study, explained: Explained) -> None:
    """Store recipe and differences; part of publishing, so in its transaction."""
    StudyRecipe.objects.create(study=study, content=explained.recipe)
    if explained.earlier is None or not explained.changes:
        return
    now, before = places_of(study.pk), places_of(explained.earlier)
    FactChange.objects.bulk_create(
        (
            FactChange(
                fact_id=now[change.place],
                earlier_id=before[change.place],
                parts=[list(part) for part in change.parts],
                notes=list(change.notes),
            )
            for change in explained.changes
        ),
        batch_size=BATCH,
    )


def places_of(study: UUID) -> dict[Place, UUID]:
    rows = Fact.objects.filter(study=study).values_list(
        "indicator__key", "area__code", "year", "pk"
    )
    return {(indicator, area, year): pk for indicator, area, year, pk in rows}
