"""A facility that opens or closes in a scenario: reach as if the list itself said so."""

from __future__ import annotations

import pytest

from tests.engine.reach.test_open_map import the_map
from wwz_engine.reach.asking import ReachRequest, reach_study
from wwz_engine.reach.example import with_example
from wwz_engine.reach.rows import KEY, FacilityRow
from wwz_engine.reach.table import facility_rows, facility_table
from wwz_engine.scenarios.applied import tables_of
from wwz_engine.scenarios.files import of_json
from wwz_engine.scenarios.scenario import ScenarioError
from wwz_engine.sources import fictional
from wwz_engine.sources.beside import WithOwn
from wwz_engine.study import StudyRequest, run_study

GEMEENTE = "GM9999"
ASKED = ReachRequest("Verzonnendam", ("rollator",))


@pytest.fixture(scope="module")
def tables():
    return with_example(fictional.catalogue(), "Verzonnendam")


@pytest.fixture(scope="module")
def result(tables):
    return reach_study(ASKED, tables)


def scenario(**told):
    change = {"soort": "voorziening", "soort_voorziening": "apotheek", "jaar": 2030}
    return of_json({"naam": "proef", "veranderingen": [change | told]})


def figures(result):
    return {(one.indicator.key, one.area.code): one.value for one in result.facts}


def by_hand(tables, rows):
    table = tables.load(KEY, GEMEENTE)
    brought = facility_table(rows, GEMEENTE, table.source.publisher, table.source.as_of)
    return figures(reach_study(ASKED, WithOwn(tables, {KEY: brought})))


def test_facility_that_closes_is_no_longer_in_reach(tables, result):
    rows = facility_rows(tables, GEMEENTE)
    gone = next(row.id for row in rows if row.kind == "apotheek")
    changed = tables_of(scenario(actie="dicht", kenmerk=gone), tables, result.areas)

    found = figures(reach_study(ASKED, changed))
    assert found == by_hand(tables, [row for row in rows if row.id != gone])
    assert found != figures(result)


def test_facility_that_opens_counts_as_any_other(tables, result):
    rows = facility_rows(tables, GEMEENTE)
    x, y = (float(at[0]) for at in (result.measured.ground.doors.x, result.measured.ground.doors.y))
    changed = tables_of(scenario(actie="open", x=x, y=y), tables, result.areas)

    found = figures(reach_study(ASKED, changed))
    more = FacilityRow("meer", "apotheek", x=x, y=y, origin=rows[0].origin)
    assert found == by_hand(tables, [*rows, more])
    key = "bereik_apotheek_rollator"
    before, after = (
        [v for (k, _), v in told.items() if k == key] for told in (figures(result), found)
    )
    assert all(one is None or two >= one for one, two in zip(before, after, strict=True))
    assert before != after


def test_facility_of_the_open_map_can_close_too(tables, result):
    only_map = WithOwn(fictional.catalogue(), {"open_map_places": the_map()})
    changed = tables_of(scenario(actie="dicht", kenmerk="osm-n1-huisarts"), only_map, result.areas)
    (row,) = facility_rows(changed, GEMEENTE)
    assert (row.kind, row.x, row.open_in(2030)) == ("huisarts", 203_000.0, False)


def test_facility_that_nobody_knows_cannot_close(tables, result):
    with pytest.raises(ScenarioError, match="geen voorziening met kenmerk ‘X9’"):
        tables_of(scenario(actie="dicht", kenmerk="X9"), tables, result.areas)


def test_without_facilities_there_is_nothing_to_change(result):
    plain = fictional.catalogue()
    assert tables_of(scenario(actie="open", x=1, y=300_001), plain, result.areas) is plain


def test_a_whole_study_of_the_scenario_tells_that_reach(tables, result):
    gone = next(row.id for row in facility_rows(tables, GEMEENTE) if row.kind == "apotheek")
    one = scenario(actie="dicht", kenmerk=gone)
    whole = run_study(StudyRequest("Verzonnendam", to=2022, draws=10, scenario=one), tables)

    told = figures(whole)
    reach = figures(reach_study(ASKED, tables_of(one, tables, result.areas)))
    assert reach == {place: told[place] for place in reach}
