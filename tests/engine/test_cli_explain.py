from __future__ import annotations

import json
from decimal import Decimal

import pytest

from tests.engine.altered import AlteredTables, scaled
from tests.engine.studies import VERZONNENDAM
from wwz_engine import cli
from wwz_engine.sources import fictional
from wwz_engine.sources.bridge import BridgeError, read_bridge
from wwz_engine.sources.errors import BadValueError, MissingColumnError

QUICK = ("opgave", "Verzonnendam", "--to", "2030", "--draws", "10")


@pytest.fixture
def wwz(monkeypatch, capsys):
    monkeypatch.setattr(cli, "_from_packages", list)

    def run(*words):
        try:
            code = cli.main([str(word) for word in words])
        except SystemExit as stopped:
            code = stopped.code
        return (code, *capsys.readouterr())

    return run


@pytest.fixture
def buurt(invented_study):
    return next(area.code for area in invented_study.areas if area.level == "buurt")


@pytest.fixture
def plans(tmp_path, buurt):
    path = tmp_path / "plannen.csv"
    path.write_text(f"gebied;jaar;woningen;hardheid\n{buurt};2025;300;hard\n", encoding="utf-8")
    return path


@pytest.fixture
def two(wwz, tmp_path, monkeypatch, invented, buurt, plans):
    """Two kept studies: in the second a buurt has more people, and homes are built in it."""
    other = AlteredTables(invented, {"buurt_series": scaled(buurt, 1.5)})
    folders = tmp_path / "eerder", tmp_path / "later"
    later = ("--seed", "2", "--plans", plans)
    for folder, tables, words in zip(folders, (invented, other), ((), later), strict=True):
        monkeypatch.setattr(fictional, "catalogue_for", lambda name, tables=tables: tables)
        code, out, _ = wwz(*QUICK, *words, "--keep", folder)
        assert code == 0
        assert "Opgave van Verzonnendam" in out
    return folders


def test_parts_as_json_add_up_to_the_difference(wwz, two, buurt):
    code, out, _ = wwz("explain", *two, "--year", 2030, "--area", buurt, "--format", "json")

    found = json.loads(out)
    assert code == 0
    # Another seed is no part of it: it moves the ends of bands alone.
    assert [part["key"] for part in found["parts"]] == ["gegevens", "plannen"]
    assert sum(Decimal(part["value"]) for part in found["parts"]) == Decimal(found["difference"])


def test_gemeente_may_be_named(wwz, two):
    words = ("explain", *two, "--year", 2030, "--format", "json")

    assert wwz(*words, "--area", "Verzonnendam") == wwz(*words)


def test_table_shows_whole_numbers_that_add_up(wwz, two, buurt):
    code, out, _ = wwz("explain", *two, "--year", 2030, "--area", buurt)

    assert code == 0
    rows = {
        line.strip().rsplit("  ", 1)[0].strip(): int(line.split()[-1].replace(".", ""))
        for line in out.splitlines()
        if line.startswith("  ")
    }
    parts = [n for words, n in rows.items() if "analyse" not in words and words != "Verschil"]
    assert len(parts) == 2
    assert sum(parts) == rows["Verschil"] == rows["Latere analyse"] - rows["Eerdere analyse"]


def test_percentage_is_shown_with_one_decimal(wwz, two):
    _, out, _ = wwz("explain", *two, "--year", 2030, "--indicator", "aandeel_75plus")

    assert "Aandeel inwoners van 75 jaar en ouder" in out
    assert out.splitlines()[2].split()[-1].count(",") == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--year", 2099), "staat niet in beide"),
        (("--year", 2030, "--area", "BU00000000"), "staat niet in beide"),
        ((), "--year"),
    ],
)
def test_figure_that_is_not_there_is_said_in_one_sentence(wwz, two, words, says):
    code, _, error = wwz("explain", *two, *words)

    assert code == 2
    assert says in error


def test_plans_are_read_counted_and_explained(wwz, tmp_path, buurt, plans):
    without, built = tmp_path / "zonder", tmp_path / "met"

    assert wwz(*QUICK, "--keep", without)[0] == 0
    code, out, _ = wwz(*QUICK, "--plans", plans, "--keep", built)
    assert code == 0
    assert "Bouwplannen tellen mee" in out
    assert "bouwplannen zitten niet in de raming" not in out

    words = ("explain", without, built, "--year", 2030, "--indicator", "inwoners")
    _, out, _ = wwz(*words, "--area", buurt, "--format", "json")
    found = json.loads(out)
    assert [part["key"] for part in found["parts"]] == ["plannen"]
    assert float(found["difference"]) > 200


def test_plans_with_faults_are_refused_with_all_of_them(wwz, tmp_path):
    plans = tmp_path / "plannen.csv"
    plans.write_text("gebied;jaar;woningen;hardheid\nx;2025;3;hard\ny;1;3;hard\n")

    code, _, error = wwz(*QUICK, "--plans", plans)
    assert code == 2
    assert [line[:8] for line in error.splitlines()] == ["Regel 2:", "Regel 3:"]

    code, _, error = wwz(*QUICK, "--plans", tmp_path / "weg.csv")
    assert code == 2
    assert "kan niet worden gelezen" in error


def test_folder_without_a_study_is_said(wwz, two, tmp_path):
    code, _, error = wwz("explain", two[0], tmp_path, "--year", 2030)

    assert code == 2
    assert "geen bewaarde analyse" in error


def test_bridge_that_is_not_there_is_said(wwz, two, tmp_path):
    code, _, error = wwz("explain", *two, "--year", 2030, "--bridge", tmp_path / "weg.csv")

    assert code == 2
    assert "weg.csv kan niet worden gelezen" in error


def test_folder_that_cannot_be_made_is_said_before_anything_is_worked_out(wwz, tmp_path):
    path = tmp_path / "bestand"
    path.write_text("geen map")

    code, out, error = wwz(*QUICK, "--keep", path / "map")

    assert code == 2
    assert out == ""
    assert "kan niet worden gemaakt" in error


def test_bridge_is_read_with_what_it_weighs_by():
    found = read_bridge("brug.csv", b"oud;nieuw;adressen\nA;X;30\nA;Y;10,0\n", 2022)

    assert found.share.tolist() == [[0.75, 0.25]]
    assert found.weighted_by == "adressen"


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"oud;nieuw\nA;X\n", MissingColumnError, "adressen"),
        (b"oud;adressen\nA;3\n", MissingColumnError, "nieuw"),
        (b"oud;nieuw;adressen\nA;X;veel\n", BadValueError, "geen getal"),
        (b"oud;nieuw;adressen\nA;X;0\n", BridgeError, "van geen deel bekend"),
    ],
)
def test_bridge_that_cannot_be_read_is_refused(content, error, says):
    with pytest.raises(error, match=says):
        read_bridge("brug.csv", content, 2022)


def test_bridge_file_reaches_the_explanation(wwz, two, tmp_path):
    path = tmp_path / "brug.csv"
    path.write_text("oud;nieuw;adressen\nBU_NERGENS;BU_OOK_NIET;1\n", encoding="utf-8")

    code, out, _ = wwz("explain", *two, "--year", 2030, "--bridge", path, "--format", "json")

    assert code == 0
    assert json.loads(out)["area"] == VERZONNENDAM
