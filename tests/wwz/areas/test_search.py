"""Finding an area by typing a name or a postcode."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import counted_queries
from wwz.areas.models import Area, Level, PostcodeOverlap
from wwz.areas.queries import find_areas, gemeente_named, near_gemeenten
from wwz.areas.services import NewArea, store_areas, store_overlaps


@pytest.fixture(autouse=True)
def areas(db: None) -> None:
    store_areas(
        [
            NewArea("GM0193", 2022, Level.GEMEENTE, "Zwolle"),
            NewArea("GM0193", 2024, Level.GEMEENTE, "Zwolle"),
            NewArea("GM0114", 2022, Level.GEMEENTE, "Emmen"),
            NewArea("GM1900", 2022, Level.GEMEENTE, "Súdwest-Fryslân"),
            NewArea("GM0796", 2022, Level.GEMEENTE, "’s-Hertogenbosch"),
            NewArea("GM1680", 2022, Level.GEMEENTE, "Aa en Hunze"),
        ]
    )
    zwolle = Area.objects.get(code="GM0193", year=2024)
    store_areas(
        [
            NewArea("WK019331", 2024, Level.WIJK, "Aa-landen", "GM0193"),
            NewArea("BU01933110", 2024, Level.BUURT, "Aa-landen-Noord", "WK019331"),
            NewArea("BU01933300", 2024, Level.BUURT, "Bos en Aa", "WK019331"),
            NewArea("8032", 2021, Level.PC4, "8032 Zwolle"),
        ],
        within=zwolle,
    )


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("zwolle", ["Zwolle"]),
        ("  ZWOL", ["Zwolle"]),
        ("sudwest", ["Súdwest-Fryslân"]),
        ("Súdwest-Fryslân", ["Súdwest-Fryslân"]),
        ("fryslan", ["Súdwest-Fryslân"]),
        ("hertogenbosch", ["’s-Hertogenbosch"]),
        ("'s-hertog", ["’s-Hertogenbosch"]),
        # What begins so comes before what holds it; a gemeente before a wijk before a buurt.
        ("aa", ["Aa en Hunze", "Aa-landen", "Aa-landen-Noord", "Bos en Aa"]),
        ("aa landen", ["Aa-landen", "Aa-landen-Noord"]),
    ],
)
def test_names_are_found_as_people_type_them(typed: str, names: list[str]) -> None:
    found = find_areas(typed)
    assert [area.name for area in found.areas] == names
    assert not found.near


def lay_postcode() -> None:
    """8032 lies for the most part in Aa-landen-Noord, and for a small part in Bos en Aa."""
    area = {one.code: one for one in Area.objects.all()}
    shares = {"WK019331": 0.9, "BU01933300": 0.2, "BU01933110": 0.7}
    lying = [(area["8032"], area[code], share) for code, share in shares.items()]
    assert store_overlaps(lying, within=area["GM0193"]) == 3


@pytest.mark.parametrize("typed", ["8032", "8032 AB", "8032ab", " 8032 "])
def test_postcode_leads_to_the_wijken_and_buurten_that_lie_in_it(typed: str) -> None:
    lay_postcode()
    found = find_areas(typed)
    assert found.postcode.gemeente.name == "Zwolle"
    assert [area.name for area in found.areas] == ["Aa-landen", "Aa-landen-Noord", "Bos en Aa"]
    assert found.letters == ("ab" in typed.lower())


def test_where_postcodes_lie_is_stored_in_place_of_what_was_known() -> None:
    lay_postcode()
    lay_postcode()
    assert PostcodeOverlap.objects.count() == 3


def test_postcode_of_which_no_map_is_known_leads_to_its_gemeente_and_says_so(
    client: Client,
) -> None:
    page = client.get("/zoek/gebieden/?q=8032 AB").content.decode()
    assert "Wij weten niet welke wijken en buurten dat zijn" in page
    assert "Naar de letters van uw postcode kijken wij niet" in page
    assert 'href="/opgave/GM0193/"' in page

    lay_postcode()
    page = client.get("/zoek/gebieden/?q=8032").content.decode()
    assert "Wij weten niet" not in page
    assert "letters" not in page
    assert 'href="/opgave/GM0193/BU01933110/"' in page


@pytest.mark.parametrize(("typed", "name"), [("zwole", "Zwolle"), ("emen", "Emmen")])
def test_near_names_are_offered_when_nothing_fits(typed: str, name: str) -> None:
    found = find_areas(typed)
    assert found.near
    assert found.areas[0].name == name


@pytest.mark.parametrize("typed", ["", "   ", "?", "xyzxyz", "9999", "%", "_"])
def test_nonsense_finds_nothing(typed: str) -> None:
    assert find_areas(typed).areas == []


def test_newest_year_of_an_area_is_given_once() -> None:
    assert [area.year for area in find_areas("zwolle").areas] == [2024]
    assert gemeente_named("ZWOLLE").year == 2024
    assert gemeente_named("gm0193").year == 2024
    assert gemeente_named("Atlantis") is None
    assert near_gemeenten("Zwole") == ["Zwolle"]


@pytest.mark.parametrize("typed", ["aa", "zwole", "8032"])
def test_search_needs_few_queries_however_many_areas(typed: str) -> None:
    lay_postcode()
    more = [NewArea(f"GM2{n:03}", 2022, Level.GEMEENTE, f"Aadorp {n}") for n in range(200)]
    store_areas(more)
    with counted_queries() as captured:
        found = find_areas(typed)
        assert [area.gemeente and area.gemeente.name for area in found.areas]
    assert len(captured) <= 3
    assert len(found.areas) <= 12


def test_search_page_works_without_script(client: Client) -> None:
    page = client.get("/zoek/gebieden/?q=aa").content.decode()
    assert "<html" in page
    assert "/opgave/GM0193/BU01933110/" in page
    assert "wijk in Zwolle" in page


def test_gemeente_of_which_only_the_name_is_known_says_so(client: Client) -> None:
    assert "nog geen opgave" in client.get("/zoek/gebieden/?q=emmen").content.decode()
    assert "nog geen opgave" not in client.get("/zoek/gebieden/?q=zwolle").content.decode()


def test_htmx_gets_only_the_list(client: Client) -> None:
    answer = client.get("/zoek/gebieden/?q=8032", headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<html" not in page
    assert "/opgave/GM0193/" in page


def test_what_was_typed_is_shown_as_text(client: Client) -> None:
    page = client.get("/zoek/gebieden/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert "Niets gevonden" in page


def test_storing_again_brings_an_area_up_to_date() -> None:
    before = Area.objects.count()
    square = {"type": "Polygon", "coordinates": []}
    stored = store_areas(
        [NewArea("WK019331", 2024, Level.WIJK, "Aalanden", "GM0193", geometry=square)]
    )
    area = stored["WK019331", 2024]
    area.refresh_from_db()
    assert (area.name, area.search_name, area.geometry) == ("Aalanden", "aalanden", square)
    assert area.gemeente.name == "Zwolle"
    assert Area.objects.count() == before


def test_border_is_kept_when_a_later_source_has_none() -> None:
    square = {"type": "Polygon", "coordinates": []}
    store_areas([NewArea("GM0114", 2022, Level.GEMEENTE, "Emmen", geometry=square)])
    store_areas([NewArea("GM0114", 2022, Level.GEMEENTE, "Emmen")])
    assert Area.objects.get(code="GM0114").geometry == square
