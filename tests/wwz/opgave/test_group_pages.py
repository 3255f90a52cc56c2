"""The page of a group: who belongs to it, own beside modelled, and how it overlaps."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest

from tests.cast import (
    GEMEENTE,
    HEALTH,
    counted_queries,
    make_fact,
    request_and_publish,
    small_result,
)
from tests.wwz.opgave.test_topics import text
from wwz.opgave.models import OWN_LICENCE, Fact
from wwz_engine.care_indicators import only_when_brought, own_group
from wwz_engine.indicators import all_indicators
from wwz_engine.sources.cells import OWN_LICENCE as OF_ENGINE

pytestmark = pytest.mark.django_db
PLACE = f"/opgave/{GEMEENTE.code}/"
OWN_SOURCE = replace(
    HEALTH,
    key="own_groups",
    publisher="Platform WWZ Zwolle",
    table="indeling van groepen",
    title="Mantelzorgers: Loket (2021, zekerheid A)",
    as_of=date(2021, 1, 1),
    licence=OWN_LICENCE,
    sha256="9" * 64,
    fictional=True,
    modelled=False,
)
BOTH = "samen_moeite_rondkomen_mantelzorger"


def result():
    known = all_indicators() | {one.key: one for one in only_when_brought()}
    own = own_group("eigen_bank", "Jongeren op de bank", "Zij slapen elders", "Platform WWZ Zwolle")
    brought = {
        "mantelzorger_18plus": 15_000.0, "uitstroom_opvang": 60.0,
        "uitstroom_opvang_instroom": 120.0, "uitstroom_opvang_verblijfsduur": 0.5,
        "uitstroom_opvang_zelfstandig": 50.0, "uitstroom_opvang_woningen_zelfstandig": 60.0,
    }  # fmt: skip
    facts = [
        make_fact(known[key], GEMEENTE, 2021, value, sources=(OWN_SOURCE,))
        for key, value in brought.items()
    ]
    facts += [
        make_fact(known["mantelzorgers_gemodelleerd"], GEMEENTE, 2021, 13_760.0, kind="geschat"),
        make_fact(known[BOTH], GEMEENTE, 2021, 1_800.0, kind="geschat"),
        make_fact(known[f"{BOTH}_minstens"], GEMEENTE, 2021, 0.0, kind="geschat"),
        make_fact(known[f"{BOTH}_hoogstens"], GEMEENTE, 2021, 5_000.0, kind="geschat"),
        make_fact(known["dakloos"], GEMEENTE, 2021, None),
        make_fact(own, GEMEENTE, 2021, 90.0, sources=(OWN_SOURCE,)),
    ]
    small = small_result()
    kept = [one for one in small.facts if one.indicator.key not in {f.indicator.key for f in facts}]
    every = (*kept, *facts)
    return replace(
        small, facts=every, indicators=tuple({f.indicator.key: f.indicator for f in every}.values())
    )


@pytest.fixture
def published(gemeente):
    return request_and_publish(gemeente, result())


def test_group_says_what_names_it_and_since_when(client, published):
    page = text(client.get(f"{PLACE}groep/mantelzorger_18plus/"))

    assert "Die staat sinds 1 januari 2015 in de indeling" in page
    assert "Wet maatschappelijke ondersteuning 2015, 1 januari 2015. Deze tekst is niet" in page


def test_own_number_stands_beside_the_modelled_one_with_whose_it_is(client, published):
    page = text(client.get(f"{PLACE}groep/mantelzorger_18plus/"))

    assert (
        "Aantal nu 15.000 eigen cijfer van Platform WWZ Zwolle, 2021 A, geteld in een register"
        in page
    )
    assert "Geschat zonder eigen cijfer 13.760 geschat, 2021" in page
    assert "Erbij per jaar onbekend" in page
    assert "eigen cijfer van Platform WWZ Zwolle Bron:" in page
    assert "bevat verzonnen invoer" in page


def test_flow_says_which_homes_it_asks_for(client, published):
    page = text(client.get(f"{PLACE}groep/uitstroom_opvang/"))

    assert "Vraagt een zelfstandige woning 50,0% eigen cijfer van" in page
    assert "Zelfstandige woningen die de groep per jaar vraagt 60" in page
    assert "Vraagt een woning met begeleiding onbekend" in page
    assert "Hoe lang iemand blijft 0,5 jaar" in page
    assert "Hoe deze groep overlapt met andere groepen, is niet bekend" in page


def test_national_number_stays_national(client, published):
    page = text(client.get(f"{PLACE}groep/dakloos/"))

    assert "30.600 mensen in heel Nederland landelijke standaard: CBS, januari 2023, 2023" in page


def test_group_tells_its_overlap_with_bounds(client, published):
    page = text(client.get(f"{PLACE}groep/mantelzorger_18plus/"))

    assert "Wie ook in een andere groep valt" in page
    assert "Moeite met rondkomen 1.800 0 5.000" in page.replace("één", "een")


def test_every_group_is_in_one_list_the_own_ones_too(client, published):
    page = text(client.get(f"{PLACE}groepen/"))

    # A number that is called of now says of which year it is.
    assert "Mantelzorgers 1 januari 2015 15.000 onbekend 2021 eigen cijfer" in page
    assert "Jongeren op de bank eigen groep 90" in page
    assert "Mensen zonder eigen woning 1 mei 2022 onbekend" in page
    assert f'href="{PLACE}groepen/"' in client.get(PLACE).content.decode()
    own = text(client.get(f"{PLACE}groep/eigen_bank/"))
    assert "Zij slapen elders." in own
    assert "niet in een wet" in own


def test_own_figure_is_marked_on_its_page_and_in_every_file(client, published):
    fact = Fact.objects.get(indicator__key="uitstroom_opvang_instroom", area__code=GEMEENTE.code)
    other = Fact.objects.get(indicator__key="inwoners", area__code=GEMEENTE.code, year=2021)
    mark = "eigen cijfer van Platform WWZ Zwolle"

    assert mark in text(client.get(f"/feit/{fact.pk}/"))
    assert mark not in text(client.get(f"/feit/{other.pk}/"))
    assert json.loads(client.get(f"/feit/{fact.pk}.json").content)["own"] == ["Platform WWZ Zwolle"]
    assert json.loads(client.get(f"/feit/{other.pk}.json").content)["own"] == []
    assert mark in text(client.get(f"/embed/feit/{fact.pk}/"))
    lines = client.get(f"{PLACE}tabel/zorg.csv").getvalue().decode("utf-8-sig")
    rows = {one["cijfer"]: one["opmerking"] for one in csv.DictReader(io.StringIO(lines),
            delimiter=";")}  # fmt: skip
    assert rows[fact.indicator.label] == f"bevat verzonnen invoer; {mark}"
    assert rows["Mantelzorgers: geschat zonder eigen cijfer"] == ""


def test_site_and_engine_mark_own_sources_alike():
    assert OWN_LICENCE == OF_ENGINE


def test_pages_of_groups_ask_few_questions(client, published):
    for path in ("groepen/", "groep/mantelzorger_18plus/", "groep/uitstroom_opvang/"):
        with counted_queries() as asked:
            client.get(f"{PLACE}{path}")
        assert len(asked) <= 16
