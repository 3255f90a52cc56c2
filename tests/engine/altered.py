"""Tables with something changed, so that a test can say: and what if a buurt were secret?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import polars as pl

from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Table

Edit = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True)
class AlteredTables:
    """The tables of another catalogue, with rows edited and whole data sets left out."""

    tables: Tables
    edits: dict[str, Edit] = field(default_factory=dict)
    without: frozenset[str] = frozenset()

    def has(self, key: str, gemeente: str | None = None, period: int | None = None) -> bool:
        return key not in self.without and self.tables.has(key, gemeente, period)

    def load(self, key: str, gemeente: str | None = None, period: int | None = None) -> Table:
        table = self.tables.load(key, gemeente, period)
        edit = self.edits.get(key)
        return table if edit is None else replace(table, rows=edit(table.rows))


def shuffled(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sample(fraction=1.0, shuffle=True, seed=7)


def made_secret(area: str, *, ages: tuple[str, ...] = (), since: int = 0) -> Edit:
    """Withhold what is known of an area; only these ages when there are any."""

    def edit(rows: pl.DataFrame) -> pl.DataFrame:
        hit = (pl.col("area") == area) & (pl.col("period") >= since)
        if ages:
            hit = hit & pl.col("age").is_in(ages)
        return rows.with_columns(
            value=pl.when(hit).then(None).otherwise(pl.col("value")),
            missing=pl.when(hit).then(pl.lit("geheim")).otherwise(pl.col("missing")),
        )

    return edit


def scaled(area: str, factor: float, *, before: int = 9999) -> Edit:
    """Multiply the people of an area, in years before one when it is given."""

    def edit(rows: pl.DataFrame) -> pl.DataFrame:
        hit = (
            (pl.col("area") == area)
            & (pl.col("measure") == "inwoners")
            & (pl.col("period") < before)
        )
        return rows.with_columns(
            value=pl.when(hit).then((pl.col("value") * factor).round()).otherwise(pl.col("value"))
        )

    return edit
