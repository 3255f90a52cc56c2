"""The figures of well-known places come out as published; or as the generator made them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl
import pytest

from tests.engine.sources.copies import ORIGINS, Origin
from wwz_engine.sources import fictional, verzonnendam
from wwz_engine.sources.areas import LAND
from wwz_engine.sources.boundaries import shapes
from wwz_engine.sources.fictional.people import AGE, FIRST_YEAR, simulate
from wwz_engine.sources.registry import Catalogue

OLD = ("65-74", "75-84", "85+")
PEOPLE = simulate(np.random.default_rng([1, 1]))


def catalogue_of(origin: Origin) -> Catalogue:
    return fictional.catalogue(1) if origin.folder is None else Catalogue([origin.folder])


CATALOGUES = {name: catalogue_of(origin) for name, origin in ORIGINS.items()}


@pytest.fixture
def catalogue(origin: Origin) -> Catalogue:
    return next(CATALOGUES[name] for name, one in ORIGINS.items() if one is origin)


def total(rows: pl.DataFrame, **where: object) -> float:
    """Sum of the values of the rows that match; several values may be given for one column."""
    for column, wanted in where.items():
        values = wanted if isinstance(wanted, tuple) else (wanted,)
        rows = rows.filter(pl.col(column).is_in(list(values)))
    assert rows.height
    assert rows["value"].null_count() == 0
    return float(rows["value"].sum())


def is_real(origin: Origin) -> bool:
    return origin.folder is not None


def made(year: int, lowest: int = 0) -> float:
    return float(PEOPLE[year - FIRST_YEAR][..., lowest <= AGE].sum())


def test_municipal_series_adds_up(origin: Origin, catalogue: Catalogue) -> None:
    rows = catalogue.load("buurt_series", origin.gemeente).rows
    people = {"measure": "inwoners", "level": "buurt"}

    def expected(real: float, invented: float) -> float:
        return real if is_real(origin) else invented

    assert total(rows, period=2021, age="totaal", **people) == expected(129_837, made(2021))
    assert total(rows, period=2015, age="totaal", **people) == expected(123_856, made(2015))
    assert total(rows, period=2021, age=OLD, **people) == expected(21_024, made(2021, 65))
    assert total(rows, period=2015, age=OLD, **people) == expected(17_968, made(2015, 65))
    assert rows.filter(pl.col("level") == "buurt")["area"].n_unique() == expected(78, 15)
    bands = rows.filter((pl.col("measure") == "inwoners") & (pl.col("age") != "totaal"))
    whole = total(rows, age="totaal", **people)
    assert float(bands["value"].sum()) == whole


def test_people_without_buurt_are_kept_apart(origin: Origin, catalogue: Catalogue) -> None:
    rows = catalogue.load("buurt_series", origin.gemeente).rows
    apart = rows.filter(pl.col("measure") == "inwoners_zonder_buurt").sort("period")

    expected = [(2016, 2.0), (2017, 4.0), (2019, 1.0)] if is_real(origin) else []
    assert apart.select("period", "value").rows() == expected


def test_health_shares_are_the_published_ones(origin: Origin, catalogue: Catalogue) -> None:
    rows = catalogue.load("rivm_health", origin.gemeente, 2020).rows
    lonely = {"measure": "Eenzaam", "age": "65+"}

    assert total(rows, area=LAND, **lonely) == (49.5 if is_real(origin) else 49.0)
    own = total(rows, area=origin.gemeente, **lonely)
    assert own == 50.7 if is_real(origin) else 40 < own < 60
    assert set(rows["age"].unique()) == {"18+", "65+"}
    assert catalogue.load("rivm_health").source.modelled
    buurten = rows.filter(pl.col("level") == "buurt")["area"].n_unique()
    assert buurten == (78 if is_real(origin) else 15)


def test_postcodes_of_a_gemeente_add_up(origin: Origin, catalogue: Catalogue) -> None:
    rows = catalogue.load("pc4_population", origin.gemeente).rows
    found = total(rows, sex="totaal")

    if is_real(origin):
        assert found == 129_845
        assert total(catalogue.load("pc4_population").rows.drop_nulls("value"), sex="totaal") == (
            17_472_870
        )
    else:
        # Rounded to 5 in 80 cells.
        assert abs(found - made(2021)) <= 80 * 2.5
    assert set(rows["level"].unique()) == {"pc4"}


def test_key_figures_are_the_published_ones(origin: Origin, catalogue: Catalogue) -> None:
    rows = catalogue.load("kwb", origin.gemeente, 2022).rows
    gemeente = total(rows, measure="inwoners", level="gemeente")
    wijken = total(rows, measure="inwoners", level="wijk")

    assert gemeente == (130_668 if is_real(origin) else made(2022))
    assert abs(wijken - gemeente) <= 20
    assert abs(total(rows, measure="aandeel_inwoners", level="gemeente") - 100) <= 3


def test_households_are_the_published_ones(origin: Origin, catalogue: Catalogue) -> None:
    positions = catalogue.load("household_positions", origin.gemeente).rows
    people = total(positions.drop_nulls("value"), measure="personen_in_huishoudens")
    kinds = catalogue.load("households", origin.gemeente).rows

    assert people == 126_774 if is_real(origin) else 0.9 * made(2020) < people <= made(2020)
    if is_real(origin):
        assert total(kinds, measure="huishoudens") == 60_093
    parts = ("eenpersoonshuishoudens", "meerpersoonshuishoudens")
    assert total(kinds, measure=parts) == total(kinds, measure="huishoudens")


def test_death_rates_rise_with_age(catalogue: Catalogue) -> None:
    rows = catalogue.load("un_wpp").rows.filter(
        (pl.col("measure") == "sterfte") & (pl.col("period") == 2015) & (pl.col("sex") == "vrouw")
    )
    rates = dict(rows.select("age", "value").rows())

    assert rates["65-69"] < rates["75-79"] < rates["85-89"] < rates["95-99"]
    assert len(rates) == 22


def covered(codes: Iterable[str], level: str, gemeente: str) -> bool:
    start = {"gemeente": "GM", "wijk": "WK", "buurt": "BU"}[level]
    return all(code.startswith(start + gemeente[2:]) for code in codes)


@pytest.mark.parametrize(
    ("level", "real", "invented"), [("gemeente", 1, 1), ("wijk", 16, 4), ("buurt", 78, 15)]
)
def test_every_area_has_a_shape(
    level: str, real: int, invented: int, origin: Origin, catalogue: Catalogue
) -> None:
    found = shapes(catalogue, origin.gemeente, level)

    assert found is not None
    assert len(found.geometries) == (real if is_real(origin) else invented)
    assert covered(found.geometries, level, origin.gemeente)
    assert all(one["type"] in ("Polygon", "MultiPolygon") for one in found.geometries.values())


def test_shapes_and_series_name_the_same_buurten(origin: Origin, catalogue: Catalogue) -> None:
    found = shapes(catalogue, origin.gemeente, "buurt")
    series = catalogue.load("buurt_series", origin.gemeente).rows

    assert found is not None
    assert set(found.geometries) == set(series.filter(pl.col("level") == "buurt")["area"])


def test_five_other_gemeenten_are_there_when_data_are_real() -> None:
    """Figures of the data page for the gemeenten that the platform is also shown with."""
    expected = (
        {"GM0637": 49.9, "GM0356": 49.4, "GM0114": 49.9, "GM0109": 47.1, "GM1681": 47.2}
        if "echt" in ORIGINS
        else {verzonnendam.GEMEENTE: None}
    )
    catalogue = CATALOGUES["echt" if "echt" in ORIGINS else "verzonnen"]
    for code, share in expected.items():
        rows = catalogue.load("rivm_health", code, 2020).rows
        found = total(rows, measure="Eenzaam", age="65+", area=code)
        assert found == share if share is not None else 0 < found < 100
        assert rows.filter(pl.col("level") == "buurt").height > 0


def test_gemeente_without_rows_gives_an_empty_table(catalogue: Catalogue) -> None:
    rows = catalogue.load("kwb", "GM0001", 2022).rows

    assert rows.is_empty()
