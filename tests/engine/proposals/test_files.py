"""Sites and questions from a file: what is read, and what is said of what cannot be."""

from __future__ import annotations

import io
import json

import pytest
import xlsxwriter

from wwz_engine.proposals.files import SitesRefusedError, read_question, read_sites
from wwz_engine.proposals.question import QuestionError

AREAS = {"WK999901": "Wijk 01 Centrum", "BU99990102": "Haven"}
HEADS = (
    "kenmerk", "locatie", "naam", "gebied", "nultreden", "partij", "status van het plan",
    "bouwtijd in jaren", "vroegste start",
)  # fmt: skip
LINES = (
    ("K-1", "K", "De Kade", "Haven", "40", "Corporatie", "hard plan", "2", "2028"),
    ("K-2", "K", "De Kade hoog", "BU99990102", "60", "Corporatie", "hard plan", "3", "2029"),
    ("M-1", "M", "De Markt", "WK999901", "12", "Bouwer", "zacht plan", "1", "2027"),
)


def csv_of(*lines: tuple[str, ...], heads: tuple[str, ...] = HEADS, mark: str = ";") -> bytes:
    return "\n".join(mark.join(line) for line in (heads, *lines)).encode()


def xlsx_of(*lines: tuple[str, ...]) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as workbook:
        sheet = workbook.add_worksheet()
        for number, line in enumerate((HEADS, *lines)):
            sheet.write_row(number, 0, [int(cell) if cell.isdigit() else cell for cell in line])
    return held.getvalue()


def test_every_line_is_a_plan_whatever_the_mark_between_cells():
    rows = read_sites("plannen.csv", csv_of(*LINES), AREAS, 2024)

    assert [(row.id, row.site, row.area, row.homes, row.earliest) for row in rows] == [
        ("K-1", "K", "BU99990102", 40, 2028),
        ("K-2", "K", "BU99990102", 60, 2029),
        ("M-1", "M", "WK999901", 12, 2027),
    ]
    assert read_sites("plannen.csv", csv_of(*LINES, mark=","), AREAS, 2024) == rows


def test_a_workbook_says_the_same_as_a_sheet_of_text():
    sheet = read_sites("plannen.xlsx", xlsx_of(*LINES), AREAS, 2024)
    assert sheet == read_sites("plannen.csv", csv_of(*LINES), AREAS, 2024)


def test_keys_serve_as_headings_and_empty_lines_and_unknown_columns_are_passed_over():
    keys = (
        "id", "site", "name", "area", "nultreden", "party", "status", "lead", "earliest", "van ons",
    )  # fmt: skip
    lines = [(*line, "niets") for line in LINES]

    rows = read_sites("a.csv", csv_of(lines[0], ("",) * 10, *lines[1:], heads=keys), AREAS, 2024)

    assert [row.id for row in rows] == ["K-1", "K-2", "M-1"]


def test_every_wrong_cell_is_named_with_its_line():
    wrong = (
        (*LINES[0][:3], "Hafen", *LINES[0][4:]),
        LINES[1],
        (*LINES[2][:8], "ooit"),
        LINES[1],
    )

    with pytest.raises(SitesRefusedError) as refused:
        read_sites("plannen.csv", csv_of(*wrong), AREAS, 2024)

    area, start, twice = refused.value.problems
    assert area.startswith("Regel 2: Gebied: het gebied ‘Hafen’ kennen we niet. Bedoelt u Haven?")
    assert start.startswith("Regel 4: Vroegste start: ‘ooit’ is geen heel getal.")
    assert twice.startswith("Regel 5: het kenmerk ‘K-2’ staat al in regel 3.")


def test_an_empty_row_of_a_workbook_does_not_move_the_lines_below_it():
    wrong = (*LINES[2][:3], "Hafen", *LINES[2][4:])

    with pytest.raises(SitesRefusedError) as refused:
        read_sites("plannen.xlsx", xlsx_of(LINES[0], (), wrong), AREAS, 2024)

    assert refused.value.problems[0].startswith("Regel 4: Gebied: het gebied ‘Hafen’")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"plan;woningen\n", "plannen.csv mist de kopregel"),
        (b"plan;woningen\nDe Kade;40\n", "Geef minstens deze kolommen: kenmerk, locatie"),
        (csv_of(), "staat geen enkele locatie"),
    ],
)
def test_a_file_without_plans_is_refused(content, words):
    with pytest.raises(SitesRefusedError, match=words):
        read_sites("plannen.csv", content, AREAS, 2024)


def test_a_question_of_a_file_is_about_the_gemeente_of_the_command():
    asked = read_question(
        json.dumps({"first_year": 2027, "last_year": 2031, "gemeente": "GM0001"}), "GM9999"
    )
    assert (asked.gemeente, asked.first_year, asked.last_year) == ("GM9999", 2027, 2031)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "geen geldige JSON"),
        ("[1]", "geen tabel van grenzen en gewichten"),
    ],
)
def test_a_file_that_holds_no_question_is_refused(text, words):
    with pytest.raises(QuestionError, match=words):
        read_question(text, "GM9999")
