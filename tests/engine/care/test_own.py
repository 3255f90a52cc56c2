"""Own figures: every wrong cell is told in one sentence, and a good row becomes a figure."""

from __future__ import annotations

from datetime import date

import pytest

from wwz_engine.care.own import COLUMNS, KEY, OwnFigure, check_row, doubles, own_table
from wwz_engine.services import kinds
from wwz_engine.sources.beside import WithOwn
from wwz_engine.sources.errors import UnknownDatasetError

AREAS = {"GM9999": "Verzonnendam", "WK999901": "Oost", "BU99990101": "Dijk", "BU99990102": "Dijk"}
TODAY = date(2026, 11, 1)
GOOD = {
    "id": "W-1",
    "area": "GM9999",
    "area_year": "2023",
    "kind": "Begeleiding (Wmo): cliënten",
    "number": "1.240",
    "unit": "",
    "as_of": "1-1-2026",
    "source": "Wmo-administratie",
}
ROW = OwnFigure(
    "W-1", "GM9999", 2023, "wmo_begeleiding_clienten", 1240.0, "personen",
    date(2026, 1, 1), "Wmo-administratie",
)  # fmt: skip

# Column, wrong text, and what the sentence must name.
WRONG = (
    ("id", "", "‘Nummer’ is leeg"),
    ("id", "W 1", "‘W 1’ kan geen nummer zijn"),
    ("area", "", "‘Gebied’ is leeg"),
    ("area", "Verzonendam", "Bedoelt u Verzonnendam?"),
    ("area", "Dijk", "BU99990101, BU99990102"),
    ("area_year", "2020", "Dat is 2023"),
    ("kind", "begeleiding", "kennen we niet"),
    ("kind", "Begeleiding (Wmo): clienten", "Bedoelt u ‘Begeleiding (Wmo): cliënten’?"),
    ("number", "", "‘Aantal’ is leeg"),
    ("number", "veel", "‘veel’ is geen getal"),
    ("number", "-3", "minder dan nul"),
    ("number", "12,5", "geen heel getal"),
    ("number", "99999999", "te groot"),
    ("number", "1.2.3", "geen getal"),
    ("number", "nan", "geen getal"),
    ("unit", "uren", "Dat is ‘personen’"),
    ("as_of", "vorig jaar", "geen datum"),
    ("as_of", "2026-02-30", "geen dag die bestaat"),
    ("as_of", "2027-01-01", "in de toekomst"),
    ("as_of", "1926-01-01", "te lang geleden"),
    ("source", "", "‘Bron’ is leeg"),
    ("source", "x" * 201, "te lang"),
)


def read(**cells: str):
    return check_row(GOOD | cells, AREAS, 2023, TODAY)


def test_a_good_row_is_read_as_it_stands():
    assert read().row == ROW
    assert read(area="verzonnendam", kind="wmo_begeleiding_clienten").row == ROW
    assert read(as_of="2026-01-01 00:00:00", number="1240.0", area_year="2023.0").row == ROW


@pytest.mark.parametrize(("column", "text", "says"), WRONG)
def test_a_wrong_cell_is_told_in_one_sentence_and_the_others_are_not(column, text, says):
    found = read(**{column: text})

    assert found.row is None
    assert [problem.column for problem in found.problems] == [column]
    assert says in found.problems[0].words


def test_every_wrong_cell_of_a_row_is_told_at_once():
    found = read(area="Nergens", number="veel", as_of="ooit")

    assert [problem.column for problem in found.problems] == ["area", "number", "as_of"]


def test_a_stay_is_more_than_nothing_and_may_have_decimals():
    assert read(kind="dakloos_verblijfsduur", number="0,5").row.number == 0.5
    assert not read(kind="dakloos_verblijfsduur", number="0").row
    assert not read(kind="dakloos_verblijfsduur", number="80").row


def test_a_share_is_at_most_everything():
    assert read(kind="dakloos_begeleid", number="40").row.unit == "procent"
    assert "meer dan alles" in read(kind="dakloos_begeleid", number="101").problems[0].words


def test_the_same_said_twice_is_found():
    again = OwnFigure(**vars(ROW) | {"id": "W-2"})
    same_id = OwnFigure(**vars(ROW) | {"as_of": date(2025, 1, 1)})

    found = list(doubles([ROW, again, same_id]))

    assert [(place, problem.column) for place, problem in found] == [(1, "kind"), (2, "id")]
    assert not list(doubles([ROW]))


def test_kinds_are_a_closed_list_with_labels_of_their_own():
    known = kinds()

    assert len({kind.label for kind in known.values()}) == len(known)
    assert all(kind.label and kind.unit for kind in known.values())
    assert {column.key for column in COLUMNS} == set(vars(ROW))


def test_own_figures_stand_beside_the_open_data_as_a_table(invented):
    wijk = OwnFigure(**vars(ROW) | {"id": "W-0", "area": "WK999901", "number": 300.0})
    elsewhere = OwnFigure(**vars(ROW) | {"id": "Z-1", "area": "GM0193"})
    table = own_table([ROW, wijk, elsewhere], "Samenwerking Verzonnendam", fictional=True)
    tables = WithOwn(invented, {KEY: table})

    loaded = tables.load(KEY, "GM9999")

    assert tables.has(KEY, "GM9999")
    assert not tables.has(KEY, "GM0001")
    assert loaded.rows["value"].to_list() == [300.0, 1240.0]
    assert loaded.extra["id"].to_list() == ["W-0", "W-1"]
    assert tables.load(KEY, "GM9999", 2025).rows.is_empty()
    assert tables.load(KEY).rows.height == 3
    assert loaded.source.fictional
    assert tables.has("rivm_health", "GM9999") == invented.has("rivm_health", "GM9999")
    with pytest.raises(UnknownDatasetError):
        invented.load(KEY, "GM9999")


def test_another_number_is_another_table_and_another_order_is_not():
    other = OwnFigure(**vars(ROW) | {"id": "W-2", "area": "WK999901"})
    changed = OwnFigure(**vars(ROW) | {"number": 1241.0})

    def digest(*rows):
        return own_table(rows, "Samenwerking Verzonnendam").source.sha256

    assert digest(ROW, other) == digest(other, ROW)
    assert digest(ROW, other) != digest(changed, other)


def test_a_point_that_may_be_of_thousands_or_of_decimals_is_asked_about():
    """Dutch people write 12.345 for twelve thousand, others for a little over twelve."""
    hours = {"kind": "wmo_begeleiding_uren", "unit": ""}
    (problem,) = read(**hours, number="12.345").problems
    assert problem.words == "‘12.345’ kan 12345 of 12,345 zijn. Schrijf het zonder punt."
    for text, number in (("12345", 12345), ("12,345", 12.345), ("1.234.567", 1_234_567),
                         ("1.234,5", 1234.5), ("12.3450", 12.345)):  # fmt: skip
        row = read(**hours, number=text).row
        assert row is not None and row.number == number
    # Half a client is none: there a point can only be of thousands.
    row = read(number="1.200").row
    assert row is not None and row.number == 1200


def test_a_number_below_one_is_not_read_as_thousands():
    assert "geen getal" in read(number="0.345").problems[0].words
