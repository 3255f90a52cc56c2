"""What one plan asks of the limits, and from when it can start: worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.proposals.asking import ASKED, limited, put, row
from tests.engine.proposals.small import PARTY, YEARS
from wwz_engine.proposals.explaining import prices

SOFT, THEIRS = {"status": "zacht"}, {"land_owner": "particulier"}


@pytest.mark.parametrize(
    ("limits", "told", "start"),
    [
        ({}, {}, 2027),
        ({"soft_from": 2028}, {}, 2027),
        ({"soft_from": 2028}, SOFT, 2028),
        ({"land_from": {"particulier": 2028}}, THEIRS, 2028),
        ({"land_from": {"particulier": 2028}}, {"land_owner": "gemeente"}, 2027),
        ({"soft_from": 2028, "land_from": {"particulier": 2027}}, SOFT | THEIRS, 2028),
    ],
)
def test_a_plan_starts_as_soon_as_its_status_and_its_land_allow(limits, told, start):
    (one,) = put(limited(**limits), row(1, **told)).certified().chosen
    assert (one.start, one.ready) == (start, start + 1)


@pytest.mark.parametrize(
    ("limits", "told", "words"),
    [
        ({"soft_from": 2029}, SOFT, "is een zacht plan dat nog niet op tijd kan beginnen"),
        ({"soft_from": 2029}, SOFT | {"latest": 2028}, "is een zacht plan"),
        ({"land_from": {"particulier": 2030}}, THEIRS, "de grond is niet op tijd beschikbaar"),
        ({"target_most": 49.0}, {"geclusterd": 10}, "dan de menging toelaat"),
        ({}, {"geclusterd": 10, "target_most": 49}, "dan de menging toelaat"),
        ({}, {"latest": 2026, "earliest": 2025}, "kan niet meer beginnen vanaf 2027"),
        ({}, {"lead": 3}, "is niet klaar in 2029"),
    ],
)
def test_a_plan_without_a_year_to_start_in_is_told_why(limits, told, words):
    found = put(limited(**limits), row(1, **told), row(2))
    answer = found.explained(found.certified())
    assert [one.id for one in answer.chosen] == ["P2"]
    (why,) = answer.why_not
    assert (why.id, why.certain, why.costs) == ("P1", True, None)
    assert words in why.sentence


def test_a_plan_can_wait_for_a_commitment_that_began_before_the_first_year():
    begun = row(1, fixed="ja", earliest=2025, latest=2026)
    answer = put(ASKED, begun, row(2, after="S1")).certified()
    assert [one.id for one in answer.chosen] == ["P2"]
    assert any("al begonnen" in note for note in answer.notes)


def test_half_of_a_plan_may_be_for_the_target_group_when_that_is_the_limit():
    told = {"geclusterd": 10, "target_most": 50}
    assert put(limited(target_most=50.0), row(1, **told)).certified().chosen


def test_a_plan_asks_of_the_builders_what_it_says_itself():
    question = limited(building=dict.fromkeys(YEARS, 5.0))
    assert not put(question, row(1)).certified().chosen
    (one,) = put(question, row(1, building=5)).certified().chosen
    assert sum(one.homes.values()) == 10
    # In two years of building half of it each year.
    assert put(question, row(1, lead=2)).certified().chosen


def test_a_year_tells_what_is_asked_of_its_limits():
    told = {"lead": 2, "latest": 2027, "building": 8, "cost_party": 60, "care_hours": 30}
    answer = put(ASKED, row(1, **told)).certified()
    assert [
        (line.year, line.started, sum(line.homes.values()), line.building, line.care_hours,
         line.costs.get(PARTY, 0.0))
        for line in answer.years
    ] == [
        (2027, 1, 0, 4.0, 0, 30.0), (2028, 0, 0, 4.0, 0, 30.0), (2029, 0, 10, 0.0, 30, 0.0),
    ]  # fmt: skip


def test_price_of_money_and_of_social_rent_is_what_more_of_it_brings():
    money = dict.fromkeys(YEARS, 200.0)
    question = limited(budgets={"gemeente": money}, social_least=50.0)
    rows = (row(1, cost_gemeente=600, social=8), row(2, nultreden=20, cost_gemeente=100, social=5))
    found = put(question, *rows)
    found.certified()
    told = prices(found.posed, found.chooser)
    assert {price.limit for price in told} >= {"budgets", "social_least"}
    for price in (one for one in told if one.limit == "budgets"):
        more = {year: most + 100 * (price.year in (year, None)) for year, most in money.items()}
        limits = replace(question.limits, budgets={"gemeente": more})
        wider = put(replace(question, limits=limits), *rows)
        wider.certified()
        gained = found.chooser.relaxed.bound - wider.chooser.relaxed.bound
        assert price.gives == pytest.approx(gained)
        assert price.sentence.startswith("100.000 euro meer van de gemeente ")
    (social,) = (one for one in told if one.limit == "social_least")
    assert social.sentence.startswith("Eén procentpunt minder sociale huur geeft ")
