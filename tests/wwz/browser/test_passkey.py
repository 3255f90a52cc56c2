"""A passkey in a real browser: added, used instead of a password, and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import axe
from tests.cast import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from wwz.partners.models import Account

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(live_server, transactional_db) -> str:
    """By name: browsers know no passkeys for a bare number."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


def enter(page: Page, site: str, account: Account) -> None:
    page.goto(f"{site}/inloggen/")
    page.get_by_label("E-mailadres").fill(account.email)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(lambda address: "/inloggen/" not in address)


def test_passkey_is_added_and_opens_the_door(page: Page, site: str, bas: Account) -> None:
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    enter(page, site, bas)
    page.goto(f"{site}/veiligheid/passkeys/nieuw/")
    if "/inloggen/opnieuw/" in page.url:
        page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Ga verder").click()
    assert axe.faults(page) == []
    page.get_by_label("Naam").fill("Telefoon van het werk")
    page.get_by_label("Ook zonder wachtwoord inloggen").check()
    page.get_by_role("button", name="Voeg toe").click()
    page.wait_for_url("**/veiligheid/herstelcodes/")
    page.goto(f"{site}/veiligheid/passkeys/")
    assert page.get_by_text("Telefoon van het werk").count()
    page.goto(f"{site}/uitloggen/")
    page.get_by_role("button", name="Log uit").click()
    page.goto(f"{site}/inloggen/")
    page.get_by_role("button", name="Log in met een passkey").click()
    page.wait_for_url(lambda address: "/inloggen/" not in address)
    page.goto(f"{site}/veiligheid/")
    assert page.get_by_role("heading", name="Inloggen en veiligheid").count()


def test_without_script_the_button_is_off_and_a_line_says_so(
    chromium_browser, site: str, bas: Account
) -> None:
    context = chromium_browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(f"{site}/inloggen/")
    assert page.get_by_role("button", name="Log in met een passkey").is_disabled()
    assert page.get_by_text("werkt alleen met JavaScript aan").is_visible()
    enter(page, site, bas)
    context.close()
