"""What care costs per inhabitant of each age: CPB, for the Netherlands as a whole."""

from __future__ import annotations

import polars as pl

from wwz_engine.sources.areas import LAND
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
from wwz_engine.sources.errors import IncompleteTableError
from wwz_engine.sources.tidy import Measure
from wwz_engine.sources.values import CellRules, check_cells, refuse_doubles, to_tidy

AGE = "Leeftijd"
OLDEST = 99
UNIT = "euro per inwoner"
MEASURES = {
    column: Measure(f"uitgaven_{column.lower()}", UNIT, age=None)
    for column in ("Zvw", "Wlz", "Wmo", "Jeugd")
}
RULES = CellRules({})
_TITLES = {str(age): str(age) for age in range(OLDEST)} | {f"{OLDEST} en ouder": f"{OLDEST}+"}


def read(opened: Opened, wish: Wish) -> Reading:
    """Euros per inhabitant by single age, 99 being 99 and older."""
    file = opened.name
    frame = read_delimited(opened.files[0])
    require(frame, [AGE, *MEASURES], file)
    check_cells(frame, MEASURES, RULES, file)
    if frame[AGE].to_list() != list(_TITLES):
        refuse_doubles(frame, [AGE], file)
        raise IncompleteTableError(file, "heeft niet elke leeftijd van 0 tot en met 99 en ouder")
    placed = frame.with_columns(
        area=pl.lit(LAND),
        area_year=pl.lit(opened.period, dtype=pl.Int16),
        level=pl.lit("land"),
        area_name=pl.lit("Nederland"),
        period=pl.lit(opened.period, dtype=pl.Int16),
        age=pl.col(AGE).replace_strict(_TITLES, return_dtype=pl.String),
    )
    return Reading(to_tidy(placed, MEASURES, RULES, file))


DATASET = Dataset(
    key="cpb_spending",
    title="Zorguitgaven per leeftijd (Middellangetermijnraming zorg)",
    publisher="CPB",
    table="Uitgaven per leeftijdscategorie 2022",
    url="https://www.cpb.nl/",
    files=(FilePattern(r"cpb_2022_zorguitgaven_per_leeftijd\.csv", period=2022),),
    read=read,
    as_of=last_of_december,
    how_to_get="zet cpb_2022_zorguitgaven_per_leeftijd.csv in de map van WWZ_DATA",
    licence=NOT_STATED,
)
