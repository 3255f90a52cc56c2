"""``wwz backtest``: what it prints, writes and refuses."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.engine.panels import panel_of
from wwz_engine.backtest import calibration, catalogue
from wwz_engine.backtest.results import from_text, read_all
from wwz_engine.backtest.series import Loaded, Series, SeriesNotHereError
from wwz_engine.backtest.targets import targets
from wwz_engine.cli import main
from wwz_engine.cli.backtest_out import COLUMNS
from wwz_engine.parameters import parse
from wwz_engine.population.methods.registry import DEFAULT
from wwz_engine.sources.dataset import Tables

YEARS = (2016, 2017, 2018, 2019)
QUICK = ["--methods", f"lin,csp,constant,{DEFAULT}"]


def small(tables: Tables) -> Loaded:
    random = np.random.default_rng(5)
    start = random.uniform(40, 200, (1, 12, 4))
    counts = np.round(start * np.exp(np.cumsum(random.normal(0, 0.05, (4, 12, 4)), axis=0)))
    panel = replace(panel_of(counts, years=YEARS), name="klein")
    return Loaded(panel, panel.areas, left_out=("Eén gebied doet niet mee.",))


def absent(tables: Tables) -> Loaded:
    raise SeriesNotHereError("De reeks is hier niet. Zet bestand.csv in de map van WWZ_DATA.")


@pytest.fixture(autouse=True)
def two_series(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {
        "klein": Series("klein", "Kleine proef", "buurt", small),
        "ver": Series("ver", "Nergens", "buurt", absent),
    }
    monkeypatch.setattr(catalogue, "SERIES", found)


def test_a_table_shows_every_method_at_one_horizon(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["backtest", "--series", "klein", "--launch", "2017", "--horizon", "2", *QUICK]) == 0
    )

    shown = capsys.readouterr().out
    assert "Kleine proef (klein)" in shown
    assert "2 jaar vooruit, vanaf 2017" in shown
    assert "Eén gebied doet niet mee." in shown
    for method in ("lin", "csp", "constant"):
        assert f"85+      {method}" in shown
    assert f"{DEFAULT}" in shown
    assert "(standaard)" in shown
    assert "%" in shown
    assert "." not in shown.split("winst", 1)[1].split("85+", 1)[0].replace("...", "")


def test_everything_names_what_is_not_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backtest", *QUICK]) == 0

    shown = capsys.readouterr().out
    assert "vanaf 2016 tot en met 2018 samen" in shown
    assert "De reeks is hier niet. Zet bestand.csv" in shown


def test_json_is_the_documented_result(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backtest", "--series", "klein", "--format", "json", *QUICK]) == 0

    content = json.loads(capsys.readouterr().out)
    result = from_text(json.dumps(content[0]))
    assert result.series == "klein"
    assert {one.method for one in result.scores} == {"lin", "csp", "constant", DEFAULT}
    assert result.errors


def test_csv_has_one_row_a_score(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backtest", "--series", "klein", "--format", "csv", *QUICK]) == 0

    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == COLUMNS
    assert {row["vanaf"] for row in rows} == {"2016", "2017", "2018", "alle"}
    assert all(float(row["wape"]) >= 0 for row in rows)


def test_the_page_and_the_data_are_written(tmp_path: Path) -> None:
    page, folder = tmp_path / "pagina.md", tmp_path / "uitslag"

    arguments = ["backtest", "--write", str(page), "--results", str(folder)]
    assert main(arguments) == 0

    text = page.read_text("utf-8")
    assert "## Kleine proef (`klein`)" in text
    assert "| MISSED |" not in text
    assert "- `ver`: De reeks is hier niet." in text
    assert list(read_all(folder)) == ["klein"]
    told = json.loads((tmp_path / "targets.json").read_text("utf-8"))
    assert told == targets(read_all(folder))


def test_bands_are_scored_where_there_is_a_series_to_learn_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibration, "LEARNED", ("klein",))
    page, folder = tmp_path / "pagina.md", tmp_path / "uitslag"

    assert main(["backtest", "--write", str(page), "--results", str(folder)]) == 0

    result = read_all(folder)["klein"]
    assert {one.horizon for one in result.bands} == {1, 2, 3}
    assert sum(one.areas for one in result.bands if one.group == "totaal") == 12 * (3 + 2 + 1)
    assert {one.unit for one in result.strata} == {"gebied", "gemeente"}
    assert "Bands of 80%, fitted without the launch" in page.read_text("utf-8")


def test_without_a_series_to_learn_from_bands_are_not_fitted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["backtest", "--calibrate"]) == 2
    assert "geen reeks met gebieden binnen een gemeente" in capsys.readouterr().err


def test_fitted_bands_are_written_as_parameters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(calibration, "LEARNED", ("klein",))
    for path in calibration.FOLDER.glob("*.yaml"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(calibration, "FOLDER", tmp_path)

    assert main(["backtest", "--calibrate"]) == 0

    assert "12 parameters geschreven" in capsys.readouterr().err
    text = (tmp_path / "area_error.yaml").read_text("utf-8")
    assert "klein from 2016, 2017, 2018" in text
    assert parse("area_error", text).label


def test_later_counts_are_scored_from_the_last_year(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "later.csv"
    ages = ("0-64", "65-74", "75-84", "85+")
    lines = [f"{area};2021;{age};100" for area in "ABCDEFGHIJKL" for age in ages]
    path.write_text("gebied;jaar;leeftijd;aantal\n" + "\n".join(lines) + "\n", encoding="utf-8")

    assert main(["backtest", "--series", "klein", "--truth", str(path), *QUICK]) == 0

    shown = capsys.readouterr().out
    assert "2 jaar vooruit, vanaf 2019" in shown


def test_a_rival_stands_on_the_same_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "primos.csv"
    lines = [f"{area},2019,85+,60" for area in "ABCDEFGHIJKL"]
    path.write_text("gebied,jaar,leeftijd,aantal\n" + "\n".join(lines) + "\n", encoding="utf-8")

    arguments = ["--rival", str(path), "--rival-name", "Primos", "--launch", "2018"]
    assert main(["backtest", "--series", "klein", *arguments, *QUICK]) == 0

    assert "85+      Primos" in capsys.readouterr().out


REFUSED = {
    "a series": (["--series", "zwol"], "Er is geen reeks ‘zwol’. Kies uit: klein, ver."),
    "a method": (["--methods", "raden"], "Er is geen methode ‘raden’. Kies uit: constant, lin"),
    "no method": (["--methods", ","], "Er is geen methode gekozen. Kies uit: constant"),
    "a year": (["--series", "klein", "--launch", "2030"], "begint niet in 2030. Kies uit: 2016"),
    "a horizon": (
        ["--series", "klein", "--launch", "2018", "--horizon", "5"],
        "vanaf 2018 geen telling 5 jaar later. Kies uit: 1.",
    ),
    "a word": (["--horizon", "drie"], "‘drie’ is geen aantal jaren."),
    "what is not here": (["--series", "ver"], "De reeks is hier niet. Zet bestand.csv"),
    "a file for every series": (["--truth", "x.csv"], "Kies met --series één reeks"),
    "a file that is not there": (
        ["--series", "klein", "--truth", "weg.csv"],
        "Bestand ‘weg.csv’ is er niet of kan niet worden gelezen",
    ),
    "a rival by the name of a method": (
        ["--series", "klein", "--rival", "x.csv", "--rival-name", "lin"],
        "‘lin’ is al de naam van een methode. Kies een andere --rival-name.",
    ),
    "a page nowhere": (["--write", "/nergens/pagina.md"], "kan niet worden geschreven"),
    "a page of a part": (["--write", "pagina.md", *QUICK], "Laat bij --write de andere keuzes weg"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_run_is_refused_in_a_sentence(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, said = REFUSED[what]
    results = ["--results", str(tmp_path)]

    assert main(["backtest", *arguments, *results]) == 2

    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""
    assert told.err.strip().endswith(".")
