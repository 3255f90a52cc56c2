"""Five hundred secret words of Zwolle: nobody from outside reads one of them anywhere."""

from __future__ import annotations

import logging
import types
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tests.cast import logged_in
from tests.wwz.rights.crawler import (
    SIGN,
    Planted,
    addresses_without_object,
    crawl,
    mailed,
    plant,
)
from wwz.meetings.models import Meeting
from wwz.partners.access import needs
from wwz.partners.matrix import Action
from wwz.partners.models import Account, Organisation, Partnership

WORDS = 500
SEARCHES = [f"/zoek/?q={SIGN}", f"/zoek/gebieden/?q={SIGN}"]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def planted(zwolle: Partnership, corporation: Organisation, nieuwegein: Partnership) -> Planted:
    return plant(zwolle, corporation, words=WORDS)


def seeds(planted: Planted) -> list[str]:
    plain = addresses_without_object(Partnership.objects.all())
    return [*planted.addresses, *plain, *SEARCHES]


@pytest.mark.parametrize("who", ["visitor", "outsider", "petra"])
def test_nobody_from_outside_reads_a_secret_word(
    who: str, planted: Planted, request: pytest.FixtureRequest
) -> None:
    account: Account | None = None if who == "visitor" else request.getfixturevalue(who)
    client = Client() if account is None else logged_in(account)
    opened, read = crawl(client, seeds(planted))
    assert not read, "\n".join(f"{word}: {address}" for word, address in read.items())
    assert len(opened) > 100
    assert account is None or not mailed(account.email)


def test_programme_manager_reads_most_of_them(sanne: Account, planted: Planted) -> None:
    _, read = crawl(logged_in(sanne), seeds(planted))
    assert len(read.keys() & planted.words) > 0.5 * len(planted.words)


@needs(Action.READ_PUBLIC)
def leak(request: HttpRequest) -> HttpResponse:
    """Counts too much: the planted defect."""
    return HttpResponse(", ".join(Meeting.objects.values_list("title", flat=True)))


def test_page_that_leaks_is_found(
    zwolle: Partnership, corporation: Organisation, outsider: Account, settings: Any
) -> None:
    from wwz import urls

    planted = plant(zwolle, corporation, words=1)
    module = types.ModuleType("leaking_urls")
    module.urlpatterns = [path("lek/", leak), *urls.urlpatterns]
    settings.ROOT_URLCONF = module
    _, read = crawl(logged_in(outsider), ["/lek/"])
    assert read.keys() & planted.words
