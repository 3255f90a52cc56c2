"""What people in Zwolle said in 2014, per buurt: a survey of the gemeente, not a model.

Only questions that lie near a trait of which RIVM gives shares. Without the number of people
who answered, so that a buurt of few may say anything.
"""

from __future__ import annotations

import polars as pl

from wwz_engine.sources import areas
from wwz_engine.sources.dataset import (
    NOT_STATED,
    Dataset,
    FilePattern,
    Opened,
    Reading,
    Wish,
    last_of_december,
)
from wwz_engine.sources.delimited import read_delimited, require
from wwz_engine.sources.tidy import WITHHELD, Measure
from wwz_engine.sources.values import CellRules, check_cells, to_tidy

GEMEENTE = "GM0193"
UNKNOWN = "999"
MEASURES = {
    "b_sceenz": Measure("voelt_zich_vaak_eenzaam", unit="procent"),
    "b_gbep": Measure("belemmerd_door_beperking", unit="schaal van 0 (niet) tot 10"),
    "b_mimant": Measure("verleende_mantelzorg", unit="procent"),
    "b_mivrij": Measure("was_vrijwilliger", unit="procent"),
    "b_orondk": Measure("komt_moeilijk_rond", unit="procent"),
}
RULES = CellRules({"": WITHHELD, "NA": WITHHELD})


def read(opened: Opened, wish: Wish) -> Reading:
    """One measure a question, in percent of the inhabitants or on a scale."""
    file = opened.name
    frame = read_delimited(opened.files[0])
    require(frame, ["GEOITEM", *MEASURES], file)
    check_cells(frame, MEASURES, RULES, file)
    # The gemeente numbers a buurt by three digits of the four that CBS gives it.
    placed = frame.filter(pl.col("GEOITEM") != UNKNOWN)
    code = pl.concat_str(pl.lit(f"BU{GEMEENTE[2:]}"), pl.col("GEOITEM"), pl.lit("0"))
    placed = placed.with_columns(areas.placed(code, opened.period))
    areas.check_codes(placed, "area", file)
    rows = to_tidy(placed, MEASURES, RULES, file)
    return Reading(rows.filter(areas.in_gemeente(wish.gemeente)))


DATASET = Dataset(
    key="zwolle_survey",
    title="Buurt-voor-Buurt Onderzoek 2014",
    publisher="Gemeente Zwolle",
    table="Buurt-voor-Buurt Onderzoek",
    url="https://www.zwolle.nl/",
    files=(FilePattern(r"zwolle_buurt_voor_buurt_onderzoek\.csv\.gz", period=2014),),
    read=read,
    as_of=last_of_december,
    licence=NOT_STATED,
    how_to_get=("zet het bestand zwolle_buurt_voor_buurt_onderzoek.csv.gz in de map van WWZ_DATA"),
    gemeente=GEMEENTE,
)
