"""People, homes and incomes per wijk and buurt of Amsterdam (CBS key figures, 2020).

The column names are in English, as the copy has them; the figures are those of CBS.
"""

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
from wwz_engine.sources.kwb import URBANITY_CLASS
from wwz_engine.sources.tidy import WITHHELD, Measure
from wwz_engine.sources.values import CellRules, check_cells, to_tidy

GEMEENTE = "GM0363"
# The copy writes 0_15 for "0 to 15 years", that is up to and including 14.
MEASURES = {
    "Population_Total": Measure("inwoners"),
    "Pop_Age_0_15": Measure("inwoners", age="0-14"),
    "Pop_Age_15_25": Measure("inwoners", age="15-24"),
    "Pop_Age_25_45": Measure("inwoners", age="25-44"),
    "Pop_Age_45_65": Measure("inwoners", age="45-64"),
    "Pop_Age_65_Plus": Measure("inwoners", age="65+"),
    "Avg_Property_Value_1000EUR": Measure("gemiddelde_woz_waarde", unit="1.000 euro"),
    "Pct_Owner_Occupied": Measure("aandeel_koopwoningen", unit="procent"),
    "Pct_Lowest_40Pct_Income": Measure("aandeel_laag_inkomen", unit="procent"),
    "Pct_Highest_20Pct_Income": Measure("aandeel_hoog_inkomen", unit="procent"),
    "Urbanization_Level": URBANITY_CLASS,
}
RULES = CellRules({"": WITHHELD}, decimal_comma=True)


def read(opened: Opened, wish: Wish) -> Reading:
    """Measure ``inwoners``, rounded to 5 by CBS, and what homes and incomes are like."""
    file = opened.name
    frame = read_delimited(opened.files[0], ";")
    require(frame, ["District_Type", "Area_Code", *MEASURES], file)
    check_cells(frame, MEASURES, RULES, file)
    areas.check_codes(frame, "Area_Code", file)
    frame = frame.with_columns(
        areas.placed(pl.col("Area_Code"), opened.period, pl.col("District_Type"))
    )
    rows = to_tidy(frame, MEASURES, RULES, file)
    return Reading(rows.filter(areas.in_gemeente(wish.gemeente)))


DATASET = Dataset(
    key="amsterdam_key_figures",
    title="Kerncijfers wijken en buurten 2020, Amsterdam",
    publisher="CBS",
    table="84799NED",
    url="https://opendata.cbs.nl/statline/#/CBS/nl/dataset/84799NED",
    files=(FilePattern(r"kwb_2020_amsterdam_wijk_buurt\.csv", period=2020),),
    read=read,
    as_of=first_of_january,
    how_to_get="zet het bestand kwb_2020_amsterdam_wijk_buurt.csv in de map van WWZ_DATA",
    gemeente=GEMEENTE,
)
