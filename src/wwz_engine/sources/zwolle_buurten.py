"""Inhabitants by age and dwellings per buurt of Zwolle, 2015..2021 (municipality).

The file gives names in the layout of 2023 and no codes. A name finds its code in the
CBS list of 2024 when the two are equal but for case, blanks and hyphens; what differs
more than that needs a dated alias below, never a guess.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

import polars as pl

from wwz_engine.sources.dataset import (
    Dataset,
    FilePattern,
    Opened,
    Reading,
    Wish,
    first_of_january,
)
from wwz_engine.sources.delimited import read_delimited, require
from wwz_engine.sources.errors import (
    IncompleteTableError,
    UnknownAreaError,
    WrongPeriodError,
)
from wwz_engine.sources.tidy import NOT_THERE, WITHHELD, Measure, stack
from wwz_engine.sources.values import CellRules, check_cells, refuse_doubles, to_tidy

GEMEENTE = "GM0193"
UNKNOWN = "Onbekend"
FIRST_YEAR, LAST_YEAR = 2015, 2021
# Renamed by the municipality when building began (2023); CBS kept the planning name.
ALIASES = {"De Tippe": "Tippe bij de IJssel"}

_AGES = {
    "0-3": "0-3 jaar",
    "4-11": "4-11 jaar",
    "12-17": "12-17 jaar",
    "18-24": "18-24 jaar",
    "25-39": "25-39 jaar",
    "40-54": "40-54 jaar",
    "55-64": "55-64 jaar",
    "65-74": "65-74 jaar",
    "75-84": "75-84 jaar",
    "85+": "85 jaar en ouder",
}
MEASURES = {
    "woningen": Measure("woningen", unit="woningen"),
    "inwoners op 1 januari": Measure("inwoners"),
    **{
        f"inwoners in de leeftijd van {text}": Measure("inwoners", age=age)
        for age, text in _AGES.items()
    },
}
RULES = CellRules({"": NOT_THERE, "-": NOT_THERE, ".": WITHHELD}, decimal_comma=True)


def comparable(name: str) -> str:
    """A name without case, blanks, hyphens and points.

    >>> comparable("Aa-landen Zuid") == comparable("Aalanden-Zuid")
    True
    """
    return re.sub(r"[\s\-.]", "", name).casefold()


def _plain(column: str) -> str:
    """A column's subject without the unit and footnote behind it."""
    return column.split(" [", 1)[0]


def _codes_by_name(names: list[str], wish: Wish, file: str) -> dict[str, str]:
    listed = wish.tables.load("region_names", GEMEENTE).extra
    known = {comparable(name): code for code, name in listed.select("area", "area_name").rows()}
    codes = {name: known.get(comparable(ALIASES.get(name, name)), "") for name in names}
    for name in [name for name, code in codes.items() if not code]:
        near = get_close_matches(name, listed["area_name"].to_list(), n=1)
        hint = f" (bedoeld is misschien ‘{near[0]}’)" if near else ""
        raise UnknownAreaError(
            file,
            f"bevat de onbekende buurt ‘{name}’{hint}",
            "leg een nieuwe naam vast als alias of herstel de naam",
        )
    return codes


def _check_years(frame: pl.DataFrame, file: str) -> None:
    years = set(frame["jaar"].to_list())
    allowed = {str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)}
    if years - allowed:
        raise WrongPeriodError(
            file,
            f"bevat het jaar ‘{min(years - allowed)}’ terwijl de reeks loopt van "
            f"{FIRST_YEAR} tot en met {LAST_YEAR}",
        )
    refuse_doubles(frame, ["Buurt_naam", "jaar"], file)
    everywhere = frame.group_by("Buurt_naam").len().filter(pl.col("len") != len(allowed))
    if everywhere.height or years != allowed:
        name = everywhere["Buurt_naam"][0] if everywhere.height else UNKNOWN
        raise IncompleteTableError(file, f"heeft niet alle jaren van de buurt ‘{name}’")


def _without_buurt(frame: pl.DataFrame, file: str) -> pl.DataFrame:
    """Inhabitants registered in no buurt, as a row of the gemeente where there are any."""
    total = "inwoners op 1 januari"
    rest = frame.filter(pl.col("Buurt_naam") == UNKNOWN).with_columns(
        area=pl.lit(GEMEENTE), level=pl.lit("gemeente"), area_name=pl.lit("Zwolle")
    )
    measures = {total: Measure("inwoners_zonder_buurt")}
    return to_tidy(rest, measures, RULES, file).filter(pl.col("value") > 0)


def read(opened: Opened, wish: Wish) -> Reading:
    """Measures ``inwoners`` (total and ten age bands), ``woningen`` per buurt and year.

    ``inwoners_zonder_buurt`` gives, for the gemeente, the few people (at most 4) whom
    the file puts in the buurt "Onbekend" in 2016, 2017 and 2019.
    """
    file = opened.name
    frame = read_delimited(opened.files[0])
    frame.columns = [_plain(column) for column in frame.columns]
    require(frame, ["jaar", "Buurt_naam", *MEASURES], file)
    check_cells(frame, MEASURES, RULES, file)
    _check_years(frame, file)
    frame = frame.with_columns(
        period=pl.col("jaar").cast(pl.Int16), area_year=pl.lit(2024, dtype=pl.Int16)
    )
    placed = frame.filter(pl.col("Buurt_naam") != UNKNOWN)
    codes = _codes_by_name(placed["Buurt_naam"].unique(maintain_order=True).to_list(), wish, file)
    placed = placed.with_columns(
        area=pl.col("Buurt_naam").replace_strict(codes, return_dtype=pl.String),
        level=pl.lit("buurt"),
        area_name=pl.col("Buurt_naam"),
    )
    rows = to_tidy(placed, MEASURES, RULES, file)
    return Reading(stack([rows, _without_buurt(frame, file)]))


DATASET = Dataset(
    key="zwolle_buurten",
    title="Inwoners naar leeftijd en woningen per buurt, Zwolle 2015-2021",
    publisher="Gemeente Zwolle",
    table="cijfersoverzwolle.nl, bevolking per buurt",
    url="https://www.cijfersoverzwolle.nl/",
    files=(FilePattern(r"zwolle_buurt_bevolking_2015_2021\.csv", period=LAST_YEAR),),
    read=read,
    as_of=first_of_january,
    how_to_get=(
        "zet het bestand zwolle_buurt_bevolking_2015_2021.csv in de map van WWZ_DATA "
        "(uitvoer van cijfersoverzwolle.nl)"
    ),
    gemeente=GEMEENTE,
)
