"""People and where they live per buurt of Dordrecht (CBS key figures, 2020)."""

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
from wwz_engine.sources.kwb import LAYOUT_2017, RULES, URBANITY_CLASS
from wwz_engine.sources.values import check_cells, to_tidy

GEMEENTE = "GM0505"
# The map of buurten names its columns as the map of gemeenten does.
MEASURES = {**LAYOUT_2017.measures, "sted": URBANITY_CLASS}


def read(opened: Opened, wish: Wish) -> Reading:
    """Measures ``inwoners``, ``aandeel_inwoners`` by age band, ``stedelijkheid`` and more.

    A buurt of water has only cells that say so, and no figures.
    """
    file = opened.name
    frame = read_delimited(opened.files[0])
    require(frame, ["bu_code", "bu_naam", *MEASURES], file)
    frame = frame.select("bu_code", "bu_naam", *MEASURES)
    check_cells(frame, MEASURES, RULES, file)
    areas.check_codes(frame, "bu_code", file)
    frame = frame.with_columns(areas.placed(pl.col("bu_code"), opened.period, pl.col("bu_naam")))
    rows = to_tidy(frame, MEASURES, RULES, file)
    return Reading(rows.filter(areas.in_gemeente(wish.gemeente)))


DATASET = Dataset(
    key="dordrecht_key_figures",
    title="Wijk- en buurtkaart 2020, Dordrecht",
    publisher="CBS",
    table="84799NED",
    url="https://opendata.cbs.nl/statline/#/CBS/nl/dataset/84799NED",
    files=(FilePattern(r"kwb_2020_buurt_dordrecht_met_geometrie\.csv\.gz", period=2020),),
    read=read,
    as_of=first_of_january,
    how_to_get=(
        "zet het bestand kwb_2020_buurt_dordrecht_met_geometrie.csv.gz in de map van WWZ_DATA"
    ),
    gemeente=GEMEENTE,
)
