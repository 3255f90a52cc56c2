"""The frame in the browser for who is logged in: menus open, hats change, nothing is cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.axe import faults
from tests.wwz.browser.looking import SIZE, sticking_out
from tests.wwz.browser.play import log_in, press

pytestmark = pytest.mark.browser


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


def enter(page, site):
    log_in(page, site, "bas")
    page.goto(f"{site}/over/")


def test_open_menus_have_no_fault_and_are_not_cut_off(page, site):
    enter(page, site)
    found = {}
    for width, size in ((1280, ""), (320, "grootst")):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(SIZE, size)
        for colours in ("none", "active"):
            page.emulate_media(forced_colors=colours)
            for number in range(2):
                found[width, colours, number] = faults_of_menu(page, width, number)
    assert {where: listed for where, listed in found.items() if listed} == {}


def faults_of_menu(page, width, number):
    """Open one menu, look, and close it again."""
    menus = page.locator(".wwz-menu > summary")
    expect(menus).to_have_count(2)
    menus.nth(number).click()
    panel = page.locator(".wwz-menu[open] .wwz-menu__panel").bounding_box()
    found = [*faults(page), *sticking_out(page)]
    if panel["x"] < 0 or panel["x"] + panel["width"] > width:
        found.append(f"cut off: {panel}")
    menus.nth(number).click()
    return found


@pytest.mark.parametrize("script", [True, False])
def test_another_hat_is_put_on_where_one_is(chromium_browser, site, script):
    context = chromium_browser.new_context(java_script_enabled=script)
    page = context.new_page()
    enter(page, site)
    page.locator(".wwz-hat > summary").click()
    press(page, ".wwz-hats button")
    assert page.url == f"{site}/over/"
    assert "Huurdersbelangenvereniging" in page.locator(".wwz-hat > summary").inner_text()
    context.close()


def test_menu_is_opened_and_walked_with_the_keyboard_alone(page, site):
    enter(page, site)
    page.locator(".wwz-hat > summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".wwz-hats button").first).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "wwz-choice"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".wwz-hat > summary")).to_contain_text("Huurdersbelangenvereniging")
    assert page.url == f"{site}/over/"


def test_place_menu_leads_to_every_partnership(page, site):
    page.goto(f"{site}/over/")
    page.locator(".wwz-menu > summary").click()
    expect(page.locator('.wwz-menu__panel a[href="/samen/nieuwegein/"]')).to_be_visible()
    expect(page.locator('.wwz-menu__panel a[href="/samen/zwolle/"]')).to_be_visible()
