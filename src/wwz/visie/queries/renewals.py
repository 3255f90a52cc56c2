"""Cited figures for which a newer one was published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from wwz.opgave.disclosure import disclose
from wwz.opgave.models import Fact, Kind, State
from wwz.visie.models import Citation


@dataclass(frozen=True)
class Renewal:
    """A citation, and the figure that was published after it."""

    citation: Citation
    newer: Fact

    @property
    def answered(self) -> bool:
        """Somebody saw this newer figure and chose, with a reason, to keep the cited one."""
        return self.citation.kept_against_id == self.newer.pk


def renewals(citations: Iterable[Citation]) -> dict[UUID, Renewal]:
    """The newest other figure of each citation that has one, by citation; one query for all."""
    cited = list(citations)
    if not cited:
        return {}
    found: dict[UUID, Renewal] = {}
    published = candidates(cited)
    for citation in cited:
        newer = newest_of(citation, published)
        if newer is not None and is_other(citation.fact, newer):
            found[citation.pk] = Renewal(citation, newer)
    return found


def newer_of(citation: Citation) -> Renewal | None:
    return renewals([citation]).get(citation.pk)


def candidates(cited: list[Citation]) -> list[Fact]:
    """Published facts of the same indicators and areas, of the same year or a later count."""
    facts = [citation.fact for citation in cited]
    same_year = Q(year__in={fact.year for fact in facts})
    following = [one.fact.year for one in cited if one.follows_newest]
    if following:
        same_year |= Q(kind=Kind.COUNTED, year__gt=min(following))
    return list(
        Fact.objects.filter(
            same_year,
            area__code__in={fact.area.code for fact in facts},
            indicator__key__in={fact.indicator.key for fact in facts},
            scenario__in={fact.scenario for fact in facts},
            study__state=State.PUBLISHED,
        )
        .select_related("indicator", "area", "study")
        .defer("value", "low", "high", "area__geometry")
    )


def newest_of(citation: Citation, published: Iterable[Fact]) -> Fact | None:
    """The last year first, then the last study."""
    newer = [fact for fact in published if replaces(citation, fact)]
    return max(newer, key=lambda fact: (fact.year, fact.study.finished_at), default=None)


def replaces(citation: Citation, other: Fact) -> bool:
    fact = citation.fact
    same = (
        other.area.code == fact.area.code
        and other.indicator.key == fact.indicator.key
        and other.scenario == fact.scenario
        and other.pk != fact.pk
    )
    if not same:
        return False
    if other.year == fact.year:
        began, ended = fact.study.finished_at, other.study.finished_at
        return began is not None and ended is not None and ended > began
    return citation.follows_newest and other.kind == Kind.COUNTED and other.year > fact.year


def is_other(cited: Fact, newer: Fact) -> bool:
    """Whether the reader would read something else: another number, year or meaning."""
    return (
        disclose(cited) != disclose(newer)
        or cited.year != newer.year
        or cited.indicator_id != newer.indicator_id
    )
