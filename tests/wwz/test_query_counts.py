"""Pages ask the database few questions, and not more when there are more areas or studies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import (
    GEMEENTE,
    NORTH,
    NOW,
    WIJK,
    counted_queries,
    request_and_publish,
    small_result,
)
from wwz.areas.models import Area, Level
from wwz.opgave.models import Study
from wwz_engine.facts import AreaRef

MOST = 16
ADDRESSES = [
    "/",
    "/opgave/GM0193/",
    "/opgave/GM0193/?niveau=buurt&volgorde=inwoners&richting=af",
    "/opgave/GM0193/WK019331/",
    "/opgave/GM0193/BU01933110/",
    "/opgave/GM0193/kaart.json",
    "/opgave/GM0193/groep/beperking_bewegen_65plus/?niveau=buurt",
    "/opgave/GM0193/woonvorm/vraag_nultreden/",
    "/opgave/vergelijk/?gebied=BU01933110&gebied=WK019331&gebied=GM0193&gebied=BU01933130",
    "/opgave/GM0193/beeld/kaart.svg",
    "/feit/{fact}/",
    "/feit/{fact}.json",
    "/over/",
    "/toegankelijkheid/",
    "/privacy/",
    "/inloggen/",
    "/zoek/gebieden/?q=aa",
]


def larger_result() -> object:
    """The small study with forty buurten more, each with the figures of Aa-landen-Noord."""
    result = small_result()
    more = [
        AreaRef(f"BU0193{number:04}", f"Buurt {number}", "buurt", 2024, WIJK.code)
        for number in range(40)
    ]
    copied = [
        replace(fact, area=area)
        for area in more
        for fact in result.facts
        if fact.area.code == NORTH.code
    ]
    shapes = dict(result.shapes) | {area.code: result.shapes[NORTH.code] for area in more}
    return replace(
        result,
        areas=(*result.areas, *more),
        facts=(*result.facts, *copied),
        shapes=shapes,
    )


def queries(client: Client, address: str, study: Study) -> int:
    fact = study.facts.get(indicator__key="inwoners_75plus", area__code=GEMEENTE.code, year=2040)
    with counted_queries() as captured:
        answer = client.get(address.format(fact=fact.pk))
        assert answer.status_code == 200, address
        assert answer.getvalue()
    return len(captured)


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_asks_little_and_never_more_for_more(
    address: str, gemeente: Area, client: Client
) -> None:
    first = request_and_publish(gemeente, small_result())
    few = queries(client, address, first)

    for number in range(5):
        other = Area.objects.create(
            code=f"GM900{number}", year=2024, level=Level.GEMEENTE, name=f"Aadam {number}"
        )
        area = replace(GEMEENTE, code=other.code, name=other.name)
        result = small_result()
        moved = [
            replace(fact, area=area) for fact in result.facts if fact.area.code == GEMEENTE.code
        ]
        request_and_publish(
            other, replace(result, gemeente=area, areas=(area,), facts=tuple(moved))
        )
    second = request_and_publish(gemeente, larger_result(), now=NOW + timedelta(days=1))

    assert queries(client, address, second) <= few
    assert few <= MOST
