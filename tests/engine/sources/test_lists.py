"""Lists that people bring: where a line stands, and what is no list."""

from __future__ import annotations

import pytest

from wwz_engine.sources.errors import NotDataError
from wwz_engine.sources.lists import (
    MOST_LINES,
    TOLD_PROBLEMS,
    ListRefusedError,
    as_delimited,
    keys_of,
    lines_of,
)
from wwz_engine.supply.rows import TEXT, Column

COLUMNS = (Column("id", "kenmerk", "", TEXT), Column("open_from", "open vanaf", "", TEXT))


def test_a_line_keeps_its_number_past_empty_ones():
    assert lines_of("a.csv", b"\nkenmerk;naam\n ; \nA1;Markt, west\n") == [
        (2, ["kenmerk", "naam"]),
        (4, ["A1", "Markt, west"]),
    ]


def test_a_list_of_an_old_machine_is_read_as_well():
    assert lines_of("a.csv", b"id,naam\rA1,Markt\r") == [(1, ["id", "naam"]), (2, ["A1", "Markt"])]


def test_headings_are_labels_or_keys_however_they_are_written():
    assert keys_of(["Kenmerk", "Open-vanaf", "van ons"], COLUMNS) == ["id", "open_from", ""]
    assert keys_of(["ID", "open_from"], COLUMNS) == ["id", "open_from"]


def test_a_list_that_is_too_long_or_no_table_is_refused():
    with pytest.raises(ListRefusedError, match=f"meer dan {MOST_LINES} regels. Deel het."):
        lines_of("a.csv", b"id\n" * (MOST_LINES + 1))
    with pytest.raises(NotDataError, match="niet als tabel te lezen"):
        lines_of("a.csv", b"id;naam\nA1;" + b"x" * 200_000)


def test_of_many_problems_the_first_are_told():
    refused = ListRefusedError([f"Regel {number}: nee" for number in range(TOLD_PROBLEMS + 3)])

    assert len(refused.problems) == TOLD_PROBLEMS + 3
    assert str(refused).splitlines()[-2:] == ["Regel 19: nee", "En nog 3 fouten."]


def test_delimited_text_ends_its_last_line_once():
    assert as_delimited("a.csv", b"id;naam\r\nA1;Markt\r\n\r\n").data == b"id;naam\r\nA1;Markt\n"
