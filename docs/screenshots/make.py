"""Draws the pictures of this folder again: `make screenshots`.

A demo with a database of its own is started, each page is photographed at 1280 and at 360 pixels
wide, and the demo is stopped. A page that is wider than its window fails the run.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests import browser as chromium
from tests.demo import served
from tests.environment import of_nobody

FOLDER = Path(__file__).resolve().parent
WWZ = Path(sys.executable).with_name("wwz")
SIZES = {1280: 1240, 360: 1200}
PATIENCE = 300.0
# Name of the picture, and how to come to the page: an address, or a link on the page before.
WALK = (
    ("home", "/"),
    ("opgave", "/opgave/GM0193/"),
    ("kaart", "/opgave/GM0193/#kaart"),
    ("wijk", 'main a[href^="/opgave/GM0193/WK"]'),
    ("buurt", 'main a[href^="/opgave/GM0193/BU"]'),
    ("feit", 'main a[href^="/feit/"]'),
    ("bereik", "/opgave/GM0193/bereik/"),
    ("samen", "/samen/zwolle/"),
    ("zones", "/samen/zwolle/zones/"),
    ("zone", 'main a:has-text("Aa-landen")'),
    ("draad", 'main a[href^="/draad/"]'),
    ("akkoorden", "/samen/zwolle/akkoorden/"),
    ("akkoord", 'main a[href^="/akkoord/"]'),
    ("rondleiding", "/rondleiding/"),
    ("rechten", "/rechten/"),
    ("toegankelijkheid", "/toegankelijkheid/"),
    ("inloggen", "/inloggen/"),
)


@contextmanager
def demo() -> Iterator[str]:
    """Address of a demo with a new database; stopped and forgotten afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        argv = [str(WWZ), "demo", "--port", "8099", "--data-folder", f"{folder}/var"]
        env = of_nobody() | {"PYTHONUNBUFFERED": "1"}
        with served(argv, cwd=FOLDER.parents[1], env=env, limit=PATIENCE) as site:
            yield site.address


def follow(page: Page, site: str, step: str) -> None:
    """Go to an address, or to where a link of this page leads."""
    path = step if step.startswith("/") else page.locator(step).first.get_attribute("href")
    page.goto(f"{site}{path}", wait_until="networkidle")


def photograph(browser: Browser, site: str, width: int) -> list[str]:
    """Pictures of all pages at one width; the names of pages that are too wide."""
    size = {"width": width, "height": SIZES[width]}
    context = browser.new_context(locale="nl-NL", viewport=size, reduced_motion="reduce")
    page = context.new_page()
    too_wide = []
    for name, step in WALK:
        follow(page, site, step)
        if page.evaluate("() => document.documentElement.scrollWidth") > width:
            too_wide.append(f"{name} at {width}")
        if step.endswith("#kaart"):
            page.wait_for_selector(".wwz-map[data-ready]")
        page.screenshot(path=FOLDER / f"{name}-{width}.png")
    context.close()
    return too_wide


def main() -> int:
    path = chromium.find()
    if path is None:
        sys.exit(chromium.INSTALL_SENTENCE)
    with demo() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
        too_wide = [name for width in SIZES for name in photograph(browser, site, width)]
        browser.close()
    for name in too_wide:
        print(f"Too wide: {name}")
    return 1 if too_wide else 0


if __name__ == "__main__":
    sys.exit(main())
