"""What may be shown of the facts of a study: worked out once, over all of them together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from wwz_engine.disclosure import HIDDEN, People, Shown, derived, shown
from wwz_engine.disclosure.cells import Flags
from wwz_engine.disclosure.earlier import Earlier
from wwz_engine.disclosure.secondary import protect
from wwz_engine.facts import COUNTED, Fact, IndicatorDef
from wwz_engine.shown_cells import (
    Layout,
    Table,
    cells_of,
    families,
    follow,
    tables_of,
    tell_by_shares,
)

Place = tuple[str, str, int]
"""Key of an indicator, code of an area, year."""
Counts = dict[tuple[str, str], dict[int, float]]
"""Numbers of people by indicator and area code, per year."""


NOTHING_EARLIER = Earlier()
NOTHING = Shown(None, None, None, HIDDEN)


def shown_facts(
    facts: Sequence[Fact], indicators: Sequence[IndicatorDef], earlier: Earlier = NOTHING_EARLIER
) -> list[Shown]:
    """For each fact, in order, what may leave the server: docs/methods/disclosure.md.

    First everything by itself; then what others would give away is hidden as well; then what
    is worked out from numbers of people, once it is known what may be shown of those.

    Parameters
    ----------
    facts : all facts of one study; a part of them may show too much
    indicators : their definitions
    earlier : what earlier releases of this gemeente hid and showed
    """
    alone = each_by_itself(facts, indicators)
    besides = hidden_besides(facts, alone, earlier)
    alone = [NOTHING if number in besides else one for number, one in enumerate(alone)]
    people = {
        _place(fact, fact.indicator.key): People(fact.value, fact.low, fact.high, one)
        for fact, one in zip(facts, alone, strict=True)
        if fact.indicator.people and fact.value is not None
    }
    return [_with_people(fact, one, people) for fact, one in zip(facts, alone, strict=True)]


def hidden_besides(
    facts: Sequence[Fact], alone: Sequence[Shown], earlier: Earlier = NOTHING_EARLIER
) -> set[int]:
    """Facts, by their place, that are hidden so that no other can be worked out from them."""
    layout = Layout.of(facts)
    tables = tables_of(facts, alone, layout, earlier)
    told = {key: _told(table, facts, alone, layout) for key, table in tables.items()}
    for table in tables.values():
        smaller = [one for one in tables if _bounded_by(tables[one], table)]
        tell_by_shares(table, [tables[one] for one in smaller], _rows(told, smaller, layout))
    for keys in families(tables):
        for key in keys:
            base = tables.get(tables[key].relations.within)
            if base is not None and _bounded_by(tables[key], base):
                follow(tables[key], base, told[key])
        cells = cells_of(keys, tables, layout)
        protect(cells)
        for row, key in enumerate(keys):
            tables[key].hidden = cells.hidden[row]
    return set(_besides(facts, tables, layout, earlier))


def _bounded_by(table: Table, base: Table) -> bool:
    """Whether a number with a care need is part of a number of all people."""
    return (
        table.relations.within == base.indicator.key
        and table.indicator.care
        and not base.indicator.care
    )


def _told(table: Table, facts: Sequence[Fact], alone: Sequence[Shown], layout: Layout) -> Flags:
    """(area,): of which areas the share that gives this number is shown."""
    told = np.zeros(len(layout.areas), dtype=bool)
    if table.relations.share:
        for fact, one in zip(facts, alone, strict=True):
            if fact.indicator.key == table.relations.share and one.value is not None:
                told[layout.areas[fact.area.code]] = True
    return told


def _rows(told: dict[str, Flags], keys: Sequence[str], layout: Layout) -> Flags:
    return np.array([told[key] for key in keys], dtype=bool).reshape(len(keys), len(layout.areas))


def _besides(
    facts: Sequence[Fact], tables: dict[str, Table], layout: Layout, earlier: Earlier
) -> Iterator[int]:
    """Places of facts: hidden numbers, the shares that give them, and what was hidden before."""
    shares: set[tuple[str, int]] = set()
    for table in tables.values():
        yield from table.number[table.hidden & (table.number >= 0)].tolist()
        areas = np.flatnonzero(table.hidden.any(axis=1)).tolist()
        shares.update((table.relations.share, area) for area in areas)
    for number, fact in enumerate(facts):
        of_share = (fact.indicator.key, layout.areas[fact.area.code]) in shares
        if of_share or (fact.indicator.key, fact.area.code, fact.year) in earlier.hidden:
            yield number


def each_by_itself(facts: Sequence[Fact], indicators: Sequence[IndicatorDef]) -> list[Shown]:
    """What the rule says of each fact, as if there were no others."""
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
