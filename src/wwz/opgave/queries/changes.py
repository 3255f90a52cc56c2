"""The same figure in the studies before and after: what was said then, and is said now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wwz.opgave.models import Fact, FactChange, Study


@dataclass(frozen=True)
class Versions:
    """The same figure in the study before this one, and in the newest after it."""

    earlier: Fact | None
    newer: Fact | None


def versions_of(fact: Fact) -> Versions:
    """One question for both ways in time.

    By the code of its area: the layout of another year is the same area, or nearly.
    """
    found = Fact.objects.filter(
        study__in=Study.objects.published().of_gemeente(fact.study.gemeente.code),
        area__code=fact.area.code,
        indicator__key=fact.indicator.key,
        year=fact.year,
        scenario=fact.scenario,
    )
    read = found.exclude(pk=fact.pk).select_related("indicator", "area", "study")
    in_time = read.defer("area__geometry").order_by("study__finished_at")
    return _around(fact, list(in_time))


def _around(fact: Fact, others: Sequence[Fact]) -> Versions:
    now = fact.study.finished_at
    if now is None:
        return Versions(None, None)
    before = [one for one in others if one.study.finished_at and one.study.finished_at < now]
    after = [one for one in others if one.study.finished_at and one.study.finished_at > now]
    return Versions(before[-1] if before else None, after[-1] if after else None)


def changed_fact(study: Study, indicators: Sequence[str]) -> Fact | None:
    """The figure of the gemeente itself, of the last year, that changed since the study before."""
    found = FactChange.objects.filter(
        fact__study=study,
        fact__area__code=study.gemeente.code,
        fact__year=study.to_year,
        fact__indicator__key__in=list(indicators),
    )
    change = found.select_related("fact__indicator").order_by("fact__indicator").first()
    return change.fact if change else None
