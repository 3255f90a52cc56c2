"""Inhabitants per postcode area by five-year age group and sex (CBS 83502NED)."""

from __future__ import annotations

import polars as pl

from wwz_engine.sources import areas, statline
from wwz_engine.sources.dataset import (
    Dataset,
    FilePattern,
    Opened,
    Reading,
    Wish,
    first_of_january,
)
from wwz_engine.sources.delimited import by_stem, read_delimited, require
from wwz_engine.sources.errors import BadValueError, IncompleteTableError, WrongPeriodError
from wwz_engine.sources.tidy import WITHHELD, Measure
from wwz_engine.sources.values import CellRules, check_cells, refuse_doubles, to_tidy

AGES = [f"{age}-{age + 4}" for age in range(0, 95, 5)] + ["95+"]
MEASURES = {
    "inwoners": Measure("inwoners", age=None),
    "inwoners_man": Measure("inwoners", sex="man", age=None),
    "inwoners_vrouw": Measure("inwoners", sex="vrouw", age=None),
}
RULES = CellRules({"": WITHHELD, ".": WITHHELD})


def read(opened: Opened, wish: Wish) -> Reading:
    """Measure ``inwoners``, rounded to 5 by CBS, per PC4 x age x sex.

    For one gemeente: the postcode areas that lie mainly in it (see ``postcodes``).
    """
    file = opened.name
    frame = _fetched(opened) if opened.service else read_delimited(opened.files[0])
    require(frame, ["postcode", "leeftijd", *MEASURES], file)
    check_cells(frame, MEASURES, RULES, file)
    _check_ages(frame, file)
    # The column holds PC2, PC3 and PC4 under one another: summing all counts thrice.
    frame = frame.filter(pl.col("postcode").str.len_chars() == 4)
    areas.check_codes(frame, "postcode", file)
    if wish.gemeente is not None and opened.gemeente is None:
        frame = frame.filter(pl.col("postcode").is_in(_postcodes(wish)))
    frame = frame.with_columns(
        *areas.placed(pl.col("postcode"), opened.period), age=pl.col("leeftijd")
    )
    return Reading(to_tidy(frame, MEASURES, RULES, file))


def _fetched(opened: Opened) -> pl.DataFrame:
    """The fetched table (one row per postcode, age and sex) in the form of the file."""
    frame = by_stem(statline.frame(opened), opened.name, ["Bevolking"])
    require(frame, ["Postcode", "Leeftijd", "Geslacht", "Perioden", "Bevolking"], opened.name)
    wrong = frame.filter(pl.col("Perioden") != f"{opened.period}JJ00")
    if wrong.height:
        raise WrongPeriodError(opened.name, f"bevat de periode ‘{wrong['Perioden'][0]}’")
    ages = {c: statline.age_label(t) for c, t in statline.titles(opened, "Leeftijd").items()}
    sexes = {c: statline.sex_label(t) for c, t in statline.titles(opened, "Geslacht").items()}
    long = frame.select(
        postcode=pl.col("Postcode").str.replace("^PC", ""),
        leeftijd=pl.col("Leeftijd").replace_strict(ages, default=None, return_dtype=pl.String),
        sex=pl.col("Geslacht").replace_strict(sexes, default=None, return_dtype=pl.String),
        cell=pl.col("Bevolking"),
    ).filter(pl.col("leeftijd").is_in(AGES))
    refuse_doubles(long, ["postcode", "leeftijd", "sex"], opened.name)
    columns = {"totaal": "inwoners", "man": "inwoners_man", "vrouw": "inwoners_vrouw"}
    wide = long.pivot("sex", index=["postcode", "leeftijd"], values="cell")
    return wide.rename({k: v for k, v in columns.items() if k in wide.columns})


def _postcodes(wish: Wish) -> list[str]:
    return wish.tables.load("postcodes", wish.gemeente).rows["area"].unique().to_list()


def _check_ages(frame: pl.DataFrame, file: str) -> None:
    odd = frame.filter(~pl.col("leeftijd").is_in(AGES))
    if odd.height:
        raise BadValueError(file, f"bevat de onbekende leeftijdsgroep ‘{odd['leeftijd'][0]}’")
    partial = (
        frame.group_by("postcode", maintain_order=True).len().filter(pl.col("len") < len(AGES))
    )
    if partial.height:
        raise IncompleteTableError(
            file, f"heeft niet alle leeftijdsgroepen van postcodegebied {partial['postcode'][0]}"
        )


DATASET = Dataset(
    key="pc4_population",
    title="Inwoners naar postcode, leeftijd en geslacht",
    publisher="CBS",
    table="83502NED",
    url="https://opendata.cbs.nl/statline/#/CBS/nl/dataset/83502NED",
    files=(FilePattern(r"inwoners_2021_pc4_leeftijd_geslacht\.csv\.gz", period=2021),),
    read=read,
    as_of=first_of_january,
    how_to_get="haal het op met ‘wwz data fetch --gemeente NAAM’",
)
