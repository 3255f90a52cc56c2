"""Inhabitants per postcode area in five age groups (CBS key figures per postcode, 2018)."""

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
from wwz_engine.sources.tidy import WITHHELD, Measure
from wwz_engine.sources.values import CellRules, check_cells, to_tidy

MEASURES = {
    "INWONER": Measure("inwoners"),
    "INW_014": Measure("inwoners", age="0-14"),
    "INW_1524": Measure("inwoners", age="15-24"),
    "INW_2544": Measure("inwoners", age="25-44"),
    "INW_4564": Measure("inwoners", age="45-64"),
    "INW_65PL": Measure("inwoners", age="65+"),
}
RULES = CellRules({"": WITHHELD})


def read(opened: Opened, wish: Wish) -> Reading:
    """Measure ``inwoners``, rounded to 5 by CBS; fewer than five is withheld.

    For one gemeente: the postcode areas that lie mainly in it (see ``postcodes``).
    """
    file = opened.name
    frame = read_delimited(opened.files[0])
    require(frame, ["PC4", *MEASURES], file)
    check_cells(frame, MEASURES, RULES, file)
    areas.check_codes(frame, "PC4", file)
    if wish.gemeente is not None:
        inside = wish.tables.load("postcodes", wish.gemeente).rows["area"].unique().to_list()
        frame = frame.filter(pl.col("PC4").is_in(inside))
    frame = frame.with_columns(areas.placed(pl.col("PC4"), opened.period))
    return Reading(to_tidy(frame, MEASURES, RULES, file))


DATASET = Dataset(
    key="pc4_key_figures",
    title="Kerncijfers per viercijferige postcode, 2018",
    publisher="CBS",
    table="Kerncijfers per postcode 2018, versie 3",
    url="https://www.cbs.nl/nl-nl/dossier/nederland-regionaal/geografische-data/gegevens-per-postcode",
    files=(FilePattern(r"cbs_pc4_2018_kerncijfers\.csv\.gz", period=2018),),
    read=read,
    as_of=first_of_january,
    how_to_get="zet het bestand cbs_pc4_2018_kerncijfers.csv.gz in de map van WWZ_DATA",
)
