"""From a letter on paper to a letter back, without script; and no faulty page of uitvoering."""

from __future__ import annotations

import pytest

from tests.axe import faults
from tests.wwz.browser.looking import PHONE, open_details, sticking_out
from tests.wwz.browser.play import press

pytestmark = pytest.mark.browser

ANSWER = "De deur gaat open op dinsdag. U bent welkom."


def test_letter_on_paper_gets_a_letter_back_without_script(
    transactional_db, opened, fatima, zone, monkeypatch
):
    from datetime import timedelta

    # Nobody waits three seconds in a test.
    monkeypatch.setattr("wwz.partners.public_forms.SHORTEST", timedelta(0))
    desk = opened("fatima", java_script_enabled=False)
    desk.goto("/samen/zwolle/signaal/balie/")
    desk.get_by_label("Hoe kwam het binnen?").select_option("papier")
    desk.get_by_label("Waar is het?").select_option(label="Aa-landen")
    desk.get_by_label("Waar gaat het over?").fill("De plek is dicht")
    desk.get_by_label("Wat is er aan de hand?").fill("Ik eet nu alleen.")
    desk.get_by_label("Naam van de melder").fill("Anna")
    press(desk, desk.get_by_role("button", name="Leg vast"))
    secret = desk.get_by_role("link", name="/draad/geheim/").get_attribute("href")

    resident = opened(java_script_enabled=False)
    resident.goto(secret)
    assert resident.get_by_text("Wij hebben uw signaal ontvangen").first.is_visible()

    desk.goto("/samen/zwolle/signalen/")
    press(desk, desk.get_by_role("link", name="De plek is dicht"))
    assert "Anna" not in desk.content()
    press(desk, desk.get_by_role("button", name="Toon hoe u de melder bereikt"))
    assert desk.get_by_text("Anna").is_visible()
    form = desk.locator("form[action$='/antwoord/']")
    form.get_by_label("Wat gebeurt er met het signaal?").select_option("answer")
    form.get_by_label("Hoe hoort de melder het?").select_option("brief")
    press(desk, form.get_by_role("button"))
    assert desk.get_by_role("alert").get_by_text("Zonder antwoord sluit").is_visible()
    desk.locator("form[action$='/antwoord/'] textarea").fill(ANSWER)
    press(desk, desk.locator("form[action$='/antwoord/'] button"))
    press(desk, desk.get_by_role("link", name="Brief,"))
    assert desk.get_by_text(ANSWER).is_visible()

    resident.goto(secret)
    assert resident.get_by_text(ANSWER).is_visible()
    press(resident, resident.get_by_role("button", name="Heropen"))
    assert resident.get_by_text("Wij kijken er opnieuw naar").is_visible()


@pytest.fixture
def addresses(transactional_db, knelpunt, letter, platform, fatima, bas, corporation, zwolle):
    """Every page of uitvoering, with something on it."""
    from datetime import date

    from tests.cast import NOW
    from tests.neighbourhood import discussed
    from tests.partnership import actor
    from wwz.uitvoering.services import feedback, initiatives
    from wwz.uitvoering.services.feedback import Letter
    from wwz.uitvoering.services.initiatives import Experiment, NewInitiative

    discussed(fatima, knelpunt, platform)
    letter.signaal.refresh_from_db()
    sent = feedback.tell(actor(fatima), letter.signaal, Letter("brief", ANSWER), now=NOW)
    new = NewInitiative(zwolle, "proeftuin", "Huiskamer", corporation, zone=knelpunt.zone)
    card = Experiment("Mensen komen terug", "bezoekers", "minder dan 25", date(2027, 6, 1))
    room = initiatives.propose(actor(bas), new, experiment=card, now=NOW)
    opening = initiatives.add_milestone(actor(bas), room, "Open", date(2026, 12, 1), now=NOW)
    initiatives.shift(actor(bas), opening, date(2027, 1, 11), because="de helling", now=NOW)
    partnership = "/samen/zwolle"
    return (
        f"{partnership}/signaal/", f"{partnership}/signaal/balie/",
        f"{partnership}/signaal/professional/", f"{partnership}/signalen/",
        f"{partnership}/zones/", f"{partnership}/uitvoering/", f"{partnership}/initiatieven/",
        f"{partnership}/initiatieven/nieuw/", f"/signaal/{letter.signaal.pk}/",
        f"/knelpunt/{knelpunt.pk}/", f"/knelpunt/{knelpunt.pk}/terugkoppeling/",
        f"/knelpunt/{knelpunt.pk}/brieven/", f"/draad/{knelpunt.pk}/", f"/zone/{knelpunt.zone_id}/",
        f"/initiatief/{room.pk}/", f"/terugkoppeling/{sent.pk}/",
        f"/draad/geheim/{letter.token}/", f"/draad/geheim/{letter.token}/bewaar/",
    )  # fmt: skip


def walked(page, addresses, double):
    found = {}
    for address in addresses:
        answer = page.goto(address)
        open_details(page)
        if double:
            page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        said = [*faults(page), *sticking_out(page)]
        if answer.status != 200:
            said.append(str(answer.status))
        if said:
            found[address] = said
    return found


def test_no_page_of_uitvoering_has_an_accessibility_fault(opened, addresses):
    assert walked(opened("fatima"), addresses, double=False) == {}


def test_no_page_of_uitvoering_has_a_fault_at_320_wide_with_double_text(opened, addresses):
    page = opened("fatima", viewport=PHONE, forced_colors="active")
    assert walked(page, addresses, double=True) == {}
