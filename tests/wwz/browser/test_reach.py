"""A facility is put on the map and dragged, and the figures move; and the page without a script."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.wwz.browser.looking import looks_right
from tests.wwz.browser.play import press
from tests.wwz.browser.test_scenarios import PATIENCE, answering, place  # noqa: F401 - fixtures

pytestmark = pytest.mark.browser
PHARMACY = "?soort=apotheek"


@pytest.fixture
def told(place, sanne, zwolle):  # noqa: F811 - a fixture
    """One of each basic kind, side by side in the middle of the doors."""
    from tests.cast import NOW
    from tests.partnership import actor
    from wwz.opgave import jobs
    from wwz.opgave.jobs import reach_live
    from wwz.opgave.own import rows

    doors = reach_live.ready(place.code, "algemeen").found.ground.doors
    x, y = round(float(doors.x.mean())), round(float(doors.y.mean()))
    for kind in jobs.facility_kinds():
        if kind.basic:
            cells = {"id": kind.key, "kind": kind.key, "name": f"Verzonnen {kind.label}",
                     "x": str(x), "y": str(y), "area": place.code, "area_year": str(place.year),
                     "wheelchair": "onbekend", "origin": "verzonnen"}  # fmt: skip
            rows.add(actor(sanne), zwolle, "voorzieningen", cells, now=NOW)
    return place


def test_figures_move_with_the_map(told, sanne, answering, opened):  # noqa: F811 - fixtures
    from playwright.sync_api import expect

    page = opened("sanne")
    page.goto(reverse("reach:build", args=["zwolle"]) + PHARMACY)
    figures = page.locator("#cijfers")
    expect(figures).to_contain_text("alle basisvoorzieningen op loopafstand")
    page.locator(".wwz-plek").scroll_into_view_if_needed()
    drawn = page.locator(".wwz-plek").bounding_box()
    page.mouse.click(drawn["x"] + 0.5 * drawn["width"], drawn["y"] + 0.5 * drawn["height"])
    mark = page.locator(".plek-nieuw")
    expect(mark).to_have_count(1)
    expect(page.locator("[name=wat]")).to_have_value("open")
    shared = page.get_by_role("link", name="Koppeling naar deze proef")
    before = shared.get_attribute("href")

    mark.scroll_into_view_if_needed()
    held = mark.bounding_box()
    page.mouse.move(held["x"] + held["width"] / 2, held["y"] + held["height"] / 2)
    page.mouse.down()
    page.mouse.move(held["x"] + 60, held["y"] + 40, steps=4)
    page.mouse.up()
    expect(shared).not_to_have_attribute("href", before)
    # What is chosen in the form takes the place of what was pressed on the map.
    page.select_option("[name=gebied]", index=1)
    expect(page.locator("[name=kaart_x]")).to_have_value("")
    # A field that another tool styled must not make htmx break the security policy.
    broken = []
    page.on("console", lambda said: broken.append(said.text) if said.type == "error" else None)
    page.evaluate("() => { document.getElementById('eerder').style.color = 'black'; }")
    page.get_by_role("button", name="Reken door").click()
    expect(page.locator("#eerder[style]")).to_have_count(0)
    page.get_by_role("button", name="Zoek de beste plekken").click()
    expect(page.locator("#plekken")).to_contain_text("Beste plekken voor één nieuwe: Apotheek")
    assert broken == []
    assert looks_right(page) == []


def test_tried_without_script(told, sanne, answering, opened):  # noqa: F811 - fixtures
    page = opened("sanne", java_script_enabled=False)
    page.goto(reverse("reach:build", args=["zwolle"]) + PHARMACY)
    page.select_option("[name=wat]", "open")
    page.select_option("[name=gebied]", index=2)
    press(page, "button:has-text('Reken door')")
    looked = 0
    while page.locator("#cijfers").count() == 0:
        looked += 1
        assert looked < PATIENCE, page.inner_text("#uitkomst")
        page.wait_for_timeout(200)
        press(page, "a:has-text('Toon de uitkomst')")
    assert "Apotheek op loopafstand" in page.inner_text("#cijfers")
    press(page, "a:has-text('Dit overnemen')")
    assert page.input_value("[name=kind]") == "apotheek"
    assert page.input_value("[name=x]")
    # What looks for faults is a script itself.
    seen = opened("sanne")
    seen.goto(page.url)
    assert looks_right(seen) == []
