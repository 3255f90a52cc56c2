"""The tidy table every source turns into, and where its figures come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from wwz_engine.sources.cells import OWN_LICENCE

TIDY_SCHEMA: dict[str, type[pl.DataType]] = {
    "area": pl.String,
    "area_year": pl.Int16,
    "level": pl.String,
    "area_name": pl.String,
    "period": pl.Int16,
    "measure": pl.String,
    "sex": pl.String,
    "age": pl.String,
    "value": pl.Float64,
    "missing": pl.String,
    "unit": pl.String,
}

WITHHELD = "geheim"
NOT_ASKED = "niet gevraagd"
NOT_THERE = "bestaat niet"
NIL = "nihil"


@dataclass(frozen=True)
class Source:
    """Where a figure comes from; ``sha256`` is taken over the raw bytes as found.

    When a table comes from several files the hash is that of the files one after
    another in order of name, so ``cat FILES | sha256sum`` repeats it.
    """

    key: str
    publisher: str
    table: str
    title: str
    as_of: date
    licence: str
    sha256: str
    fictional: bool = False
    modelled: bool = False
    url: str = ""

    @property
    def own(self) -> bool:
        """Whether a partnership brought it, and no publisher."""
        return self.licence == OWN_LICENCE


@dataclass(frozen=True)
class Table:
    """Tidy rows of one data set, and ``extra`` for what is no figure (names, shapes)."""

    source: Source
    rows: pl.DataFrame
    extra: pl.DataFrame = field(default_factory=pl.DataFrame)


@dataclass(frozen=True)
class Measure:
    """What one raw column holds; ``sex`` or ``age`` None when a dimension says it."""

    name: str
    unit: str = "personen"
    sex: str | None = "totaal"
    age: str | None = "totaal"
    scale: float = 1.0


def empty_rows() -> pl.DataFrame:
    """A tidy table without rows."""
    return pl.DataFrame(schema=TIDY_SCHEMA)


def conform(rows: pl.DataFrame) -> pl.DataFrame:
    """The same rows with exactly the columns and types of ``TIDY_SCHEMA``."""
    return rows.select(pl.col(name).cast(kind) for name, kind in TIDY_SCHEMA.items())


def stack(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Tidy tables under one another; none gives a table without rows."""
    return pl.concat([empty_rows(), *parts])
