"""What may be shown of the facts of a study: worked out once, over all of them together."""

from __future__ import annotations

from collections.abc import Sequence

from wwz_engine.disclosure import People, Shown, derived, shown
from wwz_engine.facts import COUNTED, Fact, IndicatorDef

Place = tuple[str, str, int]
"""Key of an indicator, code of an area, year."""
Counts = dict[tuple[str, str], dict[int, float]]
"""Numbers of people by indicator and area code, per year."""


def shown_facts(facts: Sequence[Fact], indicators: Sequence[IndicatorDef]) -> list[Shown]:
    """For each fact, in order, what may leave the server: docs/methods/disclosure.md.

    First everything by itself; then what is worked out from numbers of people, once it is
    known what may be shown of those.

    Parameters
    ----------
    facts : all facts of one study; a part of them may show too much
    indicators : their definitions
    """
    alone = _each_by_itself(facts, indicators)
    people = {
        _place(fact, fact.indicator.key): People(fact.value, fact.low, fact.high, one)
        for fact, one in zip(facts, alone, strict=True)
        if fact.indicator.people and fact.value is not None
    }
    return [_with_people(fact, one, people) for fact, one in zip(facts, alone, strict=True)]


def _each_by_itself(facts: Sequence[Fact], indicators: Sequence[IndicatorDef]) -> list[Shown]:
    counts = _counts_by_area(facts)
    care = {indicator.key: indicator.care for indicator in indicators}
    return [
        shown(
            fact.value,
            fact.low,
            fact.high,
            people=fact.indicator.people,
            care=fact.indicator.care or care.get(fact.indicator.counted_by, False),
            age_specific=fact.indicator.age_specific,
            modelled=fact.kind != COUNTED,
            behind=_people_behind(fact, counts),
        )
        for fact in facts
    ]


def _with_people(fact: Fact, alone: Shown, people: dict[Place, People]) -> Shown:
    grows_with = fact.indicator.grows_with
    if not grows_with or fact.value is None or alone.hidden:
        return alone
    behind = [people.get(_place(fact, key)) for key in grows_with]
    return derived(fact.value, fact.low, fact.high, behind)


def _place(fact: Fact, key: str) -> Place:
    return key, fact.area.code, fact.year


def _counts_by_area(facts: Sequence[Fact]) -> Counts:
    counts: Counts = {}
    for fact in facts:
        if fact.indicator.people and fact.value is not None:
            years = counts.setdefault((fact.indicator.key, fact.area.code), {})
            years[fact.year] = fact.value
    return counts


def _people_behind(fact: Fact, counts: Counts) -> float | None:
    """How many people a percentage is about; of another year when its own is not known."""
    years = counts.get((fact.indicator.counted_by, fact.area.code))
    if not years:
        return None
    nearest = min(years, key=lambda year: abs(year - fact.year))
    return years[nearest]
