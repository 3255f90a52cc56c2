"""Plays a story through the real pages: as the right person, with forms, and nothing else."""

from __future__ import annotations

import re

from tests.cast import PASSWORD

FORM_FAULTS = ".wwz-errors, .wwz-msg--bad"
WIDE = {"width": 1280, "height": 1000}


AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class RefusedError(AssertionError):
    """A form came back, or a page was not there."""


def press(page, found):
    """Press what leads to a page, and wait until that page is there."""
    found = page.locator(found).first if isinstance(found, str) else found
    with page.expect_navigation() as answer:
        found.click()
    return answer.value


def log_in(page, site, name, *, password=PASSWORD):
    """Through the page, as everybody does."""
    page.goto(f"{site}/inloggen/")
    page.get_by_label("E-mailadres").fill(f"{name}@demo.example")
    page.get_by_label("Wachtwoord", exact=True).fill(password)
    return press(page, page.get_by_role("button", name="Log in", exact=True))


def known(context, site, account):
    """Let a browser be of somebody who logged in earlier."""
    from tests.cast import logged_in

    session = logged_in(account).cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": session.value, "url": site}])


def with_authenticator(page):
    """Give this browser a device that keeps passkeys."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def add_passkey(page, site):
    """For who is logged in, through the page."""
    with_authenticator(page)
    page.goto(f"{site}/veiligheid/passkeys/nieuw/")
    page.get_by_label("Naam").fill("Telefoon van het werk")
    press(page, page.get_by_role("button", name="Voeg toe"))


class Player:
    """One person at one browser."""

    def __init__(self, page, site):
        self.page, self.site = page, site

    def go(self, path):
        """Open a page of the site; its path may also be a whole address."""
        address = path if path.startswith("http") else f"{self.site}{path}"
        answer = self.page.goto(address)
        if answer.status != 200:
            raise RefusedError(f"{path}: {answer.status}")
        return self.page.locator("main").inner_text()

    def follow(self, words):
        """Press a link by its words."""
        return self.follow_to(self.page.locator("main").get_by_role("link", name=words))

    def follow_to(self, links):
        """Press the first of these links; where that leads."""
        press(self.page, links.first)
        return self.here()

    def here(self):
        return self.page.url.removeprefix(self.site)

    def send(self, action, button="", **fields):
        """Fill in the form whose address ends so, press its button, and see that it was taken."""
        form = self.page.locator(f'main form[action$="{action}"]')
        if button:
            # Also while it is folded away, where no role can be seen.
            form = form.filter(has=self.page.locator("button", has_text=button))
        if not form.count():
            raise RefusedError(f"{self.here()}: no form {action} {button}")
        form = form.first
        self.unfold(form)
        for name, value in fields.items():
            self.fill(form, name, value)
        found = form.get_by_role("button", name=button) if button else form.get_by_role("button")
        answer = press(self.page, found.first)
        said = self.page.locator(FORM_FAULTS)
        if answer.status >= 400:
            told = said.first.inner_text() if said.count() else ""
            raise RefusedError(f"{action}: {answer.status} {told}")
        return self.page.locator("main").inner_text()

    def unfold(self, form):
        """Open what the form is folded away in, as a reader would."""
        folded = form.locator("xpath=ancestor::details[not(@open)]")
        while folded.count():
            folded.first.locator("> summary").click()

    def fill(self, form, name, value):
        field = form.locator(f'[name="{name}"]')
        kind = field.first.evaluate("field => field.type")
        if kind in ("radio", "checkbox"):
            wanted = field if value is True else form.locator(f'[name="{name}"][value="{value}"]')
            wanted.first.check(force=True)
        elif kind.startswith("select"):
            words = field.locator("option", has_text=re.compile(re.escape(str(value))))
            field.select_option(words.first.get_attribute("value"))
        else:
            field.fill(str(value))


class Company:
    """Everybody of one story, each at a browser of their own that stays open until its end."""

    def __init__(self, browser, site, *, script=True):
        self.browser, self.site, self.script = browser, site, script
        self.players = {}

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for player in self.players.values():
            player.page.context.close()

    def of(self, login=""):
        """One of them, who logs in when first needed; without a name a visitor."""
        if login not in self.players:
            context = self.browser.new_context(
                locale="nl-NL", java_script_enabled=self.script, viewport=WIDE
            )
            self.players[login] = Player(context.new_page(), self.site)
            if login:
                log_in(self.players[login].page, self.site, login)
        return self.players[login]
