"""Every page in a real browser: reachable for everybody, on every screen, without script.

Each test opens all pages, so that the study is worked out once per test and not once per page.
"""

from __future__ import annotations

import pytest

from tests.axe import faults
from tests.wwz.browser.looking import PHONE, SIZE, open_details, sticking_out
from tests.wwz.browser.play import WIDE, press

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("half", [0, 1])
def test_no_page_has_an_accessibility_fault(page, addresses, half):
    """As it opens; at 320 wide with double text, in its colours and in forced ones; unfolded."""
    found = {}
    for name, address in list(addresses.items())[half::2]:
        page.goto(address)
        found[name] = faults(page)
        page.set_viewport_size(PHONE)
        page.evaluate(SIZE, "grootst")
        for colours in ("none", "active"):
            page.emulate_media(forced_colors=colours)
            found[f"{name}, small, forced colours {colours}"] = [
                *faults(page), *sticking_out(page),
            ]  # fmt: skip
        page.emulate_media(forced_colors="none")
        page.evaluate(SIZE, "")
        page.set_viewport_size(WIDE)
        open_details(page)
        found[f"{name}, opened"] = faults(page)
    assert {name: listed for name, listed in found.items() if listed} == {}


@pytest.mark.parametrize("spacing", ["", "ruim"])
def test_no_page_is_wider_than_a_phone(page, addresses, spacing):
    page.set_viewport_size({"width": 360, "height": 800})
    found = {}
    for name, address in addresses.items():
        page.goto(address)
        page.evaluate("(s) => { document.documentElement.dataset.ruimte = s; }", spacing)
        open_details(page)
        found[name] = sticking_out(page)
    assert {name: said for name, said in found.items() if said} == {}


def test_first_tab_leads_to_the_content(page, addresses):
    for name, address in addresses.items():
        page.goto(address)
        page.keyboard.press("Tab")
        focused = page.evaluate("() => document.activeElement.textContent")
        assert focused == "Naar de inhoud", name
        page.keyboard.press("Enter")
        assert page.evaluate("() => document.activeElement.id") == "inhoud", name


def test_every_page_keeps_to_the_security_policy(page, addresses):
    broken = []
    page.on("console", lambda said: broken.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: broken.append(str(error)))
    for address in addresses.values():
        page.goto(address)
        page.wait_for_load_state("networkidle")
    # The two pages that are meant to be missing answer 404, which Chromium reports.
    assert [said for said in broken if "404" not in said] == []


def test_every_figure_has_its_source_and_says_that_it_is_made_up(page, addresses):
    for name in ("opgave", "wijk", "buurt", "feit-aandeel"):
        page.goto(addresses[name])
        open_details(page)
        bare = page.evaluate(
            """() => [...document.querySelectorAll("figure:has(svg), .wwz-kern:has(svg)")]
              .filter((f) => !f.querySelector(".wwz-source")).map((f) => f.innerText)"""
        )
        assert bare == [], name
        unmarked = page.evaluate(
            """() => [...document.querySelectorAll(".wwz-source")]
              .filter((s) => s.innerText.startsWith("Bron:")).map((s) => s.innerText)"""
        )
        assert unmarked == [], name


def test_all_works_without_script(chromium_browser, addresses):
    context = chromium_browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(addresses["home"])
    page.fill("main input[name=q]", "verzonnen")
    press(page, "main button:has-text('Zoek')")
    press(page, "main a:has-text('Verzonnendam')")
    assert page.locator("main svg[role=img]").count() >= 8

    page.select_option("select[name=groep]", "inwoners_85plus")
    press(page, "form:has(select[name=groep]) button")
    assert "groep=inwoners_85plus" in page.url
    assert (
        page.locator("section:has(> #ontwikkeling) svg")
        .first.get_attribute("aria-label")
        .startswith("Lijngrafiek: inwoners van 85 jaar en ouder")
    )

    press(page, "button:has-text('Groter')")
    assert page.locator("html").get_attribute("data-tekst") == "groot"
    press(page, "button:has-text('Meer ruimte')")
    assert page.locator("html").get_attribute("data-ruimte") == "ruim"
    context.close()
