"""CBS Kerncijfers wijken en buurten: national files of 2017 and 2022, or fetched tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from wwz_engine.sources import areas, kwb_statline
from wwz_engine.sources.dataset import (
    Dataset,
    FilePattern,
    Opened,
    Reading,
    Wish,
    first_of_january,
)
from wwz_engine.sources.delimited import read_delimited, require
from wwz_engine.sources.errors import UnknownAreaError
from wwz_engine.sources.raw import RawFile
from wwz_engine.sources.tidy import WITHHELD, Measure, stack
from wwz_engine.sources.values import CellRules, check_cells, to_tidy

RULES = CellRules({"": WITHHELD, ".": WITHHELD, "NA": WITHHELD, "NULL": WITHHELD})


def _percent(name: str, age: str = "totaal") -> Measure:
    return Measure(name, unit="procent", age=age)


@dataclass(frozen=True)
class Layout:
    """Which columns hold the code, the name and the measures in one kind of file.

    optional : measures that a file need not have
    words : per column, cells in words and the number each stands for
    """

    code: str
    name: str
    measures: Mapping[str, Measure]
    optional: Mapping[str, Measure] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


# From addresses around an address: 2,500 and more in class 1, fewer than 500 in class 5.
URBANITY = {
    "extremely urbanised": "1",
    "strongly urbanised": "2",
    "moderately urbanised": "3",
    "hardly urbanised": "4",
    "not urbanised": "5",
}
URBANITY_CLASS = Measure("stedelijkheid", unit="klasse van 1 (zeer sterk) tot 5 (niet)")
# Column names made by the R package tmap.
LAYOUT_2022 = Layout(
    "code",
    "name",
    {
        "population": Measure("inwoners"),
        "pop_0_14": _percent("aandeel_inwoners", "0-14"),
        "pop_15_24": _percent("aandeel_inwoners", "15-24"),
        "pop_25_44": _percent("aandeel_inwoners", "25-44"),
        "pop_45_64": _percent("aandeel_inwoners", "45-64"),
        "pop_65plus": _percent("aandeel_inwoners", "65+"),
        "dwelling_total": Measure("woningen", unit="woningen"),
        "dwelling_value": Measure("gemiddelde_woz_waarde", unit="1.000 euro"),
        "dwelling_ownership": _percent("aandeel_koopwoningen"),
        "income_low": _percent("aandeel_laag_inkomen"),
        "income_high": _percent("aandeel_hoog_inkomen"),
        "area": Measure("oppervlakte", unit="km2"),
    },
    optional={
        "urbanity": URBANITY_CLASS,
        "employment_rate": _percent("arbeidsparticipatie", "15-74"),
        "edu_appl_sci": _percent("aandeel_hbo_of_wo"),
    },
    words={"urbanity": URBANITY},
)
LAYOUT_2017 = Layout(
    "gm_code",
    "gm_naam",
    {
        "aant_inw": Measure("inwoners"),
        "aant_man": Measure("inwoners", sex="man"),
        "aant_vrouw": Measure("inwoners", sex="vrouw"),
        "p_00_14_jr": _percent("aandeel_inwoners", "0-14"),
        "p_15_24_jr": _percent("aandeel_inwoners", "15-24"),
        "p_25_44_jr": _percent("aandeel_inwoners", "25-44"),
        "p_45_64_jr": _percent("aandeel_inwoners", "45-64"),
        "p_65_eo_jr": _percent("aandeel_inwoners", "65+"),
        "aantal_hh": Measure("huishoudens", unit="huishoudens"),
        "p_eenp_hh": _percent("aandeel_eenpersoonshuishoudens"),
        "gem_hh_gr": Measure("gemiddelde_huishoudensgrootte", unit="personen per huishouden"),
        # Hectares; the whole holds sea and lakes.
        "opp_tot": Measure("oppervlakte", unit="km2", scale=0.01),
        "opp_land": Measure("oppervlakte_land", unit="km2", scale=0.01),
        "oad": Measure("adressendichtheid", unit="adressen per km2"),
    },
)


def _tidy(file: RawFile, layout: Layout, period: int) -> pl.DataFrame:
    frame = read_delimited(file)
    require(frame, [layout.code, layout.name, *layout.measures], file.name)
    areas.check_codes(frame, layout.code, file.name)
    optional = {name: one for name, one in layout.optional.items() if name in frame.columns}
    measures = {**layout.measures, **optional}
    frame = frame.with_columns(
        pl.col(name).replace(words) for name, words in layout.words.items() if name in optional
    )
    check_cells(frame, measures, RULES, file.name)
    # Renamed first: one raw column is itself called "area".
    raw = {f"raw_{column}": measure for column, measure in measures.items()}
    frame = frame.rename({column: f"raw_{column}" for column in measures})
    frame = frame.with_columns(areas.placed(pl.col(layout.code), period, pl.col(layout.name)))
    return to_tidy(frame, raw, RULES, file.name)


def _check_parents(rows: pl.DataFrame, file: str) -> None:
    """Every wijk lies in a gemeente that the gemeente file of the same year has."""
    codes = rows.select("area", "level").unique()
    gemeenten = codes.filter(pl.col("level") == "gemeente").select(parent="area")
    if not gemeenten.height:
        return
    orphans = (
        codes.filter(pl.col("level") == "wijk")
        .with_columns(parent=areas.gemeente_of(pl.col("area")))
        .join(gemeenten, on="parent", how="anti")
        .sort("area")
    )
    if orphans.height:
        raise UnknownAreaError(
            file,
            f"bevat wijk {orphans['area'][0]} van een onbekende gemeente",
            "haal de bestanden van gemeenten en wijken samen opnieuw op",
        )


def read(opened: Opened, wish: Wish) -> Reading:
    """Measures ``inwoners``, ``aandeel_inwoners`` by age band, ``woningen`` and more.

    Shares are whole percents as CBS publishes them, so bands need not add up to 100.
    """
    if opened.service:
        return Reading(kwb_statline.read(opened).filter(areas.in_gemeente(wish.gemeente)))
    layout = LAYOUT_2017 if opened.period == 2017 else LAYOUT_2022
    rows = stack([_tidy(file, layout, opened.period) for file in opened.files])
    _check_parents(rows, opened.files[-1].name)
    return Reading(rows.filter(areas.in_gemeente(wish.gemeente)))


DATASET = Dataset(
    key="kwb",
    title="Kerncijfers wijken en buurten",
    publisher="CBS",
    table="85318NED",
    url="https://opendata.cbs.nl/statline/#/CBS/nl/",
    files=(
        FilePattern(r"kwb_2022_(gemeente\.csv|wijk\.csv\.gz)", period=2022, table="85318NED"),
        FilePattern(r"kwb_2017_gemeente\.csv", period=2017, table="83765NED"),
    ),
    read=read,
    as_of=first_of_january,
    how_to_get="haal het op met ‘wwz data fetch --gemeente NAAM’",
)
