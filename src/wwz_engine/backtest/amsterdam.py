"""Wijken of Amsterdam from 2020 to 2022 in five age groups."""

from __future__ import annotations

import numpy as np
import polars as pl

from wwz_engine.axes import age_band
from wwz_engine.backtest.series import Loaded, Series, SeriesNotHereError, cube
from wwz_engine.population.methods.panel import Panel
from wwz_engine.sources.amsterdam_key_figures import GEMEENTE
from wwz_engine.sources.dataset import Tables

FIRST, LAST = 2020, 2022
BANDS = tuple(age_band(text) for text in ("0-14", "15-24", "25-44", "45-64", "65+"))
ROUNDING = 5


def read(tables: Tables) -> Loaded:
    """Wijken that both years have; the layout of wijken did not change between them.

    Raises
    ------
    SeriesNotHereError
    """
    if not (tables.has("amsterdam_key_figures") and tables.has("kwb", GEMEENTE, LAST)):
        raise SeriesNotHereError(
            "De kerncijfers per wijk van Amsterdam van 2020 en 2022 zijn hier niet samen. Zet "
            "kwb_2020_amsterdam_wijk_buurt.csv en kwb_2022_wijk.csv.gz in de map van WWZ_DATA."
        )
    then = tables.load("amsterdam_key_figures", GEMEENTE)
    now = tables.load("kwb", GEMEENTE, LAST)
    before = then.rows.filter((pl.col("level") == "wijk") & (pl.col("measure") == "inwoners"))
    after = now.rows.filter(pl.col("level") == "wijk")
    names = dict(before.select("area", "area_name").unique().sort("area").rows())
    codes = tuple(code for code in names if code in set(after["area"]))
    counts = cube(before, codes, (FIRST,), BANDS)[0]
    percent = cube(after.filter(pl.col("measure") == "aandeel_inwoners"), codes, (LAST,), BANDS)[0]
    totals = after.filter((pl.col("measure") == "inwoners") & (pl.col("age") == "totaal"))
    whole = dict(totals.select("area", "value").rows())
    people = np.array([whole.get(code) or np.nan for code in codes])
    shares = percent / percent.sum(axis=1, keepdims=True)
    cells = np.stack([counts, shares * people[:, None]])
    kept = ~np.isnan(cells).any(axis=(0, 2))
    cells = cells[:, kept]
    areas = tuple(code for code, keep in zip(codes, kept, strict=True) if keep)
    panel = Panel(
        "amsterdam", areas, tuple(names[code] for code in areas), (FIRST, LAST), BANDS,
        cells, cells.sum(axis=1), ROUNDING, (then.source, now.source),
    )  # fmt: skip
    return Loaded(
        panel,
        areas,
        blurred=(LAST,),
        left_out=(
            f"{len(names) - len(areas)} wijken met een geheime groep in een van beide jaren doen "
            "niet mee.",
            "De leeftijden van 2022 komen uit hele percentages: een groep is op een half procent "
            "van de inwoners na bekend.",
        ),
    )


SERIES = Series("amsterdam", "Amsterdam per wijk", "wijk", read)
