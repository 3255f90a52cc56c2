"""``wwz proposals``: a programme on screen and in files, as somebody at a desk asks for it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from wwz_engine.cli import main
from wwz_engine.sources.raw import DEFAULT_LIMITS
from wwz_engine.sources.workbook_apart import rows_apart

SITES = """kenmerk;locatie;naam;gebied;nultreden;partij;status;bouwtijd;vroegste start;ligt vast
K-1;K;De Kade;Droomhaven;40;Corporatie;hard plan;2;2028;nee
K-2;K;De Kade hoog;Droomhaven;60;Corporatie;hard plan;2;2028;ja
M-1;M;=2+2;Droomhaven;30;Bouwer;zacht plan;1;2027;nee
""".replace(";status;bouwtijd;", ";status van het plan;bouwtijd in jaren;")
ASK = ["proposals", "Verzonnendam", "--draws", "10", "--invented"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plannen")
    (folder / "plannen.csv").write_text(SITES)
    (folder / "vraag.json").write_text(json.dumps({"first_year": 2027, "last_year": 2030}))
    (folder / "geen.json").write_text("{")
    return folder


@pytest.fixture(scope="module")
def own(folder: Path) -> list[str]:
    return ["--sites", str(folder / "plannen.csv"), "--question", str(folder / "vraag.json")]


def test_an_invented_programme_is_told_with_its_gap_and_marked(folder):
    path = folder / "programma.json"
    assert main([*ASK, "--format", "json", "--output", str(path)]) == 0

    told = json.loads(path.read_text())

    assert told["fictional"] is True
    assert 0 <= told["gap"] < 5
    assert told["bound"] <= told["short"] < told["without"]
    assert len({plan["site"] for plan in told["chosen"]}) == len(told["chosen"]) > 5


def test_own_plans_are_weighed_on_screen_and_a_promise_is_kept(own, capsys):
    assert main([*ASK, *own, "--why"]) == 0
    out = capsys.readouterr().out

    assert "De Kade hoog, 60 woningen, klaar in" in out
    assert "De Kade, 40 woningen" not in out
    assert "‘De Kade’ valt af" in out.partition("Waarom niet")[2]


def test_own_plans_as_a_table_hold_nothing_that_a_spreadsheet_works_out(folder, own):
    path = folder / "programma.csv"
    assert main([*ASK, *own, "--format", "csv", "--output", str(path)]) == 0

    heads, *rows = csv.reader(path.open())

    plans = {row[0]: row for row in rows}
    assert set(plans) == {"K-2", "M-1"}
    assert plans["M-1"][heads.index("plan")] == "'=2+2"
    assert plans["K-2"][heads.index("ligt vast")] == "ja"


def test_own_plans_as_a_workbook(folder, own):
    path = folder / "programma.xlsx"
    assert main([*ASK, *own, "--format", "xlsx", "--output", str(path)]) == 0

    heads, *rows = rows_apart(path.name, path.read_bytes(), DEFAULT_LIMITS)

    assert heads[0] == "kenmerk"
    assert sorted(row[0] for row in rows) == ["K-2", "M-1"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([], "Er zijn geen locaties. Geef een bestand met --sites"),
        (["--sites", "weg.csv"], "weg.csv kan niet worden gelezen"),
        (["--invented", "--question", "weg.json"], "weg.json kan niet worden gelezen"),
        (["--invented", "--question", "{folder}/geen.json"], "geen geldige JSON"),
    ],
)
def test_wrong_input_ends_with_2_and_a_sentence(folder, capsys, asked, words):
    asked = [part.format(folder=folder) for part in asked]

    assert main(["proposals", "Verzonnendam", *asked]) == 2
    assert words in capsys.readouterr().err
