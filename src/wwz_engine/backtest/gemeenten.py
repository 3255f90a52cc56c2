"""Gemeenten from 2017 to 2022 in five age groups, with merged gemeenten taken together."""

from __future__ import annotations

import numpy as np
import polars as pl

from wwz_engine.axes import Floats, age_band
from wwz_engine.backtest.series import Loaded, Series, SeriesNotHereError, cube
from wwz_engine.population.methods.panel import Panel
from wwz_engine.sources.dataset import Tables

FIRST, LAST = 2017, 2022
BANDS = tuple(age_band(text) for text in ("0-14", "15-24", "25-44", "45-64", "65+"))

MERGED: dict[str, tuple[str, ...]] = {
    "GM0014": ("GM0014", "GM0017", "GM0009"),
    "GM0299": ("GM0299", "GM0196"),
    "GM0394": ("GM0394", "GM0393"),
    "GM0439": ("GM0439", "GM0370"),
    "GM0575": ("GM0575", "GM0576"),
    "GM1950": ("GM0007", "GM0048"),
    "GM1952": ("GM0018", "GM0040", "GM1987"),
    "GM1954": ("GM0881", "GM0951", "GM0962"),
    "GM1959": ("GM0738", "GM0870", "GM0874"),
    "GM1960": ("GM0236", "GM0304", "GM0733"),
    "GM1961": ("GM0545", "GM0620", "GM0707"),
    "GM1963": ("GM0584", "GM0585", "GM0588", "GM0611", "GM0617"),
    "GM1970": ("GM0058", "GM0079", "GM1722"),
    "GM1978": ("GM0689", "GM1927"),
    "GM1979": ("GM0003", "GM0010", "GM0024"),
    "GM1980": ("GM0398", "GM0416"),
    "GM1982": ("GM0756", "GM0786", "GM0815", "GM1684", "GM1702"),
    "GM1991": ("GM0856", "GM1685"),
}
"""Merged between 2017 and 2022: the gemeente of 2022 and those of 2017 it was made of (CBS)."""
DIVIDED: dict[str, tuple[str, ...]] = {
    "GM0140": ("GM0080", "GM1900", "GM1949"),
    "GM0053": ("GM1966", "GM1969"),
    "GM0788": ("GM0757", "GM0824", "GM0855", "GM0865"),
}
"""Divided over several: the gemeente of 2017, and those of 2022 that got a part of it."""
ALONG: tuple[str, ...] = (
    "GM0005", "GM1651", "GM1663",
    "GM0015", "GM0022", "GM0025", "GM0056",
    "GM0063", "GM0070", "GM1908",
    "GM0081",
)  # fmt: skip
"""Went whole into one that also got a part: Het Hogeland, Westerkwartier, Waadhoeke, Leeuwarden."""


def read(tables: Tables) -> Loaded:
    """Gemeenten of both years that have the same land, or are the sum of merged ones.

    Raises
    ------
    SeriesNotHereError
    """
    if not (tables.has("kwb", None, FIRST) and tables.has("kwb", None, LAST)):
        raise SeriesNotHereError(
            "De kerncijfers per gemeente van 2017 en 2022 zijn hier niet samen. Zet "
            "kwb_2017_gemeente.csv en kwb_2022_gemeente.csv in de map van WWZ_DATA."
        )
    before, after = (_people(tables, year) for year in (FIRST, LAST))
    names = _names(tables)
    touched = {code for parts in DIVIDED.values() for code in parts}
    counts: dict[str, Floats] = {}
    for code in sorted(after.keys() - touched):
        parts = MERGED.get(code, (code,))
        if all(part in before for part in parts):
            now: Floats = after[code]
            counts[code] = np.array([np.sum([before[part] for part in parts], axis=0), now])
    areas = tuple(counts)
    cells = np.stack(list(counts.values()), axis=1)
    sources = tuple(tables.load("kwb", None, year).source for year in (FIRST, LAST))
    panel = Panel(
        "gemeenten", areas, tuple(names[code] for code in areas), (FIRST, LAST), BANDS,
        cells, cells.sum(axis=1), 1, sources,
    )  # fmt: skip
    return Loaded(
        panel, areas, blurred=(FIRST, LAST), left_out=_left_out(before, after, counts, names)
    )


def _people(tables: Tables, year: int) -> dict[str, Floats]:
    """(band,), persons per gemeente: whole percentages of the total, made to add up to it."""
    rows = tables.load("kwb", None, year).rows.filter(pl.col("level") == "gemeente")
    codes = tuple(sorted(rows["area"].unique().to_list()))
    shares = rows.filter(pl.col("measure") == "aandeel_inwoners")
    totals = rows.filter(
        (pl.col("measure") == "inwoners")
        & (pl.col("age") == "totaal")
        & (pl.col("sex") == "totaal")
    )
    percent = cube(shares, codes, (year,), BANDS)[0]
    whole = dict(totals.select("area", "value").rows())
    return {
        code: whole[code] * of / of.sum()
        for code, of in zip(codes, percent, strict=True)
        if whole.get(code) and not np.isnan(of).any()
    }


def _names(tables: Tables) -> dict[str, str]:
    names: dict[str, str] = {}
    for year in (FIRST, LAST):
        rows = tables.load("kwb", None, year).rows.filter(pl.col("level") == "gemeente")
        names |= dict(rows.select("area", "area_name").unique().rows())
    return names


def _left_out(
    before: dict[str, Floats],
    after: dict[str, Floats],
    kept: dict[str, Floats],
    names: dict[str, str],
) -> tuple[str, ...]:
    gone = {part for parts in MERGED.values() for part in parts}
    got = {code for parts in DIVIDED.values() for code in parts}
    divided = sorted({*DIVIDED, *got, *ALONG})
    lost = sorted((before.keys() | after.keys()) - kept.keys() - gone - set(divided))
    merged = [names[code] for code in sorted(MERGED) if code in kept]
    return (
        f"{len(merged)} gemeenten zijn tussen {FIRST} en {LAST} samengevoegd en tellen als één: "
        f"{', '.join(merged)}.",
        "Deze kregen of gaven een deel van een verdeelde gemeente en doen niet mee: "
        f"{', '.join(names[code] for code in divided if code in names)}.",
        "Deze staan niet in beide jaren in de gegevens en doen niet mee: "
        f"{', '.join(names[code] for code in lost)}.",
        "Leeftijden komen uit hele percentages: een groep is op een half procent van de inwoners "
        "na bekend.",
    )


SERIES = Series("gemeenten", "Nederlandse gemeenten", "gemeente", read)
