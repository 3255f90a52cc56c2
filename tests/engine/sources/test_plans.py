"""Building plans that a gemeente brings: what is read, and how faults are told."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter

from wwz_engine.sources.errors import (
    EmptyFileError,
    MissingColumnError,
    NotDataError,
    TooLargeError,
)
from wwz_engine.sources.plans import (
    KEY,
    MOST_BYTES,
    ListedPlan,
    WithPlans,
    plans_table,
    read_plans,
)

AREAS = {"BU01933110": "Aa-landen-Noord", "BU01933120": "Holtenbroek I", "BU01930110": "Binnenstad"}
HEAD = "gebied;jaar;woningen;hardheid;naam"


def read(*lines, head=HEAD, name="plannen.csv"):
    return read_plans(name, "\n".join([head, *lines]).encode(), AREAS, 2021)


def workbook(rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def test_rows_are_read_by_code_or_name_with_dutch_numbers():
    found = read(
        "BU01933110;2026;120;hard;Klooienberg",
        "holtenbroek i;2028;1.200;Zacht;",
        "Aa landen Noord;2027;-40;hard;sloop",
    )

    assert found.usable
    assert found.plans == (
        ListedPlan(2, "BU01933110", 2026, 120, "hard", "Klooienberg"),
        ListedPlan(3, "BU01933120", 2028, 1200, "zacht", ""),
        ListedPlan(4, "BU01933110", 2027, -40, "hard", "sloop"),
    )
    assert (found.homes("hard"), found.homes("zacht")) == (80, 1200)


def test_workbook_gives_the_same_plans_as_text():
    rows = [
        ["Gebied", "Jaar", "Woningen", "Hardheid"],
        ["BU01933110", 2026, 120, "hard"],
        ["Binnenstad", 2030, 35, "zacht"],
    ]

    found = read_plans("plannen.xlsx", workbook(rows), AREAS, 2021)

    text = read("BU01933110;2026;120;hard", "Binnenstad;2030;35;zacht",
                head="gebied;jaar;woningen;hardheid")  # fmt: skip
    assert found.plans == text.plans
    assert found.usable


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("BU99999999;2026;10;hard;", "kennen we niet"),
        ("Holtenbroek II;2026;10;hard;", "Bedoelt u Holtenbroek I?"),
        (";2026;10;hard;", "het gebied ontbreekt"),
        ("BU01933110;straks;10;hard;", "‘straks’ is geen jaar"),
        ("BU01933110;2021;10;hard;", "2022 tot en met 2050"),
        ("BU01933110;2051;10;hard;", "2022 tot en met 2050"),
        ("BU01933110;2026;veel;hard;", "‘veel’ is geen aantal"),
        ("BU01933110;2026;12,5;hard;", "‘12,5’ is geen aantal"),
        ("BU01933110;2026;;hard;", "is geen aantal"),
        ("BU01933110;2026;0;hard;", "is nul"),
        ("BU01933110;2026;60000;hard;", "meer dan 5000"),
        ("BU01933110;2026;10;misschien;", "hard of zacht, niet ‘misschien’"),
        ("BU01933110;2026;10;;", "hard of zacht"),
    ],
)
def test_row_that_cannot_be_used_is_told_in_one_sentence_with_its_line(line, says):
    found = read("BU01930110;2026;10;hard;", line)

    (problem,) = found.problems
    assert not found.usable
    assert problem.line == 3
    assert problem.words.startswith("Regel 3: ")
    assert says in problem.words
    assert problem.words.endswith((".", "?"))


def test_all_faults_of_a_file_are_told_at_once():
    found = read("x;2026;10;hard;", "BU01933110;x;10;hard;", "BU01933110;2026;x;hard;")

    assert [problem.line for problem in found.problems] == [2, 3, 4]


def test_same_plan_twice_is_told_unless_it_has_a_name_of_its_own():
    twice = read("BU01933110;2026;10;hard;", "Aa-landen-Noord;2026;10;hard;")
    named = read("BU01933110;2026;10;hard;Noord", "BU01933110;2026;10;hard;Zuid")

    assert "regel 2" in twice.problems[0].words
    assert named.usable


@pytest.mark.parametrize(
    ("name", "content", "error", "says"),
    [
        ("p.csv", b"", EmptyFileError, "leeg"),
        ("p.csv", b"gebied;jaar\nA;2026\n", MissingColumnError, "gebied, jaar, woningen"),
        ("p.csv", b"<html></html>", NotDataError, "webpagina"),
        ("p.xlsx", b"no workbook", NotDataError, "werkmap"),
        ("p.csv", b"x" * (MOST_BYTES + 1), TooLargeError, "5 MB"),
    ],
)
def test_file_that_is_no_list_of_plans_is_refused(name, content, error, says):
    with pytest.raises(error, match=says):
        read_plans(name, content, AREAS, 2021)


def test_file_without_rows_brings_no_plans():
    with pytest.raises(EmptyFileError):
        read()


def test_plans_are_a_table_beside_the_others(invented):
    found = read("BU01933110;2026;120;hard;", "BU01930110;2026;30;zacht;")
    table = plans_table(found, "Gemeente Zwolle", date(2026, 1, 1))
    tables = WithPlans(invented, table)

    assert tables.has(KEY, "GM0193")
    assert not tables.has(KEY, "GM9999")
    assert tables.load(KEY, "GM0193").rows["value"].sum() == 150
    assert tables.load(KEY, "GM0193").source.sha256 == found.sha256
    assert tables.has("kwb", "GM9999")
