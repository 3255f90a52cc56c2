"""Names and sentences from outside may hold anything; no page, drawing or file acts on them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.cast import NORTH, WIJK, make_account, request_and_publish, small_result
from wwz.areas.models import Area
from wwz.opgave.models import Study
from wwz.partners.models import Organisation, Role

HOSTILE = "=1+1\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
RAW = ("<script>alert", "<img src=x")


@pytest.fixture
def hostile(gemeente: Area) -> Study:
    """A study whose areas, figures and gaps are named by somebody who means harm."""
    result = small_result()
    names = {area.code: replace(area, name=HOSTILE) for area in result.areas}
    facts = [
        replace(
            fact,
            area=names.get(fact.area.code, fact.area),
            indicator=replace(fact.indicator, label=HOSTILE, definition=HOSTILE),
        )
        for fact in result.facts
    ]
    indicators = [replace(each, label=HOSTILE, definition=HOSTILE) for each in result.indicators]
    changed = replace(
        result,
        areas=tuple(names.values()),
        facts=tuple(facts),
        indicators=tuple(indicators),
        gaps=(HOSTILE,),
    )
    return request_and_publish(gemeente, changed)


PAGES = [
    "/",
    "/opgave/GM0193/",
    "/opgave/GM0193/?niveau=buurt",
    f"/opgave/GM0193/{WIJK.code}/",
    f"/opgave/GM0193/{NORTH.code}/",
    "/zoek/gebieden/?q=1",
    "/analyse/",
]


@pytest.mark.parametrize("address", PAGES)
def test_page_shows_a_hostile_name_as_text(
    address: str, hostile: Study, municipality: Organisation, client: Client
) -> None:
    Organisation.objects.filter(pk=municipality.pk).update(name=HOSTILE)
    client.force_login(make_account("kwaad", Role.ANALIST, municipality))
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "&lt;script&gt;" in page
    assert not [raw for raw in RAW if raw in page]


def test_fact_and_study_show_a_hostile_name_as_text(
    hostile: Study, municipality: Organisation, client: Client
) -> None:
    client.force_login(make_account("goed", Role.ANALIST, municipality))
    fact = hostile.facts.filter(area__code=NORTH.code).first()
    assert fact is not None
    for address in (f"/feit/{fact.pk}/", f"/analyse/{hostile.pk}/"):
        page = client.get(address).content.decode()
        assert "&lt;script&gt;" in page
        assert not [raw for raw in RAW if raw in page]


@pytest.mark.parametrize(
    "parameter", ["q", "maat", "groep", "niveau", "volgorde", "richting", "next", "terug", "gebied"]
)
@pytest.mark.parametrize(
    "address", ["/", "/opgave/GM0193/", "/zoek/gebieden/", "/inloggen/", "/niets/"]
)
def test_page_echoes_a_parameter_as_text(
    address: str, parameter: str, study: Study, client: Client
) -> None:
    page = client.get(address, {parameter: HOSTILE}).content.decode()
    assert not [raw for raw in RAW if raw in page]


@pytest.mark.parametrize("name", ["kaart", "ontwikkeling-GM0193", f"ontwikkeling-{WIJK.code}"])
def test_drawing_with_a_hostile_name_stays_one_drawing(
    name: str, hostile: Study, client: Client
) -> None:
    answer = client.get(f"/opgave/GM0193/beeld/{name}.svg")
    assert answer.status_code == 200
    drawing = ElementTree.fromstring(answer.content)  # noqa: S314 - drawn by us
    tags = {each.tag.rpartition("}")[2] for each in drawing.iter()}
    assert not tags & {"script", "img", "foreignObject"}


def test_no_cell_of_a_file_is_a_formula(hostile: Study, client: Client) -> None:
    content = client.get("/opgave/GM0193/tabel/feiten.csv?vorm=rfc4180").getvalue().decode()
    cells = [cell for row in csv.reader(io.StringIO(content)) for cell in row]
    assert f"'{HOSTILE}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]
