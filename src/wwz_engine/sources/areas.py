"""Region codes: which are real in form, at which level, under which parent."""

from __future__ import annotations

import re

import polars as pl

from wwz_engine.sources.errors import SourceError, UnknownAreaError

LEVELS = {"NL": "land", "PV": "provincie", "GM": "gemeente", "WK": "wijk", "BU": "buurt"}
LAND = "NL00"
CODE = r"^(NL00|PV\d{2}|GM\d{4}|WK\d{4}[0-9A-Z]{2}|BU\d{4}[0-9A-Z]{4}|[1-9]\d{3})$"


class GemeenteCodeError(SourceError):
    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(
            f"‘{code}’ is geen gemeentecode; een gemeentecode is GM met vier cijfers, "
            "bijvoorbeeld GM0193."
        )


def check_gemeente(code: str) -> str:
    """The code itself when it has the form of a gemeente's."""
    if not re.fullmatch(r"GM\d{4}", code):
        raise GemeenteCodeError(code)
    return code


def level(code: pl.Expr) -> pl.Expr:
    """Level of each code; four digits are a postcode area."""
    return code.str.slice(0, 2).replace_strict(LEVELS, default="pc4", return_dtype=pl.String)


def placed(code: pl.Expr, year: int, name: pl.Expr | None = None) -> list[pl.Expr]:
    """Columns that say where and when: areas of the layout of a year, counted in that year."""
    of_year = pl.lit(year, dtype=pl.Int16)
    return [
        code.alias("area"),
        of_year.alias("area_year"),
        level(code).alias("level"),
        (pl.lit(None, dtype=pl.String) if name is None else name).alias("area_name"),
        of_year.alias("period"),
    ]


def gemeente_of(code: pl.Expr) -> pl.Expr:
    """Gemeente code of each gemeente, wijk or buurt code."""
    return pl.concat_str(pl.lit("GM"), code.str.slice(2, 4))


def wijk_of(code: pl.Expr) -> pl.Expr:
    """Wijk code of each buurt code."""
    return pl.concat_str(pl.lit("WK"), code.str.slice(2, 6))


def in_gemeente(gemeente: str | None, column: str = "area") -> pl.Expr:
    """Keeps the areas of a gemeente and the country; None keeps all."""
    if gemeente is None:
        return pl.lit(value=True)
    code = pl.col(column)
    return (code == LAND) | (
        code.str.slice(0, 2).is_in(["GM", "WK", "BU"]) & (code.str.slice(2, 4) == gemeente[2:])
    )


def check_codes(frame: pl.DataFrame, column: str, file: str) -> None:
    """Refuse codes that no region can have.

    Raises
    ------
    UnknownAreaError
    """
    odd = frame.filter(~pl.col(column).str.contains(CODE)).get_column(column)
    if len(odd):
        raise UnknownAreaError(
            file,
            f"bevat de onbekende gebiedscode ‘{odd[0]}’",
            "herstel de code of haal het bestand opnieuw op",
        )
