"""Merger and split of areas: nobody is lost, and what is estimated is said."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.altered import AlteredTables, made_secret
from tests.engine.studies import VERZONNENDAM
from wwz_engine.sources.bridge import (
    ADDRESSES,
    Bridge,
    BridgedTables,
    BridgeError,
    bridge_of,
    bridged_rows,
)


def people_in(rows, year=2021, age="totaal"):
    chosen = rows.filter(
        (pl.col("measure") == "inwoners")
        & (pl.col("period") == year)
        & (pl.col("age") == age)
        & (pl.col("level") == "buurt")
    )
    return dict(chosen.select("area", "value").rows())


@pytest.fixture
def rows(invented):
    return invented.load("buurt_series", VERZONNENDAM).rows


@pytest.fixture
def buurten(rows):
    return sorted(people_in(rows))


@pytest.fixture
def bridge(buurten):
    """The first two are one; the third falls apart in three to one; the others stay."""
    one, other, third, *rest = buurten
    parts = [
        (one, "BU_NEW", 4.0),
        (other, "BU_NEW", 9.0),
        (third, third, 300.0),
        (third, "BU_CUT", 100.0),
    ]
    return bridge_of([*parts, *((code, code, 1.0) for code in rest)], 2022, ADDRESSES)


def test_merged_and_split_buurten_hold_exactly_the_people_they_came_from(rows, buurten, bridge):
    moved = bridged_rows(rows, bridge)

    for year in (2016, 2021):
        for age in ("totaal", "65-74", "85+"):
            before, after = people_in(rows, year, age), people_in(moved, year, age)
            assert sum(after.values()) == pytest.approx(sum(before.values()), rel=1e-12)
            assert after["BU_NEW"] == before[buurten[0]] + before[buurten[1]]
            assert after["BU_CUT"] == pytest.approx(before[buurten[2]] / 4)


def test_new_area_with_an_unknown_part_is_unknown():
    halves = bridge_of([("A", "X", 1.0), ("A", "Y", 1.0), ("B", "Y", 1.0)], 2022, ADDRESSES)

    assert halves.carried(np.array([10.0, np.nan])).tolist() == pytest.approx(
        [5.0, np.nan], nan_ok=True
    )


def test_share_that_is_estimated_is_that_of_the_divided_buurt(rows, buurten, bridge):
    people = people_in(rows)
    counts = np.array([people[code] for code in bridge.before])

    assert bridge.share_bridged(counts) == pytest.approx(people[buurten[2]] / sum(people.values()))


def test_merger_alone_is_exact_and_estimates_nobody(rows, buurten):
    whole = bridge_of([(code, "BU_ALL", 1.0) for code in buurten], 2022, ADDRESSES)

    assert whole.share_bridged(np.ones(len(buurten))) == 0
    assert people_in(bridged_rows(rows, whole))["BU_ALL"] == sum(people_in(rows).values())


def test_gemeenten_merge_by_the_same_rule(invented):
    counted = invented.load("kwb", VERZONNENDAM).rows.filter(
        (pl.col("level") == "gemeente") & (pl.col("unit") == "personen")
    )
    pair = pl.concat([counted.with_columns(area=pl.lit(code)) for code in ("GM0001", "GM0002")])
    one = bridge_of([("GM0001", "GM0003", 1.0), ("GM0002", "GM0003", 1.0)], 2023, ADDRESSES)

    merged = bridged_rows(pair, one)

    assert merged["area"].unique().to_list() == ["GM0003"]
    assert merged["value"].sum() == pytest.approx(2 * counted["value"].sum())


def test_secret_part_makes_the_merged_buurt_secret_and_no_other(invented, buurten, bridge):
    secret = AlteredTables(invented, {"buurt_series": made_secret(buurten[0])})

    moved = BridgedTables(secret, bridge).load("buurt_series", VERZONNENDAM).rows

    hidden = moved.filter(pl.col("value").is_null())
    assert set(hidden["area"].to_list()) == {"BU_NEW"}
    assert set(hidden["missing"].to_list()) == {"geheim"}


def test_percentage_of_a_merged_buurt_is_the_mean_over_its_people():
    place = {"area_year": 2021, "level": "buurt", "area_name": "", "period": 2021}
    cell = {"sex": "totaal", "age": "totaal", "missing": None}
    rows = pl.DataFrame(
        [
            {"area": area, "measure": measure, "value": value, "unit": unit} | place | cell
            for area, people, share in (("A", 100.0, 10.0), ("B", 300.0, 30.0))
            for measure, value, unit in (
                ("inwoners", people, "personen"),
                ("Eenzaam", share, "procent"),
            )
        ]
    )

    merged = bridged_rows(rows, bridge_of([("A", "C", 1.0), ("B", "C", 1.0)], 2022, ADDRESSES))

    assert dict(merged.select("measure", "value").rows()) == {
        "inwoners": 400.0, "Eenzaam": pytest.approx(25.0),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("share", "says"),
    [([[0.5, 0.4]], "90.0%"), ([[0.5, 0.6]], "110.0%"), ([[1.5, -0.5]], "onder nul")],
)
def test_bridge_that_loses_or_invents_people_is_refused(share, says):
    with pytest.raises(BridgeError, match=says):
        Bridge(("A",), ("X", "Y"), np.array(share), 2022, ADDRESSES)


def test_bridge_without_sizes_is_refused():
    with pytest.raises(BridgeError, match="van geen deel bekend"):
        bridge_of([("A", "X", 0.0)], 2022, ADDRESSES)


@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 10_000))
def test_totals_are_kept_whatever_the_bridge(before, after, seed):
    random = np.random.default_rng(seed)
    weight = random.random((before, after)) * (random.random((before, after)) > 0.4) + 1e-6
    bridge = bridge_of(
        [(f"A{i}", f"B{j}", weight[i, j]) for i in range(before) for j in range(after)],
        2022, ADDRESSES,
    )  # fmt: skip
    counts = random.uniform(0, 5000, size=(before, 2, 20))

    assert bridge.carried(counts).sum(axis=0) == pytest.approx(counts.sum(axis=0))
    assert 0 <= bridge.share_bridged(counts.sum(axis=(1, 2))) <= 1
