"""What every request passes, on every address."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import PASSWORD
from wwz.opgave.models import Study
from wwz.partners.models import Account

NUL_ADDRESSES = [
    "/opgave/%00/",
    "/opgave/GM0193/%00/",
    "/opgave/GM0193/tabel/kaart.csv?maat=%00",
    "/opgave/GM0193/tabel/ontwikkeling.csv?gebied=a%00b",
    "/opgave/GM0193/?maat=%00",
    "/zoek/gebieden/?q=%00",
]


@pytest.mark.parametrize("address", NUL_ADDRESSES)
def test_nul_in_an_address_is_refused_and_not_a_fault(
    address: str, study: Study, client: Client
) -> None:
    client.raise_request_exception = False
    answer = client.get(address)
    assert answer.status_code == 400
    assert 'lang="nl"' in answer.content.decode()
    assert answer["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_nul_in_a_cookie_is_refused_and_not_a_fault(client: Client, db: None) -> None:
    client.raise_request_exception = False
    answer = client.get("/analyse/", headers={"Cookie": r'sessionid="aaaaaaaa\000"'})
    assert answer.status_code == 400


@pytest.mark.parametrize("address", ["/", "/analyse/", "/opgave/GM0193/", "/niets/"])
def test_pages_of_who_is_logged_in_are_kept_by_nobody(
    address: str, study: Study, bas: Account, client: Client
) -> None:
    client.force_login(bas)
    assert "no-store" in client.get(address)["Cache-Control"]


def test_public_pages_may_be_kept(study: Study, client: Client) -> None:
    assert not client.get("/opgave/GM0193/").has_header("Cache-Control")


def test_part_for_a_script_is_not_taken_for_the_page(study: Study, client: Client) -> None:
    part = client.get("/zoek/gebieden/?q=zwolle", headers={"HX-Request": "true"})
    page = client.get("/zoek/gebieden/?q=zwolle")
    assert "HX-Request" in part["Vary"]
    assert "HX-Request" in page["Vary"]


def test_too_many_logins_from_one_place_get_a_dutch_page(bas: Account, client: Client) -> None:
    for number in range(40):
        form = {"login": f"{number}@demo.example", "password": PASSWORD}
        answer = client.post("/inloggen/", form)
    assert answer.status_code == 429
    page = answer.content.decode()
    assert 'lang="nl"' in page
    assert "Wacht" in page
