"""Pages of the opgave: what they claim, what they hide, and that they equal their facts."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tests.cast import (
    GEMEENTE,
    NORTH,
    NOW,
    SOUTH,
    WIJK,
    make_fact,
    request_and_publish,
    small_result,
)
from wwz.opgave.models import Fact
from wwz.opgave.presentation.area import part_words
from wwz.opgave.presentation.figure import figure_of
from wwz_engine.indicators import all_indicators

pytestmark = pytest.mark.django_db
GEMEENTE_PAGE = f"/opgave/{GEMEENTE.code}/"


def text(response):
    """What a reader sees: without markup, with single spaces."""
    bare = re.sub(r"<(script|style)[\s\S]*?</\1>", " ", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", bare))


def fact_of(indicator, area, year):
    return Fact.objects.select_related("indicator", "area").get(
        indicator__key=indicator, area__code=area.code, year=year
    )


# --- the gemeente ---


def test_headline_equals_its_fact(client, study):
    page = text(client.get(GEMEENTE_PAGE))
    then = figure_of(fact_of("inwoners_85plus", GEMEENTE, 2040))
    now = figure_of(fact_of("inwoners_85plus", GEMEENTE, 2021))
    assert "Zwolle telt in 2040 naar verwachting" in page
    assert f"In 2021 waren het er {now.words()}" in page
    assert f"naar verwachting ongeveer {then.words()}" in page


def test_headline_claims_no_growth_that_the_band_does_not_bear(client, gemeente):
    given = small_result()
    facts = [
        replace(fact, low=fact.value * 0.5, high=fact.value * 2)
        if fact.year == 2040 and fact.value
        else fact
        for fact in given.facts
    ]
    request_and_publish(gemeente, replace(given, facts=tuple(facts)))
    page = text(client.get(GEMEENTE_PAGE))
    assert not re.search(r"(keer zoveel|% meer|% minder) 85-plussers", page)
    assert "is dus niet zeker" in page


def test_unknown_is_said_and_is_not_zero(client, study):
    page = text(client.get(GEMEENTE_PAGE))
    assert "onbekend" in page
    assert "Nog onbekend: hoeveel van deze woningen er al zijn" in page


def test_gaps_and_sources_stand_on_the_page(client, study):
    page = text(client.get(GEMEENTE_PAGE))
    assert "Er is geen open bron voor de voorraad nultredenwoningen." in page
    assert "RIVM, Gezondheid per wijk en buurt" in page
    assert "CC BY 4.0" in page


def test_hidden_number_stands_nowhere_on_the_pages(client, study):
    """7,3 people with a limitation live in one buurt: too few to show."""
    hidden = fact_of("beperking_bewegen_65plus", NORTH, 2040)
    assert hidden.hidden == "verborgen"
    for path in (GEMEENTE_PAGE, f"{GEMEENTE_PAGE}{NORTH.code}/", f"/feit/{hidden.pk}/"):
        assert "7,3" not in text(client.get(path))
    assert "verborgen" in text(client.get(f"/feit/{hidden.pk}/"))


def test_made_up_input_is_marked_under_every_figure(client, gemeente):
    request_and_publish(gemeente, small_result(fictional=True))
    for path in (GEMEENTE_PAGE, f"{GEMEENTE_PAGE}{NORTH.code}/"):
        page = text(client.get(path))
        assert "Dit is een verzonnen gemeente" in page
        lines = len(re.findall(r"Bron: ", page))
        assert lines > 0
        assert page.count("bevat verzonnen invoer") >= lines


def test_real_input_is_not_marked(client, study):
    assert "verzonnen" not in text(client.get(GEMEENTE_PAGE)).replace("‘verzonnen’", "")


def test_choice_of_group_stands_in_the_address(client, study):
    page = text(client.get(GEMEENTE_PAGE, {"groep": "inwoners"}))
    assert "Inwoners in Zwolle, geteld 2015–2021 en geraamd tot en met 2040" in page


@pytest.mark.parametrize("value", ["<script>", "bestaat_niet", "x" * 500])
@pytest.mark.parametrize("name", ["groep", "maat", "niveau", "volgorde", "richting"])
def test_any_address_gives_a_page(client, study, name, value):
    response = client.get(GEMEENTE_PAGE, {name: value})
    assert response.status_code == 200
    assert "<script>" + "alert" not in response.content.decode()


def test_table_can_be_put_in_order_by_the_address(client, study):
    def order(**chosen):
        page = client.get(GEMEENTE_PAGE, {"niveau": "buurt"} | chosen).content.decode()
        table = page.split('id="gebieden"')[1].split("</table>")[0]
        places = {code: table.find(f"/{code}/") for code in (NORTH.code, SOUTH.code)}
        assert min(places.values()) > 0
        return sorted(places, key=lambda code: places[code])

    assert order(volgorde="naam", richting="op") == [NORTH.code, SOUTH.code]
    assert order(volgorde="naam", richting="af") == [SOUTH.code, NORTH.code]
    assert order(volgorde="inwoners", richting="op") == [SOUTH.code, NORTH.code]


def test_gemeente_page_asks_few_queries_however_many_areas(
    client, study, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        client.get(GEMEENTE_PAGE)


def test_newest_study_is_shown(client, study, gemeente):
    later = NOW.replace(year=2027)
    request_and_publish(gemeente, small_result(factor=2.0), now=later)
    assert "gepubliceerd 6 november 2027" in text(client.get(GEMEENTE_PAGE))


@pytest.mark.parametrize("path", ["/opgave/GM9998/", "/opgave/onzin/"])
def test_gemeente_without_a_study_says_what_to_do(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "nog geen opgave gepubliceerd" in text(response)


def test_unpublished_study_is_not_to_be_seen(client, requested):
    assert client.get(GEMEENTE_PAGE).status_code == 404


# --- wijk and buurt ---


@pytest.mark.parametrize("area", [WIJK, NORTH])
def test_area_page_opens_with_who_lives_there(client, study, area):
    page = text(client.get(f"{GEMEENTE_PAGE}{area.code}/"))
    people = figure_of(fact_of("inwoners", area, 2021))
    assert f"In 2021 woonden hier {people.words()} mensen." in page


def test_wijk_lists_its_buurten_and_a_buurt_its_neighbours(client, study):
    wijk = client.get(f"{GEMEENTE_PAGE}{WIJK.code}/").content.decode()
    assert f'href="{GEMEENTE_PAGE}{NORTH.code}/"' in wijk
    buurt = client.get(f"{GEMEENTE_PAGE}{NORTH.code}/").content.decode()
    assert f'href="{GEMEENTE_PAGE}{SOUTH.code}/"' in buurt


def test_area_of_another_gemeente_is_not_here(client, study):
    assert client.get(f"{GEMEENTE_PAGE}BU99999999/").status_code == 404


def test_area_page_asks_few_queries(client, study, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get(f"{GEMEENTE_PAGE}{NORTH.code}/")


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.02, ""),
        (0.07, "Ongeveer een op de 14 is 65 jaar of ouder."),
        (0.14, "Ongeveer een op de zeven is 65 jaar of ouder."),
        (0.31, "Ongeveer drie op de tien zijn 65 jaar of ouder."),
        (0.97, ""),
    ],
)
def test_part_of_older_people_is_said_as_it_is(share, words):
    assert part_words(share) == words


# --- facts ---


def test_fact_page_says_what_it_is_and_where_it_comes_from(client, study):
    fact = fact_of("beperking_bewegen_65plus_aandeel", NORTH, 2020)
    page = text(client.get(f"/feit/{fact.pk}/"))
    assert "van elke 100 65-plussers ongeveer 28 die een beperking in bewegen hebben" in page
    for needed in (
        "28,4%", "Zwolle 21,2%", "Nederland 20,9%", "50090NED", "31 december 2020", "CC BY 4.0",
        "b" * 64, "bukken en iets oppakken", fact.engine_id, "onbekend: de bron geeft er geen",
    ):  # fmt: skip
        assert needed in page


def test_projected_fact_never_stands_without_its_band(client, study):
    fact = fact_of("inwoners_75plus", GEMEENTE, 2040)
    page = text(client.get(f"/feit/{fact.pk}/"))
    assert re.search(r"naar verwachting ongeveer [\d.]+ mensen van 75 jaar en ouder", page)
    assert re.search(r"tussen [\d.]+ en [\d.]+", page)


def test_json_of_a_fact_holds_only_what_may_be_shown(client, study):
    plain = fact_of("inwoners", GEMEENTE, 2021)
    found = client.get(f"/feit/{plain.pk}.json").json()
    assert found["value"] == 130_000
    assert found["sources"][0]["sha256"] == "a" * 64
    assert found["id"] == plain.engine_id

    hidden = fact_of("beperking_bewegen_65plus", NORTH, 2040)
    found = client.get(f"/feit/{hidden.pk}.json").json()
    assert (found["value"], found["low"], found["high"]) == (None, None, None)
    assert found["missing"] == "verborgen"


def test_older_fact_points_to_the_newer_one(client, study, gemeente):
    old = fact_of("inwoners", GEMEENTE, 2040)
    request_and_publish(gemeente, small_result(factor=1.1), now=NOW.replace(year=2027))
    new = Fact.objects.exclude(study=study).get(
        indicator__key="inwoners", area__code=GEMEENTE.code, year=2040
    )
    page = client.get(f"/feit/{old.pk}/").content.decode()
    assert "Dit feit is vervangen" in page
    assert f'href="/feit/{new.pk}/"' in page
    assert "Geldig" in client.get(f"/feit/{new.pk}/").content.decode()


def test_unknown_fact_is_said_in_words(client, study):
    fact = fact_of("voorraad_nultreden", GEMEENTE, 2040)
    page = text(client.get(f"/feit/{fact.pk}/"))
    assert "Voorraad nultredenwoningen in Zwolle: onbekend" in page
    assert "Dit cijfer is niet berekend" in page
    for claim in ("geschat met een model", "Wij rekenden de toekomst", "Wij vermenigvuldigen"):
        assert claim not in page


def test_fact_that_does_not_exist_is_not_found(client, study):
    assert client.get("/feit/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_fact_page_asks_few_queries(client, study, django_assert_max_num_queries):
    fact = fact_of("beperking_bewegen_65plus_aandeel", NORTH, 2020)
    with django_assert_max_num_queries(10):
        client.get(f"/feit/{fact.pk}/")


# --- pictures and map ---


def test_map_data_says_the_same_as_the_table(client, study):
    found = client.get(f"{GEMEENTE_PAGE}kaart.json").json()
    [feature] = found["features"]
    assert feature["properties"]["name"] == NORTH.name
    assert feature["properties"]["words"] == "28,4%"
    assert feature["properties"]["address"] == f"{GEMEENTE_PAGE}{NORTH.code}/"


@pytest.mark.parametrize(
    "name", ["kaart", f"ontwikkeling-{GEMEENTE.code}", f"ontwikkeling-{NORTH.code}"]
)
def test_picture_stands_on_its_own(client, study, name):
    response = client.get(f"{GEMEENTE_PAGE}beeld/{name}.svg")
    assert response["Content-Type"].startswith("image/svg+xml")
    assert "attachment" in response["Content-Disposition"]
    drawing = response.content.decode()
    assert drawing.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert "<style>" in drawing
    assert "Bron: " in drawing
    assert "gepubliceerd" in drawing
    assert ElementTree.fromstring(drawing).get("viewBox")  # noqa: S314 - our own drawing


@pytest.mark.parametrize("name", ["x", "ontwikkeling-BU0", "ontwikkeling"])
def test_picture_that_does_not_exist_is_not_found(client, study, name):
    assert client.get(f"{GEMEENTE_PAGE}beeld/{name}.svg").status_code == 404


def test_hidden_newest_figure_is_not_replaced_by_an_older_year(client, gemeente):
    given, key = small_result(), "inwoners_85plus"
    few = make_fact(all_indicators()[key], SOUTH, 2021, 3.0)
    facts = [
        few if (fact.indicator.key, fact.area, fact.year) == (key, SOUTH, 2021) else fact
        for fact in given.facts
    ]
    request_and_publish(gemeente, replace(given, facts=tuple(facts)))
    page = text(client.get(f"{GEMEENTE_PAGE}{SOUTH.code}/"))
    assert "Inwoners van 85 jaar en ouder, 2021 verborgen Het zijn te weinig mensen" in page
    assert "Inwoners van 85 jaar en ouder, 2015" not in page


def test_buurt_without_anybody_has_a_page(client, gemeente):
    given = small_result()
    empty = make_fact(all_indicators()["inwoners"], SOUTH, 2021, 0.0)
    facts = [fact for fact in given.facts if fact.area != SOUTH]
    request_and_publish(gemeente, replace(given, facts=(*facts, empty)))
    response = client.get(f"{GEMEENTE_PAGE}{SOUTH.code}/")
    assert response.status_code == 200
    assert "Hier woonde in 2021 niemand." in text(response)
