"""Counts per buurt, and ages of the gemeente, from the finest source that has them."""

from __future__ import annotations

import numpy as np
import polars as pl

from wwz_engine.axes import OLDEST, SEXES, Floats
from wwz_engine.population.ages import single_ages
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Source, Table

OLDEST_BAND = "65+"


def buurt_series(tables: Tables, gemeente: str) -> Table | None:
    """People per buurt by age band: a municipal series, else the CBS key figures.

    Returns
    -------
    tidy rows of ``inwoners`` in one layout of buurten; None when no source has them
    """
    if tables.has("buurt_series", gemeente):
        series = tables.load("buurt_series", gemeente)
        if series.rows.height:
            return series
    if not tables.has("kwb", gemeente):
        return None
    return _of_key_figures(tables.load("kwb", gemeente))


def _of_key_figures(key_figures: Table) -> Table | None:
    """Years of the key figures in which the buurten are those of the newest.

    A buurt that was split or drawn anew has another code, and no history under it: a
    year with other codes is left out, as no table tells which part went where.
    """
    counts = key_figures.rows.filter(
        (pl.col("measure") == "inwoners") & (pl.col("sex") == "totaal")
    )
    buurten = counts.filter((pl.col("level") == "buurt") & (pl.col("age") == OLDEST_BAND))
    if buurten.is_empty():
        return None
    codes = {
        year: frozenset(part["area"].to_list()) for (year,), part in buurten.group_by("period")
    }
    newest = max(codes)
    years = [year for year, found in codes.items() if found == codes[newest]]
    kept = counts.filter(
        pl.col("level").is_in(["buurt", "gemeente"]) & pl.col("period").is_in(years)
    )
    layout = kept.filter(pl.col("period") == newest)["area_year"].max()
    return Table(key_figures.source, kept.with_columns(area_year=pl.lit(layout, dtype=pl.Int16)))


def gemeente_ages(tables: Tables, gemeente: str, year: int) -> tuple[Floats, Source] | None:
    """People of a gemeente by sex and single age: counted near this year, else by postcode.

    Returns
    -------
    (sex, single_age), persons, and the source; None when no source has them
    """
    if tables.has("population_by_age", gemeente):
        years = tables.load("population_by_age", gemeente).rows["period"].unique().to_list()
        for near in sorted(years, key=lambda counted: (abs(counted - year), counted)):
            found = ages_in(tables, gemeente, near)
            if found is not None:
                return found
    return _postcode_ages(tables, gemeente)


def ages_in(tables: Tables, gemeente: str, year: int) -> tuple[Floats, Source] | None:
    """People of a gemeente by sex and single age as counted in exactly this year.

    Returns
    -------
    (sex, single_age), persons, and the source; None when not counted
    """
    if not tables.has("population_by_age", gemeente, year):
        return None
    table = tables.load("population_by_age", gemeente, year)
    rows = table.rows.filter(pl.col("area") == gemeente)
    values = {(sex, age): value for sex, age, value in rows.select("sex", "age", "value").rows()}
    labels = [*(str(age) for age in range(OLDEST)), f"{OLDEST}+"]
    if any(values.get((sex, label)) is None for sex in SEXES for label in labels):
        return None
    return np.array([[values[(sex, label)] for label in labels] for sex in SEXES]), table.source


def _postcode_ages(tables: Tables, gemeente: str) -> tuple[Floats, Source] | None:
    """(sex, single_age), persons of the postcodes that lie mainly in the gemeente."""
    if not tables.has("pc4_population", gemeente):
        return None
    table = tables.load("pc4_population", gemeente)
    rows = table.rows.filter(pl.col("sex").is_in(list(SEXES)))
    if rows.is_empty():
        return None
    added = rows.group_by("sex", "age").agg(pl.col("value").sum())
    values = {(sex, age): value for sex, age, value in added.rows()}
    from_groups = np.array(
        [[values.get((sex, f"{low}-{low + 4}"), 0.0) for low in range(0, 95, 5)]
         + [values.get((sex, "95+"), 0.0)] for sex in SEXES]
    )  # fmt: skip
    return single_ages(from_groups), table.source
