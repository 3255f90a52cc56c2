"""The Netherlands in the UN World Population Prospects (2024, and 2019 for counts).

Periods of five years are stored under their first year: 2015 is written 2015-2020 by the UN,
and runs from 1 January 2015 to 31 December 2019.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from wwz_engine.sources.areas import LAND
from wwz_engine.sources.dataset import Dataset, FilePattern, Opened, Reading, Tables, Wish
from wwz_engine.sources.delimited import read_delimited, require
from wwz_engine.sources.errors import IncompleteTableError, WrongPeriodError
from wwz_engine.sources.raw import RawFile
from wwz_engine.sources.tidy import Measure, Source, stack
from wwz_engine.sources.values import CellRules, check_cells, to_tidy

RULES = CellRules({})
PER_YEAR = "per persoon per jaar"
THOUSAND = 1000.0
DEATH_AGES = ["0", "1-4", *(f"{age}-{age + 4}" for age in range(5, 100, 5)), "100+"]
AGES = [*(f"{age}-{age + 4}" for age in range(0, 100, 5)), "100+"]


@dataclass(frozen=True)
class Shape:
    """How one file is laid out: its measures, and the column that holds the period."""

    measures: dict[str, Measure]
    period: str = "year"
    ages: list[str] | None = None


def _bounds(prefix: str, name: str, unit: str, scale: float = 1.0) -> dict[str, Measure]:
    return {
        f"{prefix}_{bound}": Measure(f"{name}_{bound}", unit, scale=scale)
        for bound in ("80l", "80u", "95l", "95u")
    }


SHAPES: dict[str, Shape] = {
    "un_wpp2024_nl_mx5dt.csv": Shape(
        {
            "mxM": Measure("sterfte", PER_YEAR, sex="man", age=None),
            "mxF": Measure("sterfte", PER_YEAR, sex="vrouw", age=None),
        },
        period="period",
        ages=DEATH_AGES,
    ),
    "un_wpp2024_nl_percentASFR5dt.csv": Shape(
        {"pasfr": Measure("vruchtbaarheid_aandeel", "procent", sex="vrouw", age=None)},
        period="period",
    ),
    "un_wpp2024_nl_tfr1dt.csv": Shape(
        {"tfr": Measure("totaal_vruchtbaarheidscijfer", "kinderen per vrouw", sex="vrouw")}
    ),
    "un_wpp2024_nl_tfrproj1dt.csv": Shape(
        {"tfr": Measure("totaal_vruchtbaarheidscijfer_prognose", "kinderen per vrouw", "vrouw")}
        | _bounds("tfr", "totaal_vruchtbaarheidscijfer_prognose", "kinderen per vrouw")
    ),
    "un_wpp2024_nl_popproj1dt.csv": Shape(
        {
            "popM": Measure("inwoners_prognose", sex="man", scale=THOUSAND),
            "popF": Measure("inwoners_prognose", sex="vrouw", scale=THOUSAND),
        }
        | _bounds("pop", "inwoners_prognose", "personen", THOUSAND)
    ),
    "un_wpp2024_nl_e01dt.csv": Shape(
        {
            "e0M": Measure("levensverwachting", "jaar", sex="man"),
            "e0F": Measure("levensverwachting", "jaar", sex="vrouw"),
        }
    ),
}
WIDE = {"un_wpp2019_nl_popM.csv": "man", "un_wpp2019_nl_popF.csv": "vrouw"}


def _placed(frame: pl.DataFrame, period: pl.Expr) -> pl.DataFrame:
    return frame.with_columns(
        period=period.cast(pl.Int16),
        area=pl.lit(LAND),
        area_year=period.cast(pl.Int16),
        level=pl.lit("land"),
        area_name=pl.lit("Nederland"),
    )


def _age_band(age: pl.Expr, ages: list[str]) -> pl.Expr:
    """Bands by their first age: the file writes 0, 1, 5, 10 .. 100+."""
    bands = {band.split("-")[0]: band for band in ages}
    return age.replace_strict(bands, default=None, return_dtype=pl.String)


def _long(file: RawFile) -> pl.DataFrame:
    shape = SHAPES[file.name]
    frame = read_delimited(file, cut_at=None)
    require(frame, [shape.period, *shape.measures], file.name)
    check_cells(frame, shape.measures, RULES, file.name)
    years = frame[shape.period].str.slice(0, 4)
    if years.cast(pl.Int16, strict=False).null_count():
        raise WrongPeriodError(file.name, "bevat een periode die geen jaar is")
    if shape.ages is not None:
        frame = frame.with_columns(age=_age_band(pl.col("age"), shape.ages))
        if frame.height % len(shape.ages) or frame["age"].null_count():
            raise IncompleteTableError(file.name, "heeft niet alle leeftijden")
    return to_tidy(
        _placed(frame, pl.col(shape.period).str.slice(0, 4)), shape.measures, RULES, file.name
    )


def _wide(file: RawFile) -> pl.DataFrame:
    """Ages down, years across; thousands of people at 1 July."""
    frame = read_delimited(file, cut_at=None)
    require(frame, ["age", "2020"], file.name)
    years = [column for column in frame.columns if column.isdigit()]
    if frame["age"].to_list() != AGES:
        raise IncompleteTableError(file.name, "heeft niet alle leeftijden")
    measure = Measure("inwoners", sex=WIDE[file.name], age=None, scale=THOUSAND)
    check_cells(frame, dict.fromkeys(years, measure), RULES, file.name)
    long = frame.unpivot(on=years, index="age", variable_name="year", value_name="count")
    return to_tidy(_placed(long, pl.col("year")), {"count": measure}, RULES, file.name)


def read(opened: Opened, wish: Wish) -> Reading:
    """National rates and counts; ``sterfte`` is deaths per person-year by sex and age."""
    readers: dict[bool, Callable[[RawFile], pl.DataFrame]] = {True: _wide, False: _long}
    return Reading(stack([readers[file.name in WIDE](file) for file in opened.files]))


def death_rates(tables: Tables, first_year: int) -> tuple[pl.DataFrame, Source]:
    """Deaths per person per year of the five years from ``first_year``.

    Returns
    -------
    columns sex, age (0, 1-4, 5-9 .. 95-99, 100+), value; and the source
    """
    table = tables.load("national_rates")
    rows = table.rows.filter(
        (pl.col("measure") == "sterfte") & (pl.col("period") == first_year)
    ).select("sex", "age", "value")
    return rows, table.source


DATASET = Dataset(
    key="un_wpp",
    title="World Population Prospects, Nederland",
    publisher="Verenigde Naties",
    table="WPP 2024 en 2019",
    url="https://population.un.org/wpp/",
    files=(
        FilePattern(
            "|".join(name.replace(".", r"\.") for name in [*SHAPES, *WIDE]),
            period=2024,
            at_least=len(SHAPES) + len(WIDE),
        ),
    ),
    read=read,
    as_of=lambda period: date(period, 7, 1),
    how_to_get=(
        "zet de bestanden un_wpp2024_nl_*.csv en un_wpp2019_nl_pop*.csv in de map van WWZ_DATA"
    ),
    licence="CC BY 3.0 IGO",
)
