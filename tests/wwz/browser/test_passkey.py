"""A passkey in a real browser: added, used instead of a password, and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import axe
from tests.cast import PASSWORD
from tests.wwz.browser.play import log_in, press, with_authenticator

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from wwz.partners.models import Account

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server, transactional_db) -> str:
    """By name: browsers know no passkeys for a bare number."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


def test_passkey_is_added_and_opens_the_door(page: Page, site: str, bas: Account) -> None:
    with_authenticator(page)
    log_in(page, site, "bas")
    page.goto(f"{site}/veiligheid/passkeys/nieuw/")
    if "/inloggen/opnieuw/" in page.url:
        page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        press(page, page.get_by_role("button", name="Ga verder"))
    assert axe.faults(page) == []
    page.get_by_label("Naam").fill("Telefoon van het werk")
    page.get_by_label("Ook zonder wachtwoord inloggen").check()
    press(page, page.get_by_role("button", name="Voeg toe"))
    assert page.url.endswith("/veiligheid/herstelcodes/")
    page.goto(f"{site}/veiligheid/passkeys/")
    assert page.get_by_text("Telefoon van het werk").count()
    page.goto(f"{site}/uitloggen/")
    press(page, page.get_by_role("button", name="Log uit"))
    page.goto(f"{site}/inloggen/")
    press(page, page.get_by_role("button", name="Log in met een passkey"))
    assert "/inloggen/" not in page.url
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
    log_in(page, site, "bas")
    assert "/inloggen/" not in page.url
    context.close()
