"""A whole study with the homes of a partnership beside the open data."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest

from tests.engine.studies import close, fact_of, values
from wwz_engine.facts import COUNTED
from wwz_engine.home_indicators import PLURALS, homes
from wwz_engine.indicators import HOMES, PERCENT
from wwz_engine.population.places import places_of
from wwz_engine.sources.beside import WithOwn
from wwz_engine.study import StudyRequest, run_study
from wwz_engine.supply.fictional import invented_for, invented_rows
from wwz_engine.supply.rows import EXISTING, HARD, INVENTED, NO, OWN, YES, SupplyRow
from wwz_engine.supply.table import KEY, supply_table
from wwz_engine.unknowns import register

AS_OF = date(2021, 1, 1)
REQUEST = StudyRequest("Verzonnendam", draws=20)
OURS = {one.key for one in homes() if one.method in ("supply", "shortage")}
ADDITIVE = tuple(
    key.format(form)
    for form in PLURALS
    for key in ("voorraad_{}", "voorraad_{}_effectief", "plannen_hard_{}", "plannen_zacht_{}",
                "oplevering_{}", "tekort_{}")
)  # fmt: skip


def with_homes(tables, rows):
    return WithOwn(tables, {KEY: supply_table(rows, "Samenwerkingsverband", AS_OF)})


@pytest.fixture(scope="module")
def rows(invented):
    return invented_for(invented, "GM9999")


@pytest.fixture(scope="module")
def told(invented, rows):
    return run_study(REQUEST, with_homes(invented, rows))


@pytest.fixture(scope="module")
def untold(invented):
    return run_study(REQUEST, invented)


def test_homes_that_nobody_told_of_leave_stock_and_shortage_unknown(untold):
    for item in register().homes:
        facts = [fact for fact in untold.facts if fact.indicator.key == item.key]
        assert facts
        assert {(fact.value, fact.missing) for fact in facts} == {(None, "onbekend")}
    assert any("voorraad" in gap and "tekort" in gap for gap in untold.gaps)


def test_homes_that_were_told_make_stock_and_shortage_known(told):
    for item in register().homes:
        assert all(fact.value is not None for fact in told.facts
                   if fact.indicator.key == item.key)  # fmt: skip
    assert {fact.indicator.key for fact in told.facts} >= OURS
    assert any("regels die zijn opgegeven" in gap for gap in told.gaps)
    assert any("verzonnen regels" in gap for gap in told.gaps)


def test_what_does_not_rest_on_homes_is_the_same_with_and_without_them(told, untold):
    def other(result):
        return values(result, lambda fact: fact.indicator.key not in OURS)

    assert other(told) == other(untold)


@pytest.mark.parametrize("key", ADDITIVE)
def test_buurten_add_up_to_wijk_and_gemeente(told, key):
    facts = [fact for fact in told.facts if fact.indicator.key == key]
    parts = defaultdict(float)
    for fact in facts:
        parts[fact.area.parent, fact.area.level, fact.year] += fact.value
    below = {"gemeente": "wijk", "wijk": "buurt"}
    whole = [fact for fact in facts if fact.area.level in below]
    assert whole
    for fact in whole:
        assert close(parts[fact.area.code, below[fact.area.level], fact.year], fact.value)


def test_nothing_is_negative_and_every_band_holds_its_figure(told):
    for fact in told.facts:
        if fact.indicator.key not in OURS or fact.value is None:
            continue
        most = 100 if fact.indicator.unit == PERCENT else 100_000
        assert 0 <= fact.value <= most
        assert (fact.low is None) == (fact.high is None)
        if fact.low is not None:
            assert fact.low - 1e-6 <= fact.value <= fact.high + 1e-6
            assert fact.year > REQUEST.to - 20


def test_stock_is_what_the_list_says_and_its_day_is_that_of_the_list(told, rows):
    care = [row for row in rows if row.wheelchair == YES and row.rents_separately == YES]
    stock = fact_of(told, "voorraad_zorggeschikt", 2021)
    assert stock.value == sum(row.homes for row in care if row.status == EXISTING)
    assert stock.kind == COUNTED
    hard = fact_of(told, "plannen_hard_zorggeschikt", 2035)
    assert hard.value == sum(row.homes for row in care if row.status == "hard")


def test_every_figure_on_homes_says_that_its_list_is_invented(told):
    for fact in told.facts:
        if fact.indicator.key in OURS and not fact.indicator.key.startswith("verhuisvraag"):
            assert any(one.key == KEY and one.fictional for one in fact.sources), fact


def test_ten_clustered_homes_in_one_wijk_change_that_wijk_and_the_gemeente_and_no_other(
    invented, rows, told
):
    places = places_of(invented, "Verzonnendam")
    buurt = places.units[0]
    mine = SupplyRow(
        "eigen-1", "Onze nieuwe hof", buurt.code, buurt.year, 10, stairless_to=YES,
        stairless_inside=YES, clustered=YES, cluster_homes=12, meeting_room=YES, for_55plus=YES,
        share_55plus=100, wheelchair=NO, adapted=NO, care_agreement=NO, care_around_clock=NO,
        own_form="geclusterd", ready_year=2000,
    )  # fmt: skip
    after = run_study(REQUEST, with_homes(invented, (*rows, mine)))

    before, now = values(told), values(after)
    changed = {place for place in {*before, *now} if before.get(place) != now.get(place)}

    wijk = {unit.code for unit in places.units if unit.parent == buurt.parent}
    assert {code for _, code, _ in changed} <= {*wijk, str(buurt.parent), "GM9999"}
    assert {key for key, _, _ in changed} <= OURS
    assert (
        now["voorraad_geclusterd", buurt.code, 2021]
        == 10 + (before["voorraad_geclusterd", buurt.code, 2021])
    )
    # Only the buurt itself and what it is part of hold ten homes more.
    stock = {code for key, code, _ in changed if key == "voorraad_geclusterd"}
    assert stock == {buurt.code, str(buurt.parent), "GM9999"}
    assert not [key for key, _, _ in changed if "zorggeschikt" in key]
    own = fact_of(after, "voorraad_geclusterd", 2021, buurt.code)
    assert any(not one.fictional for one in own.sources if one.key == KEY)


def test_homes_in_an_area_that_is_not_there_are_left_out_and_told(invented, rows):
    strange = replace(rows[0], id="x", area="BU99999999", homes=77)
    result = run_study(REQUEST, with_homes(invented, (*rows, strange)))
    assert any(gap.startswith("77 opgegeven woningen") for gap in result.gaps)


def test_homes_by_a_code_of_another_year_are_left_out_and_told(invented, rows):
    older = replace(rows[0], id="x", area_year=rows[0].area_year - 1, homes=77)
    told = values(run_study(REQUEST, with_homes(invented, rows)))
    result = run_study(REQUEST, with_homes(invented, (*rows, older)))
    (words,) = [gap for gap in result.gaps if gap.startswith("77 opgegeven woningen")]
    assert f"ander jaar dan {rows[0].area_year}" in words and "opnieuw" in words
    assert values(result) == told


def test_homes_that_all_lie_elsewhere_are_told_and_leave_the_stock_unknown(invented, rows):
    strange = replace(rows[0], id="x", area="BU99999999", homes=77)
    result = run_study(REQUEST, with_homes(invented, (strange,)))
    assert any(gap.startswith("77 opgegeven woningen") for gap in result.gaps)
    assert fact_of(result, "voorraad_geclusterd", 2021).missing == "onbekend"


def test_what_is_planned_is_not_told_as_homes_that_are_there(invented, rows):
    there = replace(rows[0], id="a", homes=30, status=EXISTING)
    plan = replace(rows[0], id="b", homes=12, status=HARD, ready_year=2030)
    result = run_study(REQUEST, with_homes(invented, (there, plan)))
    (words,) = [gap for gap in result.gaps if "regels die zijn opgegeven" in gap]
    assert "30 bestaande woningen en 12 woningen in plannen, in 2 regels" in words


def test_invented_homes_are_the_same_every_time_and_call_themselves_invented(invented, rows):
    assert rows == invented_for(invented, "Verzonnendam")
    assert rows
    assert {row.origin for row in rows} == {INVENTED} != {OWN}
    assert all("erzonnen" in row.complex and "erzonnen" in row.owner for row in rows)
    assert len({row.id for row in rows}) == len(rows)
    assert invented_rows([("BU1", "A")], 2024, [float("nan")]) == ()
    assert invented_rows([("BU1", "A")], 2024, [800.0], seed=2) != invented_rows(
        [("BU1", "A")], 2024, [800.0]
    )


def test_units_of_figures_on_homes_are_homes_a_year_or_a_chance():
    assert {one.unit for one in homes()} == {HOMES, "jaar", PERCENT}
