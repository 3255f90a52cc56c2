"""Doors: points of addresses in metres (Rijksdriehoek), or middles of postcodes of six signs.

A file may tell the postcode of a point, and how many addresses it stands for.
"""

from __future__ import annotations

import io

import polars as pl
from polars.exceptions import PolarsError

from wwz_engine.sources.dataset import (
    NOT_STATED,
    Dataset,
    FilePattern,
    Opened,
    Reading,
    Wish,
    first_of_january,
)
from wwz_engine.sources.delimited import read_delimited
from wwz_engine.sources.errors import (
    BadValueError,
    EmptyFileError,
    MissingColumnError,
    NotDataError,
)
from wwz_engine.sources.raw import RawFile
from wwz_engine.sources.tidy import empty_rows

ZWOLLE = "GM0193"
ADVICE = "geef de kolommen x en y in meters van het Rijksdriehoek"
# What the Rijksdriehoek grid spans over the Netherlands.
X_RANGE, Y_RANGE = (0.0, 300_000.0), (300_000.0, 640_000.0)
MOST_DOORS = 2_000_000


SCHEMA: dict[str, type[pl.DataType]] = {
    "x": pl.Float64, "y": pl.Float64, "addresses": pl.Float64, "postcode": pl.String,
}  # fmt: skip
NAMES = {"x_rd": "x", "y_rd": "y", "adressen": "addresses"}


def read(opened: Opened, wish: Wish) -> Reading:
    """``extra``: x, y, addresses and postcode; one row per point."""
    return Reading(empty_rows(), pl.concat([_points(file) for file in opened.files]))


def _points(file: RawFile) -> pl.DataFrame:
    found = _parquet(file) if file.name.endswith(".parquet") else _delimited(file)
    if not {"x", "y"} <= set(found.columns):
        raise MissingColumnError(file.name, "mist de kolommen x en y", ADVICE)
    lacking = {"addresses": pl.lit(1.0), "postcode": pl.lit("")}
    frame = found.with_columns(
        value.alias(name) for name, value in lacking.items() if name not in found.columns
    ).select(pl.col(name).cast(kind, strict=False) for name, kind in SCHEMA.items())
    if not frame.height:
        raise EmptyFileError(file.name, "bevat geen enkel adres")
    right = (
        pl.col("x").is_between(*X_RANGE)
        & pl.col("y").is_between(*Y_RANGE)
        & (pl.col("addresses") > 0)
    ).fill_null(value=False)
    if not frame.select(right.all()).item():
        raise BadValueError(file.name, "bevat een adres dat niet in Nederland ligt", ADVICE)
    return frame


def _parquet(file: RawFile) -> pl.DataFrame:
    try:
        frame = pl.scan_parquet(io.BytesIO(file.content)).head(MOST_DOORS).collect()
    except PolarsError as error:
        raise NotDataError(file.name, "is geen bruikbaar parquet-bestand") from error
    return frame.rename({name: NAMES.get(name, name) for name in frame.columns})


def _delimited(file: RawFile) -> pl.DataFrame:
    delimiter = ";" if b";" in file.data.split(b"\n", 1)[0] else ","
    frame = read_delimited(file, delimiter).head(MOST_DOORS)
    named = frame.rename({name: NAMES.get(name, name) for name in frame.columns})
    comma = [name for name in ("x", "y", "addresses") if name in named.columns]
    return named.with_columns(pl.col(comma).str.replace(",", ".", literal=True))


DATASETS = (
    Dataset(
        key="zwolle_doors",
        title="Adrespunten van Zwolle",
        publisher="Gemeente Zwolle",
        table="Digitale tweelingstad, adressen",
        url="https://smart-zwolle.opendata.arcgis.com/",
        files=(FilePattern(r"zwolle_adrespunten_rd\.parquet", period=2024),),
        read=read,
        as_of=first_of_january,
        how_to_get="zet zwolle_adrespunten_rd.parquet in de map van WWZ_DATA",
        licence=NOT_STATED,
        gemeente=ZWOLLE,
    ),
    Dataset(
        key="address_points",
        title="Adrespunten (x en y in meters)",
        publisher="Kadaster",
        table="Basisregistratie Adressen en Gebouwen",
        url="https://www.pdok.nl/introductie/-/article/basisregistratie-adressen-en-gebouwen-ba-1",
        files=(FilePattern(r"adrespunten_(?P<period>\d{4})(?:_\w+)?\.(?:csv|parquet)"),),
        read=read,
        as_of=first_of_january,
        how_to_get="zet een bestand adrespunten_JAAR.csv met x en y in de map van WWZ_DATA",
        licence="CC0",
    ),
)
