"""Care and support of a place: what is known, under which policy, and what is not known."""

from __future__ import annotations

import re

import pytest

from tests.cast import request_and_publish, small_result
from tests.supplied import with_supply
from tests.wwz.opgave.test_housing import rows_of
from wwz.opgave.models import Theme
from wwz.opgave.presentation.support import IN_GROUPS, OVERLAPPING, POLICIES
from wwz_engine import care_indicators

ADDRESS = "/opgave/GM0193/zorg/"


@pytest.fixture
def studied(gemeente):
    return request_and_publish(gemeente, with_supply())


def page(client, address=ADDRESS):
    return client.get(address).content.decode()


def test_nursing_follows_the_policy_in_the_address(client, studied):
    stays = rows_of(page(client), "Het aandeel in een verpleeghuis blijft gelijk")
    assert stays["In een verpleeghuis"][-2] == "1.320"
    assert stays["Verpleging thuis"][-2] == "440"
    apart = rows_of(page(client, f"{ADDRESS}?beleid=scheiden"), "Wonen en zorg worden verder")
    assert apart["In een verpleeghuis"][-2] == "1.100"
    # What people need does not depend on where they live.
    assert (
        apart["Nodig, thuis of in een verpleeghuis"]
        == (stays["Nodig, thuis of in een verpleeghuis"])
    )


def test_help_stands_with_hours_staff_and_people_per_job(client, studied):
    rows = rows_of(page(client), "Hulp en ondersteuning")
    service = "Hulp bij het huishouden (Wmo)"
    assert rows[f"{service}: cliënten"][0] == "3.100"
    assert rows[f"{service}: uren per jaar"][0] == "310.000"
    assert rows[f"{service}: personeel in voltijdbanen"][0] == "180"
    assert rows[f"{service}: mensen per voltijdbaan"][-2] == "21,7"


def test_what_nobody_knows_is_listed_with_its_fact(client, studied):
    html = page(client)
    unknown = html[html.index("Nog onbekend") :]
    assert re.search(r"Wijkverpleging: <a [^>]*/feit/[^>]*>cliënten</a>", unknown)
    assert "Wij vullen niets in." in unknown
    assert "Wijkverpleging: cliënten" not in rows_of(html, "Hulp en ondersteuning")


def test_overlap_reads_the_same_both_ways(client, studied):
    rows = rows_of(page(client), "Volwassenen die in twee groepen vallen")
    names = list(OVERLAPPING.values())
    one, other = names.index("Moeite met rondkomen"), names.index("Mantelzorg geven")
    assert rows[names[one]][other] == rows[names[other]][one] == "1.800"
    assert rows[names[one]][one] == ""


def test_file_holds_care_and_overlap(client, studied):
    text = b"".join(client.get("/opgave/GM0193/tabel/zorg.csv")).decode("utf-8-sig")
    assert "Hulp bij het huishouden (Wmo): uren per jaar" in text
    assert "mantelzorg geven" in text
    assert "Tekort aan" not in text


@pytest.mark.parametrize("address", [ADDRESS, "/opgave/GM0193/BU01933110/zorg/"])
def test_place_of_which_nothing_is_known_says_so(client, gemeente, address):
    request_and_publish(gemeente, small_result())
    html = page(client, address)
    assert "Hierover weten wij niets van" in html
    assert "<table" not in html


def test_words_of_the_page_are_those_of_the_engine():
    assert set(POLICIES) == set(care_indicators.SETTINGS)
    assert set(OVERLAPPING) == set(care_indicators.OVERLAPPING)
    assert tuple(IN_GROUPS) == care_indicators.COUNTED_GROUPS
    assert Theme.ZORG == care_indicators.CARE


def test_every_group_that_is_not_known_leads_to_a_page(client, studied):
    html = page(client, "/opgave/GM0193/")
    groups = set(re.findall(r'href="(/opgave/GM0193/groep/[^"]+/)"', html))
    assert groups
    assert {client.get(address).status_code for address in groups} == {200}
