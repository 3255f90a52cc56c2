"""Shortages of a town whose demand is given: sums, doubt, bands and the year they begin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pytest

from tests.engine.towns_with_homes import AREAS, BUURTEN, WIJKEN, cascade, homes, stock, values
from wwz_engine.shortage import figures as shortage
from wwz_engine.shortage.crossing import crossing_years, in_every_year
from wwz_engine.shortage.figures import shortage_figures
from wwz_engine.shortage.wanted import wanted_figures
from wwz_engine.sources.tidy import Source
from wwz_engine.supply.counting import CERTAINLY, LITTLE, MUCH, Forms, serving_shares, supply_for
from wwz_engine.supply.figures import Stock, supply_figures
from wwz_engine.supply.rows import INVENTED, NO, OWN, UNKNOWN, YES
from wwz_engine.woonvormen import WOONVORMEN

ASKED = {
    "A1": {"nultreden": 30, "geclusterd": 10, "zorggeschikt": 4},
    "A2": {"nultreden": 30, "geclusterd": 10, "zorggeschikt": 0},
    "B1": {"nultreden": 20, "geclusterd": 8, "zorggeschikt": 2},
    "B2": {"nultreden": 20, "geclusterd": 2, "zorggeschikt": 2},
}
SENIOR = {
    "area": "A1", "homes": 12, "stairless_to": YES, "stairless_inside": YES, "clustered": YES,
    "cluster_homes": 12, "meeting_room": YES, "for_55plus": YES, "share_55plus": 100,
    "intramural": NO, "wheelchair": NO, "ready_year": 2000,
}  # fmt: skip
CARE = {**SENIOR, "wheelchair": YES, "care_agreement": YES, "rents_separately": YES}


def found(*told, asked=None):
    return values(shortage_figures(cascade(homes(told), asked or ASKED)))


def drawn_cascade(told, draws=200):
    """The town with a demand that differs per draw, the same in no two buurten."""
    rng = np.random.default_rng(11)
    one = cascade(homes(told), ASKED, draws=draws)
    drawn = {key: units * rng.uniform(0.5, 1.5, units.shape) for key, units in one.asked.items()}
    return replace(one, asked=drawn)


def test_buurten_add_up_to_their_wijk_and_wijken_to_the_gemeente_whatever_is_told():
    told = [SENIOR, {**CARE, "area": "B2", "ready_year": 2023}, {**SENIOR, "area": "Wijk A"}]
    for figures in shortage_figures(drawn_cascade(told)):
        value = values([figures])
        for form in WOONVORMEN:
            if figures.indicator != f"tekort_{form}":
                continue
            for wijk in WIJKEN:
                parts = [value[f"tekort_{form} {area.name}"] for area in BUURTEN
                         if area.parent == wijk.code]  # fmt: skip
                whole = np.array(value[f"tekort_{form} {wijk.name}"])
                assert np.allclose(np.sum(parts, axis=0), whole, atol=1e-6)
            parts = [value[f"tekort_{form} {wijk.name}"] for wijk in WIJKEN]
            whole = np.array(value[f"tekort_{form} Voorbeeldstad"])
            assert np.allclose(np.sum(parts, axis=0), whole, atol=1e-6)


def test_homes_of_a_whole_wijk_serve_its_buurten_by_what_they_ask_for():
    nothing, there = found(SENIOR), found(SENIOR, {**SENIOR, "area": "Wijk B", "homes": 5})

    assert nothing["tekort_geclusterd Wijk B"][0] == 10
    assert there["tekort_geclusterd Wijk B"][0] == 5
    assert there["tekort_geclusterd B1"][0] == 4  # 8 of the 10 are asked for here
    assert there["tekort_geclusterd B2"][0] == 1
    assert there["tekort_geclusterd Wijk A"] == nothing["tekort_geclusterd Wijk A"]


def test_a_surplus_of_one_wijk_helps_another_only_in_the_gemeente_as_one():
    there = found({**SENIOR, "homes": 200})

    assert there["tekort_geclusterd Wijk B"][0] == 10
    assert there["tekort_nultreden Wijk A"][0] == 0
    assert there["tekort_nultreden Wijk B"][0] == 40
    assert there["tekort_geclusterd_gemeentebreed Voorbeeldstad"][0] == 0
    assert there["tekort_nultreden_gemeentebreed Voorbeeldstad"][0] == 0
    assert there["tekort_zorggeschikt_gemeentebreed Voorbeeldstad"][0] == 8


def test_the_gemeente_as_one_is_never_short_of_more_homes_than_its_wijken_together():
    rng = np.random.default_rng(2)
    for _ in range(20):
        told = [
            {**(CARE if rng.random() < 0.5 else SENIOR), "area": area.name, "ready_year": 2023,
             "homes": int(rng.integers(1, 40))}
            for area in BUURTEN
        ]  # fmt: skip
        there = found(*told)
        local = sum(there[f"tekort_{form} Voorbeeldstad"][0] for form in WOONVORMEN)
        as_one = sum(there[f"tekort_{form}_gemeentebreed Voorbeeldstad"][0] for form in WOONVORMEN)
        assert as_one <= local + 1e-6


@pytest.mark.parametrize(("ready", "care", "clustered"), [(2021, 8, 0), (None, 8, 0), (2022, 0, 8)])
def test_only_homes_since_the_national_task_answer_the_demand_for_extra_ones(
    ready, care, clustered
):
    asked = {name: {**one, "geclusterd": 4, "zorggeschikt": 4} for name, one in ASKED.items()}
    there = found(
        {**CARE, "area": "A1", "homes": 8, "ready_year": ready}, asked=asked
    )  # wijk A asks for 8 of each

    assert there["tekort_zorggeschikt Wijk A"][0] == care
    # What is no extra home is a clustered one.
    assert there["tekort_geclusterd Wijk A"][0] == clustered


def test_homes_count_as_far_as_the_people_meant_live_there_and_plans_as_far_as_they_are_built():
    half = found({**SENIOR, "homes": 20, "share_55plus": 50})
    untold = found({**SENIOR, "homes": 20, "share_55plus": None})
    plain = found({**SENIOR, "homes": 20, "share_55plus": None, "clustered": NO})
    hard = found({**SENIOR, "homes": 20, "status": "hard", "ready_year": 2025})
    soft = found({**SENIOR, "homes": 20, "status": "zacht", "ready_year": 2025})

    assert half["tekort_geclusterd Wijk A"] == [10, 10]
    # The key for clustered homes counts homes, and a cluster is one for people of 55 and older.
    assert untold["tekort_geclusterd Wijk A"] == [0, 0]
    assert plain["tekort_nultreden Wijk A"] == pytest.approx([60 - 12.6] * 2)
    assert hard["tekort_geclusterd Wijk A"] == pytest.approx([20, 20 - 17])
    assert soft["tekort_geclusterd Wijk A"] == pytest.approx([20, 20 - 8])


def test_the_figure_is_the_mean_over_the_draws_and_lies_in_its_band():
    for one in shortage_figures(drawn_cascade([SENIOR])):
        if one.low is None or one.high is None:
            continue
        assert np.isnan(one.low[:, 0]).all()  # the start has no band
        assert (one.low[:, 1] <= one.value[:, 1] + 1e-9).all()
        assert (one.value[:, 1] <= one.high[:, 1] + 1e-9).all()
        if one.indicator == "tekort_nultreden":
            assert (one.high[:, 1] > one.low[:, 1]).all()


def unmet_of(rows, form):
    """Shortage of a woonvorm in wijk A when every row is exactly what is told."""
    return found(*rows)[f"tekort_{form} Wijk A"][1]


@pytest.mark.parametrize("share", [100, None])
@pytest.mark.parametrize("form", WOONVORMEN)
def test_the_band_holds_every_way_in_which_what_is_unknown_can_fall_out(form, share):
    unsure = [
        {**CARE, "homes": 9, "wheelchair": UNKNOWN, "ready_year": 2023},
        {**SENIOR, "homes": 7, "meeting_room": UNKNOWN},
        {**SENIOR, "homes": 6, "stairless_inside": UNKNOWN, "clustered": NO, "area": "A2"},
        {**CARE, "homes": 5, "rents_separately": UNKNOWN, "ready_year": 2023, "area": "A2"},
    ]
    unsure = [{**row, "share_55plus": share} for row in unsure]
    names = ["wheelchair", "meeting_room", "stairless_inside", "rents_separately"]
    every = [
        [{**row, name: answer} for row, name, answer in zip(unsure, names, answers, strict=True)]
        for answers in product((YES, NO), repeat=4)
    ]
    outcomes = [unmet_of(rows, form) for rows in every]

    (band,) = [
        one
        for one in shortage_figures(cascade(homes(unsure), ASKED))
        if one.indicator == f"tekort_{form}"
    ]
    at = [area.name for area in band.areas].index("Wijk A")
    assert band.low is not None and band.high is not None
    assert band.low[at, 1] <= min(outcomes) + 1e-9
    assert band.high[at, 1] >= max(outcomes) - 1e-9
    assert min(outcomes) < max(outcomes)


def test_doubt_that_only_lifts_homes_would_miss_the_worst():
    """A planted defect: the upper end counts doubtful homes of a higher form where they are."""
    forms = Forms(np.array([2.0]), np.array([3.0]))
    homes_there, inside = np.array([[10.0]]), np.ones((1, 1))

    right = supply_for(forms, homes_there, inside, "geclusterd", LITTLE)
    wrong = supply_for(forms, homes_there, inside, "geclusterd", CERTAINLY)

    assert right[:, 0, 0].tolist() == [10, 0, 0]
    assert wrong[:, 0, 0].tolist() == [0, 10, 0]
    assert supply_for(forms, homes_there, inside, "zorggeschikt", MUCH)[0, 0, 0] == 10


def test_unknown_demand_leaves_the_shortage_unknown_and_changes_no_other():
    whole = cascade(homes([SENIOR]), ASKED)
    without = replace(whole, asked={**whole.asked, "vraag_nultreden": None})

    there, less = values(shortage_figures(whole)), values(shortage_figures(without))

    assert less["tekort_nultreden Voorbeeldstad"] == [None]
    assert less["kruisjaar_nultreden Voorbeeldstad"] == [None]
    for key, value in there.items():
        if "nultreden" not in key:
            assert less[key] == value


def test_the_order_of_rows_and_of_buurten_does_not_matter():
    told = [SENIOR, {**CARE, "area": "B1", "ready_year": 2024}, {**SENIOR, "area": "B2"}]
    assert found(*told) == found(*told[::-1])


def test_demand_passes_supply_in_the_year_in_which_half_of_the_draws_do():
    # From 8 to 12 homes in four years, in the other draw from 8 to 16; 10 are there.
    given = np.array([[[8.0, 8.0], [12.0, 16.0]]])
    years = (2024, 2025, 2026, 2027, 2028)
    every = in_every_year(given, (0, 4))
    assert every[0, :, 0].tolist() == [8, 9, 10, 11, 12]
    assert every[0, :, 1].tolist() == [8, 10, 12, 14, 16]

    crossed = crossing_years(np.maximum(every - 10, 0), years)

    assert crossed.passed[0].tolist() == [0, 0, 0.5, 1, 1]
    assert crossed.year.tolist() == [2026]


def test_supply_that_catches_up_again_does_not_undo_that_it_was_passed():
    unmet = np.array([[[0.0], [3.0], [0.0]]])
    crossed = crossing_years(unmet, (2024, 2025, 2026))
    assert crossed.year.tolist() == [2025]
    assert crossed.passed[0].tolist() == [0, 1, 1]


def test_no_year_is_given_when_supply_is_never_passed():
    there = found({**CARE, "homes": 500, "ready_year": 2022})
    assert there["kruisjaar_nultreden Wijk A"] == [None]
    assert there["kruiskans_nultreden Wijk A"] == [0, 0]
    assert there["kruisjaar_nultreden Wijk B"] == [2024]


def test_the_band_of_who_wants_to_move_runs_up_to_who_perhaps_does():
    one = cascade(homes([SENIOR]), ASKED)
    wanted = wanted_figures(one.people, one.asked, 0.1, one.sources, date(2024, 1, 1))
    by_key = {figures.indicator: figures for figures in wanted}
    for form, certain, perhaps in (("nultreden", 0.03, 0.16), ("geclusterd", 0.02, 0.12)):
        figures = by_key[f"verhuisvraag_{form}"]
        asked = sum(buurt[form] for buurt in ASKED.values())
        assert figures.value[0, 1] == pytest.approx(asked * certain)
        assert figures.high is not None
        assert figures.high[0, 1] == pytest.approx(asked * (certain + perhaps))
    assert np.isnan(by_key["verhuisvraag_zorggeschikt"].value).all()


def test_stock_for_whom_it_is_meant_and_what_is_expected_are_parts_of_what_is_told():
    told = [
        {**SENIOR, "homes": 20, "share_55plus": 50},
        {**SENIOR, "homes": 40, "status": "hard", "ready_year": 2025},
        {**SENIOR, "homes": 10, "status": "zacht", "ready_year": 2025},
    ]
    there = values(supply_figures(stock(homes(told)), (2025,)))
    assert there["voorraad_geclusterd A1"] == [20]
    assert there["voorraad_geclusterd_effectief A1"] == [10]
    assert there["plannen_hard_geclusterd A1"] == [40]
    assert there["oplevering_geclusterd A1"] == pytest.approx([40 * 0.85 + 10 * 0.4])


INVENTED_SOURCE = Source("supply", "Verzonnen", "lijst", "Woningen",
                         stock(homes([SENIOR])).day, "geen", "b" * 64, fictional=True)  # fmt: skip


def test_a_figure_is_fictional_only_where_it_rests_on_invented_rows():
    rows = homes([SENIOR, {**SENIOR, "area": "B1", "origin": INVENTED}])
    plain = stock(rows)
    both = Stock(plain.found, plain.day, plain.parameter_day,
                 {OWN: plain.sources[OWN], INVENTED: INVENTED_SOURCE})  # fmt: skip
    asked = replace(cascade(rows, ASKED), stock=both)
    fictional = {}
    for one in [*supply_figures(both, (2025,)), *shortage_figures(asked)]:
        for area in one.areas:
            rests = any(source.fictional for source in one.sources)
            fictional[one.indicator, area.name] = rests

    for key in ("voorraad_geclusterd", "plannen_hard_geclusterd", "voorraad_nultreden_onbekend"):
        told = {area.name for area in AREAS if fictional[key, area.name]}
        # Nothing is told of A2 and B2: that rests on the whole list.
        assert told == {"Voorbeeldstad", "Wijk B", "B1", "A2", "B2"}
    for key in ("tekort_geclusterd", "tekort_nultreden"):
        told = {area.name for area in AREAS if fictional[key, area.name]}
        assert told == {"Voorbeeldstad", "Wijk B", "B1", "B2"}
    assert fictional["kruisjaar_nultreden", "Wijk B"]
    assert not fictional["kruisjaar_nultreden", "Wijk A"]


def test_a_share_of_all_homes_without_stairs_held_against_clustered_ones_is_found(monkeypatch):
    """A planted defect: 37% of a cluster is left out, whoever it is for."""

    def of_all_homes(rows, day, height):
        return serving_shares(rows, day, np.ones(len(rows)))

    monkeypatch.setattr(shortage, "serving_shares", of_all_homes)
    with pytest.raises(AssertionError):
        test_homes_count_as_far_as_the_people_meant_live_there_and_plans_as_far_as_they_are_built()


def test_counting_a_plan_as_if_it_were_there_is_found(monkeypatch):
    """A planted defect: plans are not held against what of them is built."""
    monkeypatch.setattr(shortage, "built_shares", lambda rows, day: np.ones(len(rows)))
    with pytest.raises(AssertionError):
        test_homes_count_as_far_as_the_people_meant_live_there_and_plans_as_far_as_they_are_built()
