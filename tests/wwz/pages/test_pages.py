"""The pages around the steps: front page, reading pages, the reader's display, health."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import GEMEENTE, request_and_publish, small_result
from wwz.pages.display import Display, display_from_cookie
from wwz.pages.kept import PERIODS, days_kept

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("path", ["/", "/over/", "/toegankelijkheid/", "/privacy/", "/zoek/"])
def test_reading_needs_no_study_and_no_account(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "<h1" in text(response)


@pytest.mark.parametrize("path", ["/", "/over/", "/toegankelijkheid/", "/privacy/", "/zoek/"])
def test_reading_leaves_no_cookie(client, path):
    assert not client.get(path).cookies


def test_front_page_says_what_to_do_when_nothing_is_published(client):
    assert "Er is nog geen opgave gepubliceerd" in text(client.get("/"))


def test_front_page_names_a_gemeente_by_its_finding(client, study):
    page = text(client.get("/"))
    assert "Zwolle telt in 2040 naar verwachting" in page
    assert f'href="/opgave/{GEMEENTE.code}/"' in page


def test_front_page_marks_what_is_made_up(client, gemeente):
    request_and_publish(gemeente, small_result(fictional=True))
    assert "verzonnen gemeente" in text(client.get("/"))


def test_front_page_asks_few_queries(client, study, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        client.get("/")


# --- the reader's display ---


@pytest.mark.parametrize(
    ("before", "pressed", "after"),
    [
        (".", {"tekst": "groter"}, "groot."),
        ("groot.", {"tekst": "groter"}, "groter."),
        ("grootst.", {"tekst": "groter"}, "grootst."),
        ("klein.", {"tekst": "kleiner"}, "klein."),
        ("groot.", {"ruimte": "wissel"}, "groot.ruim"),
        ("groot.ruim", {"ruimte": "wissel"}, "groot."),
        ('"><script>.', {"tekst": "groter"}, "groot."),
        (".", {"tekst": "enorm"}, "."),
    ],
)
def test_buttons_work_without_script(client, before, pressed, after):
    client.cookies["weergave"] = before
    response = client.get("/weergave/", pressed | {"terug": "/over/"})
    assert response["Location"] == "/over/#voet-lezen"
    assert response.cookies["weergave"].value == after


def test_chosen_display_stands_on_the_page(client):
    client.cookies["weergave"] = "groter.ruim"
    page = text(client.get("/over/"))
    assert 'data-tekst="groter"' in page
    assert 'data-ruimte="ruim"' in page


@pytest.mark.parametrize(
    "address", ["https://elders.example/", "//elders.example/", "javascript:alert(1)", "\\\\e.nl"]
)
def test_display_never_sends_somebody_elsewhere(client, address):
    response = client.get("/weergave/", {"tekst": "groter", "terug": address})
    assert response["Location"] == "/#voet-lezen"


def test_a_cookie_of_somebody_else_gives_the_standard_display():
    assert display_from_cookie("reusachtig.ruim") == Display()
    assert display_from_cookie("") == Display()


# --- faults and health ---


def test_missing_page_says_what_to_do(client):
    response = client.get("/bestaat/niet/")
    assert response.status_code == 404
    assert "Deze pagina is er niet" in text(response)
    assert 'name="q"' in text(response)


def test_failing_page_says_what_to_do(client, monkeypatch):
    def fail(request):
        raise ValueError("geheim dat niemand mag lezen")

    monkeypatch.setattr("wwz.pages.views.front_page", fail)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "Er ging bij ons iets mis" in text(response)
    assert "geheim" not in text(response)


def test_health_answers_and_asks_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/gezond/")
    assert response.status_code == 200
    assert text(response) == "gezond\n"


def test_privacy_page_says_every_period_that_is_kept(client, monkeypatch):
    page = client.get("/privacy/").content.decode()
    for name, days in days_kept().items():
        assert f"{days} dagen" in page, name

    odd = {name: timedelta(days=1000 + n) for n, name in enumerate(PERIODS)}
    monkeypatch.setattr("wwz.pages.kept.PERIODS", odd)
    page = client.get("/privacy/").content.decode()
    # Questions and objections stand in one sentence, so their periods are one.
    missing = [n for n, p in odd.items() if f"{p.days} dagen" not in page and n != "objection"]
    assert not missing
    assert PERIODS["question"] == PERIODS["objection"]
