"""Inhabitants by age and dwellings per buurt and year, as municipal portals export them.

Such a file gives names and no codes. A name finds its code in the list of ``region_names`` when
the two are equal but for case, blanks and hyphens; what differs more than that needs a
dated alias, never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import polars as pl

from wwz_engine.sources import region_names
from wwz_engine.sources.alike import comparable
from wwz_engine.sources.dataset import Opened, Reading, Wish
from wwz_engine.sources.delimited import read_delimited, require
from wwz_engine.sources.errors import (
    IncompleteTableError,
    UnknownAreaError,
    WrongPeriodError,
)
from wwz_engine.sources.tidy import NOT_THERE, WITHHELD, Measure, stack
from wwz_engine.sources.values import CellRules, check_cells, refuse_doubles, to_tidy

UNKNOWN = "Onbekend"

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


def _plain(column: str) -> str:
    """A column's subject without the unit and footnote behind it."""
    return column.split(" [", 1)[0]


@dataclass(frozen=True)
class MunicipalSeries:
    """One gemeente's file; calling it reads, so that it serves as a data set's reader."""

    gemeente: str
    name: str
    first_year: int
    last_year: int
    aliases: Mapping[str, str]

    def __call__(self, opened: Opened, wish: Wish) -> Reading:
        """Measures ``inwoners`` (total and ten age bands), ``woningen`` per buurt and year.

        ``inwoners_zonder_buurt`` gives, for the gemeente, the few people whom the file
        puts in the buurt "Onbekend"; years without them have no such row.
        """
        file = opened.name
        frame = read_delimited(opened.files[0])
        frame.columns = [_plain(column) for column in frame.columns]
        require(frame, ["jaar", "Buurt_naam", *MEASURES], file)
        check_cells(frame, MEASURES, RULES, file)
        self._check_years(frame, file)
        frame = frame.with_columns(
            period=pl.col("jaar").cast(pl.Int16),
            area_year=pl.lit(region_names.YEAR, dtype=pl.Int16),
        )
        placed = frame.filter(pl.col("Buurt_naam") != UNKNOWN)
        codes = self._codes(placed["Buurt_naam"].unique(maintain_order=True).to_list(), wish, file)
        placed = placed.with_columns(
            area=pl.col("Buurt_naam").replace_strict(codes, return_dtype=pl.String),
            level=pl.lit("buurt"),
            area_name=pl.col("Buurt_naam"),
        )
        rows = to_tidy(placed, MEASURES, RULES, file)
        return Reading(stack([rows, self._without_buurt(frame, file)]))

    def _codes(self, names: list[str], wish: Wish, file: str) -> dict[str, str]:
        listed = wish.tables.load("region_names", self.gemeente).extra
        known = {comparable(name): code for code, name in listed.select("area", "area_name").rows()}
        codes = {name: known.get(comparable(self.aliases.get(name, name)), "") for name in names}
        for name in [name for name, code in codes.items() if not code]:
            near = get_close_matches(name, listed["area_name"].to_list(), n=1)
            hint = f" (bedoeld is misschien ‘{near[0]}’)" if near else ""
            raise UnknownAreaError(
                file,
                f"bevat de onbekende buurt ‘{name}’{hint}",
                "leg een nieuwe naam vast als alias of herstel de naam",
            )
        return codes

    def _check_years(self, frame: pl.DataFrame, file: str) -> None:
        """Every buurt has every year once: a file cut off between rows shows here."""
        allowed = {str(year) for year in range(self.first_year, self.last_year + 1)}
        odd = set(frame["jaar"].to_list()) - allowed
        if odd:
            raise WrongPeriodError(
                file,
                f"bevat het jaar ‘{min(odd)}’ terwijl de reeks loopt van "
                f"{self.first_year} tot en met {self.last_year}",
            )
        refuse_doubles(frame, ["Buurt_naam", "jaar"], file)
        counts = frame.group_by("Buurt_naam", maintain_order=True).len()
        partial = counts.filter(pl.col("len") != len(allowed))
        if partial.height:
            name = partial["Buurt_naam"][0]
            raise IncompleteTableError(file, f"heeft niet alle jaren van de buurt ‘{name}’")

    def _without_buurt(self, frame: pl.DataFrame, file: str) -> pl.DataFrame:
        rest = frame.filter(pl.col("Buurt_naam") == UNKNOWN).with_columns(
            area=pl.lit(self.gemeente), level=pl.lit("gemeente"), area_name=pl.lit(self.name)
        )
        measures = {"inwoners op 1 januari": Measure("inwoners_zonder_buurt")}
        return to_tidy(rest, measures, RULES, file).filter(pl.col("value") > 0)
