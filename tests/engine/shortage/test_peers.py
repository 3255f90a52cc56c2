"""Gemeenten that are most like one: the key decides, and only what is published is compared."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from wwz_engine import parameters
from wwz_engine.beside_indicators import beside
from wwz_engine.facts import AreaRef
from wwz_engine.shortage.beside import ASKED, beside_figures
from wwz_engine.shortage.peers import COUNT, VARIABLES, benchmark, distances
from wwz_engine.sources.tidy import Source, Table, conform

DAY = date(2024, 1, 1)
ONES = np.ones(6)
TOWNS = {
    # 65+ (%), owner-occupied (%), low incomes (%), mean value, urbanity, people; and homes.
    "GM0001": (20, 50, 40, 300, 2, 100_000, 45_000),
    "GM0002": (20, 50, 40, 310, 2, 110_000, 50_000),
    "GM0003": (30, 70, 30, 400, 4, 20_000, 9_000),
    "GM0004": (21, 52, 41, 300, 2, 100_000, 45_000),
    "GM0005": (20, 50, 40, None, 2, 100_000, 45_000),
}


def few(count):
    """The parameter with another number of gemeenten to find."""
    known = parameters.load(COUNT)
    return replace(known, values=tuple(replace(one, value=count) for one in known.values))


def table_of(key, rows):
    named = [
        {"area": code, "area_year": 2020, "level": "gemeente", "area_name": None, "period": 2020,
         "measure": measure, "sex": "totaal", "age": age, "value": float(value), "missing": None,
         "unit": "x"}
        for code, measure, age, value in rows
    ]  # fmt: skip
    source = Source(key, "CBS", key, key, date(2020, 1, 1), "vrij", key[0] * 64)
    return Table(source, conform(pl.DataFrame(named)))


@dataclass
class Figures:
    """Key figures of a few gemeenten, and what else is told of them."""

    towns: dict = field(default_factory=lambda: TOWNS)
    others: dict = field(default_factory=dict)

    def has(self, key, gemeente=None, period=None):
        return key == "kwb" or key in self.others

    def load(self, key, gemeente=None, period=None):
        if key in self.others:
            return table_of(key, self.others[key])
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
    found = benchmark(Figures(), "GM0001", DAY)

    assert found is not None
    assert [one.code for one in found.peers] == ["GM0002", "GM0004", "GM0003"]
    assert found.own.distance == 0
    assert [one.distance for one in found.peers] == sorted(one.distance for one in found.peers)


def test_distance_is_worked_out_by_hand():
    # Two variables differ by 2 and 3 of the unit in which both gemeenten differ: 1 deviation each
    # from the mean, so 2 between them; four variables are equal.
    values = np.array([[10.0, 50, 40, 300, 2, 1000], [12, 53, 40, 300, 2, 1000]])
    assert distances(values, 0, np.ones(6))[1] == pytest.approx(np.sqrt((2**2 + 2**2) / 6))
    # Without the first variable, and with the second counting twice: 2 * 2**2 of 6 in all.
    weights = np.array([0.0, 2, 1, 1, 1, 1])
    assert distances(values, 0, weights)[1] == pytest.approx(np.sqrt(2 * 2**2 / 6))


def test_twice_as_many_people_is_as_far_in_a_small_as_in_a_large_gemeente():
    people = np.array([1_000.0, 2_000, 100_000, 200_000])
    values = np.column_stack([np.ones((4, 5)), people])
    assert distances(values, 0, ONES)[1] == pytest.approx(distances(values, 2, ONES)[3])


def test_older_people_per_1000_homes_are_of_the_same_year_and_source():
    found = benchmark(Figures(), "GM0001", DAY)
    assert found is not None
    # 20% of 100,000 people in 45,000 homes.
    assert found.own.older_per_1000 == pytest.approx(1000 * 0.2 * 100_000 / 45_000)
    assert found.middle() == pytest.approx(np.median([one.older_per_1000 for one in found.peers]))


def test_the_key_is_told_in_words_and_in_numbers():
    with parameters.in_place({COUNT: few(1)}):
        found = benchmark(Figures(), "GM0001", DAY)
    assert found is not None
    for one in VARIABLES:
        assert one.label in found.sentence()
        assert one.label in found.own.as_json()["key"]
    assert "Stad 2" in found.sentence()
    assert "voorraad" in found.sentence()


def test_the_sentence_says_of_how_many_gemeenten_and_of_which_year_its_middle_is():
    towns = {f"GM000{n}": (20 + n, 50, 40, 300, 2, 100_000, 45_000) for n in range(1, 9)}
    found = benchmark(Figures(towns), "GM0001", DAY)
    assert found is not None
    assert len(found.peers) == 7
    assert "In de 7 gemeenten die het meest lijken is dat in het midden" in found.sentence()
    assert found.sentence().endswith("Deze cijfers zijn van CBS, 2022.")


@pytest.mark.parametrize("towns", [{"GM0001": TOWNS["GM0001"]}, {"GM0002": TOWNS["GM0002"]}])
def test_nobody_to_compare_with_gives_nothing(towns):
    assert benchmark(Figures(towns), "GM0001", DAY) is None


def test_a_catalogue_without_the_key_figures_gives_nothing(invented):
    assert benchmark(invented, "GM9999", DAY) is None


# Of 1,000 people in households 150 are 65 and older, of whom 60 are 75 and older: 30 alone and 30
# with a partner. Of the others 40 are alone and 50 live together: 70 + 80 / 2 = 110 homes.
POSITIONS = [
    ("GM0001", "personen_in_huishoudens", "20-24", 850),
    ("GM0001", "personen_in_huishoudens", "65-69", 90),
    ("GM0001", "personen_in_huishoudens", "75-79", 60),
    ("GM0001", "alleenstaand", "65-69", 40),
    ("GM0001", "alleenstaand", "75-79", 30),
    ("GM0001", "samenwonend", "65-69", 50),
    ("GM0001", "samenwonend", "75-79", 30),
]
HEALTH = [("GM0001", "BeperkingInBewegen", "65+", 20), ("GM0001", "Eenzaam", "65+", 45)]
HOUSEHOLDS = [("GM0001", "huishoudens", "totaal", 500),
              ("GM0001", "eenpersoonshuishoudens", "totaal", 190)]  # fmt: skip
OWN = AreaRef("GM0001", "Stad 1", "gemeente", 2024)


def laid_beside(**others):
    tables = Figures(others=others)
    like = benchmark(tables, "GM0001", DAY)
    assert like is not None
    return {one.indicator: one for one in beside_figures(tables, OWN, like, DAY)}


def test_what_a_gemeente_asks_for_is_worked_out_by_hand():
    found = laid_beside(household_positions=POSITIONS, rivm_gemeenten=HEALTH, households=HOUSEHOLDS)
    own = {key: float(one.value[0, 0]) for key, one in found.items()}

    assert own["naast_75plus"] == 60
    assert own["naast_alleen_75plus"] == 50
    assert own["naast_eenpersoons"] == 38
    # 20% of 150 people, 150 / 110 to a home: 22 homes for 1,000 people.
    assert own["naast_vraag_nultreden"] == pytest.approx(22)
    # 60 people of 75 and older, by the key of 89 homes for 1,000 of them.
    assert own["naast_vraag_geclusterd"] == pytest.approx(0.06 * 89)
    assert own["naast_afstand"] == 0


def test_a_gemeente_that_a_table_does_not_have_is_unknown_and_never_nil():
    found = laid_beside(household_positions=POSITIONS, rivm_gemeenten=HEALTH)
    older = found["naast_75plus"]

    assert [area.name for area in older.areas] == ["Stad 1", "Stad 2", "Stad 4", "Stad 3"]
    assert np.isnan(older.value[1:]).all() and older.missing == "onbekend"
    # A table that is not there gives no figure at all.
    assert "naast_eenpersoons" not in found


def test_every_figure_says_what_it_rests_on_and_of_which_year():
    found = laid_beside(household_positions=POSITIONS, rivm_gemeenten=HEALTH)
    clustered = found["naast_vraag_geclusterd"]
    assert {one.key for one in clustered.sources} == {"household_positions", "parameters"}
    assert {one.key for one in found["naast_afstand"].sources} == {"kwb", "parameters"}
    assert clustered.years == (2020,) and found["naast_koop"].years == (2022,)
    # Others are in the layout of the figure, one's own gemeente in that of its study.
    assert [area.year for area in clustered.areas] == [2024, 2020, 2020, 2020]


def test_every_figure_beside_others_has_a_definition():
    keys = {one.key for one in beside()}
    assert keys == {*(one.key for one in VARIABLES), *(one.key for one in ASKED), "naast_afstand"}
