"""Inhabitants of a gemeente by single year of age and sex (CBS 03759ned), as fetched."""

from __future__ import annotations

import polars as pl

from wwz_engine.sources import areas, statline
from wwz_engine.sources.dataset import Dataset, Opened, Reading, Wish, first_of_january
from wwz_engine.sources.delimited import by_stem, require
from wwz_engine.sources.errors import IncompleteTableError, WrongPeriodError
from wwz_engine.sources.tidy import NIL, NOT_THERE, WITHHELD, Measure
from wwz_engine.sources.values import CellRules, check_cells, to_tidy

TABLE = "03759ned"
# Single years up to 94, then one group: the table has these for every year.
AGES = [*(str(age) for age in range(95)), "95+"]
COUNT = "BevolkingOp1Januari"
RULES = CellRules({"": NOT_THERE, ".": WITHHELD, "-": NIL})


def read(opened: Opened, wish: Wish) -> Reading:
    """Measure ``inwoners`` by sex and single year of age, for everyone of any civil status."""
    file = opened.name
    frame = by_stem(statline.frame(opened), file, [COUNT])
    require(frame, ["Geslacht", "Leeftijd", "RegioS", "Perioden", COUNT], file)
    if set(frame["Perioden"]) != {f"{opened.period}JJ00"}:
        raise WrongPeriodError(file, f"gaat niet (alleen) over {opened.period}")
    ages = {c: statline.age_label(t) for c, t in statline.titles(opened, "Leeftijd").items()}
    sexes = {c: statline.sex_label(t) for c, t in statline.titles(opened, "Geslacht").items()}
    names = statline.titles(opened, "RegioS")
    name = pl.col("RegioS").replace_strict(names, default=None, return_dtype=pl.String)
    frame = frame.with_columns(
        *areas.placed(pl.col("RegioS"), opened.period, name),
        age=pl.col("Leeftijd").replace_strict(ages, default=None, return_dtype=pl.String),
        sex=pl.col("Geslacht").replace_strict(sexes, default=None, return_dtype=pl.String),
    ).filter(pl.col("age").is_in(AGES))
    areas.check_codes(frame, "area", file)
    measures = {COUNT: Measure("inwoners", sex=None, age=None)}
    check_cells(frame, measures, RULES, file)
    rows = to_tidy(frame, measures, RULES, file).filter(areas.in_gemeente(wish.gemeente))
    counts = rows.group_by("area", "sex").len()
    if counts.filter(pl.col("len") != len(AGES)).height or not counts.height:
        raise IncompleteTableError(file, "heeft niet alle leeftijden")
    return Reading(rows)


DATASET = Dataset(
    key="population_by_age",
    title="Bevolking naar leeftijd en geslacht, per gemeente",
    publisher="CBS",
    table=TABLE,
    url="https://opendata.cbs.nl/statline/#/CBS/nl/dataset/03759ned",
    files=(),
    read=read,
    as_of=first_of_january,
    how_to_get="haal het op met ‘wwz data fetch --gemeente NAAM’",
)
