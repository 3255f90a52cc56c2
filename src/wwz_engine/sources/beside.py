"""Tables that somebody brings, beside the open data of a catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Table


@dataclass(frozen=True)
class WithOwn:
    """The tables of a catalogue, and under their own keys the tables of a partnership.

    own : table by key, such as ``own_clients``; its rows may be of more gemeenten
    """

    tables: Tables
    own: Mapping[str, Table]

    def has(self, key: str, gemeente: str | None = None, period: int | None = None) -> bool:
        if key in self.own:
            return bool(self.load(key, gemeente, period).rows.height)
        return self.tables.has(key, gemeente, period)

    def load(self, key: str, gemeente: str | None = None, period: int | None = None) -> Table:
        table = self.own.get(key)
        if table is None:
            return self.tables.load(key, gemeente, period)
        keep = pl.lit(value=True)
        if gemeente is not None:
            keep &= pl.col("area").str.slice(2, 4) == gemeente[2:]
        if period is not None:
            keep &= pl.col("period") == period
        chosen = table.rows.select(keep.alias("keep")).to_series()
        if len(chosen) != table.rows.height:
            return table
        beside = table.extra.height == table.rows.height
        extra = table.extra.filter(chosen) if beside else table.extra
        return replace(table, rows=table.rows.filter(chosen), extra=extra)
