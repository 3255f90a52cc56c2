"""The fictional gemeente Verzonnendam: how its generated local files are read."""

from __future__ import annotations

from wwz_engine.sources import boundaries
from wwz_engine.sources.dataset import Dataset, FilePattern, first_of_january
from wwz_engine.sources.municipal_series import MunicipalSeries

GEMEENTE = "GM9999"
NAME = "Verzonnendam"
SERIES_FILE = "verzonnendam_buurt_bevolking_2015_2021.csv"
SHAPES_FILE = "verzonnendam_buurtgrenzen_wgs84.geojson.gz"
SERIES = MunicipalSeries(GEMEENTE, NAME, first_year=2015, last_year=2021, aliases={})
MADE_BY = "wordt gemaakt als er geen echte bronnen zijn"

DATASETS = (
    Dataset(
        key="fictional_buurten",
        title="Inwoners naar leeftijd en woningen per buurt, Verzonnendam 2015-2021",
        publisher="Verzonnen",
        table="verzonnendam_buurt_bevolking",
        url="",
        files=(FilePattern(SERIES_FILE.replace(".", r"\."), period=SERIES.last_year),),
        read=SERIES,
        as_of=first_of_january,
        how_to_get=MADE_BY,
        gemeente=GEMEENTE,
    ),
    Dataset(
        key="fictional_boundaries",
        title="Buurtgrenzen van Verzonnendam",
        publisher="Verzonnen",
        table="verzonnendam_buurtgrenzen",
        url="",
        files=(FilePattern(SHAPES_FILE.replace(".", r"\."), period=2024),),
        read=boundaries.read,
        as_of=first_of_january,
        how_to_get=MADE_BY,
        gemeente=GEMEENTE,
    ),
)
