"""Inhabitants by age and dwellings per buurt of Zwolle, 2015..2021 (municipality)."""

from __future__ import annotations

from wwz_engine.sources.dataset import NOT_STATED, Dataset, FilePattern, first_of_january
from wwz_engine.sources.municipal_series import MunicipalSeries

SERIES = MunicipalSeries(
    gemeente="GM0193",
    name="Zwolle",
    first_year=2015,
    last_year=2021,
    # Named so by the municipality (export of 2025) when building began; CBS kept the
    # planning name in its list of 2024.
    aliases={"De Tippe": "Tippe bij de IJssel"},
)

DATASET = Dataset(
    key="zwolle_buurten",
    title="Inwoners naar leeftijd en woningen per buurt, Zwolle 2015-2021",
    publisher="Gemeente Zwolle",
    table="cijfersoverzwolle.nl, bevolking per buurt",
    url="https://www.cijfersoverzwolle.nl/",
    files=(FilePattern(r"zwolle_buurt_bevolking_2015_2021\.csv", period=SERIES.last_year),),
    read=SERIES,
    as_of=first_of_january,
    how_to_get=(
        "zet het bestand zwolle_buurt_bevolking_2015_2021.csv in de map van WWZ_DATA "
        "(uitvoer van cijfersoverzwolle.nl)"
    ),
    licence=NOT_STATED,
    gemeente=SERIES.gemeente,
)
