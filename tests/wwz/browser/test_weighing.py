"""From an outcome to a decided proposal and its work, without script or mouse; and a swap."""

from __future__ import annotations

import pytest

from tests.cast import request_and_publish, small_result
from tests.weighed import propose, weigh
from tests.wwz.browser.looking import looks_right, open_details
from tests.wwz.browser.play import press

pytestmark = pytest.mark.browser


@pytest.fixture
def weighing(transactional_db, gemeente, zwolle, corporation):
    zwolle.areas.add(gemeente)
    return weigh(zwolle, corporation, request_and_publish(gemeente, small_result()))


def test_outcome_becomes_work_without_script(weighing, opened, sanne, meryem, drafted):
    manager = opened("sanne", java_script_enabled=False)
    manager.goto(f"/afweging/{weighing.pk}/")
    manager.get_by_text("Maak hier een voorstel van").click()
    manager.get_by_label("Naam van het voorstel").fill("Kade en Loods")
    manager.get_by_label("Waarom dit voorstel?").fill("Het meeste voor dit geld.")
    press(manager, manager.get_by_role("button", name="Maak het voorstel"))
    press(manager, manager.get_by_role("button", name="Leg voor aan de bestuurders"))
    address = manager.url

    director = opened("meryem", java_script_enabled=False)
    director.goto(address)
    director.get_by_label("Wij doen dit", exact=True).check()
    director.get_by_label("In welk overleg?").fill("Bestuurlijk overleg")
    press(director, director.get_by_role("button", name="Leg het besluit vast"))
    assert director.get_by_text("Schrijf waarom zo is besloten.").first.is_visible()
    director.get_by_label("Waarom?", exact=True).fill("Het past in het geld.")
    press(director, director.get_by_role("button", name="Leg het besluit vast"))
    assert director.get_by_text("Vastgelegd: besloten.").is_visible()

    manager.goto(address)
    press(manager, manager.get_by_role("link", name="Maak er afspraken en initiatieven van"))
    press(manager, manager.get_by_role("button", name="Maak afspraken en initiatieven"))
    assert manager.get_by_text("Twee afspraken en evenveel initiatieven staan klaar.").is_visible()
    press(manager, manager.get_by_role("link", name="36 woningen: De Loods"))
    assert manager.get_by_role("link", name="Volg de draad: voorstel Kade en Loods").is_visible()


def test_pages_of_weighing_look_right_and_are_reached_by_keyboard(weighing, opened, sanne):
    proposal = propose(weighing)
    page = opened("sanne")
    for address in (
        "/samen/zwolle/afwegen/",
        f"/afweging/{weighing.pk}/",
        "/samen/zwolle/voorstellen/",
        f"/voorstel/{proposal.pk}/",
        f"/voorstel/{proposal.pk}/bestuurstafel/",
        f"/voorstel/{proposal.pk}/draad/",
    ):
        page.goto(address)
        open_details(page)
        assert looks_right(page) == [], address
    page.goto(f"/voorstel/{proposal.pk}/bestuurstafel/")
    page.get_by_label("Eruit").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Wordt berekend").wait_for()
