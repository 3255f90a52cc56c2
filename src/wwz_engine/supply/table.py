"""Homes and plans as a table of a study: data set ``supply``, beside the open data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date

import polars as pl

from wwz_engine.sources.cells import OWN_LICENCE
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.errors import UnknownDatasetError
from wwz_engine.sources.tidy import Source, Table, conform, empty_rows
from wwz_engine.supply.rows import BY_KEY, COLUMNS, INVENTED, NUMBER, OWN, SupplyRow

KEY = "supply"
FICTIONAL_PUBLISHER = "Verzonnen (geen bron)"
FICTIONAL_LICENCE = "geen: verzonnen gegevens"
LEVELS = {"WK": "wijk", "BU": "buurt"}
_SCHEMA: dict[str, type[pl.DataType]] = {
    column.key: pl.Int64 if column.kind == NUMBER else pl.String for column in COLUMNS
}


def supply_table(rows: Sequence[SupplyRow], publisher: str, as_of: date) -> Table:
    """Rows of homes as a table; equal rows in any order give an equal table.

    One tidy row and one row of ``extra`` per row of homes, in the same order.

    Parameters
    ----------
    publisher : who stands for the rows that are not invented
    as_of : the day the rows describe
    """
    ordered = sorted(rows, key=lambda row: (row.area, row.id))
    fictional = any(row.origin == INVENTED for row in ordered)
    source = _source(ordered, publisher, as_of, fictional=fictional)
    extra = pl.DataFrame([vars(row) for row in ordered], schema=_SCHEMA)
    if not ordered:
        return Table(source, empty_rows(), extra)
    return Table(source, conform(pl.DataFrame([_tidy(row, as_of) for row in ordered])), extra)


def _tidy(row: SupplyRow, as_of: date) -> dict[str, object]:
    return {
        "area": row.area,
        "area_year": row.area_year,
        "level": LEVELS.get(row.area[:2], "buurt"),
        "area_name": row.complex,
        "period": as_of.year,
        "measure": f"woningen_{row.status}",
        "sex": "totaal",
        "age": "totaal",
        "value": float(row.homes),
        "missing": None,
        "unit": "woningen",
    }


def supply_rows(tables: Tables, gemeente: str) -> tuple[SupplyRow, ...]:
    """The homes in a gemeente that were brought; none when nobody brought any."""
    table = _loaded(tables, gemeente)
    if table is None:
        return ()
    known = [key for key in BY_KEY if key in table.extra.columns]
    return tuple(SupplyRow(**row) for row in table.extra.select(known).to_dicts())


def supply_sources(tables: Tables, gemeente: str) -> dict[str, Source]:
    """Per origin of rows its source, with its own hash: an own figure is not an invented one."""
    table = _loaded(tables, gemeente)
    if table is None:
        return {}
    rows = supply_rows(tables, gemeente)
    by_origin = {
        origin: [row for row in rows if row.origin == origin] for origin in (OWN, INVENTED)
    }
    return {
        origin: _source(
            found, table.source.publisher, table.source.as_of, fictional=origin == INVENTED
        )
        for origin, found in by_origin.items()
        if found
    }


def _loaded(tables: Tables, gemeente: str) -> Table | None:
    try:
        there = tables.has(KEY, gemeente)
    except UnknownDatasetError:
        # No publisher has them: a catalogue by itself does not know the word.
        there = False
    return tables.load(KEY, gemeente) if there else None


def _source(rows: Sequence[SupplyRow], publisher: str, as_of: date, *, fictional: bool) -> Source:
    content = json.dumps([vars(row) for row in rows], ensure_ascii=False, sort_keys=True)
    only = fictional and all(row.origin == INVENTED for row in rows)
    return Source(
        key=KEY,
        publisher=FICTIONAL_PUBLISHER if only else publisher,
        table="woningen en plannen",
        title="Woningen en plannen, verzonnen" if only else "Woningen en plannen, eigen opgave",
        as_of=as_of,
        licence=FICTIONAL_LICENCE if only else OWN_LICENCE,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        fictional=fictional,
    )
