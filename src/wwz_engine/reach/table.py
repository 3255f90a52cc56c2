"""Facilities and streets as tables of a study, beside the open data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date

import polars as pl

from wwz_engine.reach.rows import BY_KEY, COLUMNS, FACILITY_ORIGINS, KEY, OPEN_MAP, FacilityRow
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.errors import UnknownDatasetError
from wwz_engine.sources.streets import StreetMap, links_frame, streets_of
from wwz_engine.sources.tidy import Source, Table, conform, empty_rows
from wwz_engine.supply.rows import INVENTED, NUMBER

STREETS = "streets"
LICENCE = "eigen opgave van het samenwerkingsverband"
OPEN_LICENCE = "ODbL 1.0"
FICTIONAL_PUBLISHER = "Verzonnen (geen bron)"
FICTIONAL_LICENCE = "geen: verzonnen gegevens"
_SCHEMA: dict[str, type[pl.DataType]] = {
    column.key: pl.Float64
    if column.key in ("x", "y")
    else pl.Int64
    if column.kind == NUMBER
    else pl.String
    for column in COLUMNS
}


def facility_table(
    rows: Sequence[FacilityRow], gemeente: str, publisher: str, as_of: date
) -> Table:
    """Rows of facilities as a table; equal rows in any order give an equal table.

    Parameters
    ----------
    gemeente : code, for rows that name no area of their own
    publisher : who stands for the rows that are neither invented nor of an open map
    """
    ordered = sorted(rows, key=lambda row: (row.kind, row.id))
    extra = pl.DataFrame([vars(row) for row in ordered], schema=_SCHEMA)
    source = _source(ordered, publisher, as_of)
    if not ordered:
        return Table(source, empty_rows(), extra)
    tidy = pl.DataFrame([_tidy(row, gemeente, as_of) for row in ordered])
    return Table(source, conform(tidy), extra)


def _tidy(row: FacilityRow, gemeente: str, as_of: date) -> dict[str, object]:
    area = row.area or gemeente
    return {
        "area": area,
        "area_year": row.area_year or as_of.year,
        "level": {"WK": "wijk", "BU": "buurt"}.get(area[:2], "gemeente"),
        "area_name": row.name,
        "period": as_of.year,
        "measure": f"voorziening_{row.kind}",
        "sex": "totaal",
        "age": "totaal",
        "value": 1.0,
        "missing": None,
        "unit": "voorzieningen",
    }


def facility_rows(tables: Tables, gemeente: str) -> tuple[FacilityRow, ...]:
    """The facilities of a gemeente that were brought; none when nobody brought any."""
    table = loaded(tables, KEY, gemeente)
    if table is None:
        return ()
    known = [key for key in BY_KEY if key in table.extra.columns]
    return tuple(FacilityRow(**row) for row in table.extra.select(known).to_dicts())


def facility_sources(tables: Tables, gemeente: str) -> dict[str, Source]:
    """Per origin of rows its source, with its own hash."""
    table = loaded(tables, KEY, gemeente)
    if table is None:
        return {}
    rows = facility_rows(tables, gemeente)
    by_origin = {key: [row for row in rows if row.origin == key] for key in FACILITY_ORIGINS}
    return {
        origin: _source(found, table.source.publisher, table.source.as_of)
        for origin, found in by_origin.items()
        if found
    }


def loaded(tables: Tables, key: str, gemeente: str) -> Table | None:
    """A table that somebody may have brought; None where nobody did."""
    try:
        there = tables.has(key, gemeente)
    except UnknownDatasetError:
        # No publisher has it: a catalogue by itself does not know the word.
        there = False
    return tables.load(key, gemeente) if there else None


def _source(rows: Sequence[FacilityRow], publisher: str, as_of: date) -> Source:
    content = json.dumps([vars(row) for row in rows], ensure_ascii=False, sort_keys=True)
    origins = {row.origin for row in rows}
    publishers = {INVENTED: FICTIONAL_PUBLISHER, OPEN_MAP: "OpenStreetMap-bijdragers"}
    licences = {INVENTED: FICTIONAL_LICENCE, OPEN_MAP: OPEN_LICENCE}
    only = next(iter(origins)) if len(origins) == 1 else ""
    return Source(
        key=KEY,
        publisher=publishers.get(only, publisher),
        table="voorzieningen",
        title="Voorzieningen, verzonnen" if only == INVENTED else "Voorzieningen",
        as_of=as_of,
        licence=licences.get(only, LICENCE),
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        fictional=INVENTED in origins,
    )


def street_table(streets: StreetMap, gemeente: str) -> Table:
    """A network as a table: a row per link in ``extra``, nodes by their coordinates."""
    year = streets.source.as_of.year
    row = {
        "area": gemeente, "area_year": year, "level": "gemeente", "area_name": "",
        "period": year, "measure": "straten", "sex": "totaal", "age": "totaal",
        "value": streets.kilometres, "missing": None, "unit": "kilometer",
    }  # fmt: skip
    return Table(streets.source, conform(pl.DataFrame([row])), links_frame(streets))


def streets_in(table: Table) -> StreetMap:
    """The network that a table holds."""
    return streets_of(table.extra, table.source)
