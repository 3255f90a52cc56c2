"""Rows of homes and plans: what may stand in a cell, and what is said when it may not."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from datetime import date

import pytest

from wwz_engine.sources import fictional
from wwz_engine.sources.beside import WithOwn
from wwz_engine.supply.checks import check_row
from wwz_engine.supply.rows import COLUMNS, INVENTED, SupplyRow
from wwz_engine.supply.table import KEY, supply_rows, supply_sources, supply_table

TODAY = date(2026, 11, 22)
AREAS = {"WK999901": "Wijk 01 Centrum", "BU99990101": "Markt", "BU99990102": "Haven"}
FILLED = {
    "id": "A-1", "complex": "De Linde", "area": "Markt", "owner": "Corporatie Voorbeeld",
    "homes": "1.024", "tenure": "sociale huur",
    "rent_class": "betaalbaar (tot de lage aftoppingsgrens)",
    "stairless_to": "Ja", "stairless_inside": "nee", "clustered": "ja", "cluster_homes": "24",
    "share_55plus": "80%", "label": "Seniorenlabel", "own_form": "geclusterd",
    "status": "hard plan", "ready_year": "2028",
}  # fmt: skip


def test_every_column_is_a_field_of_the_row_in_the_same_words():
    assert {column.key for column in COLUMNS} == {field.name for field in fields(SupplyRow)}
    assert len({column.label for column in COLUMNS}) == len(COLUMNS)
    for column in COLUMNS:
        assert column.meaning.endswith(".")
        assert not column.values or column.required or column.usual in column.values


def test_a_filled_row_is_read_and_what_is_empty_is_unknown():
    row = check_row(FILLED, AREAS, 2024, TODAY).row

    assert row is not None
    assert (row.area, row.area_year, row.homes) == ("BU99990101", 2024, 1024)
    assert (row.tenure, row.rent_class, row.status) == ("sociale_huur", "betaalbaar_laag", "hard")
    assert (row.stairless_to, row.stairless_inside, row.wheelchair) == ("ja", "nee", "onbekend")
    assert (row.share_55plus, row.label, row.origin) == (80, "seniorenlabel", "eigen")


def test_a_row_written_out_and_read_again_is_the_same_row():
    row = check_row(FILLED, AREAS, 2024, TODAY).row
    assert row is not None

    cells = {key: "" if value is None else str(value) for key, value in asdict(row).items()}
    assert check_row(cells, AREAS, 2024, TODAY).row == row


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("id", "", "Kenmerk: de cel is leeg. Uw eigen vaste kenmerk van deze regel."),
        ("complex", "", "Complex: de cel is leeg. De naam van het gebouw of het plan."),
        ("complex", "x" * 201, "Complex: de tekst is langer dan 200 tekens. Kort hem in."),
        ("area", "Hafen", "Gebied: het gebied ‘Hafen’ kennen we niet. Bedoelt u Haven?"),
        ("homes", "veel", "Woningen: ‘veel’ is geen heel getal. Schrijf een getal zoals 12."),
        ("homes", "12,5", "Woningen: ‘12,5’ is geen heel getal. Schrijf een getal zoals 12."),
        ("homes", "0", "Woningen: 0 kan niet. Kies een getal van 1 tot en met 5000."),
        ("homes", "9000", "Woningen: 9000 kan niet. Kies een getal van 1 tot en met 5000."),
        (
            "lift", "misschien",
            "Lift: ‘misschien’ kennen we niet. Kies ja, nee of onbekend.",
        ),
        (
            "status", "gepland",
            "Status: ‘gepland’ kennen we niet. Kies bestaand, hard plan of zacht plan.",
        ),
        (
            "ready_year", "",
            "Jaar klaar: een plan heeft een jaar nodig. Vul in wanneer het klaar is.",
        ),
        (
            "ready_year", "2e kwartaal",
            "Jaar klaar: ‘2e kwartaal’ is geen heel getal. Schrijf een getal zoals 2030.",
        ),
        (
            "gone_year", "2028",
            "Jaar weg: de woningen zijn pas in 2028 klaar. Kies een later jaar, of maak de cel "
            "leeg.",
        ),
        (
            "area_year", "2023",
            "Jaar van de indeling: de gebieden zijn van 2024, niet van 2023. Kies het gebied van "
            "2024.",
        ),
        (
            "status", "bestaand",
            "Jaar klaar: in 2028 is nog niet bestaand. Kies hard plan of zacht plan, of een ander "
            "jaar.",
        ),
        ("homes", "0.345", "Woningen: ‘0.345’ is geen heel getal. Schrijf een getal zoals 12."),
        (
            "clustered", "nee",
            "Woningen in het cluster: deze woningen staan niet in een cluster. Maak de cel leeg.",
        ),
    ],
)  # fmt: skip
def test_each_wrong_cell_is_named_with_what_to_do(column, text, words):
    checked = check_row({**FILLED, column: text}, AREAS, 2024, TODAY)

    assert checked.row is None
    assert words in [problem.words for problem in checked.problems]


def test_an_institution_has_no_tenancy_of_its_own():
    cells = {**FILLED, "intramural": "ja", "rents_separately": "ja"}
    assert [one.column for one in check_row(cells, AREAS, 2024, TODAY).problems] == [
        "rents_separately"
    ]


def test_a_name_of_two_areas_asks_for_the_code():
    twice = {"BU99990101": "Centrum", "BU99990201": "Centrum"}
    problem = check_row({**FILLED, "area": "centrum"}, twice, 2024, TODAY).problems[0]
    assert "naam van 2 gebieden" in problem.words
    assert check_row({**FILLED, "area": "bu99990201"}, twice, 2024, TODAY).row is not None


def test_two_wrong_cells_of_one_row_are_both_told():
    checked = check_row({**FILLED, "homes": "x", "lift": "x"}, AREAS, 2024, TODAY)
    assert {problem.column for problem in checked.problems} == {"homes", "lift"}


def _rows() -> list[SupplyRow]:
    one = check_row(FILLED, AREAS, 2024, TODAY).row
    assert one is not None
    return [one, replace(one, id="A-2", area="BU99990102", origin=INVENTED)]


def test_rows_brought_beside_the_data_come_back_in_a_study():
    tables = WithOwn(fictional.catalogue(), {KEY: supply_table(_rows(), "Wij", date(2026, 1, 1))})

    assert set(supply_rows(tables, "GM9999")) == set(_rows())
    assert supply_rows(tables, "GM0193") == ()
    assert supply_rows(fictional.catalogue(), "GM9999") == ()


def test_own_rows_and_invented_rows_have_a_source_each():
    tables = WithOwn(fictional.catalogue(), {KEY: supply_table(_rows(), "Wij", date(2026, 1, 1))})
    sources = supply_sources(tables, "GM9999")

    assert {origin: one.fictional for origin, one in sources.items()} == {
        "eigen": False, "verzonnen": True,
    }  # fmt: skip
    assert sources["eigen"].publisher == "Wij"
    assert sources["verzonnen"].publisher.startswith("Verzonnen")


def test_the_order_of_rows_does_not_change_the_table():
    forward = supply_table(_rows(), "Wij", date(2026, 1, 1))
    backward = supply_table(_rows()[::-1], "Wij", date(2026, 1, 1))
    assert forward.source == backward.source
    assert forward.extra.equals(backward.extra)


def test_homes_that_are_there_may_be_ready_this_year_and_go_later():
    cells = {**FILLED, "status": "bestaand", "ready_year": "2026", "gone_year": "2027"}
    row = check_row(cells, AREAS, 2024, TODAY).row
    assert row is not None
    assert (row.ready_year, row.gone_year) == (2026, 2027)
