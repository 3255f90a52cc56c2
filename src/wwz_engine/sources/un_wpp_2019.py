"""The projection of the Netherlands of 2019 (UN World Population Prospects 2019, median)."""

from __future__ import annotations

from datetime import date

import polars as pl

from wwz_engine.sources.areas import LAND
from wwz_engine.sources.dataset import Dataset, FilePattern, Opened, Reading, Wish
from wwz_engine.sources.delimited import read_delimited, require
from wwz_engine.sources.errors import IncompleteTableError
from wwz_engine.sources.raw import RawFile
from wwz_engine.sources.tidy import Measure, stack
from wwz_engine.sources.un_wpp import AGES, THOUSAND
from wwz_engine.sources.values import CellRules, check_cells, to_tidy

RULES = CellRules({})
SEX_OF = {"un_wpp2019_nl_popMprojMed.csv": "man", "un_wpp2019_nl_popFprojMed.csv": "vrouw"}


def _tidy(file: RawFile) -> pl.DataFrame:
    """Ages down, years across; thousands of people at 1 July."""
    frame = read_delimited(file, cut_at=None)
    require(frame, ["age", "2025"], file.name)
    years = [column for column in frame.columns if column.isdigit()]
    if frame["age"].to_list() != AGES:
        raise IncompleteTableError(file.name, "heeft niet alle leeftijden")
    measure = Measure("inwoners_raming_2019", sex=SEX_OF[file.name], age=None, scale=THOUSAND)
    check_cells(frame, dict.fromkeys(years, measure), RULES, file.name)
    long = frame.unpivot(on=years, index="age", variable_name="year", value_name="count")
    placed = long.with_columns(
        area=pl.lit(LAND),
        area_year=pl.col("year").cast(pl.Int16),
        level=pl.lit("land"),
        area_name=pl.lit("Nederland"),
        period=pl.col("year").cast(pl.Int16),
    )
    return to_tidy(placed, {"count": measure}, RULES, file.name)


def read(opened: Opened, wish: Wish) -> Reading:
    """Measure ``inwoners_raming_2019`` by sex and five-year age group, every fifth year."""
    return Reading(stack([_tidy(file) for file in opened.files]))


DATASET = Dataset(
    key="un_wpp_2019",
    title="World Population Prospects 2019, raming van Nederland",
    publisher="Verenigde Naties",
    table="WPP 2019",
    url="https://population.un.org/wpp/",
    files=(
        FilePattern("|".join(name.replace(".", r"\.") for name in SEX_OF), period=2019, at_least=2),
    ),
    read=read,
    as_of=lambda period: date(period, 7, 1),
    how_to_get="zet de bestanden un_wpp2019_nl_pop*projMed.csv in de map van WWZ_DATA",
    licence="CC BY 3.0 IGO",
)
