"""Postcode areas from 2018 to 2021 in five age groups, and the ages of 2021 by five years."""

from __future__ import annotations

import numpy as np
import polars as pl

from wwz_engine.axes import AGE_GROUPS, Floats, age_band
from wwz_engine.backtest.series import Loaded, Series, SeriesNotHereError, cube
from wwz_engine.population.methods.panel import Panel
from wwz_engine.sources.dataset import Tables

FIRST, LAST = 2018, 2021
BANDS = tuple(age_band(text) for text in ("0-14", "15-24", "25-44", "45-64", "65+"))
ROUNDING = 5


def read(tables: Tables) -> Loaded:
    """Postcode areas of both years of which every group is published.

    Raises
    ------
    SeriesNotHereError
    """
    if not (tables.has("pc4_key_figures") and tables.has("pc4_population")):
        raise SeriesNotHereError(
            "De tellingen per postcode van 2018 en 2021 zijn hier niet samen. Zet "
            "cbs_pc4_2018_kerncijfers.csv.gz en inwoners_2021_pc4_leeftijd_geslacht.csv.gz in de "
            "map van WWZ_DATA."
        )
    then = tables.load("pc4_key_figures", None, FIRST)
    now = tables.load("pc4_population", None, LAST)
    codes = sorted(set(then.rows["area"]) & set(now.rows["area"]))
    before = cube(then.rows, tuple(codes), (FIRST,), BANDS)[0]
    after = five_year_groups(now.rows, tuple(codes))
    grouped = np.stack(
        [
            after[:, [band.low <= group.low <= band.last for group in AGE_GROUPS]].sum(axis=1)
            for band in BANDS
        ],
        axis=1,
    )
    kept = ~np.isnan(before).any(axis=1) & ~np.isnan(grouped).any(axis=1)
    areas = tuple(code for code, keep in zip(codes, kept, strict=True) if keep)
    counts = np.stack([before[kept], grouped[kept]])
    panel = Panel(
        "pc4", areas, areas, (FIRST, LAST), BANDS, counts, counts.sum(axis=1), ROUNDING,
        (then.source, now.source),
    )  # fmt: skip
    inside = _gemeenten(tables, areas)
    return Loaded(
        panel,
        inside,
        inside,
        left_out=(
            f"{len(codes) - len(areas)} postcodes met een geheime groep in een van beide jaren "
            "doen niet mee.",
            "Aantallen zijn door het CBS op vijf afgerond.",
        ),
    )


def five_year_groups(rows: pl.DataFrame, codes: tuple[str, ...]) -> Floats:
    """(area, age_group), persons; NaN where one is withheld."""
    found: Floats = cube(rows.filter(pl.col("sex") == "totaal"), codes, (LAST,), AGE_GROUPS)[0]
    return found


def _gemeenten(tables: Tables, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The gemeente that each postcode mainly lies in, else its own region of two digits."""
    found: dict[str, str] = {}
    if tables.has("postcodes"):
        found = dict(tables.load("postcodes").extra.select("area", "gemeente").rows())
    return tuple(found.get(code) or code[:2] for code in codes)


SERIES = Series("pc4", "Postcodes met vier cijfers", "pc4", read)
