"""Counts of past years that only the back-test reads: exact, or refused in one sentence."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import polars as pl
import pytest

from tests.engine.sources.copies import REAL_FOLDER
from wwz_engine.sources import un_wpp
from wwz_engine.sources.errors import SourceDamagedError
from wwz_engine.sources.folders import MemoryFolder
from wwz_engine.sources.registry import Catalogue
from wwz_engine.sources.tidy import WITHHELD

PC4 = "cbs_pc4_2018_kerncijfers.csv"
AMSTERDAM = "kwb_2020_amsterdam_wijk_buurt.csv"
MEN, WOMEN = "un_wpp2019_nl_popMprojMed.csv", "un_wpp2019_nl_popFprojMed.csv"


def postcodes() -> str:
    return (
        "PC4,INWONER,INW_014,INW_1524,INW_2544,INW_4564,INW_65PL\n"
        "1011,9770,805,1180,3265,2875,1640\n"
        "1012,25,-99997,5,10,5,-99997\n"
    )


def amsterdam() -> str:
    return (
        "District_Type;Area_Code;Population_Total;Pop_Age_0_15;Pop_Age_15_25;Pop_Age_25_45;"
        "Pop_Age_45_65;Pop_Age_65_Plus\n"
        "Amsterdam;GM0363;872757;125119;108636;317667;210376;110959\n"
        "Burgwallen-Oude Zijde;WK036300;4465;220;695;2190;940;425\n"
        "Kop Zeedijk;BU03630000;1100;50;125;575;275;\n"
    )


def projection(people: float) -> str:
    rows = [f"528,Netherlands,{age},{people},{people + 1}" for age in un_wpp.AGES]
    return "country_code,name,age,2025,2030\n" + "\n".join(rows) + "\n"


FILES = {
    PC4: ("pc4_key_figures", postcodes()),
    AMSTERDAM: ("amsterdam_key_figures", amsterdam()),
    MEN: ("un_wpp_2019", projection(400.0)),
    WOMEN: ("un_wpp_2019", projection(420.5)),
}


def folder(**changed: str) -> MemoryFolder:
    texts = {name: text for name, (_, text) in FILES.items()} | changed
    files = {name: text.encode() for name, text in texts.items() if name != PC4}
    files[f"{PC4}.gz"] = gzip.compress(texts[PC4].encode(), mtime=0)
    return MemoryFolder(files)


def value(catalogue: Catalogue, key: str, area: str, age: str, sex: str = "totaal") -> float | None:
    rows = catalogue.load(key).rows.filter(
        (pl.col("area") == area) & (pl.col("age") == age) & (pl.col("sex") == sex)
    )
    found: float | None = rows["value"][0]
    return found


def test_figures_are_read_as_published() -> None:
    catalogue = Catalogue([folder()])

    assert value(catalogue, "pc4_key_figures", "1011", "65+") == 1640
    assert value(catalogue, "amsterdam_key_figures", "WK036300", "25-44") == 2190
    assert value(catalogue, "amsterdam_key_figures", "GM0363", "totaal") == 872757
    assert value(catalogue, "un_wpp_2019", "NL00", "80-84", "vrouw") == 420500


def test_what_is_secret_is_not_nil() -> None:
    rows = Catalogue([folder()]).load("pc4_key_figures").rows.filter(pl.col("area") == "1012")

    secret = rows.filter(pl.col("age").is_in(["0-14", "65+"]))
    assert secret["value"].to_list() == [None, None]
    assert secret["missing"].to_list() == [WITHHELD, WITHHELD]


def test_real_files_have_the_figures_of_the_publisher() -> None:
    """As CBS and the UN publish them; where the files are not, the invented ones above."""
    catalogue = Catalogue([folder() if REAL_FOLDER is None else REAL_FOLDER])

    assert value(catalogue, "pc4_key_figures", "1011", "totaal") == 9770
    assert value(catalogue, "amsterdam_key_figures", "GM0363", "65+") == 110959


DAMAGE = {
    "a column gone": (PC4, lambda text: text.replace("INW_65PL", "INW_OUD")),
    "a word": (PC4, lambda text: text.replace("9770", "veel")),
    "a wrong postcode": (PC4, lambda text: text.replace("1012,", "12,")),
    "cut off": (AMSTERDAM, lambda text: text[:-4]),
    "a wrong code": (AMSTERDAM, lambda text: text.replace("WK036300", "WIJK00")),
    "below nil": (AMSTERDAM, lambda text: text.replace("4465", "-4465")),
    "an age gone": (MEN, lambda text: text.replace(",100+,", ",99,")),
    "a web page": (MEN, lambda text: "<html></html>\n"),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_damage_is_refused_with_one_sentence(what: str) -> None:
    name, change = DAMAGE[what]
    key, text = FILES[name]
    changed = change(text)
    assert changed != text

    with pytest.raises(SourceDamagedError) as refusal:
        Catalogue([folder(**{name: changed})]).load(key)

    assert re.fullmatch(r"Bestand ‘[^’]+’ [^;]+; [^;]+\.", str(refusal.value)), refusal.value


def test_half_a_pair_is_no_projection(tmp_path: Path) -> None:
    (tmp_path / MEN).write_text(projection(1.0), encoding="utf-8")

    assert not Catalogue([tmp_path]).has("un_wpp_2019")
