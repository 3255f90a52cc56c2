"""Files of users: later counts and rival forecasts are read exactly, or refused in one sentence."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from tests.engine.panels import country, panel_of
from wwz_engine.backtest.grid import pairs_of, run
from wwz_engine.backtest.series import Loaded
from wwz_engine.backtest.uploads import NothingToScoreError, read_rival, with_truth
from wwz_engine.population.methods.registry import METHODS
from wwz_engine.sources import fictional
from wwz_engine.sources.errors import NotDataError, SourceDamagedError
from wwz_engine.sources.workbook import rows_of

YEARS = (2016, 2017, 2018)
HEADER = "gebied;jaar;leeftijd;aantal\n"
GOOD = HEADER + "A;2020;0-64;50\nA;2020;65+;12,5\nb;2020;0-64;70\nB;2020;65+;30\n"


def loaded() -> Loaded:
    counts = np.array([[[40.0, 10], [60, 20]], [[42, 11], [61, 21]], [[44, 12], [62, 22]]])
    panel = panel_of(counts, years=YEARS)
    return Loaded(panel, panel.areas)


def saved(folder: Path, text: str, name: str = "bestand.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def workbook(folder: Path, rows: list[list[object]]) -> Path:
    path = folder / "bestand.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("cijfers")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def test_later_counts_are_scored_and_never_seen(tmp_path: Path) -> None:
    longer = with_truth(loaded(), saved(tmp_path, GOOD), fictional.catalogue())

    assert longer.panel.years == (*YEARS, 2020)
    assert longer.panel.at(2020).tolist() == [[50, 12.5], [70, 30]]
    pairs = pairs_of(longer.panel.years, (2018,), None)
    before = next(run(longer, country(), {"lin": METHODS["lin"]}, pairs))
    other = GOOD.replace(";50", ";5000")
    changed = with_truth(loaded(), saved(tmp_path, other), fictional.catalogue())
    after = next(run(changed, country(), {"lin": METHODS["lin"]}, pairs))
    np.testing.assert_array_equal(before.forecast, after.forecast)
    assert after.counted[0, 0] == 5012.5


def test_a_workbook_reads_as_the_same_file(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Gebied", "Jaar", "Leeftijd", "Aantal"]]
    rows += [["A", 2020, "0-64", 50], ["A", 2020, "65+", 12.5], ["B", 2020, "0-64", 70.0]]
    rows += [["B", 2020, "65+", 30]]

    found = with_truth(loaded(), workbook(tmp_path, rows), fictional.catalogue())

    assert found.panel.at(2020).tolist() == [[50, 12.5], [70, 30]]


def test_a_rival_is_scored_on_the_same_table(tmp_path: Path) -> None:
    text = HEADER + "A;2017;65+;10\nA;2018;65+;12\nA;2018;totaal;60\nB;2018;65+;20\n"
    rival = read_rival(saved(tmp_path, text), "Primos", loaded().panel, 2017)
    series = Loaded(loaded().panel, ("A", "B"), rivals=(rival,))

    cases = list(run(series, country(), {"constant": METHODS["constant"]}, {2017: (1,)}))

    assert rival.years == (2018,)
    assert [case.method for case in cases] == ["constant", "Primos"]
    assert cases[1].groups == ("totaal", "0-64", "65+")
    np.testing.assert_array_equal(cases[1].forecast, [[60, np.nan, 12], [np.nan, np.nan, 20]])
    np.testing.assert_array_equal(cases[0].counted, cases[1].counted)


def test_a_rival_without_a_year_that_was_counted_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, HEADER + "A;2016;65+;10\nA;2030;65+;12\n")

    with pytest.raises(NothingToScoreError, match="na 2017 die zijn geteld"):
        read_rival(path, "Primos", loaded().panel, 2017)


WRONG = {
    "no such file": ("", "is er niet"),
    "no column": ("gebied;jaar;aantal\nA;2020;3\n", "mist de kolom ‘leeftijd’"),
    "unknown area": (HEADER + "Aa;2020;65+;3\n", "onbekende gebied ‘Aa’"),
    "unknown group": (HEADER + "A;2020;65-74;3\n", "onbekende leeftijdsgroep ‘65-74’"),
    "a year as a word": (HEADER + "A;straks;65+;3\n", "‘straks’ waar een jaar hoort"),
    "a word as a number": (HEADER + "A;2020;65+;veel\n", "‘veel’ waar een aantal hoort"),
    "below nil": (HEADER + "A;2020;65+;-3\n", "‘-3’ waar een aantal hoort"),
    "a point for thousands": (HEADER + "A;2020;65+;1.234\n", "punt voor de duizendtallen"),
    "twice": (HEADER + "A;2020;65+;3\na;2020;65+;4\n", "regel 3 een aantal dat er al was"),
    "only old years": (HEADER + "A;2018;65+;3\n", "geen tellingen van na 2018"),
    "a row too short": (HEADER + "A;2020;65+\n", "3 cellen"),
    "a web page": ("<html>\n</html>\n", "webpagina"),
    "nothing": ("\n", "is leeg"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_in_one_sentence(what: str, tmp_path: Path) -> None:
    text, said = WRONG[what]
    path = saved(tmp_path, text) if text else tmp_path / "weg.csv"

    with pytest.raises(SourceDamagedError) as refusal:
        with_truth(loaded(), path, fictional.catalogue())

    assert said in str(refusal.value)
    assert re.fullmatch(r"Bestand ‘[^’]+’ [^;]+; [^;]+\.", str(refusal.value)), refusal.value


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BROKEN = {
    "not a workbook": (b"gebied;jaar\n", "geen werkmap"),
    "no sheet": (packed({"mimetype": b"x"}), "geen werkblad"),
    "broken": (packed({SHEET: b"<worksheet><row>"}), "is beschadigd"),
    "entities": (packed({SHEET: b"<!DOCTYPE x [<!ENTITY a 'aa'>]><worksheet/>"}), "XML"),
    "swells": (packed({SHEET: b"<a>" + b" " * 30_000_000 + b"</a>"}), "onwaarschijnlijk groot"),
    "empty": (packed({SHEET: b"<worksheet/>"}), "is leeg"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_workbook_is_refused(what: str, tmp_path: Path) -> None:
    content, said = BROKEN[what]
    path = tmp_path / "bestand.xlsx"
    path.write_bytes(content)

    with pytest.raises(SourceDamagedError, match=said):
        with_truth(loaded(), path, fictional.catalogue())


@pytest.mark.parametrize("harm", ["deflated data", "method", "lock"])
def test_damaged_or_locked_workbook_is_refused_and_never_breaks(harm: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", "<worksheet>" + "<row/>" * 99 + "</worksheet>")
    content = bytearray(out.getvalue())
    central = content.index(b"PK\x01\x02")
    place, value = {
        # After the local head of 30 bytes and the name.
        "deflated data": (30 + len("xl/worksheets/sheet1.xml"), 0xFF),
        "method": (central + 10, 93),
        "lock": (central + 8, 1),
    }[harm]
    content[place] = value
    if harm == "lock":
        content[6] = 1

    with pytest.raises(NotDataError, match="geen werkmap"):
        rows_of("raming.xlsx", bytes(content))
