"""Long series of CBS, wherever more years of them were fetched: nothing here is shipped."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from wwz_engine.axes import AGE_GROUPS, AgeBand, Floats, age_band, five_year_bands
from wwz_engine.backtest.series import Loaded, Series, SeriesNotHereError, cube
from wwz_engine.population.methods.panel import Panel
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Table

FEWEST_YEARS = 3
"""A base and a launch and a year to score: fewer make no long series."""
KEY_FIGURE_BANDS = tuple(age_band(text) for text in ("0-14", "15-24", "25-44", "45-64", "65+"))
SINGLE = (*(AgeBand(age, age) for age in range(95)), AgeBand(95))


@dataclass(frozen=True)
class Fetched:
    """Which data set, at which level, in which groups as fetched and as scored."""

    key: str
    name: str
    dataset: str
    table: str
    level: str
    found: tuple[AgeBand, ...]
    rounding: int

    def __call__(self, tables: Tables) -> Loaded:
        """The areas that are there, by the same code, in every year that was fetched.

        Raises
        ------
        SeriesNotHereError
        """
        table = self._table(tables)
        rows = table.rows.filter(
            (pl.col("level") == self.level) & (pl.col("measure") == "inwoners")
        )
        years = tuple(sorted(rows["period"].unique().to_list()))
        if len(years) < FEWEST_YEARS:
            raise self._not_here()
        everywhere = rows.group_by("area").agg(pl.col("period").n_unique())
        codes = tuple(sorted(everywhere.filter(pl.col("period") == len(years))["area"].to_list()))
        counts = self._counts(rows, codes, years)
        kept = np.flatnonzero(~np.isnan(counts).any(axis=(0, 2)))
        areas = tuple(codes[place] for place in kept)
        if not areas:
            raise self._not_here()
        names = dict(rows.select("area", "area_name").unique().rows())
        cells = counts[:, kept]
        panel = Panel(
            self.name, areas, tuple(names[code] or code for code in areas), years,
            self._bands(), cells, cells.sum(axis=1), self.rounding, (table.source,),
        )  # fmt: skip
        left = len(rows["area"].unique()) - len(areas)
        words = (
            "gebied bestaat niet in elk jaar of is"
            if left == 1
            else ("gebieden bestaan niet in elk jaar of zijn")
        )
        return Loaded(
            panel,
            tuple(code[:6].replace("BU", "GM") for code in areas),
            left_out=(f"{left} {words} geheim.",),
        )

    def _table(self, tables: Tables) -> Table:
        if not tables.has(self.dataset):
            raise self._not_here()
        return tables.load(self.dataset)

    def _counts(self, rows: pl.DataFrame, codes: tuple[str, ...], years: tuple[int, ...]) -> Floats:
        """(year, area, band) on the bands that are scored; both sexes together."""
        whole = rows.filter(pl.col("sex") == "totaal")
        if whole.filter(pl.col("age") != "totaal").is_empty():
            parts = [cube(rows.filter(pl.col("sex") == sex), codes, years, self.found)
                     for sex in ("man", "vrouw")]  # fmt: skip
            counts: Floats = np.sum(parts, axis=0)
        else:
            counts = cube(whole, codes, years, self.found)
        groups = self._bands()
        if groups == self.found:
            return counts
        lows = np.array([band.low for band in self.found])
        return np.stack(
            [counts[..., (lows >= band.low) & (lows <= band.last)].sum(axis=-1) for band in groups],
            axis=-1,
        )

    def _bands(self) -> tuple[AgeBand, ...]:
        return five_year_bands() if self.found == SINGLE else self.found

    def _not_here(self) -> SeriesNotHereError:
        return SeriesNotHereError(
            f"De lange reeks {self.table} van het CBS is hier niet. Haal meer jaren op met ‘wwz "
            "data fetch’ op een machine die opendata.cbs.nl kan bereiken."
        )


_ALL = (
    Fetched("pc4-lang", "pc4-lang", "pc4_population", "83502NED", "pc4", AGE_GROUPS, 5),
    Fetched(
        "gemeenten-lang", "gemeenten-lang", "population_by_age", "03759ned", "gemeente", SINGLE, 1
    ),
    Fetched("kwb-buurten", "kwb-buurten", "kwb", "KWB", "buurt", KEY_FIGURE_BANDS, 5),
)
_LABELS = {
    "pc4-lang": "Postcodes, alle jaren (CBS 83502NED)",
    "gemeenten-lang": "Gemeenten naar leeftijd, alle jaren (CBS 03759ned)",
    "kwb-buurten": "Buurten, alle jaren (CBS kerncijfers)",
}
SERIES = tuple(Series(one.key, _LABELS[one.key], one.level, one) for one in _ALL)
