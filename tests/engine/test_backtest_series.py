"""The series of the back-test: the right areas, nobody counted twice, gaps named."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.engine.panels import SOURCE
from tests.engine.studies import Situation
from wwz_engine.backtest import gemeenten, land, worlds
from wwz_engine.backtest.catalogue import SERIES
from wwz_engine.backtest.fetched import FEWEST_YEARS
from wwz_engine.backtest.series import SeriesNotHereError
from wwz_engine.backtest.worlds import Rates, World, simulate
from wwz_engine.sources import fictional
from wwz_engine.sources.tidy import TIDY_SCHEMA, Table


def test_every_series_is_read_or_says_in_one_sentence_what_is_missing(here: Situation) -> None:
    read = []
    for key, series in SERIES.items():
        try:
            loaded = series.read(here.tables)
        except SeriesNotHereError as error:
            assert str(error).endswith(".")
            assert "Zet" in str(error) or "Haal" in str(error)
            continue
        read.append(key)
        panel = loaded.panel
        assert panel.name == key
        assert len(loaded.clusters) == len(panel.areas) == len(set(panel.areas))
        assert (np.nan_to_num(panel.counts) >= 0).all()
        if loaded.truth is not None:
            # Of a made-up world methods see what CBS would publish, never the truth itself.
            assert (panel.counts % panel.rounding == 0).all()
            assert (loaded.truth % panel.rounding != 0).any()
    real = {"zwolle-buurten", "gemeenten", "pc4", "amsterdam", "nl", "nl-totaal"}
    assert real <= set(read) or not here.real


def test_merged_gemeenten_keep_everybody(here: Situation) -> None:
    """Of merged gemeenten no part is lost and none counts twice."""
    every = [part for parts in gemeenten.MERGED.values() for part in parts]
    loose = {*gemeenten.DIVIDED, *gemeenten.ALONG}
    assert len(every) == len(set(every))
    assert not set(every) & loose
    got = {code for parts in gemeenten.DIVIDED.values() for code in parts}
    assert not set(gemeenten.MERGED) & got
    if here.real:
        panel = SERIES["gemeenten"].read(here.tables).panel
        growth = panel.counts[1].sum(axis=1) / panel.counts[0].sum(axis=1)
        merged = [place for place, code in enumerate(panel.areas) if code in gemeenten.MERGED]
        assert len(merged) == len(gemeenten.MERGED)
        # A part that is forgotten shows as growth that no merged gemeente has; the least,
        # Eemsdelta (46,850 to 45,389 people), lost three in a hundred.
        assert growth[merged].min() > 0.965
        assert growth[merged].max() < 1.12
        assert panel.counts[0].sum() > 16e6


class KeyFigures:
    """Gemeenten of two years, a thousand people each, all ages alike."""

    def __init__(self, codes: dict[int, tuple[str, ...]]) -> None:
        self.codes = codes

    def has(self, key: str, gemeente: str | None = None, period: int | None = None) -> bool:
        return key == "kwb"

    def load(self, key: str, gemeente: str | None = None, period: int | None = None) -> Table:
        assert period is not None
        ages = [("inwoners", "totaal", 1000.0)]
        ages += [("aandeel_inwoners", band.label, 20.0) for band in gemeenten.BANDS]
        rows = [
            {"area": code, "area_year": period, "level": "gemeente", "area_name": f"Naam {code}",
             "period": period, "measure": measure, "sex": "totaal", "age": age, "value": value,
             "missing": None, "unit": "personen"}
            for code in self.codes[period] for measure, age, value in ages
        ]  # fmt: skip
        return Table(SOURCE, pl.DataFrame(rows, schema=TIDY_SCHEMA))


def test_gemeenten_are_added_up_to_the_merged_one_and_divided_ones_left_out() -> None:
    """Three became Eemsdelta; Littenseradiel was divided, and Leeuwarden got a part of it."""
    before = ("GM0003", "GM0010", "GM0024", "GM0140", "GM0080", "GM0193", "GM0344")
    found = gemeenten.read(KeyFigures({2017: before, 2022: ("GM1979", "GM0080", "GM0193")}))

    assert found.panel.areas == ("GM0193", "GM1979")
    assert found.panel.counts.sum(axis=2).tolist() == [[1000, 3000], [1000, 1000]]
    merged, divided, lost, _ = found.left_out
    assert "Naam GM1979" in merged
    assert "Naam GM0080, Naam GM0140" in divided
    assert "Naam GM0344" in lost
    assert "GM0010" not in lost


def test_projection_of_2019_is_taken_between_its_years() -> None:
    rows = {"value": [9.0e6, 9.5e6], "period": [2025, 2025]}

    (rival,) = land.projection_of_2019(Years("un_wpp_2019", pl.DataFrame(rows)), 17.0e6)

    # 17.0 million in 2020 and 18.5 in 2025: four fifths of the way along a curve.
    assert (rival.launch, rival.years) == (2020, (2024,))
    assert rival.people.item() == pytest.approx(17.0e6 * (18.5 / 17.0) ** 0.8)


def test_the_fictional_data_have_no_real_series() -> None:
    tables = fictional.catalogue()
    for key in ("zwolle-buurten", "amsterdam", "pc4", "gemeenten-lang"):
        with pytest.raises(SeriesNotHereError):
            SERIES[key].read(tables)


def test_a_long_series_needs_more_years_than_a_file_has(here: Situation) -> None:
    assert FEWEST_YEARS == 3
    with pytest.raises(SeriesNotHereError, match="83502NED van het CBS is hier niet"):
        SERIES["pc4-lang"].read(here.tables)


class Years:
    """Tables of one data set, as they are once several years were fetched."""

    def __init__(self, key: str, rows: pl.DataFrame) -> None:
        self.key, self.table = key, Table(SOURCE, rows)

    def has(self, key: str, gemeente: str | None = None, period: int | None = None) -> bool:
        return key == self.key

    def load(self, key: str, gemeente: str | None = None, period: int | None = None) -> Table:
        return self.table


def fetched_ages(years: range) -> pl.DataFrame:
    """Two gemeenten by single age and sex; one of them begins a year later."""
    ages = [*(str(age) for age in range(95)), "95+"]
    rows = [
        {"area": area, "area_year": year, "level": "gemeente", "area_name": area, "period": year,
         "measure": "inwoners", "sex": sex, "age": age, "value": 10.0, "missing": None,
         "unit": "personen"}
        for area, first in (("GM0001", 0), ("GM0002", 1)) for year in years[first:]
        for sex in ("man", "vrouw") for age in ages
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=TIDY_SCHEMA)


def test_years_that_were_fetched_become_a_long_series() -> None:
    loaded = SERIES["gemeenten-lang"].read(
        Years("population_by_age", fetched_ages(range(2000, 2011)))
    )

    assert loaded.panel.years == tuple(range(2000, 2011))
    assert loaded.panel.areas == ("GM0001",)
    assert loaded.left_out == ("1 gebied bestaat niet in elk jaar of is geheim.",)
    # Both sexes and five single ages of ten people each.
    assert (loaded.panel.counts[:, 0, :19] == 100).all()
    assert (loaded.panel.counts[:, 0, 19] == 20).all()
    with pytest.raises(SeriesNotHereError, match="03759ned"):
        SERIES["gemeenten-lang"].read(Years("population_by_age", fetched_ages(range(2000, 2002))))


def test_area_with_a_secret_in_one_year_is_no_part_of_a_long_series() -> None:
    rows = fetched_ages(range(2000, 2005))
    more = rows.filter(pl.col("area") == "GM0001").with_columns(
        area=pl.lit("GM0003"),
        value=pl.when((pl.col("period") == 2002) & (pl.col("age") == "40")).then(None)
        .otherwise(pl.col("value")),
    )  # fmt: skip

    found = SERIES["gemeenten-lang"].read(Years("population_by_age", pl.concat([rows, more])))

    assert found.panel.areas == ("GM0001",)
    assert found.left_out == ("2 gebieden bestaan niet in elk jaar of zijn geheim.",)


def rates(ratio: float) -> Rates:
    """Everybody of every age lives; ``ratio`` people come out of one."""
    return Rates(np.full((2, 2, 20), 0.9999), np.full((2, 20), ratio), 0.0)


def test_a_world_without_differences_only_grows_older() -> None:
    start = np.full((30, 2, 20), 100.0)

    people = simulate(start, ("10",) * 30, rates(0.9999), World("w", 0, 0, 0))

    assert people.shape == (3, 30, 2, 20)
    assert (people[1][:, :, 1:19] > 95).all()
    assert (people[2][:, :, 0] == 0).all()
    assert people[1].sum() == pytest.approx(start.sum(), rel=0.001)


def test_a_world_is_the_same_for_everybody_and_differs_by_seed() -> None:
    start = np.full((30, 2, 20), 40.0)
    world = World("w", 0.1, 0.1, 0.05)

    first = simulate(start, ("10", "11") * 15, rates(1.02), world)

    np.testing.assert_array_equal(first, simulate(start, ("10", "11") * 15, rates(1.02), world))
    assert not np.array_equal(first, simulate(start, ("10", "11") * 15, rates(1.02), world, 5))


def test_areas_differ_more_in_a_world_that_says_so() -> None:
    start = np.full((300, 2, 20), 400.0)
    regions = tuple(str(number % 10) for number in range(300))

    spread = {
        world.name: float(
            np.log(simulate(start, regions, rates(1.0), world)[2].sum(axis=(1, 2))).std()
        )
        for world in (worlds.A, worlds.B)
    }

    # Two periods of a lasting effect: 0.10 in A, 0.24 in B, and what passes besides.
    assert 0.08 < spread["wereld-a"] < 0.14
    assert 0.20 < spread["wereld-b"] < 0.30
