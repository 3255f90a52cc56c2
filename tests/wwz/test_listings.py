"""Long lists: few questions to the database, no more for longer pages, and small pages."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet
from django.test import Client

from benchmarks.many import LISTINGS, Crowd, fill
from tests.cast import counted_queries
from wwz.akkoord.queries import ledger
from wwz.partners.choosing import MOST
from wwz.partners.queries import parties
from wwz.uitvoering.queries import initiatives, pages

pytestmark = pytest.mark.django_db

MOST_QUERIES = {"organisaties": 7, "afspraken": 11, "initiatieven": 9, "signalen": 8}
MOST_KB = 60
ROWS = 120
PAGES = ((ledger, "PER_PAGE"), (parties, "ON_A_PAGE"), (pages, "PAGE"))


@pytest.fixture
def crowd() -> Crowd:
    return fill(ROWS)


@pytest.fixture
def reader(crowd: Crowd, client: Client) -> Client:
    client.force_login(crowd.reader)
    return client


def rows_on_a_page(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    for module, name in PAGES:
        monkeypatch.setattr(module, name, number)


def asked(client: Client, address: str, rows: int) -> int:
    """How many queries a listing takes, which must show so many rows."""
    client.get(address)
    with counted_queries() as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content.decode().count("<tr>") == rows + 1
    return len(queries)


def grows(client: Client, monkeypatch: pytest.MonkeyPatch, address: str) -> tuple[int, int]:
    rows_on_a_page(monkeypatch, 10)
    few = asked(client, address, 10)
    rows_on_a_page(monkeypatch, 100)
    return few, asked(client, address, 100)


@pytest.mark.parametrize("name", LISTINGS)
def test_listing_asks_few_questions_however_long_the_page(
    name: str, reader: Client, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = grows(reader, monkeypatch, LISTINGS[name].format(slug=crowd.partnership.slug))
    assert few == many <= MOST_QUERIES[name]


@pytest.mark.parametrize("name", LISTINGS)
def test_short_list_asks_no_less_than_a_long_one(
    name: str, reader: Client, crowd: Crowd, client: Client
) -> None:
    """Lists of choices and counts in the frame do not grow with the partnership either."""
    many = asked(reader, LISTINGS[name].format(slug=crowd.partnership.slug), 25)
    small = fill(12, slug="weinig")
    client.force_login(small.reader)
    few = asked(client, LISTINGS[name].format(slug="weinig"), 12)
    assert many <= few <= MOST_QUERIES[name]


def test_promises_measured_by_figures_ask_no_more_than_any_list_may(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = fill(ROWS, figures=True)
    client.force_login(crowd.reader)
    few, many = grows(client, monkeypatch, LISTINGS["afspraken"].format(slug="veel"))
    assert few == many <= 12


@pytest.mark.parametrize("name", LISTINGS)
def test_listing_of_25_is_small(name: str, reader: Client, crowd: Crowd) -> None:
    answer = reader.get(LISTINGS[name].format(slug=crowd.partnership.slug))
    assert len(answer.content) <= 1000 * MOST_KB


@pytest.mark.parametrize("name", ["afspraken", "initiatieven"])
def test_row_that_asks_for_itself_is_found(
    name: str, reader: Client, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: the list no longer joins what its rows show."""
    monkeypatch.setattr(QuerySet, "select_related", lambda found, *fields: found)
    few, many = grows(reader, monkeypatch, LISTINGS[name].format(slug=crowd.partnership.slug))
    assert many > few + 50


@pytest.mark.parametrize("name", ["organisaties", "signalen"])
def test_row_that_asks_for_more_is_found(
    name: str, reader: Client, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: each row is read again by its number before it is shown."""
    joined = QuerySet.__iter__

    def one_by_one(found: QuerySet[object]) -> object:
        for row in joined(found):
            if type(row).__name__ in ("Participation", "Signaal"):
                row.refresh_from_db(fields=["partnership"])  # type: ignore[attr-defined]  # a row
            yield row

    monkeypatch.setattr(QuerySet, "__iter__", one_by_one)
    few, many = grows(reader, monkeypatch, LISTINGS[name].format(slug=crowd.partnership.slug))
    assert many > few + 50


@pytest.mark.parametrize(("name", "key"), [("afspraken", "partij"), ("initiatieven", "trekker")])
def test_more_parties_than_anybody_reads_are_typed(
    name: str, key: str, reader: Client, crowd: Crowd
) -> None:
    address = LISTINGS[name].format(slug=crowd.partnership.slug)
    page = reader.get(address).content.decode()
    assert f"Meer dan {MOST}" in page
    assert f'<select name="{key}"' not in page

    found = reader.get(address, {key: "veel 00007"}).content.decode()
    assert found.count("<tr>") == 1 + 1
    assert reader.get(address, {key: "bestaat niet"}).content.decode().count("<tr>") == 0


@pytest.mark.parametrize(("name", "key"), [("afspraken", "partij"), ("initiatieven", "trekker")])
def test_a_few_parties_are_a_list_to_pick_from(name: str, key: str, client: Client) -> None:
    small = fill(12, slug="weinig")
    client.force_login(small.reader)
    address = LISTINGS[name].format(slug="weinig")
    page = client.get(address).content.decode()
    assert f'<select name="{key}"' in page

    chosen = initiatives.leads_of(small.partnership) or []
    assert len(chosen) == 12
    assert client.get(address, {key: str(chosen[3].pk)}).content.decode().count("<tr>") == 1 + 1


def test_pages_of_parties_follow_each_other_by_name(reader: Client, crowd: Crowd) -> None:
    names: list[str] = []
    for number in range(1, 6):
        page = reader.get("/samen/veel/partijen/", {"bladzijde": number}).context["page"]
        names += [one.organisation.name for one in page]
    assert len(names) == ROWS
    assert names == sorted(set(names))
