"""The programme as a linear model in sparse matrices: docs/methods/proposals.md.

Columns: one per option; homes built per area, form and year, with all forms above it; homes
short likewise, in each draw; and what fairness and bad draws need.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from wwz_engine.axes import Floats
from wwz_engine.proposals.instance import Flags, Instance, Whole

FREE = np.inf


@dataclass(frozen=True)
class Linear:
    """Make ``cost @ x + offset`` least with ``low <= rows @ x <= high``, ``least <= x <= most``.

    whole : how many columns, from the first on, are 0 or 1
    sites, limits : which rows say that a site is built once, and that a limit holds
    """

    cost: Floats
    least: Floats
    most: Floats
    rows: sp.csr_array
    low: Floats
    high: Floats
    offset: float
    whole: int
    sites: slice
    limits: slice
    remaining: slice


@dataclass
class _Rows:
    """Entries of rows, gathered before one matrix is made of them."""

    at: list[Whole] = field(default_factory=list)
    column: list[Whole] = field(default_factory=list)
    value: list[Floats] = field(default_factory=list)
    low: list[Floats] = field(default_factory=list)
    high: list[Floats] = field(default_factory=list)
    count: int = 0

    def add(self, at: Whole, column: Whole, value: Floats | float) -> None:
        """Entries of rows that are closed next, numbered from 0."""
        self.at.append(at + self.count)
        self.column.append(column)
        self.value.append(np.broadcast_to(np.asarray(value, dtype=np.float64), at.shape))

    def close(self, count: int, low: Floats | float, high: Floats | float) -> slice:
        """As many rows, each between its bounds."""
        self.low.append(np.broadcast_to(np.asarray(low, dtype=np.float64), (count,)))
        self.high.append(np.broadcast_to(np.asarray(high, dtype=np.float64), (count,)))
        self.count += count
        return slice(self.count - count, self.count)

    def matrix(self, columns: int) -> sp.csr_array:
        where = (np.concatenate(self.at), np.concatenate(self.column))
        return sp.csr_array(
            (np.concatenate(self.value), where), shape=(self.count, columns), dtype=np.float64
        )


@dataclass(frozen=True)
class _Homes:
    """Columns of homes, summed over the forms of a cascade from its top down.

    built : (area, form, year); short : (area, form, year, draw), numbers, -1 where there is none
    asked : (area, form, year, draw), homes short before any plan, summed
    sure : what is short when nothing is built, which is all that untouched areas can be
    weights : of a home that is short
    """

    built: Whole
    short: Whole
    asked: Floats
    sure: Floats
    weights: Floats
    columns: int


def linear(instance: Instance) -> Linear:
    """The model of an instance."""
    options = len(instance.options)
    rows = _Rows()
    rows.add(instance.option_site, np.arange(options), 1.0)
    sites = rows.close(len(instance.must), np.where(instance.must, 1.0, 0.0), 1.0)
    use = instance.use.tocoo()
    rows.add(use.row.astype(np.int64), use.col.astype(np.int64), use.data)
    limits = rows.close(len(instance.most), -FREE, instance.most)
    homes = _homes(instance, options)
    _built_rows(instance, rows, homes)
    exists = homes.short >= 0
    columns = _Columns(homes.columns)
    columns.cost[:options] = instance.cost
    columns.most[:options] = 1.0
    share = 1 - instance.asked.bad_draws
    columns.cost[homes.short[exists]] = share * homes.weights[exists]
    columns.most[homes.short[exists]] = homes.sure[exists]
    columns.offset = share * float((homes.weights * homes.sure)[~exists].sum())
    _short_rows(instance, rows, homes, columns)
    remaining = _fair_rows(instance, rows, homes, columns)
    _bad_rows(instance, rows, homes, columns)
    return Linear(
        columns.cost, columns.least, columns.most, rows.matrix(len(columns.cost)),
        np.concatenate(rows.low), np.concatenate(rows.high), columns.offset, options,
        sites, limits, remaining,
    )  # fmt: skip


class _Columns:
    """Cost and bounds of the columns, which can become more."""

    def __init__(self, count: int) -> None:
        self.cost = np.zeros(count)
        self.least = np.zeros(count)
        self.most = np.full(count, FREE)
        self.offset = 0.0

    def more(self, cost: Floats, least: float = 0.0) -> Whole:
        """Columns beside those that are there; their numbers."""
        before = len(self.cost)
        self.cost = np.concatenate([self.cost, cost])
        self.least = np.concatenate([self.least, np.full(len(cost), least)])
        self.most = np.concatenate([self.most, np.full(len(cost), FREE)])
        return np.arange(before, len(self.cost))


def _homes(instance: Instance, options: int) -> _Homes:
    asked, at = instance.asked, instance.options
    areas, forms, years, _ = asked.short.shape
    brings = np.zeros((areas * (years + 1), forms))
    np.add.at(
        brings,
        instance.area[at.row] * (years + 1) + np.minimum(at.ready, years),
        instance.homes[at.row],
    )
    brought = brings.reshape(areas, years + 1, forms).swapaxes(1, 2).cumsum(axis=2)
    touched: Flags = brought[..., :years] > 0
    summed, sure = asked.short.copy(), np.maximum(asked.short, 0.0)
    for form in range(1, forms):
        if not asked.tops[form]:
            touched[:, form] |= touched[:, form - 1]
            summed[:, form] += summed[:, form - 1]
            sure[:, form] = np.maximum(sure[:, form - 1], summed[:, form])
        else:
            sure[:, form] = np.maximum(summed[:, form], 0.0)
    exists = touched[..., None] & (sure > 0)
    used = touched & np.asarray(exists.any(axis=(2, 3)))[..., None]
    built = _numbered(used, options)
    after = options + int(used.sum())
    short = _numbered(exists, after)
    below = np.append(asked.forms[1:], 0.0) * ~np.append(asked.tops[1:], True)
    weights = np.einsum("f,t,w->ftw", asked.forms - below, asked.years, asked.draws)
    weighed = np.broadcast_to(weights, asked.short.shape)
    return _Homes(built, short, summed, sure, weighed, after + int(exists.sum()))


def _numbered(which: Flags, first: int) -> Whole:
    found = np.full(which.shape, -1, dtype=np.int64)
    found[which] = np.arange(first, first + int(which.sum()))
    return found


def _built_rows(instance: Instance, rows: _Rows, homes: _Homes) -> None:
    """Homes built by a year are those by the year before and what gets ready in it."""
    at, built = instance.options, homes.built
    tops = instance.asked.tops
    years = built.shape[2]
    exists = built >= 0
    count = int(exists.sum())
    line = _numbered(exists, 0)
    rows.add(line[exists], built[exists], 1.0)
    before = exists[..., 1:] & exists[..., :-1]
    rows.add(line[..., 1:][before], built[..., :-1][before], -1.0)
    summed = instance.homes.copy()
    for lower in range(1, summed.shape[1]):
        if not tops[lower]:
            summed[:, lower] += summed[:, lower - 1]
    inside = at.ready < years
    option: Whole = np.flatnonzero(inside)
    lines: Whole = line[instance.area[at.row[option]], :, at.ready[option]]
    brings = summed[at.row[option]]
    which, form = np.nonzero((brings > 0) & (lines >= 0))
    rows.add(lines[which, form], option[which], -brings[which, form])
    rows.close(count, 0.0, 0.0)


def _short_rows(instance: Instance, rows: _Rows, homes: _Homes, columns: _Columns) -> None:
    """Short is what is asked less what is built, and no less than what is short above it."""
    exists = homes.short >= 0
    asks = exists & (homes.asked > 0)
    count = int(asks.sum())
    every = np.arange(count)
    rows.add(every, homes.short[asks], 1.0)
    rows.add(every, np.broadcast_to(homes.built[..., None], asks.shape)[asks], 1.0)
    rows.close(count, homes.asked[asks], FREE)
    for form in range(1, exists.shape[1]):
        if instance.asked.tops[form]:
            continue
        both = exists[:, form] & exists[:, form - 1]
        every = np.arange(int(both.sum()))
        rows.add(every, homes.short[:, form][both], 1.0)
        rows.add(every, homes.short[:, form - 1][both], -1.0)
        rows.close(len(every), 0.0, FREE)
        alone = exists[:, form] & ~exists[:, form - 1]
        columns.least[homes.short[:, form][alone]] = homes.sure[:, form - 1][alone]


def _fair_rows(instance: Instance, rows: _Rows, homes: _Homes, columns: _Columns) -> slice:
    """What is left in the last year, as a part of what is short without any plan."""
    asked = instance.asked
    if not asked.fairness and asked.remaining_most is None:
        return slice(0, 0)
    ends = np.append(asked.tops[1:], True)
    short, sure = homes.short[:, ends, -1], homes.sure[:, ends, -1]
    weights = np.broadcast_to(asked.draws, short.shape)
    without = (sure * weights).sum(axis=(1, 2))
    fixed = (sure * weights * (short < 0)).sum(axis=(1, 2))
    where = without > 0
    line = np.cumsum(where) - 1
    used = (short >= 0) & where[:, None, None]
    at = np.broadcast_to(line[:, None, None], short.shape)[used]
    remaining = slice(0, 0)
    if asked.remaining_most is not None:
        rows.add(at, short[used], weights[used])
        most = asked.remaining_most * without - fixed
        remaining = rows.close(int(where.sum()), -FREE, most[where])
    if asked.fairness:
        worst = columns.more(np.array([asked.fairness]))
        rows.add(at, short[used], -weights[used])
        rows.add(np.arange(int(where.sum())), np.repeat(worst, where.sum()), without[where])
        rows.close(int(where.sum()), fixed[where], FREE)
    return remaining


def _bad_rows(instance: Instance, rows: _Rows, homes: _Homes, columns: _Columns) -> None:
    """The mean of the worst draws: conditional value at risk."""
    asked = instance.asked
    if not asked.bad_draws:
        return
    draws = len(asked.draws)
    level = columns.more(np.array([asked.bad_draws]), least=-FREE)
    above = columns.more(asked.bad_draws * asked.draws / asked.bad_share)
    exists = homes.short >= 0
    each = homes.weights / asked.draws
    at = np.broadcast_to(np.arange(draws), exists.shape)
    fixed = (each * homes.sure * ~exists).sum(axis=(0, 1, 2))
    rows.add(np.arange(draws), above, 1.0)
    rows.add(np.arange(draws), np.repeat(level, draws), 1.0)
    rows.add(at[exists], homes.short[exists], -each[exists])
    rows.close(draws, fixed, FREE)
