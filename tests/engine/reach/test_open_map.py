"""Facilities of the open map beside those that a partnership tells of."""

from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
import pytest

from tests.engine.reach.grounds import TODAY, small_ground
from wwz_engine.reach.measuring import measured
from wwz_engine.reach.rows import OPEN_MAP, FacilityRow
from wwz_engine.reach.table import facility_table
from wwz_engine.sources import fictional
from wwz_engine.sources.beside import WithOwn
from wwz_engine.sources.tidy import Source, Table, conform

ON_MAP = {
    "n1": (203_000.0, 503_000.0, {"amenity": "doctors"}),
    "n2": (203_400.0, 503_000.0, {"amenity": "doctors", "name": "De Brink"}),
    "n3": (250_000.0, 503_000.0, {"shop": "supermarket"}),
    "n4": (203_000.0, 503_100.0, {"natural": "tree"}),
}
OWN = FacilityRow("eigen-1", "huisarts", x=203_060.0, y=503_000.0)


@pytest.fixture(scope="module")
def ground():
    return small_ground()


def the_map():
    extra = pl.DataFrame(
        [
            {"id": key, "x": x, "y": y, "tags": json.dumps(tags)}
            for key, (x, y, tags) in ON_MAP.items()
        ]
    )
    source = Source("open_map_places", "Verzonnen", "", "Kaart", TODAY, "ODbL 1.0", "a" * 64)
    row = {
        "area": "GM9999", "area_year": 2021, "level": "gemeente", "area_name": "",
        "period": 2021, "measure": "kaart", "sex": "totaal", "age": "totaal",
        "value": 1.0, "missing": None, "unit": "kaarten",
    }  # fmt: skip
    return Table(source, conform(pl.DataFrame([row])), extra)


def found_on(ground, *rows, with_map=True):
    tables = {"facilities": facility_table(rows, "GM9999", "Gemeente", TODAY)} if rows else {}
    tables |= {"open_map_places": the_map()} if with_map else {}
    return measured(WithOwn(fictional.catalogue(), tables), "GM9999", ground)


def test_what_stands_on_the_map_counts_where_nobody_told_of_anything(ground):
    found = found_on(ground)

    assert [row.id for row in found.facilities] == ["osm-n1-huisarts", "osm-n2-huisarts"]
    assert {row.origin for row in found.facilities} == {OPEN_MAP}
    assert "ODbL 1.0" in {source.licence for source in found.sources}


def test_row_of_the_partnership_takes_the_place_of_the_same_facility_on_the_map(ground):
    found = found_on(ground, OWN)
    assert {row.id for row in found.facilities} == {"eigen-1", "osm-n2-huisarts"}


def test_facility_that_the_partnership_calls_closed_does_not_come_back_by_the_map(ground):
    found = found_on(ground, replace(OWN, closed_from=TODAY.year))
    assert [row.id for row in found.facilities] == ["osm-n2-huisarts"]


def test_other_kind_and_a_place_further_away_are_another_facility(ground):
    for row in (replace(OWN, kind="apotheek"), replace(OWN, x=203_101.0)):
        found = found_on(ground, row)
        assert len(found.facilities) == 3


def test_far_away_on_the_map_is_no_fault_and_is_not_told(ground):
    assert not [note for note in found_on(ground).notes if "buiten de gemeente" in note]
    told = found_on(ground, replace(OWN, x=250_000.0)).notes
    assert [note for note in told if note.startswith("1 voorziening ligt ver buiten")]


def test_distances_are_those_to_the_same_places_told_as_rows(ground):
    rows = [
        FacilityRow(key, "huisarts", x=x, y=y)
        for key, (x, y, tags) in ON_MAP.items() if "amenity" in tags
    ]  # fmt: skip
    told, on_map = found_on(ground, *rows, with_map=False), found_on(ground)
    for profile, kinds in told.distances.items():
        assert (kinds["huisarts"] == on_map.distances[profile]["huisarts"]).all()
