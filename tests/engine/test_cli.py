from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from xml.etree import ElementTree

import pytest

from wwz_engine import cli
from wwz_engine.cli import facts_out
from wwz_engine.sources import fictional, registry

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
QUICK = ("--to", "2025", "--draws", "10")


@pytest.fixture(autouse=True)
def invented_data_and_own_commands(monkeypatch, invented):
    """Only the engine's own commands, on the fictional gemeente."""
    monkeypatch.setattr(cli, "_from_packages", list)
    monkeypatch.setattr(registry, "default_catalogue", lambda: invented)


@pytest.fixture
def wwz(capsys):
    """Run the command: exit code, standard output, standard error."""

    def run(*words):
        try:
            code = cli.main(words)
        except SystemExit as stopped:
            code = stopped.code
        return (code, *capsys.readouterr())

    return run


def opgave(wwz, form, *more):
    code, out, _ = wwz("opgave", "Verzonnendam", *QUICK, "--format", form, *more)
    assert code == 0
    return out


def test_facts_as_json_have_all_that_a_reader_needs(wwz):
    facts = json.loads(opgave(wwz, "json"))

    wanted = {"id", "indicator", "label", "unit", "area", "year", "scenario", "value", "low",
              "high", "missing", "kind", "keeps_until", "definition", "sources", "fictional",
              "engine_version"}  # fmt: skip
    assert all(wanted <= set(fact) for fact in facts)
    assert {"publisher", "table", "as_of", "sha256"} <= set(facts[0]["sources"][0])
    assert all(fact["fictional"] for fact in facts if fact["value"] is not None)


def test_csv_and_json_hold_the_same_figures(wwz):
    facts = json.loads(opgave(wwz, "json"))
    rows = list(csv.DictReader(io.StringIO(opgave(wwz, "csv"))))

    assert len(rows) == len(facts)
    for row, fact in zip(rows, facts, strict=True):
        assert row["id"] == fact["id"]
        assert row["area_code"] == fact["area"]["code"]
        assert row["definition"] == fact["definition"]
        for column in ("value", "low", "high"):
            assert (float(row[column]) if row[column] else None) == fact[column]
        assert (int(row["keeps_until"]) if row["keeps_until"] else None) == fact["keeps_until"]
        assert row["note"] == ("bevat verzonnen invoer" if fact["fictional"] else "")


def test_excel_file_opens_and_holds_every_fact(wwz, tmp_path):
    path = tmp_path / "opgave.xlsx"
    facts = json.loads(opgave(wwz, "json"))

    code, out, error = wwz(
        "opgave", "Verzonnendam", *QUICK, "--format", "xlsx", "--output", str(path)
    )

    assert (code, out) == (0, "")
    assert f"{len(facts)} feiten" in error
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = archive.read("xl/workbook.xml").decode()
        # Written by this test a moment ago: nothing to distrust.
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    assert 'name="feiten"' in names
    assert 'name="bronnen"' in names
    assert len(list(sheet.iter(f"{SHEET}row"))) == len(facts) + 1
    assert not list(sheet.iter(f"{SHEET}f"))


def test_table_speaks_dutch_and_warns_of_fiction(wwz):
    text = opgave(wwz, "table")

    assert text.startswith("Opgave van Verzonnendam (GM9999)")
    assert "LET OP: bevat verzonnen invoer." in text
    assert re.search(r"2021 +24\.848  geteld", text)
    assert re.search(r"2025 +\d\d\.\d{3}  geraamd, tussen \d\d\.\d{3} en \d\d\.\d{3}", text)
    assert "Wat we niet weten" in text


def test_figure_says_up_to_which_year_it_keeps(wwz):
    facts = json.loads(opgave(wwz, "json"))

    people = [
        fact
        for fact in facts
        if fact["indicator"] == "inwoners" and fact["area"]["code"] == "GM9999"
    ]
    projected = [fact for fact in people if fact["kind"] == "geraamd"]
    (until,) = {fact["keeps_until"] for fact in projected}
    for fact in projected:
        near = max(fact["high"] - fact["value"], fact["value"] - fact["low"]) <= fact["value"] / 10
        assert near or fact["year"] > until
    assert {fact["keeps_until"] for fact in people if fact["kind"] == "geteld"} == {None}
    assert f"houdbaar tot en met {until}" in opgave(wwz, "table")


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_output_goes_to_the_file_that_is_asked_for(wwz, tmp_path, form):
    path = tmp_path / "opgave.txt"

    printed = opgave(wwz, form)
    assert opgave(wwz, form, "--output", str(path)) == ""
    assert path.read_text("utf-8").splitlines() == printed.splitlines()


@pytest.mark.parametrize("sign", ["+", "-", "@"])
def test_name_of_a_zone_never_becomes_a_formula(wwz, tmp_path, sign, invented_study):
    # "=" parts the name of a zone from its buurten, so it cannot begin one.
    buurt = next(area.code for area in invented_study.areas if area.level == "buurt")
    zone = f"--zone={sign}HYPERLINK(1)={buurt}"
    path = tmp_path / "opgave.xlsx"

    rows = csv.reader(io.StringIO(opgave(wwz, "csv", zone)))
    opgave(wwz, "xlsx", zone, "--output", str(path))

    cells = [cell for row in rows for cell in row]
    assert f"'{sign}HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(sign) and not _is_number(cell)]
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_text_that_begins_like_a_formula_is_guarded_and_numbers_are_not():
    assert facts_out._guarded("=1+1") == "'=1+1"
    assert facts_out._guarded("Aa-landen") == "Aa-landen"
    assert facts_out._guarded(-1.5) == -1.5


def _is_number(text):
    return re.fullmatch(r"-?[\d.]+(e-?\d+)?", text) is not None


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("opgave", "Atlantis"), "Er is geen gemeente ‘Atlantis’"),
        (("opgave", "Verzonnedam"), "Bedoelt u Verzonnendam?"),
        (("opgave", ""), "Er is geen gemeente"),
        (("opgave", "Verzonnendam", "--to", "1999"), "kies een jaar van 2022"),
        (("opgave", "Verzonnendam", "--draws", "1"), "kies een aantal van 10"),
        (("opgave", "Verzonnendam", "--zone", "Dorp"), "is geen zone"),
        (("opgave", "Verzonnendam", "--zone", "Dorp=BU00000000"), "kent de buurt BU00000000"),
        (("opgave", "Verzonnendam", *QUICK, "--output", "/geen/map/x"), "andere map"),
        (("opgave", "Verzonnendam", "--to", "straks"), "‘straks’ is geen geheel getal"),
        (("opgave", "Verzonnendam", "--to"), "--to: er hoort iets achter"),
        (("opgave", "Verzonnendam", "--format", "pdf"), "‘pdf’ kan niet, kies uit"),
        (("opgave", "Verzonnendam", "Emmen"), "dit kennen we niet: Emmen"),
        (("opgave",), "dit ontbreekt: gemeente"),
        (("onzin",), "‘onzin’ kan niet, kies uit"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "says",
)
def test_wrong_input_ends_with_2_and_one_sentence(wwz, words, says):
    code, out, error = wwz(*words)

    assert code == 2
    assert out == ""
    assert says in error
    assert "Traceback" not in error
    assert len(error.strip().splitlines()) == 1


def test_without_a_command_the_help_is_shown(wwz):
    code, out, _ = wwz()

    assert code == 0
    assert "opgave" in out


@pytest.mark.parametrize("words", [("--help",), ("opgave", "--help"), ("--version",)])
def test_help_and_version_end_well(wwz, words):
    code, out, _ = wwz(*words)

    assert code == 0
    assert out
    assert not re.search(r"usage|arguments|options|show|exit", out)


def test_equal_seed_gives_equal_output_and_another_seed_does_not(wwz):
    first, again, other = (opgave(wwz, "csv", "--seed", seed) for seed in ("1", "1", "2"))

    assert first == again
    assert first != other


def test_output_does_not_change_with_the_data_read_anew(wwz, monkeypatch):
    before = opgave(wwz, "json")
    monkeypatch.setattr(registry, "default_catalogue", fictional.catalogue)

    assert opgave(wwz, "json") == before
