"""Gemeenten that are most like one: the key decides, and only what is published is compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl
import pytest

from wwz_engine.shortage.peers import VARIABLES, benchmark, distances
from wwz_engine.sources.tidy import Source, Table, conform

TOWNS = {
    # 65+ (%), owner-occupied (%), low incomes (%), mean value, people; and homes.
    "GM0001": (20, 50, 40, 300, 100_000, 45_000),
    "GM0002": (20, 50, 40, 310, 110_000, 50_000),
    "GM0003": (30, 70, 30, 400, 20_000, 9_000),
    "GM0004": (21, 52, 41, 300, 100_000, 45_000),
    "GM0005": (20, 50, 40, None, 100_000, 45_000),
}


@dataclass
class Figures:
    """Key figures of a few gemeenten, and nothing else."""

    towns: dict = field(default_factory=lambda: TOWNS)

    def has(self, key, gemeente=None, period=None):
        return key == "kwb"

    def load(self, key, gemeente=None, period=None):
        names = [*((one.measure, one.age) for one in VARIABLES), ("woningen", "totaal")]
        rows = [
            {"area": code, "area_year": 2022, "level": "gemeente", "area_name": f"Stad {code[-1]}",
             "period": 2022, "measure": measure, "sex": "totaal", "age": age,
             "value": None if value is None else float(value), "missing": None, "unit": "x"}
            for code, values in self.towns.items()
            for (measure, age), value in zip(names, values, strict=True)
        ]  # fmt: skip
        source = Source("kwb", "CBS", "85318NED", "Kerncijfers", date(2022, 1, 1), "vrij", "c" * 64)
        return Table(source, conform(pl.DataFrame(rows)))


def test_the_most_alike_come_first_and_one_with_a_gap_is_left_out():
    found = benchmark(Figures(), "GM0001")

    assert found is not None
    assert [one.code for one in found.peers] == ["GM0002", "GM0004", "GM0003"]
    assert found.own.distance == 0
    assert [one.distance for one in found.peers] == sorted(one.distance for one in found.peers)


def test_distance_is_worked_out_by_hand():
    # Two variables differ by 2 and 3 of the unit in which both gemeenten differ: 1 deviation each
    # from the mean, so 2 between them; three variables are equal.
    values = np.array([[10.0, 50, 40, 300, 1000], [12, 53, 40, 300, 1000]])
    assert distances(values, 0)[1] == pytest.approx(np.sqrt((2**2 + 2**2) / 5))


def test_twice_as_many_people_is_as_far_in_a_small_as_in_a_large_gemeente():
    people = np.array([1_000.0, 2_000, 100_000, 200_000])
    values = np.column_stack([np.ones((4, 4)), people])
    assert distances(values, 0)[1] == pytest.approx(distances(values, 2)[3])


def test_older_people_per_1000_homes_are_of_the_same_year_and_source():
    found = benchmark(Figures(), "GM0001")
    assert found is not None
    # 20% of 100,000 people in 45,000 homes.
    assert found.own.older_per_1000 == pytest.approx(1000 * 0.2 * 100_000 / 45_000)
    assert found.middle() == pytest.approx(np.median([one.older_per_1000 for one in found.peers]))


def test_the_key_is_told_in_words_and_in_numbers():
    found = benchmark(Figures(), "GM0001", count=1)
    assert found is not None
    for one in VARIABLES:
        assert one.label in found.sentence()
        assert one.label in found.own.as_json()["key"]
    assert "Stad 2" in found.sentence()
    assert "voorraad" in found.sentence()


def test_the_sentence_says_of_how_many_gemeenten_and_of_which_year_its_middle_is():
    towns = {f"GM000{n}": (20 + n, 50, 40, 300, 100_000, 45_000) for n in range(1, 9)}
    found = benchmark(Figures(towns), "GM0001")
    assert found is not None
    assert len(found.peers) == 7
    assert "In de 7 gemeenten die het meest lijken is dat in het midden" in found.sentence()
    assert found.sentence().endswith("Deze cijfers zijn van CBS, 2022.")


@pytest.mark.parametrize("towns", [{"GM0001": TOWNS["GM0001"]}, {"GM0002": TOWNS["GM0002"]}])
def test_nobody_to_compare_with_gives_nothing(towns):
    assert benchmark(Figures(towns), "GM0001") is None


def test_a_catalogue_without_the_key_figures_gives_nothing(invented):
    assert benchmark(invented, "GM9999") is None
