"""A round of the site: every address as somebody who may see it, judged in one browser."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path

from django.test.signals import template_rendered
from django.urls import reverse

import wwz
from tests import forms
from tests.axe import faults
from tests.wwz.browser.looking import PHONE, SIZE, open_details, sticking_out
from tests.wwz.browser.play import WIDE
from tests.wwz.rights.walker import arguments, ask, with_scope
from wwz.partners.roles import VISITOR, Role

TEMPLATES = Path(wwz.__file__).parent / "templates"
SKIP = "Naar de inhoud"
# Who may most comes first: their pages have the most on them.
ORDER = (
    Role.PROGRAMMAMANAGER, Role.BESTUURDER, Role.ORGANISATIEBEHEERDER, Role.ORGANISATIEMEDEWERKER,
    Role.WIJKMANAGER, Role.REDACTEUR, Role.MODERATOR, Role.PLATFORMBEHEERDER, VISITOR,
)  # fmt: skip
# Sends a form that is not on the page; with the token of one that is.
SEND = """([action, fields, token]) => {
  const form = document.createElement("form");
  form.method = "post"; form.action = action;
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  const found = document.querySelector("[name=csrfmiddlewaretoken]");
  if (token && found) { form.append(found.cloneNode()); }
  document.body.append(form);
  form.submit();
}"""


class Round:
    """What was seen in one browser, and what was wrong with it."""

    def __init__(self, page, site, world=None):
        self.page, self.site, self.world = page, site, world
        self.found, self.templates = {}, set()

    # --- whose page it is ---

    def as_(self, role):
        """Be somebody of this role, with the cookie of whoever logged in for them."""
        self.page.context.clear_cookies()
        session = self.world.clients[role].cookies.get("sessionid")
        if session is not None:
            cookie = {"name": "sessionid", "value": session.value, "url": self.site}
            self.page.context.add_cookies([cookie])

    def who_may(self, place):
        """The first role to which this address answers with a page, and that answer."""
        given = arguments(place, self.world, own=True)
        for role in ORDER:
            with_scope(self.world, role, given)
            answer = ask(self.world.clients[role], "get", place, given)
            kind = answer.headers.get("Content-Type", "")
            if answer.status_code == 200:
                return (role, answer) if kind.startswith("text/html") else None
            if answer.status_code == 405:
                break
        return None

    # --- opening ---

    @contextmanager
    def watching(self):
        """Keep which templates are rendered for the browser; not those that the test asked for."""

        def keep(template, **more):
            self.templates.add(str(template.name))

        template_rendered.connect(keep)
        try:
            yield
        finally:
            template_rendered.disconnect(keep)

    def open(self, name, path, *, status=200, framed=True):
        """Go to an address and judge what is there."""
        with self.watching():
            answer = self.page.goto(f"{self.site}{path}")
        self.judge(name, answer, path, status=status, framed=framed)
        if self.page.url != f"{self.site}{path}":
            self.found[name].append(f"led to {self.page.url}")

    def send(self, what, path, *, status, token=True, framed=True, **fields):
        """Send a form to an address, from the page that is open, and judge what comes back."""
        with self.watching(), self.page.expect_navigation() as answer:
            self.page.evaluate(SEND, [path, fields, token])
        self.judge(what, answer.value, path, status=status, framed=framed)

    def address(self, name, **more):
        """The address of the object that tests/walk made for this name."""
        return reverse(name, kwargs={**self.world.own_arguments.get(name, {}), **more})

    def read_file(self, name, html):
        """A page that the site gives as a file, opened as a file."""
        self.page.goto("about:blank")
        self.page.set_content(html)
        self.found[name] = self.looked_at()

    # --- judging ---

    def judge(self, name, answer, path, *, status=200, framed=True):
        found = [] if answer.status == status else [f"status {answer.status}, not {status}"]
        found += forms.faults(answer.text(), path)
        if framed:
            found += self.first_tab()
        self.found[name] = found + self.looked_at()

    def first_tab(self):
        """The first press of Tab is on the way to the content."""
        self.page.keyboard.press("Tab")
        words = self.page.evaluate("() => document.activeElement.textContent")
        return [] if words == SKIP else [f"first Tab is on: {words[:40]}"]

    def looked_at(self):
        """Faults on a wide screen; and on a phone, with the largest text and forced colours."""
        open_details(self.page, "main details")
        found = faults(self.page)
        self.page.set_viewport_size(PHONE)
        self.page.emulate_media(forced_colors="active")
        self.page.evaluate(SIZE, "grootst")
        found += [f"small: {said}" for said in (*faults(self.page), *sticking_out(self.page))]
        self.page.set_viewport_size(WIDE)
        self.page.emulate_media(forced_colors="none")
        return found

    def wrong(self):
        return {name: said for name, said in self.found.items() if said}


def folder_of(place):
    """The folder with the templates of an address."""
    return re.split("[:_]", place.name)[0]


def unseen(folders, seen, *, known=(), root=TEMPLATES):
    """Pages in these folders that nobody saw; those in the root belong to `pages`.

    A name with a line before it is of a part of a page.
    """
    files = [path for folder in folders for path in (root / folder).rglob("[!_]*.html")]
    files += root.glob("*.html") if "pages" in folders else ()
    return sorted({str(path.relative_to(root)) for path in files} - set(seen) - set(known))
