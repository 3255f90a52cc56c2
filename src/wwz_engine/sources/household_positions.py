"""People in private households by age and position (CBS 71488ned), per gemeente."""

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
from wwz_engine.sources.tidy import NIL, NOT_THERE, WITHHELD, Measure
from wwz_engine.sources.values import CellRules, check_cells, refuse_doubles, to_tidy

# CBS writes "0 - 5 jaar" for ages 0 up to and not including 5.
AGES = {f"{age} - {age + 5} jaar": f"{age}-{age + 4}" for age in range(0, 95, 5)} | {
    "95 jaar of ouder": "95+"
}
_OUR_TITLES = {label: title for title, label in AGES.items()}
MEASURES = {
    column: Measure(name, age=None)
    for column, name in {
        "TotaalInParticuliereHuishoudens": "personen_in_huishoudens",
        "ThuiswonendKind": "thuiswonend_kind",
        "Alleenstaand": "alleenstaand",
        "TotaalSamenwonendePersonen": "samenwonend",
        "PartnerInNietGehuwdPaarZonderKi": "partner_niet_gehuwd_zonder_kinderen",
        "PartnerInGehuwdPaarZonderKinderen": "partner_gehuwd_zonder_kinderen",
        "PartnerInNietGehuwdPaarMetKinderen": "partner_niet_gehuwd_met_kinderen",
        "PartnerInGehuwdPaarMetKinderen": "partner_gehuwd_met_kinderen",
        "OuderInEenouderhuishouden": "ouder_in_eenouderhuishouden",
        "OverigLidHuishouden": "overig_lid",
    }.items()
}
# Empty: the gemeente did not exist that year, or nobody can have that position.
RULES = CellRules({"": NOT_THERE, ".": WITHHELD, "-": NIL})


def read(opened: Opened, wish: Wish) -> Reading:
    """People per position and five-year age group; people in institutions not counted."""
    file = opened.name
    frame = by_stem(_raw(opened), file, MEASURES)
    require(frame, ["Leeftijd", "RegioS", "Perioden", *MEASURES], file)
    check_cells(frame, MEASURES, RULES, file)
    _check(frame, opened)
    frame = frame.with_columns(
        *areas.placed(pl.col("RegioS"), opened.period),
        age=pl.col("Leeftijd").replace_strict(AGES, return_dtype=pl.String),
    )
    return Reading(to_tidy(frame.filter(areas.in_gemeente(wish.gemeente)), MEASURES, RULES, file))


def _raw(opened: Opened) -> pl.DataFrame:
    """Rows for both sexes; the fetched table writes codes where the file writes titles."""
    if not opened.service:
        return read_delimited(opened.files[0], ";")
    ages = statline.titles(opened, "Leeftijd")
    frame = statline.frame(opened)
    named = {code: _OUR_TITLES.get(statline.age_label(title) or "") for code, title in ages.items()}
    return frame.with_columns(
        pl.col("Leeftijd").replace_strict(named, default=None, return_dtype=pl.String)
    ).drop_nulls("Leeftijd")


def _check(frame: pl.DataFrame, opened: Opened) -> None:
    file = opened.name
    areas.check_codes(frame, "RegioS", file)
    wrong = frame.filter(pl.col("Perioden") != f"{opened.period}JJ00")
    if wrong.height:
        raise WrongPeriodError(
            file, f"bevat de periode ‘{wrong['Perioden'][0]}’ terwijl {opened.period} verwacht werd"
        )
    odd = frame.filter(~pl.col("Leeftijd").is_in(list(AGES)))
    if odd.height:
        raise BadValueError(file, f"bevat de onbekende leeftijdsgroep ‘{odd['Leeftijd'][0]}’")
    refuse_doubles(frame, ["RegioS", "Leeftijd"], file)
    partial = frame.group_by("RegioS", maintain_order=True).len().filter(pl.col("len") < len(AGES))
    if partial.height:
        raise IncompleteTableError(
            file, f"heeft niet alle leeftijdsgroepen van {partial['RegioS'][0]}"
        )


DATASET = Dataset(
    key="household_positions",
    title="Personen naar leeftijd en positie in het huishouden",
    publisher="CBS",
    table="71488NED",
    url="https://opendata.cbs.nl/statline/#/CBS/nl/dataset/71488ned",
    files=(
        FilePattern(
            r"cbs_71488ned_2020_personen_leeftijd_huishoudenspositie_gemeente\.csv\.gz",
            period=2020,
        ),
    ),
    read=read,
    as_of=first_of_january,
    how_to_get="haal het op met ‘wwz data fetch --gemeente NAAM’",
)
