"""Households per gemeente by composition and size (CBS 71486ned), by name of gemeente."""

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
from wwz_engine.sources.errors import UnknownAreaError, WrongPeriodError
from wwz_engine.sources.gemeenten import GemeenteFinder
from wwz_engine.sources.tidy import NOT_THERE, WITHHELD, Measure
from wwz_engine.sources.values import CellRules, check_cells, refuse_doubles, to_tidy

_BY_KIND = "Particuliere huishoudens: samenstelling/"
_BY_SIZE = "Particuliere huishoudens: grootte/Meerpersoonshuishouden/"
_MORE = f"{_BY_KIND}Meerpersoonshuishouden/"
UNIT = "huishoudens"
MEASURES = {
    f"{_BY_KIND}Totaal particuliere huishoudens (aantal)": Measure("huishoudens", UNIT),
    f"{_BY_KIND}Eenpersoonshuishouden (aantal)": Measure("eenpersoonshuishoudens", UNIT),
    f"{_MORE}Totaal meerpersoonshuishoudens (aantal)": Measure("meerpersoonshuishoudens", UNIT),
    f"{_MORE}Niet-gehuwd paar/Totaal niet-gehuwde paren (aantal)": Measure(
        "niet_gehuwde_paren", UNIT
    ),
    f"{_MORE}Gehuwd paar/Totaal gehuwde paren (aantal)": Measure("gehuwde_paren", UNIT),
    f"{_MORE}Eenouderhuishouden/Totaal eenouderhuishoudens (aantal)": Measure(
        "eenouderhuishoudens", UNIT
    ),
    f"{_BY_SIZE}2 personen (aantal)": Measure("huishoudens_2_personen", UNIT),
    f"{_BY_SIZE}3 personen (aantal)": Measure("huishoudens_3_personen", UNIT),
    f"{_BY_SIZE}4 personen (aantal)": Measure("huishoudens_4_personen", UNIT),
    f"{_BY_SIZE}5 of meer personen (aantal)": Measure("huishoudens_5_of_meer_personen", UNIT),
}
REGION = "Regio's"
# Empty cells belong to gemeenten that no longer existed.
RULES = CellRules({"": NOT_THERE, ".": WITHHELD, "-": NOT_THERE})


def read(opened: Opened, wish: Wish) -> Reading:
    """Households by kind and size per gemeente; abolished gemeenten are left out."""
    file = opened.name
    frame = read_delimited(opened.files[0], ";")
    require(frame, ["Perioden", REGION, *MEASURES], file)
    check_cells(frame, MEASURES, RULES, file)
    wrong = frame.filter(pl.col("Perioden") != str(opened.period))
    if wrong.height:
        raise WrongPeriodError(
            file, f"bevat de periode ‘{wrong['Perioden'][0]}’ terwijl {opened.period} verwacht werd"
        )
    refuse_doubles(frame, [REGION], file)
    frame = frame.filter(pl.col(next(iter(MEASURES))) != "")
    frame = _placed(frame, opened, wish)
    return Reading(to_tidy(frame.filter(areas.in_gemeente(wish.gemeente)), MEASURES, RULES, file))


def _placed(frame: pl.DataFrame, opened: Opened, wish: Wish) -> pl.DataFrame:
    finder = GemeenteFinder(wish.tables)
    codes = {name: finder.code(name) for name in frame[REGION]}
    lost = [name for name, code in codes.items() if code is None]
    if lost:
        raise UnknownAreaError(
            opened.name,
            f"bevat de onbekende gemeente ‘{lost[0]}’",
            "herstel de naam, of zet ook kwb_2017_gemeente.csv in de map, met oudere gemeenten",
        )
    code = pl.col(REGION).replace_strict(codes, return_dtype=pl.String)
    return frame.with_columns(areas.placed(code, opened.period, pl.col(REGION)))


DATASET = Dataset(
    key="households",
    title="Huishoudens naar samenstelling en grootte",
    publisher="CBS",
    table="71486NED",
    url="https://opendata.cbs.nl/statline/#/CBS/nl/dataset/71486ned",
    files=(FilePattern(r"cbs_71486ned_2020_huishoudens_gemeente\.csv", period=2020),),
    read=read,
    as_of=first_of_january,
    how_to_get="zet het bestand cbs_71486ned_2020_huishoudens_gemeente.csv in de map van WWZ_DATA",
)
