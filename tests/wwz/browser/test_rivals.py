"""A forecast by somebody else: brought, mended, shared and removed, all without script."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.axe import faults
from tests.wwz.browser.looking import PHONE, SIZE, sticking_out
from tests.wwz.browser.play import press
from wwz.opgave.models import RivalForecast

pytestmark = pytest.mark.browser
HEAD = "gebied;jaar;leeftijd;aantal\n"
BAD = f"{HEAD}Berkumm;2021;75-84;400\nBerkum;21;75-85;1.400\n"
GOOD = f"{HEAD}Berkum;2021;75-84;400\nBU01933110;2021;75-84;440\n"


def choose(page, content):
    given = {"name": "raming.csv", "mimeType": "text/csv", "buffer": content.encode()}
    page.set_input_files("input[type=file]", given)
    press(page, "button:has-text('Lees het bestand')")


def test_brought_mended_shared_and_removed(transactional_db, sanne, zwolle, opened):
    page = opened("sanne", java_script_enabled=False)
    page.goto(reverse("rivals:bring", args=["zwolle"]))
    page.fill("[name=name]", "Primos")
    page.select_option("[name=against]", "zwolle-buurten:2018")
    choose(page, BAD)
    told = page.locator("section:has(#problemen)").inner_text()
    assert "Bedoelt u ‘Berkum’?" in told
    assert "Regel 3" in told
    assert page.input_value("[name=name]") == "Primos"
    assert page.input_value("[name=against]") == "zwolle-buurten:2018"

    choose(page, GOOD)
    assert "zat ‘Primos’ er bij ouderen gemiddeld" in page.locator("h1").inner_text()
    press(page, "button:has-text('Deel met de partners')")
    assert RivalForecast.objects.get().kept_at is not None
    press(page, "a:has-text('Haal deze raming weg')")
    press(page, "button:has-text('Ja, haal weg')")
    assert "Er is nog geen raming" in page.locator("main").inner_text()


def test_faults_in_a_file_can_be_read_by_everybody(transactional_db, sanne, zwolle, opened):
    """As it opens, and at 320 wide with double text."""
    page = opened("sanne")
    page.goto(reverse("rivals:bring", args=["zwolle"]))
    page.fill("[name=name]", "Primos")
    page.select_option("[name=against]", "zwolle-buurten:2018")
    choose(page, BAD)
    assert page.locator("#problemen").count() == 1
    found = faults(page)
    page.set_viewport_size(PHONE)
    page.evaluate(SIZE, "grootst")
    assert [*found, *faults(page), *sticking_out(page)] == []
