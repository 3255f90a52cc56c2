"""A huisvestingsprogramma from its first line to the board, without script or mouse."""

from __future__ import annotations

import pytest

from tests.cast import NOW
from tests.housing import adopt, home, other
from tests.partnership import actor
from tests.wwz.browser.looking import looks_right, open_details
from tests.wwz.browser.play import press
from wwz.uitvoering.housing import lines, versions

pytestmark = pytest.mark.browser


def test_programme_is_written_and_adopted_without_script(
    transactional_db, opened, sanne, meryem, place, corporation
):
    manager = opened("sanne", java_script_enabled=False)
    manager.goto("/samen/zwolle/huisvesting/")
    press(manager, manager.get_by_role("link", name="Begin een nieuwe versie"))
    press(manager, manager.get_by_role("button", name="Begin"))
    press(manager, manager.get_by_role("link", name="Voeg een regel toe"))
    manager.get_by_label("Voor welke groep?").select_option(label="Mensen zonder eigen woning")
    manager.get_by_label("Welke woonvorm?").select_option(label="gewone zelfstandige woning")
    manager.get_by_label("Waar?").select_option(label="Zwolle (gemeente)")
    press(manager, manager.get_by_role("button", name="Zet in het programma"))
    assert manager.get_by_text("Kies een partij.").first.is_visible()
    manager.get_by_label("Welke partij zorgt ervoor?").select_option(label="De Stadspoort (demo)")
    manager.get_by_label("Woningen of plekken").fill("12")
    press(manager, manager.get_by_role("button", name="Zet in het programma"))
    assert "12 × gewone zelfstandige woning" in manager.locator("h1").inner_text()
    press(manager, manager.get_by_role("link", name="Versie 1").last)
    press(manager, manager.get_by_role("button", name="Leg voor aan het bestuur"))

    director = opened("meryem", java_script_enabled=False)
    director.goto("/mijn-werk/")
    press(director, director.get_by_role("link", name="Beslis over het huisvestingsprogramma"))
    press(director, director.get_by_role("button", name="Ja, stel vast"))
    assert director.get_by_text("Iedereen kan het nu lezen").is_visible()

    visitor = opened(java_script_enabled=False)
    visitor.goto("/samen/zwolle/huisvesting/")
    press(visitor, visitor.get_by_role("link", name="Bekijk versie 1"))
    with visitor.expect_download() as coming:
        visitor.get_by_role("link", name="Word").click()
    assert coming.value.suggested_filename == "huisvestingsprogramma-zwolle-versie-1.docx"


@pytest.fixture
def second(transactional_db, sanne, meryem, zwolle, concept, line, line_text):
    """Two versions: the older adopted, the newer with a changed, a dropped and a new line."""
    lines.add_line(actor(sanne), concept, other(line_text, homes=6), now=NOW)
    adopt(sanne, meryem, concept)
    made = versions.begin(actor(sanne), zwolle, versions.VersionText(2027, 2030), now=NOW)
    first, gone = made.lines.select_related("programme").order_by("number")
    lines.change_line(actor(sanne), first, other(line_text, homes=None), now=NOW)
    lines.drop_line(actor(sanne), gone, "De grond is verkocht.", now=NOW)
    lines.add_line(actor(sanne), made, other(line_text, group="dakloos"), now=NOW)
    return made


def test_pages_are_sound_wide_and_at_320_with_the_largest_text(opened, second):
    page = opened("sanne")
    paths = ("", "regels/", "regel/1/", "regel/2/", "regel/1/wijzig/", "regels/nieuw/",
             "regels/inlezen/", "verschil/", "wijzig/", "regel/1/cijfer/")  # fmt: skip
    found = {}
    for path in (*(f"{home(second)}{one}" for one in paths), "/samen/zwolle/huisvesting/"):
        page.goto(path)
        open_details(page)
        found[path] = looks_right(page)
    assert {path: said for path, said in found.items() if said} == {}


def test_lines_are_narrowed_with_the_keyboard_alone(opened, second):
    page = opened("sanne")
    page.goto(f"{home(second)}regels/")
    page.get_by_label("Groep", exact=True).focus()
    page.keyboard.type("Mensen zonder")
    for _ in range(5):
        page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Filter"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "groep=dakloos" in page.url
    assert page.locator("main tbody tr").count() == 1
