"""The search box finds what stands in the steps, and only what the reader may see."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import counted_queries, logged_in
from wwz.partners.models import Visibility
from wwz.uitvoering.models import Initiative


@pytest.fixture
def rooms(zwolle, corporation):
    """One initiative for everybody and one for partners."""
    for title, visibility in (
        ("Huiskamer in de wijk", Visibility.OPENBAAR),
        ("Huiskamer in beraad", Visibility.PARTNER),
    ):
        Initiative.objects.create(
            partnership=zwolle, title=title, kind="project", organisation=corporation,
            visibility=visibility,
        )  # fmt: skip


def found(client: Client, typed: str = "huiskamer") -> str:
    return client.get("/zoek/", {"q": typed}).content.decode()


def test_partner_finds_both_and_a_visitor_only_what_is_public(rooms, bas):
    assert "Huiskamer in beraad" in found(logged_in(bas))
    assert "Huiskamer in de wijk" in found(Client())
    assert "Huiskamer in beraad" not in found(Client())


def test_party_from_elsewhere_finds_no_more_than_a_visitor(rooms, outsider, nieuwegein):
    page = found(logged_in(outsider))
    assert "Huiskamer in de wijk" in page
    assert "Huiskamer in beraad" not in page


def test_two_letters_are_too_few_to_search_the_steps(rooms, bas):
    assert "Huiskamer" not in found(logged_in(bas), "hu")


def test_more_initiatives_ask_no_more_questions(rooms, zwolle, corporation, bas):
    client = logged_in(bas)
    found(client)
    with counted_queries() as few:
        found(client)
    Initiative.objects.bulk_create(
        [
            Initiative(
                partnership=zwolle, title=f"Huiskamer {number}", kind="project",
                organisation=corporation,
            )
            for number in range(30)
        ]
    )  # fmt: skip
    with counted_queries() as many:
        found(client)
    assert len(many) == len(few) <= 16
