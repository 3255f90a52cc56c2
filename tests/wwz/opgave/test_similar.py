"""A gemeente beside those that are most like it: what each asks for, and what nobody knows."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from tests.cast import GEMEENTE, make_fact, request_and_publish, small_result
from wwz.opgave.presentation import similar
from wwz_engine.facts import AreaRef
from wwz_engine.indicators import all_indicators

PAGE = "/opgave/GM0193/vergelijkbaar/"
OTHERS = tuple(
    AreaRef(code, name, "gemeente", 2022)
    for code, name in (("GM0758", "Breda"), ("GM0794", "Helmond"), ("GM0361", "Alkmaar"))
)
# Of the gemeente itself and of the others, the nearest last.
GIVEN = {
    "naast_afstand": (0, 61.2, 51.5, 40.3),
    "naast_vraag_nultreden": (21.9, 26.6, 25.7, 24.3),
    "naast_vraag_geclusterd": (5.6, 6.8, 6.2, None),
    "naast_75plus": (62.8, 76.8, 68.7, 74.9),
    "naast_koop": (57, 60, 55, 52),
}


def with_others():
    known = all_indicators()
    result = small_result()
    more = [
        make_fact(known[key], area, 2020, value)
        for key, values in GIVEN.items()
        for area, value in zip((GEMEENTE, *OTHERS), values, strict=True)
    ]
    used = {fact.indicator.key: fact.indicator for fact in (*result.facts, *more)}
    return replace(result, facts=(*result.facts, *more), indicators=tuple(used.values()))


@pytest.fixture
def studied(gemeente):
    return request_and_publish(gemeente, with_others())


def page(client, query=""):
    return unescape(client.get(f"{PAGE}{query}").content.decode())


def rows_of(html, caption):
    (table,) = re.findall(rf'aria-label="Tabel: {caption}.*?</table>', html, re.DOTALL)
    cells = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
    return [
        [re.sub(r"<[^>]+>", "", one) for one in cells.findall(row)]
        for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    ]


def test_others_stand_below_the_gemeente_in_order_of_how_much_they_are_like_it(client, studied):
    rows = rows_of(page(client), "Waarop zij lijken")
    assert [row[0] for row in rows[1:5]] == ["Zwolle", "Alkmaar", "Helmond", "Breda"]
    assert [row[1] for row in rows[1:5]] == ["0,0", "40,3", "51,5", "61,2"]


def test_what_a_gemeente_asks_stands_beside_the_middle_of_the_others(client, studied):
    html = page(client)
    plain = re.sub(r"<[^>]+>", "", html)
    # Of 6,8 and 6,2: nobody knows it of Alkmaar.
    assert "Zwolle vraagt ongeveer 5,6 geclusterde woningen per 1.000 inwoners" in plain
    assert "Bij de twee andere gemeenten is dat in het midden 6,5" in plain
    rows = rows_of(html, "Wat elke gemeente vraagt")
    assert rows[2][0] == "Alkmaar" and rows[2][2] == "onbekend"


def test_stock_of_no_gemeente_is_invented(client, studied):
    rows = rows_of(page(client), "Wat elke gemeente vraagt")
    assert rows[0][-1] == "Voorraad"
    assert {row[-1] for row in rows[1:5]} == {"onbekend"}


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "Zwolle heeft het minst van alle 3 gemeenten"),
        ("?cijfer=naast_vraag_nultreden", "Zwolle heeft het minst van alle 4 gemeenten"),
        ("?cijfer=naast_75plus", "Zwolle heeft het minst van alle 4 gemeenten"),
        ("?cijfer=bestaat-niet", "Zwolle heeft het minst van alle 3 gemeenten"),
    ],
)
def test_figure_in_the_address_is_drawn(client, studied, query, title):
    assert title in page(client, query)


def test_every_number_leads_to_its_fact_with_its_source(client, studied):
    address = re.findall(r'href="(/feit/[^"]+)"', page(client))[0]
    html = client.get(address).content.decode()
    assert "per 1.000 inwoners" in html


def test_files_hold_every_gemeente(client, studied):
    content = b"".join(client.get("/opgave/GM0193/tabel/vergelijkbaar.csv")).decode()
    assert all(area.name in content for area in (GEMEENTE, *OTHERS))
    assert "Vraag naar geclusterde woningen" in content
    drawn = client.get("/opgave/GM0193/beeld/vergelijkbaar-naast_vraag_geclusterd.svg")
    assert drawn.status_code == 200 and b"Zwolle" in drawn.content
    assert client.get("/opgave/GM0193/beeld/vergelijkbaar-niets.svg").status_code == 404


def test_study_without_others_says_what_can_be_done(client, gemeente):
    request_and_publish(gemeente, small_result())
    html = page(client)
    assert "Er zijn geen vergelijkbare gemeenten gevonden" in html
    assert "Een beheerder kan ze inladen" in html


def test_others_are_no_areas_of_the_study(client, studied):
    assert client.get("/opgave/GM0193/GM0758/").status_code == 404


def test_page_asks_as_much_of_the_database_whatever_the_number_of_others(
    client, studied, django_assert_max_num_queries
):
    page(client)
    with django_assert_max_num_queries(6):
        page(client)


@pytest.mark.parametrize(
    ("others", "title"),
    [
        ((1, 2), "Zwolle heeft het meest van alle 3 gemeenten"),
        ((1, 6, 7), "2 van de 3 vergelijkbare gemeenten hebben meer dan Zwolle"),
        ((1, 2, 7), "Zwolle heeft meer dan 2 van de 3 vergelijkbare gemeenten"),
        ((5, 5), "Zwolle heeft meer dan 0 van de 2 vergelijkbare gemeenten"),
    ],
)
def test_title_says_how_many_have_more_or_less(studied, others, title):
    own = replace(similar.own_figure(similar.read_similar(studied), "naast_75plus"), value=5.0)
    assert similar.title_of(own, others) == title
