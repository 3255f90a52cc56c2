"""Workbooks made to harm: each is refused in one sentence, with little time and memory."""

from __future__ import annotations

import io
import logging
import random
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import xlsxwriter

from wwz_engine.backtest import uploads
from wwz_engine.sources import plans, workbook_apart
from wwz_engine.sources.errors import SourceDamagedError, TooLargeError
from wwz_engine.sources.raw import MEBIBYTE, Limits
from wwz_engine.sources.workbook_apart import rows_apart

ROOT = Path(__file__).resolve().parents[3]
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
LIMITS = Limits(unpacked_bytes=16 * MEBIBYTE, ratio_from_bytes=4 * MEBIBYTE, cells=1_000_000)


def packed(parts: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return stream.getvalue()


def sheet(rows: str) -> bytes:
    # What hardly packs, so that the whole does not look like a bomb by its ratio.
    noise = random.Random(4).randbytes(100_000).hex()
    text = f"<!--{noise}--><worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>"
    return text.encode()


def with_entities(encoding: str) -> bytes:
    kinds = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    cell = '<row><c t="inlineStr"><is><t>&a5;</t></is></c></row>'
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a0 "ha">{kinds}]>'
        f"<worksheet {SPACE}><sheetData>{cell}</sheetData></worksheet>"
    )
    return text.encode(encoding)


def bombs() -> dict[str, tuple[bytes, str]]:
    far = '<row><c r="ALL1"><v>1</v></c></row>'
    long = f"<sst {SPACE}><si><t>{'lang ' * 200_000}</t></si></sst>".encode()
    spaces = b"<worksheet>" + b" " * 200_000_000
    return {
        "cells far to the right": (packed({SHEET: sheet(far * 300_000)}), "te veel cellen"),
        "one row that widens all": (
            packed({SHEET: sheet("<row><c><v>1</v></c></row>" * 200_000 + far)}), "te veel cellen",
        ),
        "one text in every cell": (
            packed({STRINGS: long, SHEET: sheet('<row><c t="s"><v>0</v></c></row>' * 9999)}),
            "te veel cellen",
        ),
        "rows in rows": (packed({SHEET: sheet("<row>" * 99_999 + "</row>" * 99_999)}), "is leeg"),
        "entities in UTF-16": (packed({SHEET: with_entities("utf-16")}), "XML die niet"),
        "entities": (packed({SHEET: with_entities("utf-8")}), "XML die niet"),
        "an unknown alphabet": (
            packed({SHEET: b'<?xml version="1.0" encoding="klingon"?><a/>'}), "is beschadigd",
        ),
        "packed by bzip2": (packed({SHEET: spaces}, zipfile.ZIP_BZIP2), "geen werkmap"),
        "packed by lzma": (packed({SHEET: spaces}, zipfile.ZIP_LZMA), "geen werkmap"),
        "a string that is no number": (
            packed({STRINGS: long, SHEET: sheet('<row><c t="s"><v>²</v></c></row>')}), "beschadigd",
        ),
        "a string beyond all numbers": (
            packed({SHEET: sheet(f'<row><c t="s"><v>{"9" * 5000}</v></c></row>')}), "beschadigd",
        ),
    }  # fmt: skip


BOMBS = bombs()


@pytest.mark.parametrize("what", BOMBS)
def test_workbook_made_to_harm_is_refused_in_one_sentence(
    what: str, caplog: pytest.LogCaptureFixture
) -> None:
    content, said = BOMBS[what]
    assert len(content) < 900 * 1024
    with pytest.raises(SourceDamagedError, match=said):
        rows_apart("bom.xlsx", content, LIMITS)
    # By the reader itself: not one of them came as far as the limits of the process.
    assert not caplog.records


def test_largest_honest_workbook_is_read_whole() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for row in range(30_000):
            page.write_row(row, 0, [f"BU{row % 3000:08d}", f"Buurt {row}", 2021, "75-84", row])
    assert len(out.getvalue()) < 900 * 1024
    rows = rows_apart("raming.xlsx", out.getvalue(), LIMITS)
    assert len(rows) == 30_000
    assert rows[-1] == ["BU00002999", "Buurt 29999", "2021", "75-84", "29999"]


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(workbook_apart, "MODULE", "tests.engine.sources.planted_reader")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("SECRET_KEY", "of the site")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("what", "logged"),
    [("memory", "MemoryError"), ("time", "code -9"), ("disk", "OSError"), ("waiting", "longer")],
)
@pytest.mark.usefixtures("planted")
def test_reader_that_takes_too_much_is_ended(
    what: str, logged: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    if what == "waiting":
        monkeypatch.setattr(workbook_apart, "MOST_WAITING", 1)
    with caplog.at_level(logging.WARNING), pytest.raises(TooLargeError, match="te veel tijd"):
        rows_apart(what, b"", LIMITS)
    assert logged in caplog.text


@pytest.mark.usefixtures("planted")
def test_reader_gets_no_secret_of_the_site() -> None:
    ((*names,),) = rows_apart("nothing", b"", LIMITS)
    assert "PYTHONPATH" in names
    assert "SECRET_KEY" not in names


@pytest.mark.usefixtures("planted")
def test_readers_leave_room_for_who_asks_for_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight heavy ones at once had the site answer nobody for half a minute."""
    monkeypatch.setattr(workbook_apart, "MOST_WAITING", 4)

    def read(what: str) -> str:
        with pytest.raises(SourceDamagedError) as refused:
            rows_apart(what, b"", LIMITS)
        return type(refused.value).__name__

    with ThreadPoolExecutor(6) as pool:
        ended = sorted(pool.map(read, ["waiting"] * 6))
    assert ended == ["NoTurnError"] * 4 + ["TooLargeError"] * 2
    # And both turns are given back.
    assert rows_apart("nothing", b"", LIMITS)


def readers_in_this_process(root: Path) -> list[str]:
    """Modules that read a workbook where they stand, and not apart."""
    known = ("sources/workbook.py", "sources/workbook_apart.py")
    return [
        path.name
        for path in sorted(root.rglob("*.py"))
        if "rows_of(" in (text := path.read_text(encoding="utf-8"))
        and "workbook import" in text
        and not path.as_posix().endswith(known)
    ]


def test_every_workbook_from_outside_is_read_apart(tmp_path: Path) -> None:
    assert readers_in_this_process(ROOT / "src") == []

    planted = tmp_path / "planted.py"
    planted.write_text("from wwz_engine.sources.workbook import rows_of\nrows_of('a.xlsx', b'')\n")
    assert readers_in_this_process(tmp_path) == ["planted.py"]


def test_plans_and_forecasts_in_a_workbook_are_asked_for_apart(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What one process does, the other must not: here only the file is passed on."""
    asked: list[str] = []

    def refusing(name: str, content: bytes, limits: Limits, *, keep_empty: bool = False) -> object:
        asked.append(name)
        return {"refused": "NotDataError", "problem": "is geen werkmap", "advice": "x"}

    monkeypatch.setattr(workbook_apart, "asked_apart", refusing)
    with pytest.raises(SourceDamagedError):
        plans.read_plans("plannen.xlsx", b"", {}, 2021)
    path = tmp_path / "raming.xlsx"
    path.write_bytes(b"PK")
    with pytest.raises(SourceDamagedError):
        uploads._raw(path)
    assert asked == ["plannen.xlsx", "raming.xlsx"]
