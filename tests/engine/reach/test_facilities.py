"""Facilities: kinds, what may stand in a cell, and tables of them."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date

import numpy as np
import pytest

from wwz_engine.reach.checks import FacilitiesRefusedError, check_facility, read_facilities
from wwz_engine.reach.fictional import invented_facilities
from wwz_engine.reach.kinds import KindError, basics, kind_named, kinds, leefgebieden
from wwz_engine.reach.rows import COLUMNS, OPEN_MAP, FacilityRow
from wwz_engine.reach.table import facility_rows, facility_sources, facility_table
from wwz_engine.sources import fictional
from wwz_engine.sources.beside import WithOwn
from wwz_engine.sources.errors import MissingColumnError
from wwz_engine.supply.rows import INVENTED

AREAS = {"BU99990101": "Markt", "BU99990102": "Haven"}
FILLED = {
    "id": "A-1", "kind": "Huisarts", "name": "Praktijk", "x": "203100,5", "y": "503000",
    "area": "Markt", "open_from": "2020", "closed_from": "2031", "wheelchair": "ja",
}  # fmt: skip


def test_the_twelve_leefgebieden_all_have_kinds():
    assert len(leefgebieden()) == 12
    assert {kind.leefgebied for kind in kinds().values()} == set(leefgebieden())
    assert set(basics()) == {"huisarts", "apotheek", "supermarkt", "ontmoetingsplek", "halte"}


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"shop": "supermarket"}, "supermarkt"),
        ({"amenity": "doctors"}, "huisarts"),
        ({"amenity": "bank", "atm": "yes"}, "geldautomaat"),
        ({"highway": "bus_stop"}, "halte"),
    ],
)
def test_tags_of_the_open_map_tell_the_kind(tags, kind):
    assert [found.key for found in kinds().values() if found.fits(tags)] == [kind]


def test_a_bank_without_a_machine_is_no_cash_point():
    assert not kinds()["geldautomaat"].fits({"amenity": "bank", "atm": "no"})
    with pytest.raises(KindError, match="‘kiosk’ kennen we niet"):
        kind_named("kiosk")


def test_every_column_is_a_field_of_the_row():
    assert {column.key for column in COLUMNS} == {field.name for field in fields(FacilityRow)}
    assert len({column.label for column in COLUMNS}) == len(COLUMNS)


def test_a_filled_row_is_read_and_written_out_the_same():
    row = check_facility(FILLED, AREAS, 2024).row
    assert row is not None
    assert (row.kind, row.x, row.area, row.area_year) == ("huisarts", 203100.5, "BU99990101", 2024)

    cells = {key: "" if value is None else str(value) for key, value in asdict(row).items()}
    assert check_facility(cells, AREAS, 2024).row == row


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("kind", "kiosk", "Soort: ‘kiosk’ kennen we niet."),
        ("x", "ver", "X: ‘ver’ is geen aantal meters."),
        ("x", "", "X: vul x en y allebei in."),
        ("y", "12", "Y: 12 ligt niet in Nederland."),
        ("postcode", "80", "Postcode: ‘80’ is geen postcode."),
        ("closed_from", "2019", "Gesloten vanaf: kies een later jaar"),
        ("wheelchair", "soms", "Rolstoeltoegankelijk: ‘soms’ kennen we niet."),
    ],
)
def test_each_wrong_cell_is_told_in_one_sentence(column, text, words):
    checked = check_facility({**FILLED, column: text}, AREAS, 2024)

    assert checked.row is None
    assert [problem.column for problem in checked.problems] == [column]
    assert checked.problems[0].words.startswith(words)


def test_a_facility_without_a_place_is_refused():
    checked = check_facility({"id": "1", "kind": "halte"}, AREAS)
    assert [problem.words for problem in checked.problems] == ["X: vul x en y in, of een postcode."]


def test_a_list_is_read_whole_or_not_at_all():
    good = "kenmerk;soort;x;y\n1;Huisarts;203000;503000\n2;halte;203100;503000\n"
    assert len(read_facilities("v.csv", good.encode(), AREAS)) == 2

    bad = good + "2;kiosk;0;0\n\n1;halte;203000;503000\n"
    with pytest.raises(FacilitiesRefusedError) as refused:
        read_facilities("v.csv", bad.encode(), AREAS)
    assert [problem[:8] for problem in refused.value.problems] == ["Regel 4:"] * 2 + ["Regel 6:"]

    with pytest.raises(MissingColumnError, match="mist de kolom ‘soort’"):
        read_facilities("v.csv", b"kenmerk;x;y\n1;2;3\n", AREAS)
    with pytest.raises(FacilitiesRefusedError, match="geen enkele voorziening"):
        read_facilities("v.csv", b"kenmerk;soort\n", AREAS)


def test_a_table_keeps_rows_and_says_what_is_invented():
    rows = (
        FacilityRow("b", "halte", x=1.0, y=2.0),
        FacilityRow("a", "huisarts", x=1.5, y=2.0, origin=INVENTED),
        FacilityRow("c", "halte", x=1.5, y=2.0, origin=OPEN_MAP),
    )
    table = facility_table(rows, "GM9999", "Gemeente", date(2026, 1, 1))
    again = facility_table(rows[::-1], "GM9999", "Gemeente", date(2026, 1, 1))
    tables = WithOwn(fictional.catalogue(), {"facilities": table})

    assert table.source == again.source and table.source.fictional
    assert set(facility_rows(tables, "GM9999")) == set(rows)
    assert facility_rows(tables, "GM0193") == ()
    sources = facility_sources(tables, "GM9999")
    assert {origin: source.fictional for origin, source in sources.items()} == {
        "eigen": False, INVENTED: True, OPEN_MAP: False,
    }  # fmt: skip
    assert sources[OPEN_MAP].licence == "ODbL 1.0"
    assert facility_rows(fictional.catalogue(), "GM9999") == ()


def test_invented_facilities_are_the_same_each_time_and_say_so():
    at = np.linspace(200_000, 201_000, 900), np.linspace(500_000, 501_000, 900)
    rows = invented_facilities(*at)

    assert rows == invented_facilities(*at) != invented_facilities(*at, seed=2)
    assert all(row.fictional and row.name.startswith("Verzonnen ") for row in rows)
    assert set(basics()) <= {row.kind for row in rows}
    assert len({row.id for row in rows}) == len(rows)
    assert len({row.kind for row in rows}) >= 12
