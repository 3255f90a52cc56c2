"""Pages ask the database few questions, and not more when there are more areas or studies."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import QuerySet
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
from tests.doubling import double
from tests.walk import akkoord as walk_akkoord
from tests.walk import make_all
from wwz.areas.models import Area, Level
from wwz.opgave.models import Study
from wwz.partners.models import Account, Organisation, Partnership
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
    "/opgave/GM0193/groepen/",
    "/opgave/GM0193/woonvorm/vraag_nultreden/",
    "/opgave/GM0193/in-tien-zinnen/",
    "/opgave/GM0193/BU01933110/in-tien-zinnen/",
    "/opgave/GM0193/vergelijkbaar/",
    "/opgave/GM0193/woningen/",
    "/opgave/GM0193/BU01933110/woningen/",
    "/opgave/GM0193/zorg/",
    "/opgave/GM0193/BU01933110/zorg/",
    "/opgave/vergelijk/?gebied=BU01933110&gebied=WK019331&gebied=GM0193&gebied=BU01933130",
    "/opgave/GM0193/beeld/kaart.svg",
    "/opgave/hoe-goed/",
    "/opgave/GM0193/hoe-goed/",
    "/opgave/GM0193/BU01933110/hoe-goed/?groep=85%2B&vooruit=2",
    "/opgave/GM0193/GM0193/hoe-goed/gebieden.csv",
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


# --- the pages of the steps ---

PAGES_OF_STEPS = {
    "/samen/zwolle/": 20,
    "/mijn-werk/": 12,
    "/samen/zwolle/visie/": 9,
    "/visie/{visie:visie}/": 22,
    "/visie/{visie:chapter}/1/": 15,
    "/samen/zwolle/akkoorden/": 7,
    "/akkoord/{akkoord}/": 15,
    "/afspraak/{afspraak}/": 17,
    "/samen/zwolle/uitvoering/": 13,
    "/initiatief/{uitvoering:initiative}/": 15,
    "/signaal/{uitvoering:signal}/": 15,
    "/knelpunt/{uitvoering:knelpunt}/": 24,
    "/samen/zwolle/zones/": 8,
    "/zone/{uitvoering:zone}/": 15,
    "/draad/{uitvoering:thread}/": 14,
    "/draad/geheim/{uitvoering:secret_thread}/": 15,
    "/samen/zwolle/huisvesting/": 10,
    "/huisvesting/{housing:programme}/": 16,
    "/huisvesting/{housing:programme}/regels/": 14,
    "/huisvesting/{housing:programme}/regel/1/": 14,
    "/huisvesting/{housing:programme}/verschil/": 9,
    "/samen/zwolle/afwegen/": 12,
    "/afweging/{weighing:weighing}/": 12,
    "/samen/zwolle/voorstellen/": 8,
    "/voorstel/{weighing:proposal}/": 16,
    "/voorstel/{weighing:proposal}/bestuurstafel/": 10,
    "/voorstel/{uitvoering:proposal_thread}/draad/": 12,
    "/samen/zwolle/werkplaats/": 10,
    "/samen/zwolle/monitor/": 24,
    "/samen/zwolle/bestuur/": 21,
    "/bestuursstukken/{monitor:pack}/": 9,
    "/samen/zwolle/bijeenkomsten/": 11,
    "/bijeenkomst/{meetings:meeting}/": 14,
}
"""With the most queries that each may take."""
COPIED = ("Afspraak", "Pledge", "Milestone", "Signaal", "ThreadEntry", "Passage", "Comment",
          "ProgressReport", "Notice", "Meeting", "Outcome")  # fmt: skip


@pytest.fixture
def addresses(
    zwolle: Partnership, municipality: Organisation, sanne: Account
) -> Callable[[str], str]:
    """Something of every kind in Zwolle, and the address that each name stands for."""
    words = (f"woord{number}" for number in itertools.count())
    made = make_all(zwolle, municipality, lambda: next(words))
    agreement = walk_akkoord.make_akkoord(zwolle, municipality, lambda: next(words))
    promise = walk_akkoord.make_afspraak(agreement, municipality, lambda: next(words))
    keys = {name: next(iter(found.values())) for name, found in made.items()}
    keys |= {"akkoord": agreement.pk, "afspraak": promise.pk}
    return lambda address: re.sub(r"{(.*?)}", lambda name: str(keys[name[1]]), address)


def asked(client: Client, address: str) -> int:
    client.get(address)
    with counted_queries() as captured:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(captured)


def test_pages_of_the_steps_ask_no_more_when_there_is_more(
    addresses: Callable[[str], str], client: Client, sanne: Account
) -> None:
    client.force_login(sanne)
    few = {page: asked(client, addresses(page)) for page in PAGES_OF_STEPS}
    assert {page: number for page, number in few.items() if number > PAGES_OF_STEPS[page]} == {}

    made = double() + double()
    assert [name for name in COPIED if made[name] < 3] == []

    many = {page: asked(client, addresses(page)) for page in PAGES_OF_STEPS}
    assert {page: number for page, number in many.items() if number > few[page]} == {}


def test_page_that_asks_per_row_is_found(
    addresses: Callable[[str], str],
    client: Client,
    sanne: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Planted: the page of a promise reads the party of each pledge by itself."""
    client.force_login(sanne)
    page = addresses("/afspraak/{afspraak}/")
    for joining in ("select_related", "prefetch_related"):
        monkeypatch.setattr(QuerySet, joining, lambda found, *fields: found)
    few = asked(client, page)
    double()
    assert asked(client, page) > few
