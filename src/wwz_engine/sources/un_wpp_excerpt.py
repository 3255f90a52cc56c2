"""The national figures that come with the engine: `packaged/README.md` says whose they are."""

from __future__ import annotations

from datetime import date

import polars as pl

from wwz_engine.sources.areas import LAND
from wwz_engine.sources.dataset import Dataset, FilePattern, Opened, Reading, Wish
from wwz_engine.sources.delimited import read_delimited, require
from wwz_engine.sources.errors import IncompleteTableError
from wwz_engine.sources.tidy import Measure, stack
from wwz_engine.sources.un_wpp import PER_YEAR
from wwz_engine.sources.values import CellRules, check_cells, to_tidy

RULES = CellRules({})
MEASURES = {
    "sterfte": Measure("sterfte", PER_YEAR, sex=None, age=None),
    "inwoners": Measure("inwoners", sex=None, age=None),
}
COLUMNS = ["onderwerp", "jaar", "geslacht", "leeftijd", "waarde"]


def read(opened: Opened, wish: Wish) -> Reading:
    """Deaths per person-year and inhabitants of the Netherlands by sex and age."""
    file = opened.files[0]
    frame = read_delimited(file, cut_at=None)
    require(frame, COLUMNS, file.name)
    if set(frame["onderwerp"]) != set(MEASURES):
        raise IncompleteTableError(file.name, "heeft niet beide onderwerpen, sterfte en inwoners")
    placed = frame.with_columns(
        area=pl.lit(LAND),
        area_year=pl.col("jaar").cast(pl.Int16),
        level=pl.lit("land"),
        area_name=pl.lit("Nederland"),
        period=pl.col("jaar").cast(pl.Int16),
        sex=pl.col("geslacht"),
        age=pl.col("leeftijd"),
    )
    parts = []
    for subject, measure in MEASURES.items():
        rows = placed.filter(pl.col("onderwerp") == subject)
        check_cells(rows, {"waarde": measure}, RULES, file.name)
        parts.append(to_tidy(rows, {"waarde": measure}, RULES, file.name))
    return Reading(stack(parts))


DATASET = Dataset(
    key="un_wpp_excerpt",
    title="World Population Prospects, Nederland: sterfte en leeftijden (uittreksel)",
    publisher="Verenigde Naties",
    table="WPP 2024 en 2019",
    url="https://population.un.org/wpp/",
    files=(FilePattern(r"nationale_cijfers_vn\.csv", period=2024),),
    read=read,
    as_of=lambda period: date(period, 7, 1),
    how_to_get="het bestand hoort bij de software; installeer die opnieuw",
    licence="CC BY 3.0 IGO",
)
