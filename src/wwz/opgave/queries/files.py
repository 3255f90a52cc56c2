"""What files read: all facts of a study, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator

from wwz.opgave.models import Fact, Study

CHUNK = 2000


def every_fact(study: Study) -> Iterator[Fact]:
    """All facts of a study by area and indicator, in one query that never holds them all."""
    facts = Fact.objects.filter(study=study, scenario=study.scenario)
    named = facts.select_related("indicator", "area").defer("area__geometry")
    return named.order_by("area__code", "indicator", "year").iterator(chunk_size=CHUNK)
