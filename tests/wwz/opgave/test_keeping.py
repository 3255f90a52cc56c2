"""Up to which year a projection keeps: on its page, under its drawing, and in every file."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from html import unescape

import pytest

from tests.cast import NORTH, NOW, make_fact, request_and_publish, small_result
from wwz.opgave.models import Fact
from wwz_engine.indicators import all_indicators

pytestmark = pytest.mark.django_db
KEY = "inwoners_75plus"
BANDS = {2025: 0.02, 2030: 0.08, 2035: 0.12, 2040: 0.3}


def text(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def published_with(gemeente, bands):
    """The small study, with these bands around the projected 75-plussers of one buurt."""
    result, indicator = small_result(), all_indicators()[KEY]
    others = [
        fact for fact in result.facts
        if not (fact.indicator.key == KEY and fact.area == NORTH and fact.year > 2021)
    ]  # fmt: skip
    own = [
        make_fact(indicator, NORTH, year, 1000.0, low=1000.0 * (1 - room), high=1000.0 * (1 + room))
        for year, room in bands.items()
    ]
    return request_and_publish(gemeente, replace(result, facts=(*others, *own)), now=NOW)


def page_of(client, year):
    fact = Fact.objects.get(indicator__key=KEY, area__code=NORTH.code, year=year)
    return text(client.get(f"/feit/{fact.pk}/"))


def test_fact_says_up_to_which_year_it_keeps(client, gemeente):
    published_with(gemeente, BANDS)
    early, late = page_of(client, 2025), page_of(client, 2040)
    assert "Houdbaar tot 2030: tot en met dat jaar blijft de band binnen 10%." in early
    assert "reken daar met de band" not in early
    assert "Dit cijfer gaat over 2040: reken daar met de band en niet met één getal." in late


def test_counted_fact_has_no_shelf_life(client, gemeente):
    published_with(gemeente, BANDS)
    assert "oudbaar" not in page_of(client, 2021)


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        ({2025: 0.02, 2040: 0.05}, "Houdbaar tot en met 2040: in alle jaren blijft de band"),
        ({2025: 0.2, 2040: 0.05}, "Niet lang houdbaar: al in 2025 is de band breder dan 10%."),
    ],
)
def test_always_and_never_are_said_as_they_are(client, gemeente, bands, said):
    published_with(gemeente, bands)
    assert said in page_of(client, 2025)


def test_area_says_it_under_the_drawing(client, gemeente):
    published_with(gemeente, BANDS)
    assert "Houdbaar tot 2030" in text(client.get(f"/opgave/GM0193/{NORTH.code}/"))
    drawn = client.get(f"/opgave/GM0193/beeld/ontwikkeling-{NORTH.code}.svg").content.decode()
    assert "Houdbaar tot 2030" in drawn


@pytest.mark.parametrize("name", ["feiten", f"ontwikkeling.csv?gebied={NORTH.code}"])
def test_every_file_says_it_of_projected_years_only(client, gemeente, name):
    published_with(gemeente, BANDS)
    address = name if "?" in name else f"{name}.csv"
    answer = client.get(f"/opgave/GM0193/tabel/{address}")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = [
        row for row in csv.DictReader(io.StringIO(content), delimiter=";")
        if row["gebiedscode"] == NORTH.code and row["cijfer"] == all_indicators()[KEY].label
    ]  # fmt: skip
    kept = {int(row["jaar"]): row["houdbaar tot"] for row in rows}
    assert kept == {2015: "", 2021: "", 2025: "2030", 2030: "2030", 2035: "2030", 2040: "2030"}


def test_of_a_single_year_a_file_says_nothing(client, gemeente):
    """The table of the map holds one year: whether an earlier one is too wide it cannot tell."""
    published_with(gemeente, BANDS)
    answer = client.get(f"/opgave/GM0193/tabel/kaart.csv?maat={KEY}-2040")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    assert rows
    assert not any(row["houdbaar tot"] for row in rows)
