"""Cells to values: every cell is a number in range or a missing code with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from wwz_engine.sources.errors import BadValueError, DuplicateRowError
from wwz_engine.sources.tidy import WITHHELD, Measure, conform

# CBS geodata write "secret or unknown" as a large negative number: -99995, -99997,
# -99999999. No real figure comes near.
SENTINEL_BELOW = -99_990.0
PLACE = ["area", "area_year", "level", "area_name", "period"]
KEY = ["area", "area_year", "period", "measure", "sex", "age"]


@dataclass(frozen=True)
class CellRules:
    """How one publisher writes its cells: codes for missing, and the decimal sign."""

    missing: Mapping[str, str] = field(default_factory=dict)
    decimal_comma: bool = False


def _number(cell: pl.Expr, rules: CellRules) -> pl.Expr:
    text = cell.str.replace(",", ".", literal=True) if rules.decimal_comma else cell
    return text.cast(pl.Float64, strict=False)


def check_cells(
    frame: pl.DataFrame, measures: Mapping[str, Measure], rules: CellRules, file: str
) -> None:
    """Refuse a file with a cell that is neither a number in range nor a missing code.

    The whole file is judged, not only the rows asked for: a file with one broken cell
    is not what the publisher made.

    Raises
    ------
    BadValueError
    """
    # All columns at once, and each cell read once: one after another takes ten times as long.
    numbers = frame.select(_number(pl.col(column), rules).alias(column) for column in measures)
    broken = numbers.select(_broken(pl.col(each), measures[each].unit) for each in measures)
    known = frame.select(pl.col(column).is_in(list(rules.missing)) for column in measures)
    for column in measures:
        rows = (broken[column] & ~known[column]).arg_true()
        if rows.len():
            row, text = rows[0], frame[column][rows[0]]
            raise BadValueError(
                file,
                f"heeft in rij {row + 2}, kolom ‘{column}’, de onmogelijke waarde ‘{text}’",
            )


def _broken(number: pl.Expr, unit: str) -> pl.Expr:
    broken = number.is_null() | ~number.is_finite()
    broken |= (number < 0) & (number > SENTINEL_BELOW)
    return broken | (number > 100) if unit == "procent" else broken


def to_tidy(
    frame: pl.DataFrame, measures: Mapping[str, Measure], rules: CellRules, file: str
) -> pl.DataFrame:
    """Wide rows of strings to tidy rows.

    Parameters
    ----------
    frame : columns ``area, area_year, level, area_name, period``, those of ``measures``,
        and ``sex`` or ``age`` where a measure leaves them to a dimension

    Raises
    ------
    DuplicateRowError
    """
    dims = [name for name in ("sex", "age") if name in frame.columns]
    long = frame.select(*PLACE, *dims, *measures).unpivot(
        on=list(measures), index=[*PLACE, *dims], variable_name="column", value_name="cell"
    )
    number = _number(pl.col("cell"), rules)
    code = pl.col("cell").replace_strict(rules.missing, default=None, return_dtype=pl.String)
    secret = code.is_null() & (number <= SENTINEL_BELOW)
    missing = pl.when(secret).then(pl.lit(WITHHELD)).otherwise(code)
    long = long.with_columns(missing=missing).with_columns(
        value=pl.when(pl.col("missing").is_null()).then(number * _scale(measures)),
        measure=_each(measures, {c: m.name for c, m in measures.items()}),
        unit=_each(measures, {c: m.unit for c, m in measures.items()}),
        sex=_dimension("sex", {c: m.sex for c, m in measures.items()}),
        age=_dimension("age", {c: m.age for c, m in measures.items()}),
    )
    refuse_doubles(long, KEY, file)
    return conform(long)


def _each(measures: Mapping[str, Measure], values: Mapping[str, str]) -> pl.Expr:
    return pl.col("column").replace_strict(values, return_dtype=pl.String)


def _scale(measures: Mapping[str, Measure]) -> pl.Expr:
    return pl.col("column").replace_strict(
        {column: measure.scale for column, measure in measures.items()}, return_dtype=pl.Float64
    )


def _dimension(name: str, values: Mapping[str, str | None]) -> pl.Expr:
    fixed = {column: value for column, value in values.items() if value is not None}
    if not fixed:
        return pl.col(name)
    said = pl.col("column").replace_strict(fixed, default=None, return_dtype=pl.String)
    return said if len(fixed) == len(values) else pl.coalesce(said, pl.col(name))


def refuse_doubles(frame: pl.DataFrame, key: list[str], file: str) -> None:
    """Refuse a table that gives one figure twice.

    Raises
    ------
    DuplicateRowError
    """
    doubles = frame.filter(frame.select(key).is_duplicated())
    if doubles.height:
        raise DuplicateRowError(
            file, f"heeft dubbele rijen, bijvoorbeeld voor ‘{doubles.row(0, named=True)[key[0]]}’"
        )
