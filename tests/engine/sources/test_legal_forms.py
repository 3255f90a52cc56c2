"""What looks unusual but is allowed is read, and gives the very same table."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tests.engine.sources.copies import Origin, cell, lines, rewrite, unpacked
from wwz_engine.sources.registry import Catalogue
from wwz_engine.sources.tidy import NIL, NOT_ASKED, NOT_THERE, TIDY_SCHEMA, WITHHELD

RIVM = "rivm_50090NED_2020_65plus.csv.gz"
KWB = "kwb_2022_gemeente.csv"
POSITIONS = "cbs_71488ned_2020_personen_leeftijd_huishoudenspositie_gemeente.csv.gz"
Change = Callable[[bytes], bytes]


def rows(folder: Path, key: str, gemeente: str | None) -> pl.DataFrame:
    return Catalogue([folder]).load(key, gemeente).rows


def same_rows(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    order = list(TIDY_SCHEMA)
    return one.sort(order).equals(other.sort(order))


def renumbered(text: list[str]) -> list[str]:
    names = [f"{name.rsplit('_', 1)[0]}_{at + 100}" for at, name in enumerate(text[0].split(","))]
    keys = text[0].split(",")[:5]
    return [",".join([*keys, *names[5:]]), *text[1:]]


def columns_turned_round(content: bytes) -> bytes:
    out = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    csv.writer(out, lineterminator="\n").writerows(row[::-1] for row in rows)
    return out.getvalue().encode()


def extra_column(text: list[str]) -> list[str]:
    return [f"{text[0]},NieuwOnderwerp_99", *(f"{row},1" for row in text[1:])]


UNUSUAL: dict[str, tuple[str, str, Change]] = {
    "byte order mark": ("kwb", KWB, lambda b: b"\xef\xbb\xbf" + b),
    "line ends of Windows": ("kwb", KWB, lambda b: b.replace(b"\n", b"\r\n")),
    "blanks around cells": (
        "household_positions",
        POSITIONS,
        lambda b: b.replace(b";", b"  ; "),
    ),
    "blank lines at the end": ("kwb", KWB, lambda b: b + b"\n\n"),
    "rows in another order": (
        "rivm_health",
        RIVM,
        lines(lambda text: [text[0], *reversed(text[1:])]),
    ),
    "columns with other numbers": ("rivm_health", RIVM, lines(renumbered)),
    "columns in another order": ("rivm_health", RIVM, columns_turned_round),
    "country called NL00": ("rivm_health", RIVM, lambda b: b.replace(b"NL01", b"NL00")),
    "an unknown column more in the key figures": ("kwb", KWB, lines(extra_column)),
}


@pytest.mark.parametrize("what", UNUSUAL)
def test_unusual_form_gives_the_same_table(
    what: str, origin: Origin, copy_of: Callable[[str], Path]
) -> None:
    key, name, change = UNUSUAL[what]
    folder = copy_of(key)
    before = rows(folder, key, origin.gemeente)

    rewrite(folder / name, change)

    assert same_rows(rows(folder, key, origin.gemeente), before)


def test_gzip_in_several_members_is_one_file(
    origin: Origin, copy_of: Callable[[str], Path]
) -> None:
    folder = copy_of("rivm_health")
    before = rows(folder, "rivm_health", origin.gemeente)
    content = unpacked(folder / RIVM)

    half = len(content) // 2
    (folder / RIVM).write_bytes(gzip.compress(content[:half], 1) + gzip.compress(content[half:], 1))

    assert same_rows(rows(folder, "rivm_health", origin.gemeente), before)


@pytest.mark.parametrize("sentinel", ["-99997", "-99999999", "-99995", "-99997.0", ".", ""])
def test_withheld_count_has_a_reason_and_no_value(
    sentinel: str, origin: Origin, copy_of: Callable[[str], Path]
) -> None:
    folder = copy_of("kwb")
    code = unpacked(folder / KWB).decode().splitlines()[1].split(",")[0]
    rewrite(folder / KWB, cell(1, "population", sentinel))

    found = rows(folder, "kwb", code).filter(
        (pl.col("measure") == "inwoners") & (pl.col("area") == code) & (pl.col("age") == "totaal")
    )

    assert found.select("value", "missing").rows() == [(None, WITHHELD)]


@pytest.mark.parametrize(("text", "reason"), [(".", WITHHELD), ("x", WITHHELD), ("", NOT_ASKED)])
def test_share_that_is_not_there_says_why(
    text: str, reason: str, origin: Origin, copy_of: Callable[[str], Path]
) -> None:
    folder = copy_of("rivm_health")
    header, first = unpacked(folder / RIVM).decode().splitlines()[:2]
    code = first.split(",")[header.split(",").index("WijkenEnBuurten")]
    rewrite(folder / RIVM, cell(1, "Mantelzorger_", text or " "))

    found = rows(folder, "rivm_health", None).filter(
        (pl.col("measure") == "Mantelzorger") & (pl.col("area") == code) & (pl.col("age") == "65+")
    )

    assert found.select("value", "missing").rows() == [(None, reason)]


@pytest.mark.parametrize(("text", "reason"), [("", NOT_THERE), ("-", NIL), (".", WITHHELD)])
def test_position_in_household_says_why_it_is_missing(
    text: str, reason: str, origin: Origin, copy_of: Callable[[str], Path]
) -> None:
    folder = copy_of("household_positions")
    rewrite(folder / POSITIONS, cell(1, "ThuiswonendKind_", text, ";"))

    header, first = unpacked(folder / POSITIONS).decode().splitlines()[:2]
    code = first.split(";")[header.split(";").index("RegioS")]
    found = rows(folder, "household_positions", code).filter(
        (pl.col("measure") == "thuiswonend_kind") & (pl.col("age") == "0-4")
    )

    assert found.select("value", "missing").rows() == [(None, reason)]


def test_every_row_has_a_value_or_a_reason(origin: Origin, copy_of: Callable[[str], Path]) -> None:
    for key in ("rivm_health",):
        found = rows(copy_of(key), key, origin.gemeente)
        both = found.filter(pl.col("value").is_null() == pl.col("missing").is_null())
        assert both.is_empty()
        assert dict(found.schema) == TIDY_SCHEMA
