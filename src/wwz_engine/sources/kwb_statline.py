"""CBS Kerncijfers wijken en buurten as fetched from StatLine, any year, with buurten."""

from __future__ import annotations

import polars as pl

from wwz_engine.sources import areas, statline
from wwz_engine.sources.dataset import Opened
from wwz_engine.sources.delimited import by_stem, require
from wwz_engine.sources.tidy import NIL, NOT_THERE, WITHHELD, Measure, conform, stack
from wwz_engine.sources.values import CellRules, check_cells, to_tidy

# One table per year; the numbers have no logic.
TABLES = {
    2015: "83220NED",
    2016: "83487NED",
    2017: "83765NED",
    2018: "84286NED",
    2019: "84583NED",
    2020: "84799NED",
    2021: "85039NED",
    2022: "85318NED",
    2023: "85618NED",
    2024: "85984NED",
}
REGION = "WijkenEnBuurten"
RULES = CellRules({"": NOT_THERE, ".": WITHHELD, "x": WITHHELD, "-": NIL})
NEEDED = {
    "AantalInwoners": Measure("inwoners"),
    "k_0Tot15Jaar": Measure("inwoners", age="0-14"),
    "k_15Tot25Jaar": Measure("inwoners", age="15-24"),
    "k_25Tot45Jaar": Measure("inwoners", age="25-44"),
    "k_45Tot65Jaar": Measure("inwoners", age="45-64"),
    "k_65JaarOfOuder": Measure("inwoners", age="65+"),
}
OPTIONAL = {
    "Mannen": Measure("inwoners", sex="man"),
    "Vrouwen": Measure("inwoners", sex="vrouw"),
    "HuishoudensTotaal": Measure("huishoudens", unit="huishoudens"),
    "Eenpersoonshuishoudens": Measure("eenpersoonshuishoudens", unit="huishoudens"),
    "GemiddeldeHuishoudensgrootte": Measure(
        "gemiddelde_huishoudensgrootte", unit="personen per huishouden"
    ),
    "Woningvoorraad": Measure("woningen", unit="woningen"),
    "GemiddeldeWoningwaarde": Measure("gemiddelde_woz_waarde", unit="1.000 euro"),
    "GemiddeldeWOZWaardeVanWoningen": Measure("gemiddelde_woz_waarde", unit="1.000 euro"),
    "Koopwoningen": Measure("aandeel_koopwoningen", unit="procent"),
}


def read(opened: Opened) -> pl.DataFrame:
    """The measures of the downloaded files, and counts by age band that those lack.

    ``aandeel_inwoners`` is worked out from the counts and rounded to whole percents, as
    CBS publishes it in its own file.
    """
    file = opened.name
    frame = by_stem(statline.frame(opened), file, NEEDED)
    require(frame, [REGION, *NEEDED], file)
    measures = NEEDED | {name: m for name, m in OPTIONAL.items() if name in frame.columns}
    check_cells(frame, measures, RULES, file)
    names = statline.titles(opened, REGION)
    name = pl.col(REGION).replace_strict(names, default=None, return_dtype=pl.String)
    frame = frame.with_columns(areas.placed(pl.col(REGION), opened.period, name))
    areas.check_codes(frame, "area", file)
    rows = to_tidy(frame, measures, RULES, file)
    return stack([rows, _shares(rows)])


def _shares(rows: pl.DataFrame) -> pl.DataFrame:
    people = rows.filter((pl.col("measure") == "inwoners") & (pl.col("sex") == "totaal"))
    totals = people.filter(pl.col("age") == "totaal").select("area", total="value")
    bands = people.filter(pl.col("age") != "totaal").join(totals, on="area")
    share = (100.0 * pl.col("value") / pl.col("total")).round(0)
    known = pl.col("value").is_not_null() & (pl.col("total") > 0)
    shares = bands.with_columns(
        measure=pl.lit("aandeel_inwoners"),
        unit=pl.lit("procent"),
        value=pl.when(known).then(share),
        missing=pl.when(known).then(None).otherwise(pl.coalesce("missing", pl.lit(NOT_THERE))),
    )
    return conform(shares)
