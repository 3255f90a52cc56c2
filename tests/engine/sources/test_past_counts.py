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
DORDRECHT = "kwb_2020_buurt_dordrecht_met_geometrie.csv"
PACKED = (PC4, DORDRECHT)
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
        "Pop_Age_45_65;Pop_Age_65_Plus;Avg_Property_Value_1000EUR;Pct_Owner_Occupied;"
        "Pct_Lowest_40Pct_Income;Pct_Highest_20Pct_Income;Urbanization_Level\n"
        "Amsterdam;GM0363;872757;125119;108636;317667;210376;110959;416.0;29.0;50,7;17,6;1.0\n"
        "Burgwallen-Oude Zijde;WK036300;4465;220;695;2190;940;425;469.0;18.0;61,6;11;1.0\n"
        "Kop Zeedijk;BU03630000;1100;50;125;575;275;75;423.0;20.0;54,7;;1.0\n"
    )


def dordrecht() -> str:
    return (
        "gid,bu_code,bu_naam,aant_inw,aant_man,aant_vrouw,p_00_14_jr,p_15_24_jr,p_25_44_jr,"
        "p_45_64_jr,p_65_eo_jr,aantal_hh,p_eenp_hh,gem_hh_gr,opp_tot,opp_land,oad,sted\n"
        "42,BU05059997,NULL" + ",-99999999" * 15 + "\n"
        "6161,BU05050100,Nieuwe Haven,815,405,410,8,11,19,32,29,480,51,1.7,23,7,3538,1\n"
    )


def projection(people: float) -> str:
    rows = [f"528,Netherlands,{age},{people},{people + 1}" for age in un_wpp.AGES]
    return "country_code,name,age,2025,2030\n" + "\n".join(rows) + "\n"


FILES = {
    PC4: ("pc4_key_figures", postcodes()),
    AMSTERDAM: ("amsterdam_key_figures", amsterdam()),
    DORDRECHT: ("dordrecht_key_figures", dordrecht()),
    MEN: ("un_wpp_2019", projection(400.0)),
    WOMEN: ("un_wpp_2019", projection(420.5)),
}


def folder(**changed: str) -> MemoryFolder:
    texts = {name: text for name, (_, text) in FILES.items()} | changed
    files = {name: text.encode() for name, text in texts.items() if name not in PACKED}
    files |= {f"{name}.gz": gzip.compress(texts[name].encode(), 1, mtime=0) for name in PACKED}
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
    assert value(catalogue, "dordrecht_key_figures", "BU05050100", "65+") == 29
    assert value(catalogue, "un_wpp_2019", "NL00", "80-84", "vrouw") == 420500


def test_homes_and_incomes_of_amsterdam_stand_beside_its_people() -> None:
    rows = Catalogue([folder()]).load("amsterdam_key_figures", "GM0363").rows
    found = {
        (area, measure): (number, missing)
        for area, measure, number, missing in rows.filter(pl.col("age") == "totaal")
        .select("area", "measure", "value", "missing")
        .rows()
    }

    assert found["GM0363", "aandeel_laag_inkomen"] == (50.7, None)
    assert found["WK036300", "gemiddelde_woz_waarde"] == (469.0, None)
    assert found["BU03630000", "aandeel_hoog_inkomen"] == (None, WITHHELD)


def test_what_is_secret_is_not_nil() -> None:
    rows = Catalogue([folder()]).load("pc4_key_figures").rows.filter(pl.col("area") == "1012")

    secret = rows.filter(pl.col("age").is_in(["0-14", "65+"]))
    assert secret["value"].to_list() == [None, None]
    assert secret["missing"].to_list() == [WITHHELD, WITHHELD]

    water = Catalogue([folder()]).load("dordrecht_key_figures").rows
    water = water.filter(pl.col("area") == "BU05059997")
    assert water["value"].null_count() == water.height
    assert set(water["missing"]) == {WITHHELD}


def test_real_files_have_the_figures_of_the_publisher() -> None:
    """As CBS and the UN publish them; where the files are not, the invented ones above."""
    catalogue = Catalogue([folder() if REAL_FOLDER is None else REAL_FOLDER])

    assert value(catalogue, "pc4_key_figures", "1011", "totaal") == 9770
    assert value(catalogue, "amsterdam_key_figures", "GM0363", "65+") == 110959
    assert value(catalogue, "dordrecht_key_figures", "BU05050100", "65+") == 29


DAMAGE = {
    "a column gone": (PC4, lambda text: text.replace("INW_65PL", "INW_OUD")),
    "a word": (PC4, lambda text: text.replace("9770", "veel")),
    "a wrong postcode": (PC4, lambda text: text.replace("1012,", "12,")),
    "cut off": (AMSTERDAM, lambda text: text[:-4]),
    "a class in words": (DORDRECHT, lambda text: text.replace(",3538,1", ",3538,stad")),
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
