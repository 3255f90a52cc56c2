"""Comparing areas: one scale, both share and people, and never two layouts mixed in silence."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.cast import GEMEENTE, NORTH, SOUTH, WIJK, request_and_publish, small_result
from wwz.areas.models import Area, Level

pytestmark = pytest.mark.django_db
ADDRESS = "/opgave/vergelijk/"


def text(response):
    bare = re.sub(r"<(script|style)[\s\S]*?</\1>", " ", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", bare))


def ask(client, *areas, **chosen):
    return client.get(ADDRESS, {"gebied": [area.code for area in areas]} | chosen)


@pytest.fixture
def elsewhere(study):
    """A second gemeente with a layout of another year and a nearer horizon."""
    other = Area.objects.create(code="GM0114", year=2022, level=Level.GEMEENTE, name="Emmen")
    area = replace(GEMEENTE, code=other.code, name=other.name, year=2022)
    result = small_result()
    moved = tuple(
        replace(fact, area=area, year=2022 if fact.year == 2021 else fact.year)
        for fact in result.facts
        if fact.area.code == GEMEENTE.code
    )
    request_and_publish(other, replace(result, gemeente=area, areas=(area,), facts=moved))
    return area


def test_areas_stand_side_by_side_with_share_and_people(client, study):
    page = text(ask(client, WIJK, NORTH, indicator="beperking_bewegen_65plus"))
    assert "Aa-landen en Aa-landen-Noord naast elkaar" in page
    assert "Aa-landen heeft naar schatting het hoogste aandeel: 30,0%" in page
    assert "28,4%" in page
    # 7,3 people: too few to show.
    assert "verborgen" in page
    assert "7,3" not in page
    assert "Bron: RIVM 50090NED" in page


def test_drawing_has_one_scale_for_all_areas(client, study):
    drawn = ask(client, WIJK, NORTH, SOUTH).content.decode()
    (wide,) = re.findall(r"<svg[^>]*wwz-only-wide[\s\S]*?</svg>", drawn)
    assert [name in wide for name in ("Aa-landen-Noord", "Aa-landen-Zuid")] == [True, True]
    assert wide.count('class="axis"') == 1


def test_layouts_of_other_years_are_named(client, study, elsewhere):
    page = text(ask(client, GEMEENTE, elsewhere))
    assert "indelingen van verschillende jaren (2022 en 2024)" in page
    assert "Het nieuwste cijfer is niet overal van hetzelfde jaar: 2021 en 2022." in page
    assert "indeling 2022" in page
    assert "indeling 2024" in page


def test_equal_layouts_give_no_warning(client, study):
    assert "Let op bij het vergelijken" not in text(ask(client, NORTH, SOUTH))


def test_a_wijk_beside_a_buurt_is_said_to_differ_in_size(client, study):
    assert "U vergelijkt een wijk met een buurt" in text(ask(client, WIJK, NORTH))


@pytest.mark.parametrize("codes", [[], ["BU01933110"], ["onzin"], ["<script>", "BU01933110"]])
def test_fewer_than_two_areas_say_what_to_do(client, study, codes):
    response = client.get(ADDRESS, {"gebied": codes})
    assert response.status_code == 200
    assert "Zoek een gemeente, wijk of buurt op naam of postcode" in text(response)
    assert "<script>" + "onzin" not in response.content.decode()


def test_more_than_six_areas_are_cut_and_said(client, study):
    codes = [f"BU0193{n:04}" for n in range(7)]
    page = text(client.get(ADDRESS, {"gebied": [*codes, NORTH.code]}))
    assert "U ziet de eerste zes" in page


def test_area_is_added_and_taken_away_by_links(client, study):
    page = client.get(ADDRESS, {"gebied": [NORTH.code], "q": "zuid"}).content.decode()
    assert f"gebied={NORTH.code}&amp;gebied={SOUTH.code}" in page
    page = ask(client, NORTH, SOUTH).content.decode()
    assert f'href="{ADDRESS}?gebied={SOUTH.code}"' in page


def test_area_page_leads_to_comparisons(client, study):
    page = client.get(f"/opgave/{GEMEENTE.code}/{NORTH.code}/").content.decode()
    assert f"gebied={NORTH.code}&amp;gebied={WIJK.code}" in page
    assert f"gebied={NORTH.code}&amp;gebied={SOUTH.code}" in page


def test_files_hold_the_compared_figures_of_every_study(client, study, elsewhere):
    chosen = {"gebied": [GEMEENTE.code, elsewhere.code], "indicator": "inwoners_75plus"}
    answer = client.get(f"{ADDRESS}tabel.csv", chosen)
    lines = answer.getvalue().decode().splitlines()
    assert lines[0].startswith("\ufeffgebied;gebiedscode;soort gebied;indeling van jaar")
    assert {line.split(";")[0] for line in lines[1:]} == {"Zwolle", "Emmen"}
    assert "opgave-zwolle-emmen-vergelijking" in answer["Content-Disposition"]
    assert client.get(f"{ADDRESS}tabel.xlsx", chosen).getvalue()[:2] == b"PK"
    assert client.get(f"{ADDRESS}tabel.pdf", chosen).status_code == 404
    # Without areas there is nothing to take along: back to where they are chosen.
    assert client.get(f"{ADDRESS}tabel.csv").url == ADDRESS
    assert client.get(f"{ADDRESS}beeld/aandeel.svg").url == ADDRESS
