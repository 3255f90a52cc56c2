"""Zwolle per buurt and age band, 2015-2021: the only counts of old age in small areas here."""

from __future__ import annotations

import polars as pl

from wwz_engine.axes import age_band
from wwz_engine.backtest.series import Loaded, Series, SeriesNotHereError, cube
from wwz_engine.population.methods.panel import Panel
from wwz_engine.sources.dataset import Tables

GEMEENTE = "GM0193"
BANDS = tuple(
    age_band(text)
    for text in (
        "0-3", "4-11", "12-17", "18-24", "25-39", "40-54", "55-64", "65-74", "75-84", "85+",
    )
)  # fmt: skip


def read(tables: Tables) -> Loaded:
    """The buurten of the municipal series.

    Raises
    ------
    SeriesNotHereError
    """
    if not tables.has("zwolle_buurten", GEMEENTE):
        raise SeriesNotHereError(
            "De tellingen per buurt van Zwolle zijn hier niet. Zet "
            "zwolle_buurt_bevolking_2015_2021.csv in de map van WWZ_DATA."
        )
    table = tables.load("zwolle_buurten", GEMEENTE)
    rows = table.rows.filter((pl.col("measure") == "inwoners") & (pl.col("level") == "buurt"))
    names = dict(rows.select("area", "area_name").unique().sort("area").rows())
    years = tuple(sorted(rows["period"].unique().to_list()))
    counts = cube(rows, tuple(names), years, BANDS)
    panel = Panel(
        "zwolle-buurten", tuple(names), tuple(names.values()), years, BANDS,
        counts, counts.sum(axis=1), 1, (table.source,),
    )  # fmt: skip
    return Loaded(panel, tuple(names))


SERIES = Series("zwolle-buurten", "Zwolle per buurt", "buurt", read)
