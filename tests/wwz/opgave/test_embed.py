"""Figures in frames on pages of others: only these may be framed, and they keep their source."""

from __future__ import annotations

import re

import pytest

from tests.cast import GEMEENTE, WIJK
from wwz.opgave.models import Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def fact(study):
    return Fact.objects.get(indicator__key="inwoners_75plus", area__code="GM0193", year=2040)


def paths(fact):
    return [
        f"/embed/feit/{fact.pk}/",
        f"/embed/beeld/{GEMEENTE.code}/kaart/",
        f"/embed/beeld/{GEMEENTE.code}/ontwikkeling-{WIJK.code}/?groep=inwoners_85plus",
        f"/embed/beeld/{GEMEENTE.code}/aandachtsgroepen-{WIJK.code}/",
        f"/embed/hoe-goed/{GEMEENTE.code}/BU01933110/?groep=75-84",
    ]


def test_embedded_figures_may_stand_in_any_frame_and_set_no_cookie(client, fact):
    for path in paths(fact):
        answer = client.get(path)
        assert answer.status_code == 200
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors *" in policy
        assert "script-src 'self'" in policy
        assert "X-Frame-Options" not in answer
        assert not answer.cookies


def test_no_other_page_may_stand_in_a_frame(client, fact):
    for path in ("/", f"/opgave/{GEMEENTE.code}/", f"/feit/{fact.pk}/", "/embed/feit/onzin/",
                 f"/opgave/{GEMEENTE.code}/afdruk/", "/opgave/vergelijk/"):  # fmt: skip
        answer = client.get(path)
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], path


def test_embedded_figure_keeps_title_source_and_the_way_back(client, fact):
    for path in paths(fact):
        page = client.get(path).content.decode()
        assert re.search(r"<title>\S.+ - Platform WWZ</title>", page, re.S)
        assert "Bron: " in page
        back = r'href="(/feit/[0-9a-f-]+/|/opgave/[^"]+/hoe-goed/[^"]*)"[^>]*'
        assert re.search(rf'{back}target="_blank" rel="noopener"', page)
        assert "<script" not in page


def test_unknown_figures_are_404(client, study):
    assert client.get(f"/embed/beeld/{GEMEENTE.code}/onzin/").status_code == 404
    assert client.get("/embed/beeld/GM9998/kaart/").status_code == 404


def test_pages_offer_the_text_to_put_a_figure_elsewhere(client, fact):
    page = client.get(f"/opgave/{GEMEENTE.code}/").content.decode()
    address = f"http://testserver/embed/beeld/{GEMEENTE.code}/kaart/"
    assert f"&lt;iframe src=&quot;{address}&quot; title=&quot;" in page
    page = client.get(f"/feit/{fact.pk}/").content.decode()
    assert f"http://testserver/embed/feit/{fact.pk}/&quot;" in page


def test_reference_has_date_version_source_and_an_address_that_stays(client, fact):
    page = client.get(f"/feit/{fact.pk}/").content.decode()
    fields = re.findall(r'<textarea[^>]*id="(aanhalen[a-z-]*)"[^>]*>(.*?)</textarea>', page, re.S)
    forms = dict(fields)
    assert set(forms) == {"aanhalen", "aanhalen-apa", "aanhalen-bibtex"}
    for words in forms.values():
        assert f"http://testserver/feit/{fact.pk}/" in words
        assert f"feit {fact.engine_id[:8]}" in words
        assert "rekenversie 0.1.0" in words
        assert "Gemeente Zwolle" in words
    assert "Platform WWZ. (2026, 6 november). In 2040 wonen" in forms["aanhalen-apa"]
    assert "@misc{wwz-" in forms["aanhalen-bibtex"]
