"""Health of people of 65 and older in every gemeente: the rows of gemeenten out of RIVM's table.

The table itself holds three and a half million rows; who lays gemeenten side by side needs these.
"""

from __future__ import annotations

import polars as pl

from wwz_engine.sources import rivm_health
from wwz_engine.sources.dataset import Dataset, FilePattern, Opened, Reading, Wish
from wwz_engine.sources.delimited import by_stem, read_delimited, require

COLUMNS = ("Gemeentenaam", *rivm_health.DIMENSIONS)
OLDER = "65+"


def read(opened: Opened, wish: Wish) -> Reading:
    """The measures that groups are made of, in percent of the people of 65 and older."""
    file = opened.files[0]
    frame = by_stem(read_delimited(file), file.name, rivm_health.NEEDED)
    require(frame, [*COLUMNS, *rivm_health.NEEDED], file.name)
    # Before anything else: its wijken and buurten are fifty times as many rows.
    large = frame.select(*COLUMNS, *rivm_health.NEEDED).filter(
        pl.col("WijkenEnBuurten").str.contains("^(GM|NL)")
    )
    rows = rivm_health.tidy(large, file.name, opened, wish)
    return Reading(rows.filter((pl.col("level") == "gemeente") & (pl.col("age") == OLDER)))


DATASET = Dataset(
    key="rivm_gemeenten",
    title="Gezondheid van 65-plussers per gemeente (modelschatting)",
    publisher=rivm_health.DATASET.publisher,
    table=rivm_health.DATASET.table,
    url=rivm_health.DATASET.url,
    files=(FilePattern(r"rivm_50090NED_(?P<period>\d{4})_65plus\.csv\.gz"),),
    read=read,
    as_of=rivm_health.DATASET.as_of,
    how_to_get="zet rivm_50090NED_2020_65plus.csv.gz in de map van WWZ_DATA",
    modelled=True,
)
