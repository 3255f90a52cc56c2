"""What may be shown of the facts of a study: worked out once, over all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from wwz_engine.disclosure import HIDDEN, People, Shown, derived, shown
from wwz_engine.disclosure.cells import Flags
from wwz_engine.disclosure.earlier import Earlier
from wwz_engine.disclosure.secondary import protect
from wwz_engine.facts import COUNTED, Fact, IndicatorDef
from wwz_engine.shown_cells import (
    Layout,
    Table,
    bounds,
    cells_of,
    families,
    follow,
    hide_in_all_scenarios,
    tables_of,
    tell_by_figures,
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
    hidden = _hidden_by_area(people)
    return [
        NOTHING if _gives_away(fact, hidden) else _with_people(fact, one, people)
        for fact, one in zip(facts, alone, strict=True)
    ]


def hidden_besides(
    facts: Sequence[Fact], alone: Sequence[Shown], earlier: Earlier = NOTHING_EARLIER
) -> set[int]:
    """Facts, by their place, that are hidden so that no other can be worked out from them."""
    layout = Layout.of(facts)
    tables = tables_of(facts, alone, layout, earlier)
    hide_in_all_scenarios(tables, layout)
    told = _told(facts, alone, layout)
    nowhere = np.zeros(len(layout.areas), dtype=bool)
    for table in tables.values():
        smaller = [one for one in tables.values() if bounds(table, one)]
        tell_by_shares(table, smaller, [told.get(one.relations.share, nowhere) for one in smaller])
    tell_by_figures(tables, facts, alone, layout)
    for keys in families(tables):
        for key in keys:
            base = tables.get(tables[key].relations.within)
            if base is not None and bounds(base, tables[key]):
                follow(tables[key], base, told.get(tables[key].relations.share, nowhere))
        cells = cells_of(keys, tables, layout)
        protect(cells)
        for row, key in enumerate(keys):
            tables[key].hidden = cells.hidden[row]
    return set(_besides(facts, tables, layout, earlier))


def _told(facts: Sequence[Fact], alone: Sequence[Shown], layout: Layout) -> dict[str, Flags]:
    """Per share that gives a number of people, (area,): of which areas it is shown."""
    relations = (fact.indicator.relations for fact in facts)
    told = {
        one.share: np.zeros(len(layout.areas), dtype=bool) for one in relations if one is not None
    }
    for fact, one in zip(facts, alone, strict=True):
        if fact.indicator.key in told and one.value is not None:
            told[fact.indicator.key][layout.areas[fact.area.code]] = True
    return told


def _besides(
    facts: Sequence[Fact], tables: dict[str, Table], layout: Layout, earlier: Earlier
) -> Iterator[int]:
    """Places of facts: hidden numbers, the shares that give them, and what was hidden before."""
    shares: set[tuple[str, int]] = set()
    for table in tables.values():
        yield from table.number[table.hidden & (table.number >= 0)].tolist()
        base = tables.get(table.relations.within)
        if table.relations.share and base is not None:
            # Without the people that it is a share of, a share gives no number.
            given = (table.hidden & ~np.isnan(base.value)).any(axis=1)
            shares.update((table.relations.share, area) for area in np.flatnonzero(given).tolist())
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


def _hidden_by_area(people: dict[Place, People]) -> dict[tuple[str, str], dict[int, bool]]:
    """Whether a number of people is hidden, by indicator and area code, per year."""
    found: dict[tuple[str, str], dict[int, bool]] = {}
    for (key, area, year), one in people.items():
        found.setdefault((key, area), {})[year] = one.shown.hidden == HIDDEN
    return found


def _gives_away(fact: Fact, hidden: dict[tuple[str, str], dict[int, bool]]) -> bool:
    """Whether numbers that a figure rests on are hidden; of the nearest year when not its own."""
    for key in (*fact.indicator.grows_with, *fact.indicator.hidden_with):
        years = hidden.get((key, fact.area.code))
        if years and years[_nearest(years, fact.year)]:
            return fact.value is not None
    return False


def _nearest(years: Iterable[int], year: int) -> int:
    return min(years, key=lambda one: abs(one - year))


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
    return years[_nearest(years, fact.year)]
