"""The story of a study in the browser: log in, ask, watch it run, read; with and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.wwz.browser.looking import looks_right
from tests.wwz.browser.play import log_in, press

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server, transactional_db):
    """The address of a site on which the analyst Wei and the gemeente Zwolle are known."""
    from tests.cast import make_account
    from wwz.areas.models import Area, Level
    from wwz.partners.models import Organisation, Role

    party = Organisation.objects.create(name="Gemeente Zwolle", kind="gemeente", demo=True)
    make_account("wei", Role.ANALIST, party)
    Area.objects.create(code="GM0193", year=2022, level=Level.GEMEENTE, name="Zwolle")
    return live_server.url


def ask(page, site, name="Zwolle"):
    page.goto(f"{site}/analyse/")
    page.get_by_label("Gemeente").fill(name)
    press(page, page.get_by_role("button", name="Start de analyse"))


def publish_what_waits():
    """What the worker does."""
    from tests.cast import publish_result, small_result
    from wwz.opgave.models import Study

    publish_result(Study.objects.get(state="aangevraagd"), small_result())


def report(share, text):
    from wwz.opgave import running
    from wwz.opgave.models import Study

    study = Study.objects.get()
    running.start(study.pk, study.attempt, now=study.requested_at)
    running.reporter(study.pk, study.attempt)(share, text)


def test_page_of_a_study_follows_it_to_its_end_by_itself(page, site):
    log_in(page, site, "wei")
    ask(page, site)
    page.get_by_role("heading", name="De analyse wacht").wait_for()

    report(0.42, "Bevolking ramen")
    page.get_by_text("Bevolking ramen").wait_for()
    expect(page.locator("progress")).to_have_attribute("value", "42")

    from wwz.opgave.models import Study

    Study.objects.update(state="aangevraagd")
    publish_what_waits()
    press(page, page.get_by_role("link", name="Bekijk de opgave van Zwolle"))
    assert page.url.endswith("/opgave/GM0193/")


def test_analyst_stops_a_study_and_tries_it_again_on_the_same_page(page, site):
    log_in(page, site, "wei")
    ask(page, site)
    page.get_by_role("button", name="Stop de analyse").click()
    page.get_by_role("button", name="Probeer opnieuw").click()
    page.get_by_role("heading", name="De analyse wacht").wait_for()


def test_whole_story_works_without_script(chromium_browser, site):
    context = chromium_browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    log_in(page, site, "wei")
    ask(page, site, "Zwole")
    page.get_by_role("alert").get_by_text("Bedoelt u Zwolle?").wait_for()
    ask(page, site)
    press(page, page.get_by_role("button", name="Stop de analyse"))
    press(page, page.get_by_role("button", name="Probeer opnieuw"))
    publish_what_waits()
    page.goto(f"{site}/analyse/")
    press(page, page.get_by_role("link", name="analyse van"))
    page.get_by_text("cijfers gepubliceerd").wait_for()
    context.close()


def test_no_page_of_the_story_has_an_accessibility_fault(page, site):
    from wwz.opgave.models import Study

    found = {}
    log_in(page, site, "wei", password="verkeerd-wachtwoord")
    found["wrong password"] = looks_right(page)
    log_in(page, site, "wei")
    found["no studies"] = looks_right(page)
    ask(page, site, "Atlantis")
    found["unknown gemeente"] = looks_right(page)
    ask(page, site)
    page.get_by_role("heading", name="De analyse wacht").wait_for()
    found["waiting"] = looks_right(page)
    address = page.url
    page.get_by_role("button", name="Stop de analyse").click()
    page.get_by_role("button", name="Probeer opnieuw").wait_for()
    found["stopped"] = looks_right(page)
    Study.objects.update(state="aangevraagd")
    publish_what_waits()
    for name, where in (
        ("finished", address),
        ("list", f"{site}/analyse/"),
        ("log out", f"{site}/uitloggen/"),
    ):
        page.goto(where)
        found[name] = looks_right(page)
    assert {name: listed for name, listed in found.items() if listed} == {}


def test_form_is_filled_in_and_sent_with_the_keyboard_alone(page, site):
    log_in(page, site, "wei")
    page.goto(f"{site}/analyse/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.id") == "id_gemeente":
            break
    page.keyboard.type("Zwolle")
    with page.expect_navigation(url="**/analyse/*-*/"):
        page.keyboard.press("Enter")
