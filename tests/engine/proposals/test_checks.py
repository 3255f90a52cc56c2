"""Rows of sites: what may stand in a cell, and what is said when it may not."""

from __future__ import annotations

from dataclasses import asdict, fields

import pytest

from wwz_engine.proposals.checks import check_row
from wwz_engine.proposals.rows import COLUMNS, SiteRow

AREAS = {"WK999901": "Wijk 01 Centrum", "BU99990101": "Markt", "BU99990102": "Haven"}
FILLED = {
    "id": "K-1", "site": "K", "name": "De Kade", "variant": "hoog", "area": "Haven",
    "geclusterd": "24", "nultreden": "1.200", "social": "300", "party": "Corporatie Voorbeeld",
    "cost_party": "4.500", "status": "zacht plan", "earliest": "2028", "latest": "2032",
    "lead": "2", "fixed": "Ja", "origin": "verzonnen voorbeeld",
}  # fmt: skip


def test_every_column_is_a_field_of_the_row_in_the_same_words():
    assert {column.key for column in COLUMNS} == {field.name for field in fields(SiteRow)}
    assert len({column.label for column in COLUMNS}) == len(COLUMNS)
    for column in COLUMNS:
        assert column.meaning.endswith((".", "?"))
        assert not column.values or column.required or column.usual in column.values


def test_a_filled_row_is_read_and_what_is_empty_is_nothing_or_no_limit():
    row = check_row(FILLED, AREAS, 2024).row

    assert row is not None
    assert (row.area, row.area_year, row.homes, row.social) == ("BU99990102", 2024, 1224, 300)
    assert (row.cost_party, row.cost_gemeente, row.care_hours) == (4500, 0, 0)
    assert (row.target_most, row.building, row.is_fixed) == (None, None, True)


def test_a_row_written_out_and_read_again_is_the_same_row():
    row = check_row(FILLED, AREAS, 2024).row
    assert row is not None

    cells = {key: "" if value is None else str(value) for key, value in asdict(row).items()}
    assert check_row(cells, AREAS, 2024).row == row


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"id": ""}, "Kenmerk: de cel is leeg. Uw eigen vaste kenmerk van deze regel."),
        ({"earliest": "ooit"},
         "Vroegste start: ‘ooit’ is geen heel getal. Schrijf een getal zoals 2030."),
        ({"area": "Hafen"}, "Gebied: het gebied ‘Hafen’ kennen we niet. Bedoelt u Haven?"),
        ({"latest": "2027"}, "Laatste start: 2027 is eerder dan de vroegste start, 2028."),
        ({"social": "1225"}, "Sociale huur: dit plan heeft 1224 woningen. Zoveel zijn er niet."),
        ({"geclusterd": "", "nultreden": "", "social": ""},
         "Nultreden: dit plan heeft geen woningen. Vul bij een woonvorm een aantal in."),
        ({"after": "K"},
         "Na locatie: een locatie kan niet op zichzelf wachten. Kies een andere."),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_with_what_to_do(changed, words):
    found = check_row(FILLED | changed, AREAS, 2024)

    assert found.row is None
    assert [problem.words for problem in found.problems] == [words]
