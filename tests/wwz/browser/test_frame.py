"""The frame in the browser for who is logged in: menus open, hats change, nothing is cut off."""

from __future__ import annotations

import pytest

from tests.axe import faults

pytestmark = pytest.mark.browser

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def site(live_server, transactional_db):
    """A site with two partnerships, on which Bas works for two organisations."""
    from tests.cast import make_account
    from wwz.partners.models import Organisation, Partnership, Role

    for slug, name in (("zwolle", "Zwolle"), ("nieuwegein", "Nieuwegein")):
        Partnership.objects.create(slug=slug, name=name)
    first = Organisation.objects.create(name="De Stadspoort", kind="corporatie", demo=True)
    long = "Huurdersbelangenvereniging De Stadspoort en omstreken"
    second = Organisation.objects.create(name=long, kind="huurdersorganisatie", demo=True)
    person = make_account("bas", Role.ORGANISATIEMEDEWERKER, first).person
    begun = person.membership_set.get().starts_on
    person.membership_set.create(organisation=second, role=Role.ANALIST, starts_on=begun)
    return live_server.url


def log_in(page, site):
    from tests.cast import PASSWORD

    page.goto(f"{site}/inloggen/")
    page.get_by_label("E-mailadres").fill("bas@demo.example")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.goto(f"{site}/over/")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("colours", ["none", "active"])
def test_open_menus_have_no_fault_and_are_not_cut_off(chromium_browser, site, width, colours):
    context = chromium_browser.new_context(
        viewport={"width": width, "height": 900}, forced_colors=colours
    )
    page = context.new_page()
    log_in(page, site)
    if width == 320:
        page.evaluate("() => { document.documentElement.dataset.tekst = 'grootst'; }")
    menus = page.locator(".wwz-menu > summary")
    assert menus.count() == 2
    for number in range(2):
        menus.nth(number).click()
        panel = page.locator(".wwz-menu[open] .wwz-menu__panel").bounding_box()
        assert panel["x"] >= 0
        assert panel["x"] + panel["width"] <= width
        assert faults(page) == []
        assert page.evaluate(OVERFLOW) <= 0
        menus.nth(number).click()
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_another_hat_is_put_on_where_one_is(chromium_browser, site, script):
    context = chromium_browser.new_context(java_script_enabled=script)
    page = context.new_page()
    log_in(page, site)
    page.click(".wwz-hat > summary")
    page.click(".wwz-hats button")
    assert page.url == f"{site}/over/"
    assert "Huurdersbelangenvereniging" in page.locator(".wwz-hat > summary").inner_text()
    context.close()


def test_menu_is_opened_and_walked_with_the_keyboard_alone(page, site):
    log_in(page, site)
    page.locator(".wwz-hat > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "wwz-choice"
    page.keyboard.press("Enter")
    page.locator(".wwz-hat > summary:has-text('Huurdersbelangenvereniging')").wait_for()
    assert page.url == f"{site}/over/"


def test_place_menu_leads_to_every_partnership(page, site):
    page.goto(f"{site}/over/")
    page.click(".wwz-menu > summary")
    assert page.locator('.wwz-menu__panel a[href="/samen/nieuwegein/"]').is_visible()
    assert page.locator('.wwz-menu__panel a[href="/samen/zwolle/"]').is_visible()
