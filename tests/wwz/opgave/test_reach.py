"""What people can walk to: the page per gemeente and area, and facilities as rows of one's own."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest

from tests.cast import (
    GEMEENTE,
    NORTH,
    SOUTH,
    WIJK,
    counted_queries,
    make_fact,
    request_and_publish,
    small_result,
)
from tests.wwz.opgave.test_housing import rows_of
from tests.wwz.opgave.test_own_rows import areas, brought, take_in  # noqa: F401 - a fixture
from tests.wwz.opgave.test_own_rows import client as partner  # noqa: F401 - a fixture
from wwz.opgave import jobs
from wwz.opgave.own.counting import own_rows_of, waiting_of
from wwz.opgave.own.models import OwnRow
from wwz.opgave.presentation.reach import PROFILES
from wwz_engine.reach.indicators import WALKERS, reach_indicators
from wwz_engine.reach.profiles import profiles
from wwz_engine.sources.tidy import Source
from wwz_engine.study import StudyResult

ADDRESS = "/opgave/GM0193/bereik/"
Shares = dict[str, tuple[float | None, ...]]
LIST = "/samen/zwolle/eigen/voorzieningen/"
FACILITIES = (
    "kenmerk;soort;naam;x;y;postcode;gebied;herkomst\n"
    "A1;huisarts;De Praktijk;203000,5;503000;;Aa-landen-Noord;eigen opgave\n"
    "A2;supermarkt;De Hoek;;;8032 AB;;verzonnen voorbeeld\n"
)


def text(response: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def with_reach(
    *, streets: Source | None = None, lacking: bool = False, shares: Shares | None = None
) -> StudyResult:
    """The small study with reach of some kinds; ``streets`` is what distances ran along."""
    known = {one.key: one for one in reach_indicators()}
    result = small_result()
    sources = (result.sources[0], *((streets,) if streets else ()))
    given = {
        "bereik_alles_algemeen": (40.0, 40.0, 25.2, 55.1),
        "bereik_alles_algemeen_75plus": (3585, 72, 25, 44),
        "bereik_alles_rollator": (12.5, 11.0, 10.0, 12.0),
        "bereik_huisarts_algemeen": (71.5, 66.0, 60.0, 75.0),
        "bereik_horeca_algemeen": (91.5, 86.0, 80.0, 95.0),
        "loopafstand_huisarts": (410, 520, 610, 480),
    } | (shares or {})
    facts = [
        make_fact(known[key], area, 2021, None if lacking and "alles" in key else value,
                  kind="geschat", sources=sources)
        for key, values in given.items()
        for area, value in zip((GEMEENTE, WIJK, NORTH, SOUTH), values, strict=True)
    ]  # fmt: skip
    used = {fact.indicator.key: fact.indicator for fact in (*result.facts, *facts)}
    told = {source.key: source for source in (*result.sources, *sources)}
    return replace(
        result,
        facts=(*result.facts, *facts),
        indicators=tuple(used.values()),
        sources=tuple(told.values()),
    )


# --- the page ---


def test_page_tells_who_has_everything_near_per_area(client, gemeente):
    request_and_publish(gemeente, with_reach())
    answer = client.get(ADDRESS)
    told = "van de mensen van 75 jaar en ouder in {} heeft alle basisvoorzieningen op loopafstand"
    assert f"ongeveer 40,0% {told.format(gemeente.name)}" in text(answer)
    assert "Er is geen wegennet geladen. De afstand is hemelsbreed" in text(answer)
    rows = rows_of(answer.content.decode(), "Aandeel 75-plussers met alle")
    assert [rows[name][0] for name in ("Aa-landen-Noord", "Aa-landen-Zuid")] == ["25,2%", "55,1%"]


def test_who_walks_stands_in_the_address(client, gemeente):
    request_and_publish(gemeente, with_reach())
    assert "ongeveer 12,5%" in text(client.get(f"{ADDRESS}?profiel=rollator"))
    # An odd value is the same as none.
    assert "ongeveer 40,0%" in text(client.get(f"{ADDRESS}?profiel=<b>"))


def test_per_kind_stand_share_and_metres_with_the_basics_first(client, gemeente):
    request_and_publish(gemeente, with_reach())
    rows = rows_of(client.get(ADDRESS).content.decode(), "Per voorziening, voor iedereen")
    # The first row is the heading.
    assert list(rows)[1:] == ["Huisarts", "Café of lunchroom"]
    assert rows["Huisarts"] == ["Zorg", "ja", "71,5%", "410"]
    assert rows["Café of lunchroom"][1] == "nee"


def test_page_of_a_wijk_lists_its_own_buurten(client, gemeente):
    request_and_publish(gemeente, with_reach())
    answer = client.get("/opgave/GM0193/WK019331/bereik/").content.decode()
    # The first row is the heading.
    named = list(rows_of(answer, "Aandeel 75-plussers"))[1:]
    assert sorted(named) == ["Aa-landen-Noord", "Aa-landen-Zuid"]
    buurt = text(client.get("/opgave/GM0193/BU01933110/bereik/"))
    told = "van de mensen van 75 jaar en ouder hier heeft alle basisvoorzieningen op loopafstand"
    assert f"ongeveer 25,2% {told}" in buurt


def test_invented_streets_are_told(client, gemeente):
    streets = replace(small_result().sources[0], key="streets", fictional=True, sha256="c" * 64)
    request_and_publish(gemeente, with_reach(streets=streets))
    assert "gemeten over een verzonnen wegennet" in text(client.get(ADDRESS))
    assert "verzonnen invoer" in text(client.get(ADDRESS)).lower()


def test_share_that_nobody_knows_is_not_filled_in(client, gemeente):
    request_and_publish(gemeente, with_reach(lacking=True))
    assert "is niet bekend. De basis is: huisarts, apotheek" in text(client.get(ADDRESS))


@pytest.mark.parametrize("address", [ADDRESS, "/opgave/GM0193/BU01933110/bereik/"])
def test_without_facilities_the_page_says_what_to_do(client, gemeente, address):
    request_and_publish(gemeente, small_result())
    said = text(client.get(address))
    assert "Er zijn nog geen voorzieningen bekend" in said
    assert "Wij vullen niets in." in said


def test_page_is_linked_from_gemeente_and_area_and_leaves_their_map_alone(client, gemeente):
    request_and_publish(gemeente, with_reach())
    whole = client.get("/opgave/GM0193/").content.decode()
    assert f'href="{ADDRESS}"' in whole
    assert "bereik_huisarts" not in whole
    area = client.get("/opgave/GM0193/BU01933110/").content.decode()
    assert 'href="/opgave/GM0193/BU01933110/bereik/"' in area


def test_file_holds_reach_of_every_area(client, gemeente):
    request_and_publish(gemeente, with_reach())
    file = b"".join(client.get("/opgave/GM0193/tabel/bereik.csv")).decode("utf-8-sig")
    assert "Loopafstand van 75-plussers: huisarts" in file
    assert "Aa-landen-Zuid" in file
    assert "Inwoners;" not in file


def lacking_in(client: Any, query: str) -> list[dict[str, str]]:
    file = b"".join(client.get(f"/opgave/GM0193/tabel/ontbreekt.csv{query}"))
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig")), delimiter=";"))


def test_file_of_what_is_lacking_holds_the_rows_of_the_page(client, gemeente):
    few = with_reach(shares={"bereik_apotheek_algemeen": (40.0, 40.0, 20.5, 60.0),
                             "bereik_huisarts_algemeen": (40.0, 40.0, None, 35.0),
                             "bereik_halte_rollator": (40.0, 40.0, 12.5, 70.0)})  # fmt: skip
    request_and_publish(gemeente, few)
    page = client.get(ADDRESS).content.decode()
    assert rows_of(page, "Wat de meeste 75-plussers niet")["Aa-landen-Noord"] == ["1", "apotheek"]
    assert rows_of(page, "Wat de meeste 75-plussers niet")["Aa-landen-Zuid"] == ["1", "huisarts"]
    link = re.search(r'href="(/opgave/GM0193/tabel/ontbreekt.csv[^"]*)"', page)

    rows = lacking_in(client, "?" + unescape(link.group(1)).partition("?")[2])
    told = {(row["gebied"], row["cijfer"].partition(": ")[2], row["waarde"]) for row in rows}
    assert {(area, value) for area, _, value in told} == {
        ("Aa-landen-Noord", "20,5"), ("Aa-landen-Zuid", "35")
    }  # fmt: skip
    # Every row says where it comes from and what it means; one that is not shown is not told of.
    assert all(row["bron"] and row["peildatum oudste bron"] for row in rows)
    assert all(row["omschrijving"] for row in rows)
    assert [row["waarde"] for row in lacking_in(client, "?profiel=rollator")] == ["12,5"]
    assert len(lacking_in(client, "?gebied=WK019331")) == 2
    assert lacking_in(client, "?gebied=WK019399") == []
    assert client.get("/opgave/GM0193/tabel/ontbreekt.xlsx").status_code == 200


def test_page_asks_few_questions(client, gemeente):
    request_and_publish(gemeente, with_reach())
    with counted_queries() as asked:
        client.get(ADDRESS)
    assert len(asked) <= 16


def test_words_for_who_walks_are_those_of_the_engine():
    known = profiles(date(2021, 1, 1))
    assert {key: one.label for key, one in known.items()} == PROFILES
    assert set(PROFILES) == set(WALKERS)
    assert jobs.walking_norm(2021).metres == {key: one.norm for key, one in known.items()}


def test_kinds_and_norms_load_no_numpy():
    code = (
        "import sys; import django; django.setup(); from wwz.opgave import jobs;"
        "jobs.facility_kinds(); jobs.walking_norm(2026); jobs.own_columns('voorzieningen');"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- facilities as rows ---


def test_facilities_are_brought_in_a_file_and_count(partner, zwolle):  # noqa: F811 - a fixture
    take_in(partner, brought(partner, FACILITIES, address=LIST))

    listed = text(partner.get(LIST))
    assert "De Praktijk Aa-landen-Noord Huisarts 203000,5 503000 – eigen opgave" in listed
    # Without an area it is of the gemeente.
    assert OwnRow.objects.get(number="A2").area.code == "GM0193"
    own = own_rows_of("GM0193")
    assert [one["id"] for one in own.facilities] == ["A1", "A2"]
    assert [one.rows for one in waiting_of(zwolle)] == [2]


def test_facilities_are_found_by_leefgebied_and_by_kind(partner):  # noqa: F811 - a fixture
    take_in(partner, brought(partner, FACILITIES, address=LIST))
    assert "De Hoek" in text(partner.get(f"{LIST}?leefgebied=Winkels"))
    assert "De Praktijk" not in text(partner.get(f"{LIST}?leefgebied=Winkels"))
    assert "De Praktijk" in text(partner.get(f"{LIST}?kind=huisarts"))
    assert "Niets gevonden" in text(partner.get(f"{LIST}?kind=halte"))


def test_facility_is_added_on_screen_and_a_wrong_place_is_told(partner):  # noqa: F811 - a fixture
    one = {"id": "B1", "kind": "apotheek", "name": "De Vijzel", "x": "203000", "y": "",
           "wheelchair": "onbekend", "origin": "eigen"}  # fmt: skip
    refused = partner.post(f"{LIST}nieuw/", one)
    assert refused.status_code == 422
    assert "vul x en y allebei in" in text(refused)
    partner.post(f"{LIST}nieuw/", one | {"y": "503000"})
    assert OwnRow.objects.get(kind="voorzieningen").cells["y"] == "503000"


def test_one_link_to_reach_however_many_years_a_gemeente_has(partner, zwolle):  # noqa: F811 - a fixture
    gemeente = zwolle.areas.first()
    later = type(gemeente).objects.create(
        code=gemeente.code, year=gemeente.year + 1, level=gemeente.level, name=gemeente.name
    )
    zwolle.areas.add(later)
    shown = partner.get(LIST).content.decode()
    assert shown.count(f'href="/opgave/{gemeente.code}/bereik/"') == 1
