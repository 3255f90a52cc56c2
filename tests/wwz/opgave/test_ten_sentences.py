"""'In tien zinnen': each number is what its fact shows, and what is not known is no number."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from uuid import UUID

import pytest

from tests.cast import NORTH, make_fact, request_and_publish, small_result
from tests.supplied import with_supply
from wwz.opgave.models import Fact
from wwz.opgave.presentation.figure import figure_of
from wwz_engine.indicators import all_indicators

ITEMS = re.compile(r'<ol class="wwz-list">(.*?)</ol>', re.DOTALL)
LINKS = re.compile(r'<a [^>]*href="/feit/([0-9a-f-]+)/"[^>]*>(.*?)</a>')
NUMBERS = re.compile(r"\d[\d.,]*\d|\d")
AGES = {"18", "65", "75", "85"}


def sentences_in(html):
    (part,) = ITEMS.findall(html)
    return [unescape(one) for one in part.split("<li>")[1:]]


def wrong_numbers(sentences):
    """What is said but not shown by the fact that it leads to, or leads to no fact."""
    wrong = []
    for one in sentences:
        years = set()
        for pk, words in LINKS.findall(one):
            figure = figure_of(Fact.objects.select_related("indicator", "area").get(pk=UUID(pk)))
            band = figure.band_words() if figure.value is not None else ""
            if words != (f"{figure.words()} ({band})" if band else figure.words()):
                wrong.append(words)
            years.add(str(figure.year))
        loose = re.sub(r"<[^>]+>", " ", LINKS.sub("", one))
        wrong += [found for found in NUMBERS.findall(loose) if found not in years | AGES]
    return wrong


@pytest.fixture
def studied(gemeente):
    return request_and_publish(gemeente, with_supply())


@pytest.mark.parametrize("address", ["", "WK019331/", "BU01933110/"])
def test_ten_sentences_say_what_their_facts_show(client, studied, address):
    html = client.get(f"/opgave/GM0193/{address}in-tien-zinnen/").content.decode()
    found = sentences_in(html)
    assert len(found) == 10
    assert wrong_numbers(found) == []
    # Whoever reads a source line must find it: no page without.
    assert "Bron: " in html
    assert "Berekend op " in html


def test_every_sentence_of_a_studied_gemeente_has_a_number(client, studied):
    html = client.get("/opgave/GM0193/in-tien-zinnen/").content.decode()
    assert all(LINKS.search(one) for one in sentences_in(html))
    assert "onbekend" not in "".join(sentences_in(html))


@pytest.mark.parametrize(
    ("said", "planted", "caught"),
    [
        (">15.630 (", ">15.640 (", "15.640"),
        ("In 2021 kregen", "In 2021 kregen 12", "12"),
        ("In 2021 waren er", "In 2019 waren er", "2019"),
    ],
)
def test_planted_wrong_number_is_found(client, studied, said, planted, caught):
    found = sentences_in(client.get("/opgave/GM0193/in-tien-zinnen/").content.decode())
    assert any(said in one for one in found)
    told = wrong_numbers([one.replace(said, planted) for one in found])
    assert any(one.startswith(caught) for one in told)


def test_without_homes_a_sentence_says_what_is_not_known_and_what_to_do(client, gemeente):
    request_and_publish(gemeente, small_result(fictional=True))
    html = client.get("/opgave/GM0193/in-tien-zinnen/").content.decode()
    found = sentences_in(html)
    assert wrong_numbers(found) == []
    homes = next(one for one in found if "nultredenwoningen" in one)
    assert "hoeveel daarvan er al zijn, is" in homes
    assert "kan de eigen woningen opgeven" in homes
    assert "bevat verzonnen invoer" in homes
    # Of the other woonvormen nobody worked anything out: no number at all.
    grouped = next(one for one in found if "geclusterde woningen" in one)
    assert not NUMBERS.search(re.sub(r"<[^>]+>", "", grouped))


def test_area_with_hidden_figures_says_they_are_hidden(client, gemeente):
    known = all_indicators()["inwoners_85plus"]
    result = small_result()
    facts = [
        make_fact(known, NORTH, fact.year, 3.0)
        if (fact.indicator.key, fact.area) == (known.key, NORTH)
        else fact
        for fact in result.facts
    ]
    request_and_publish(gemeente, replace(result, facts=tuple(facts)))
    found = sentences_in(client.get("/opgave/GM0193/BU01933110/in-tien-zinnen/").content.decode())
    (hidden,) = [one for one in found if "85 jaar en ouder" in one]
    assert "verborgen" in hidden
    assert wrong_numbers(found) == []


def test_place_that_is_not_there_has_no_sentences(client, studied):
    assert client.get("/opgave/GM0193/BU99999999/in-tien-zinnen/").status_code == 404
    assert client.get("/opgave/GM9998/in-tien-zinnen/").status_code == 404
