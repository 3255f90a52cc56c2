"""Costs of care: what CPB and Vektis publish, and what is refused of a damaged file."""

from __future__ import annotations

import gzip
from datetime import date

import polars as pl
import pytest

from wwz_engine.sources.errors import (
    BadValueError,
    DuplicateRowError,
    IncompleteTableError,
    MissingColumnError,
    TruncatedFileError,
)
from wwz_engine.sources.fictional import catalogue
from wwz_engine.sources.folders import MemoryFolder
from wwz_engine.sources.registry import Catalogue

CPB = "cpb_2022_zorguitgaven_per_leeftijd.csv"
VEKTIS = "vektis_2023_zvw_kosten_gemeente_soort.csv.gz"
AGES = [*map(str, range(99)), "99 en ouder"]
CPB_TEXT = "Leeftijd,Zvw,Wlz,Wmo,Jeugd\n" + "".join(
    f"{age},{1000 + place},{10 * place},5.5,0\n" for place, age in enumerate(AGES)
)
NURSING = '"Nursing, rehabilitation and short-stay care"'
VEKTIS_TEXT = (
    "gemeentenaam,care_category,actual_cost,insured_years\n"
    f"VERZONNENDAM,{NURSING},1500000.50,24000\n"
    "VERZONNENDAM,Pharmacy,900000,24000\n"
    f"NERGENSHUIZEN,{NURSING},10,1\n"
    "NERGENSHUIZEN,Pharmacy,20,1\n"
)


def of(name: str, text: str) -> Catalogue:
    content = gzip.compress(text.encode()) if name.endswith(".gz") else text.encode()
    return Catalogue([*catalogue().folders, MemoryFolder({name: content})])


def test_spending_has_every_single_age_of_the_country():
    table = of(CPB, CPB_TEXT).load("cpb_spending")

    wlz = table.rows.filter(pl.col("measure") == "uitgaven_wlz")
    assert wlz.height == 100
    assert wlz.filter(pl.col("age") == "99+")["value"].to_list() == [990.0]
    assert set(table.rows["area"]) == {"NL00"}
    assert set(table.rows["unit"]) == {"euro per inwoner"}
    # What was spent in a year is known when it is over.
    assert table.source.as_of == date(2022, 12, 31)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (CPB_TEXT.replace("Wlz", "Wl"), MissingColumnError),
        (CPB_TEXT.replace("1050,", "veel,"), BadValueError),
        (CPB_TEXT.replace("\n50,", "\n49,"), DuplicateRowError),
        (CPB_TEXT.replace("99 en ouder", "99"), IncompleteTableError),
        ("\n".join(CPB_TEXT.splitlines()[:60]) + "\n", IncompleteTableError),
    ],
)
def test_damaged_spending_is_refused(text, error):
    with pytest.raises(error):
        of(CPB, text).load("cpb_spending")


def test_costs_of_nursing_are_those_of_the_gemeente():
    rows = of(VEKTIS, VEKTIS_TEXT).load("vektis_costs", "GM9999").rows

    assert dict(rows.select("measure", "value").rows()) == {
        "kosten_verpleging": 1500000.5,
        "verzekerde_jaren": 24000.0,
    }


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (VEKTIS_TEXT.replace("actual_cost", "cost"), MissingColumnError),
        (VEKTIS_TEXT.replace("1500000.50", "-3"), BadValueError),
        (VEKTIS_TEXT.replace(f"NERGENSHUIZEN,{NURSING}", "NERGENSHUIZEN,x"), IncompleteTableError),
        (VEKTIS_TEXT.replace("Pharmacy", "Nursing, rehabilitation"), TruncatedFileError),
        (VEKTIS_TEXT + "VERZONNENDAM,Pharmacy,1,1\n", DuplicateRowError),
    ],
)
def test_damaged_costs_are_refused(text, error):
    with pytest.raises(error):
        of(VEKTIS, text).load("vektis_costs", "GM9999")


def test_real_files_hold_the_published_figures(here):
    if not here.real:
        assert not here.tables.has("cpb_spending")
        return
    ages = here.tables.load("cpb_spending").rows.filter(pl.col("measure") == "uitgaven_wlz")
    costs = here.tables.load("vektis_costs", here.gemeente).rows

    assert ages.filter(pl.col("age") == "95")["value"].item() == pytest.approx(32353.378)
    assert costs.filter(pl.col("unit") == "euro")["value"].item() == pytest.approx(28068175.27)
