"""What somebody reads who brings a forecast with faults in it, or a file that fits at once."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import logged_in

pytestmark = pytest.mark.django_db
NEW = "/samen/zwolle/ramingen/nieuw/"


@pytest.fixture
def client(sanne, zwolle):
    return logged_in(sanne)


def send(client, content, against="zwolle-buurten:2018"):
    given = SimpleUploadedFile("raming.csv", content.encode())
    return client.post(NEW, {"name": "Primos", "against": against, "file": given})


def test_same_fault_in_every_line_is_told_once_and_hides_no_other(client):
    lines = "".join(f"Berkum;2018;{age};10\n" for age in ("85+", "75-84") * 600)
    answer = send(client, f"gebied;jaar;leeftijd;aantal\n{lines}Berkum;2021;85+;veel\n")
    page = re.sub(r"<[^>]+>", " ", answer.content.decode())
    told = unescape(re.sub(r"\s+", " ", page))
    assert "Verbeter deze 1.201 plekken" in told
    assert "Regel 2, en nog 1.199 keer jaar 2018 Een raming vanaf 2018" in told
    assert "Regel 1202 aantal veel" in told


def test_form_offers_what_the_first_file_to_fill_in_is_for(client):
    page = client.get(NEW)
    _, series, launch = page.context["templates"][0]
    assert f'<option value="{series}:{launch}" selected>' in page.content.decode()
    address = NEW.replace("nieuw/", f"voorbeeld/{series}-{launch}.csv")
    file = b"".join(client.get(address).streaming_content).decode("utf-8-sig")
    sent = send(client, re.sub(r";(?=\r?\n)", ";50", file), f"{series}:{launch}")
    assert sent.status_code == 302
