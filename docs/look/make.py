"""Puts our pages beside the mock-ups they were made after: part of `make screenshots`.

    PYTHONPATH=. .venv/bin/python docs/look/make.py [names of pages]

A demo with a database of its own is started; each page and its mock-up are photographed at 1280 and
at 360 pixels wide and laid side by side in one picture, ours on the left. A page that cannot be
reached, or is wider than its window, fails the run.
"""

from __future__ import annotations

import base64
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from docs.screenshots.make import demo, follow
from tests import browser as chromium

FOLDER = Path(__file__).resolve().parent
MOCKUPS = FOLDER.parents[2] / "shared" / "look"
# The login that everybody knows; the demo tells it when it starts.
PASSWORD = "rode-draad-2040"  # noqa: S105 - known on purpose
# Width of the window, height that is photographed, width of each half in the picture.
SIZES = ((1280, 2600, 640), (360, 2400, 360))
# Titles of pages that stand in for the one that was asked.
REFUSALS = (
    "Deze pagina is er niet",
    "Er ging bij ons iets mis",
    "U mag deze pagina niet openen",
)
QUALITIES = (70, 55, 40, 25)
HEAVIEST = 250_000


@dataclass(frozen=True)
class Pair:
    """A page of ours and the mock-up it was made after.

    ``steps`` lead there: an address, or a link on the page before. ``login`` is who looks.
    """

    name: str
    mockup: str
    steps: tuple[str, ...]
    login: str = ""


ZONE = ("/samen/zwolle/zones/", 'main a:has-text("Aa-landen")')
# One line per picture: to add a page, add a line.
PAIRS = (
    Pair("home", "home", ("/",)),
    Pair("opgave", "opgave", ("/opgave/GM0193/",)),
    Pair("buurt", "buurt", ("/opgave/GM0193/?niveau=buurt", 'main a[href^="/opgave/GM0193/BU"]')),
    Pair("feit", "feit", ("/opgave/GM0193/", 'main a[href^="/feit/"]')),
    Pair(
        "visie",
        "visie",
        ("/samen/zwolle/visie/", 'main a:has-text("herziening")', 'main a[href$="/2/"]'),
        "bas",
    ),
    Pair("akkoord", "akkoord", ("/samen/zwolle/akkoorden/", 'main a[href^="/akkoord/"]'), "bas"),
    Pair("zone", "zone", (*ZONE,), "fatima"),
    Pair(
        "draad", "draad", (*ZONE, 'main a[href^="/knelpunt/"]', 'main a[href^="/draad/"]'), "fatima"
    ),
    Pair("monitor", "monitor", ("/samen/zwolle/monitor/",), "sanne"),
    Pair("bestuur", "bestuur", ("/samen/zwolle/bestuur/",), "meryem"),
    Pair(
        "bestuursrapportage",
        "bestuursrapportage",
        ("/samen/zwolle/bestuursstukken/", 'main a[href^="/bestuursstukken/"]'),
        "sanne",
    ),
    Pair("onderdelen", "components", ("/onderdelen/",)),
)


class NotThereError(RuntimeError):
    def __init__(self, step: str) -> None:
        super().__init__(f"{step} leads nowhere")


def opened(context: BrowserContext, site: str, pair: Pair) -> Page:
    """Our page, reached as its visitor would.

    Raises
    ------
    NotThereError
    """
    page = context.new_page()
    if pair.login:
        page.goto(f"{site}/inloggen/")
        page.get_by_label("E-mailadres").fill(f"{pair.login}@demo.example")
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        page.get_by_role("button", name="Log in", exact=True).click()
        if page.url.endswith("/inloggen/"):
            raise NotThereError(f"logging in as {pair.login}")
    for step in pair.steps:
        if not step.startswith("/") and not page.locator(step).count():
            raise NotThereError(step)
        follow(page, site, step)
    if page.locator("h1").inner_text() in REFUSALS:
        raise NotThereError(pair.steps[-1])
    return page


def picture(page: Page, width: int, most: int) -> bytes:
    """The page from its top, as far as there is something to see."""
    height: int = page.evaluate("() => document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, most)}
    return page.screenshot(full_page=True, clip=clip)


def side_by_side(browser: Browser, ours: bytes, theirs: bytes, half: int) -> bytes:
    """Both pictures in one, as small as it needs to be."""
    page = browser.new_page(viewport={"width": 2 * half + 12, "height": 400})
    images = "".join(
        f'<img width="{half}" src="data:image/png;base64,{base64.b64encode(image).decode()}">'
        for image in (ours, theirs)
    )
    style = "margin:0;display:flex;gap:12px;align-items:start;background:#6d7d80"
    page.set_content(f'<body style="{style}">{images}</body>')
    page.wait_for_function("() => [...document.images].every((image) => image.complete)")
    for quality in QUALITIES:
        made = page.screenshot(full_page=True, type="jpeg", quality=quality)
        if len(made) <= HEAVIEST:
            break
    page.close()
    return made


def lay_out(browser: Browser, site: str, pair: Pair) -> list[str]:
    """The pictures of one pair, and what is wrong with our page."""
    wrong = []
    for width, most, half in SIZES:
        size = {"width": width, "height": 1000}
        context = browser.new_context(locale="nl-NL", viewport=size, reduced_motion="reduce")
        try:
            page = opened(context, site, pair)
        except (NotThereError, Error) as error:
            wrong.append(f"{pair.name} at {width}: {str(error).splitlines()[0]}")
            context.close()
            continue
        if page.evaluate("() => document.documentElement.scrollWidth") > width:
            wrong.append(f"{pair.name} at {width}: wider than its window")
        ours = picture(page, width, most)
        page.goto((MOCKUPS / f"{pair.mockup}.html").as_uri(), wait_until="networkidle")
        made = side_by_side(browser, ours, picture(page, width, most), half)
        (FOLDER / f"{pair.name}-{width}.jpg").write_bytes(made)
        context.close()
    return wrong


def main() -> int:
    """All pairs, or those named on the command line."""
    path = chromium.find()
    if path is None:
        sys.exit(chromium.INSTALL_SENTENCE)
    if not MOCKUPS.is_dir():
        sys.exit(f"The mock-ups are not in {MOCKUPS}: they belong to the design, not to this code.")
    named = sys.argv[1:]
    with demo() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
        wrong = [
            fault
            for pair in PAIRS
            if not named or pair.name in named
            for fault in lay_out(browser, site, pair)
        ]
        browser.close()
    for fault in wrong:
        print(fault)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
