"""Names of buurten by code (CBS, KWB 2024): the bridge from a name to a code."""

from __future__ import annotations

import polars as pl

from wwz_engine.sources import areas, statline
from wwz_engine.sources.dataset import (
    Dataset,
    FilePattern,
    Opened,
    Reading,
    Wish,
    first_of_january,
)
from wwz_engine.sources.delimited import read_delimited, require
from wwz_engine.sources.tidy import empty_rows
from wwz_engine.sources.values import refuse_doubles

REGION = "WijkenEnBuurten"
YEAR = 2024
"""Year of the layout whose names we read."""


def read(opened: Opened, wish: Wish) -> Reading:
    """``extra`` holds area, area_year, level and area_name; there are no figures."""
    frame = _fetched(opened) if opened.service else read_delimited(opened.files[0])
    require(frame, ["Identifier", "Title"], opened.name)
    areas.check_codes(frame, "Identifier", opened.name)
    names = frame.select(
        area=pl.col("Identifier"),
        area_year=pl.lit(opened.period, dtype=pl.Int16),
        level=areas.level(pl.col("Identifier")),
        area_name=pl.col("Title"),
    )
    refuse_doubles(names, ["area"], opened.name)
    return Reading(empty_rows(), names.filter(areas.in_gemeente(wish.gemeente)))


def _fetched(opened: Opened) -> pl.DataFrame:
    names = statline.titles(opened, REGION)
    codes = [code for code in names if code.startswith("BU")]
    return pl.DataFrame({"Identifier": codes, "Title": [names[code] for code in codes]})


DATASET = Dataset(
    key="region_names",
    title=f"Codes en namen van buurten {YEAR}",
    publisher="CBS",
    table="85984NED",
    url="https://opendata.cbs.nl/statline/#/CBS/nl/dataset/85984NED",
    files=(FilePattern(r"kwb_2024_regiocodes_namen\.csv", period=YEAR),),
    read=read,
    as_of=first_of_january,
    how_to_get="haal het op met ‘wwz data fetch --gemeente NAAM’",
)
