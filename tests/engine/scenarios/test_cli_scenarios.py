"""``wwz opgave --scenario`` and ``wwz scenarios``: what a file changes, and beside the base."""

from __future__ import annotations

import csv
import io

import pytest

from wwz_engine.cli import main
from wwz_engine.cli.command import WRONG_INPUT

TEXT = """
naam: Langer gezond
veranderingen:
  - {soort: gezond_ouder_worden, jaren_per_decennium: 2}
"""
QUICK = ["--draws", "10", "--to", "2030"]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "langer.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_facts_of_a_run_carry_the_key_of_the_scenario(file, capsys):
    assert main(["opgave", "Verzonnendam", "--scenario", file, "--format", "csv", *QUICK]) == 0
    found = rows(capsys.readouterr().out)
    assert len({row["scenario"] for row in found}) == 1
    assert found[0]["scenario"].startswith("langer-gezond-")


def test_two_side_by_side_are_two_runs(file, capsys):
    assert main(["scenarios", "Verzonnendam", "basis", file, *QUICK]) == 0
    beside = rows(capsys.readouterr().out)
    values = {}
    for name, more in (("basis", []), ("langer", ["--scenario", file])):
        main(["opgave", "Verzonnendam", "--format", "csv", *QUICK, *more])
        values[name] = {
            (row["indicator"], row["area_code"], row["year"]): row["value"]
            for row in rows(capsys.readouterr().out)
        }
    key = next(name for name in beside[0] if name.startswith("langer-") and "basis" not in name)
    assert beside
    for row in beside:
        place = (row["indicator"], row["area_code"], row["year"])
        assert row["basis"] == values["basis"][place]
        assert row[key] == values["langer"][place]
        less = float(row[key]) - float(row["basis"])
        assert float(row[f"{key}-basis"]) == pytest.approx(less, abs=1e-5)
    before, after = values["basis"], values["langer"]
    differing = {place for place in before if before[place] != after[place]}
    assert {(row["indicator"], row["area_code"], row["year"]) for row in beside} == differing


def test_file_that_is_wrong_is_told(tmp_path, capsys):
    path = tmp_path / "fout.yaml"
    path.write_text("naam: x\nveranderingen: [{soort: vliegen}]\n", encoding="utf-8")
    assert main(["opgave", "Verzonnendam", "--scenario", str(path)]) == WRONG_INPUT
    assert "geen bekende soort" in capsys.readouterr().err
