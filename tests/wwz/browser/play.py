"""Plays a story through the real pages: as the right person, with forms, and nothing else."""

from __future__ import annotations

import re
from contextlib import contextmanager

from tests.cast import PASSWORD

FORM_FAULTS = ".wwz-errors, .wwz-msg--bad"


class RefusedError(AssertionError):
    """A form came back, or a page was not there."""


class Player:
    """One person at one browser; closed when the next comes."""

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
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=words).first.click()
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
        press = form.get_by_role("button", name=button) if button else form.get_by_role("button")
        with self.page.expect_navigation() as answer:
            press.first.click()
        said = self.page.locator(FORM_FAULTS)
        if answer.value.status >= 400:
            told = said.first.inner_text() if said.count() else ""
            raise RefusedError(f"{action}: {answer.value.status} {told}")
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


@contextmanager
def playing(browser, site, login="", *, script=True, patience=10_000):
    """Somebody logs in, or nobody; with or without script."""
    context = browser.new_context(locale="nl-NL", java_script_enabled=script)
    context.set_default_timeout(patience)
    page = context.new_page()
    player = Player(page, site)
    if login:
        player.go("/inloggen/")
        page.get_by_label("E-mailadres").fill(f"{login}@demo.example")
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        page.get_by_role("button", name="Log in", exact=True).click()
        page.wait_for_url(lambda address: "inloggen" not in address)
    try:
        yield player
    finally:
        context.close()
