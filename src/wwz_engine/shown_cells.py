"""From the facts of a study to cells that hang together, to see what outsiders can subtract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wwz_engine.axes import Floats
from wwz_engine.disclosure import (
    BAND_ONLY,
    HIDDEN,
    ROUND_TO,
    SMALLEST_MODELLED,
    SMALLEST_SHOWN,
    SMALLEST_SHOWN_CARE,
    Shown,
)
from wwz_engine.disclosure.cells import Cells, Flags
from wwz_engine.disclosure.earlier import Earlier
from wwz_engine.disclosure.secondary import WIDE
from wwz_engine.disclosure.trees import FAR, Areas, Tree, tree_of
from wwz_engine.facts import COUNTED, AreaRef, Fact, IndicatorDef, Relations

HALF = ROUND_TO / 2
CLOSE = 1e-6
Moment = tuple[str, int]
"""Scenario and year."""


@dataclass(frozen=True)
class Layout:
    """The areas and moments of a study, in an order that does not depend on that of facts."""

    tree: Tree
    areas: dict[str, int]
    moments: dict[Moment, int]
    composed: dict[int, Areas]

    @classmethod
    def of(cls, facts: Sequence[Fact]) -> Layout:
        found: dict[str, AreaRef] = {fact.area.code: fact.area for fact in facts}
        codes = sorted(found)
        around = {code: None if found[code].members else found[code].parent for code in codes}
        places = {code: place for place, code in enumerate(codes)}
        moments = sorted({(fact.scenario, fact.year) for fact in facts})
        composed = {
            places[code]: np.array([places[one] for one in found[code].members if one in places])
            for code in codes
            if found[code].members
        }
        numbered = {moment: number for number, moment in enumerate(moments)}
        return cls(tree_of(codes, around), places, numbered, composed)

    def place(self, fact: Fact) -> tuple[int, int]:
        return self.areas[fact.area.code], self.moments[fact.scenario, fact.year]


@dataclass
class Table:
    """The facts of one number of people, and what an outsider knows of each.

    number : (area, moment), place of the fact in the study; -1 for none
    value, low, high : (area, moment), persons; NaN where there is none
    least, most : (area, moment), what is known of it when it is hidden
    counted : (area, moment), whether it is a count, so a whole number
    hidden, protected, fixed : as in ``Cells``
    """

    indicator: IndicatorDef
    relations: Relations
    number: NDArray[np.intp]
    value: Floats
    low: Floats
    high: Floats
    least: Floats
    most: Floats
    counted: Flags
    hidden: Flags
    protected: Flags
    fixed: Flags

    @classmethod
    def empty(cls, indicator: IndicatorDef, relations: Relations, layout: Layout) -> Table:
        shape = len(layout.areas), len(layout.moments)
        value, low, high = (np.full(shape, np.nan) for _ in range(3))
        flags = [np.zeros(shape, dtype=bool) for _ in range(4)]
        number = np.full(shape, -1, dtype=np.intp)
        return cls(
            indicator, relations, number, value, low, high, np.zeros(shape), np.full(shape, FAR),
            *flags,
        )  # fmt: skip

    def put(self, place: tuple[int, int], number: int, fact: Fact, one: Shown) -> None:
        """Take one fact in, with what its own rule lets an outsider see of it."""
        value = fact.value
        if value is None:
            return
        counted = fact.kind == COUNTED and value == round(value)
        smallest = SMALLEST_SHOWN_CARE if self.indicator.care else SMALLEST_SHOWN
        self.number[place], self.value[place], self.counted[place] = number, value, counted
        self.low[place], self.high[place] = ends(value, one, smallest, counted=counted)
        self.hidden[place] = self.protected[place] = one.hidden == HIDDEN
        # That nobody lives somewhere is seen from the road, and is never hidden.
        self.fixed[place] = value == 0 and not self.indicator.care
        self.least[place] = 1.0 if counted and not self.indicator.care else 0.0

    def tell(self, place: tuple[int, int], known: tuple[float, float] | None) -> None:
        """Take in what an earlier release told of a cell."""
        if known is None or np.isnan(self.value[place]):
            return
        self.low[place] = max(self.low[place], known[0])
        self.high[place] = min(self.high[place], known[1])
        self.fixed[place] = True


def ends(value: float, one: Shown, smallest: float, *, counted: bool) -> tuple[float, float]:
    """Between what an outsider knows a number of people to lie, by what is shown of it.

    Examples
    --------
    >>> ends(48.0, Shown(50.0, None, None), 5, counted=True)
    (48.0, 52.0)
    >>> ends(18.4, Shown(None, 10.0, 25.0, BAND_ONLY), 5, counted=False)
    (7.5, 25.0)
    """
    if value == 0 and one.hidden != HIDDEN:
        return 0.0, 0.0
    if one.hidden == BAND_ONLY and one.low is not None and one.high is not None:
        low = max(one.low - HALF, smallest)
        high = min(one.high + HALF, float(SMALLEST_MODELLED))
        return min(low, value), max(high, value)
    if one.value is None:
        return 0.0, FAR
    low, high = max(one.value - HALF, smallest), one.value + HALF
    return (float(np.ceil(low)), float(np.ceil(high) - 1)) if counted else (low, high)


def tables_of(
    facts: Sequence[Fact], alone: Sequence[Shown], layout: Layout, earlier: Earlier
) -> dict[str, Table]:
    """Every number of people whose relations are declared, by key of its indicator."""
    tables: dict[str, Table] = {}
    for number, (fact, one) in enumerate(zip(facts, alone, strict=True)):
        indicator = fact.indicator
        if not indicator.people or indicator.relations is None:
            continue
        table = tables.get(indicator.key)
        if table is None:
            table = Table.empty(indicator, indicator.relations, layout)
            tables[indicator.key] = table
        place = layout.place(fact)
        table.put(place, number, fact, one)
        if fact.value is not None and (earlier.hidden or earlier.shown):
            told = (indicator.key, fact.area.code, fact.year)
            table.tell(place, earlier.known(told, fact.value))
            table.hidden[place] |= told in earlier.hidden
    return tables


def hide_in_all_scenarios(tables: dict[str, Table], layout: Layout) -> None:
    """What one scenario hides the others hide: their difference would give it back."""
    years = np.array([year for _, year in layout.moments])
    for table in tables.values():
        open_to_hide = ~np.isnan(table.value) & ~table.fixed
        for year in np.unique(years):
            same = years == year
            hidden = table.hidden[:, same].any(axis=1, keepdims=True)
            table.hidden[:, same] |= hidden & open_to_hide[:, same]


def families(tables: dict[str, Table]) -> list[tuple[str, ...]]:
    """Figures that have to be looked at together, each family after what bounds it.

    Figures that add up are one family, and so are ages within ages. A number with a care need
    is no more than bounded by the number that it is within.
    """
    family = {key: key for key in tables}
    for key, table in tables.items():
        linked = [part for parts in table.relations.parts for part in parts]
        if not table.indicator.care:
            linked.append(table.relations.within)
        for other in linked:
            if other in tables:
                old, new = family[other], family[key]
                family = {one: new if name == old else name for one, name in family.items()}
    found = {name: tuple(sorted(k for k, n in family.items() if n == name))
             for name in family.values()}  # fmt: skip
    return sorted(found.values(), key=lambda keys: (max(_depth(k, tables) for k in keys), keys))


def _depth(key: str, tables: dict[str, Table]) -> int:
    """How many numbers this number is within."""
    within = tables[key].relations.within
    return 1 + _depth(within, tables) if within in tables else 0


def bounds(base: Table, table: Table) -> bool:
    """Whether a number is within another that is not of its family."""
    own = any(table.indicator.key in parts for parts in base.relations.parts)
    return table.relations.within == base.indicator.key and table.indicator.care and not own


def cells_of(keys: Sequence[str], tables: dict[str, Table], layout: Layout) -> Cells:
    """The cells of one family of figures."""
    own = [tables[key] for key in keys]
    places = {key: place for place, key in enumerate(keys)}
    years = sorted({year for _, year in layout.moments})
    steady = any(table.relations.share for table in own)
    together = [0 if steady else years.index(year) for _, year in layout.moments]

    def stacked(name: str) -> NDArray[np.float64]:
        return np.stack([getattr(table, name) for table in own])

    protected: Flags = stacked("protected").astype(bool)
    protected[:, list(layout.composed)] = False
    return Cells(
        tree=layout.tree,
        **{name: stacked(name) for name in ("value", "low", "high", "least", "most")},
        hidden=stacked("hidden").astype(bool),
        protected=protected,
        fixed=stacked("fixed").astype(bool),
        together=np.array(together, dtype=np.intp),
        parts=[
            (places[key], tuple(places[part] for part in parts))
            for key in keys
            for parts in tables[key].relations.parts
            if all(part in places for part in parts)
        ],
        within={
            places[key]: places[tables[key].relations.within]
            for key in keys
            if tables[key].relations.within in places
        },
        composed=layout.composed,
        # An area without a share of its own is reckoned with that of the gemeente.
        unknown_free=not steady,
    )  # fmt: skip


def tell_by_shares(table: Table, smaller: Sequence[Table], told: Sequence[Flags]) -> None:
    """What numbers that are a share of this one tell of it: number divided by share.

    Parameters
    ----------
    smaller : numbers that are never more than this one
    told : per number (area,), whether its share is shown
    """
    for one, shown_share in zip(smaller, told, strict=True):
        there = ~np.isnan(one.value) & ~np.isnan(table.value)
        held = np.where(table.counted, np.ceil(one.value), one.value)
        for floor in (table.least, table.low):
            floor[there] = np.maximum(floor, np.minimum(held, table.value))[there]
        if one.relations.share_of != table.indicator.key:
            continue
        exact = there & shown_share[:, None] & ~one.hidden & (one.value > 0)
        times = np.divide(table.value, one.value, out=np.ones_like(one.value), where=exact)
        low, high = one.low * times, one.high * times
        low = np.where(table.counted, np.ceil(low - CLOSE), low)
        high = np.where(table.counted, np.floor(high + CLOSE), high)
        table.low[exact] = np.minimum(np.maximum(table.low, low), table.value)[exact]
        table.high[exact] = np.maximum(np.minimum(table.high, high), table.value)[exact]


def tell_by_figures(
    tables: dict[str, Table], facts: Sequence[Fact], alone: Sequence[Shown], layout: Layout
) -> None:
    """Take in that some figures give a number of people back to the digit."""
    for fact, one in zip(facts, alone, strict=True):
        table = tables.get(fact.indicator.gives_back)
        if table is not None and fact.value is not None and not one.hidden:
            place = layout.place(fact)
            table.low[place], table.high[place] = table.value[place], table.value[place]


def follow(table: Table, base: Table, shown_share: Flags) -> None:
    """What follows for a number with a care need from the people that it is part of.

    Where those are hidden it is hidden. Where its share is shown, it is known to the digit.

    Parameters
    ----------
    shown_share : (area,), whether the share is shown
    """
    there = ~np.isnan(table.value)
    # People who are hidden could be as many more as makes them safe, and their part with them.
    held = np.where(base.hidden, np.fmax(base.value, base.least + WIDE), base.value)
    table.most[there] = np.fmin(table.most, np.fmax(held, table.value))[there]
    table.hidden |= base.hidden & there
    table.protected |= base.hidden & there
    # Of nobody it is plain that none has a need.
    table.protected &= base.value != 0
    if table.relations.share:
        # One share for all years: a year that is hidden follows from another that is not.
        table.hidden |= table.hidden.any(axis=1, keepdims=True) & there
        table.protected |= table.protected.any(axis=1, keepdims=True) & there
    exact = there & shown_share[:, None]
    table.low[exact], table.high[exact] = table.value[exact], table.value[exact]
