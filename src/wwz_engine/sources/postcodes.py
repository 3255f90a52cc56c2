"""The gemeente, place and GGD region of each postcode area (CBS 83503NED, 2021)."""

from __future__ import annotations

import polars as pl

from wwz_engine.sources import areas
from wwz_engine.sources.dataset import (
    Dataset,
    FilePattern,
    Opened,
    Reading,
    Wish,
    first_of_january,
)
from wwz_engine.sources.delimited import read_delimited, require
from wwz_engine.sources.gemeenten import GemeenteFinder
from wwz_engine.sources.tidy import WITHHELD, Measure
from wwz_engine.sources.values import CellRules, check_cells, refuse_doubles, to_tidy

MEASURES = {
    "inwoners": Measure("inwoners"),
    "inwoners_man": Measure("inwoners", sex="man"),
    "inwoners_vrouw": Measure("inwoners", sex="vrouw"),
}
RULES = CellRules({"": WITHHELD, ".": WITHHELD})
PLACES = ["plaats", "gemeente", "provincie", "ggdregio"]


def read(opened: Opened, wish: Wish) -> Reading:
    """Measure ``inwoners`` per PC4 by sex; ``extra`` has area and the names of its places.

    A postcode area counts for one main gemeente, although it can cross a border.
    """
    file = opened.name
    frame = read_delimited(opened.files[0])
    require(frame, ["postcode", *PLACES, *MEASURES], file)
    check_cells(frame, MEASURES, RULES, file)
    frame = frame.filter(pl.col("postcode").str.len_chars() == 4)
    areas.check_codes(frame, "postcode", file)
    refuse_doubles(frame, ["postcode"], file)
    finder = GemeenteFinder(wish.tables)
    codes = {name: finder.code(name) for name in frame["gemeente"].unique() if name}
    frame = frame.with_columns(
        *areas.placed(pl.col("postcode"), opened.period, pl.col("plaats")),
        gemeente_code=pl.col("gemeente").replace_strict(
            codes, default=None, return_dtype=pl.String
        ),
    )
    if wish.gemeente is not None:
        frame = frame.filter(pl.col("gemeente_code") == wish.gemeente)
    extra = frame.select("area", "area_year", "gemeente_code", *PLACES)
    return Reading(to_tidy(frame, MEASURES, RULES, file), extra)


DATASET = Dataset(
    key="postcodes",
    title="Postcodegebieden met gemeente, plaats en GGD-regio",
    publisher="CBS",
    table="83503NED",
    url="https://opendata.cbs.nl/statline/#/CBS/nl/dataset/83503NED",
    files=(FilePattern(r"postcodes_pc4_gemeente_provincie\.csv\.gz", period=2021),),
    read=read,
    as_of=first_of_january,
    how_to_get=("zet het bestand postcodes_pc4_gemeente_provincie.csv.gz in de map van WWZ_DATA"),
)
