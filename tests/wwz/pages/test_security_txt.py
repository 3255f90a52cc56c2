"""security.txt: whom to tell about a leak, and until when that is sure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone


def fields(client: Client) -> dict[str, str]:
    text = client.get("/.well-known/security.txt").content.decode()
    return dict(line.split(": ", 1) for line in text.splitlines())


def test_leak_is_reported_to_the_address_of_the_setting(client: Client, settings: Any) -> None:
    settings.WWZ_SECURITY_CONTACT = "veilig@gemeente.example"
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert fields(client)["Contact"] == "mailto:veilig@gemeente.example"
    settings.WWZ_SECURITY_CONTACT = "https://gemeente.example/lek"
    assert fields(client)["Contact"] == "https://gemeente.example/lek"


def test_text_is_good_for_more_than_a_month_and_less_than_a_year(
    client: Client, settings: Any
) -> None:
    settings.WWZ_SECURITY_CONTACT = "veilig@gemeente.example"
    until = datetime.fromisoformat(fields(client)["Expires"])
    assert timedelta(days=30) < until - timezone.now() < timedelta(days=365)


def test_site_that_names_nobody_has_no_such_file(client: Client, settings: Any, db: None) -> None:
    settings.WWZ_SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
