"""Draws the pictures of this folder again: `make screenshots`.

A demo with a database of its own is started, each page is photographed at 1280 and at 360 pixels
wide, and the demo is stopped. A page that is wider than its window fails the run.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests import browser as chromium
from tests.environment import of_nobody

FOLDER = Path(__file__).resolve().parent
WWZ = Path(sys.executable).with_name("wwz")
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
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
    ("toegankelijkheid", "/toegankelijkheid/"),
    ("inloggen", "/inloggen/"),
)


@contextmanager
def demo() -> Iterator[str]:
    """Address of a demo with a new database; stopped and forgotten afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as said:
            process = subprocess.Popen(
                [str(WWZ), "demo", "--port", "8099", "--data-folder", f"{folder}/var"],
                env=of_nobody() | {"PYTHONUNBUFFERED": "1"},
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        try:
            yield address(log, process)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def address(log: Path, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        found = ADDRESS.search(log.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found[0]
        time.sleep(0.2)
    sys.exit(f"The demo did not start: {log.read_text(errors='replace')[-600:]}")


def follow(page: Page, site: str, step: str) -> None:
    """Go to an address, or to where a link of this page leads."""
    path = step if step.startswith("/") else page.locator(step).first.get_attribute("href")
    for _ in range(50):
        try:
            page.goto(f"{site}{path}", wait_until="networkidle")
        except Error as error:
            # The address is printed a moment before the server listens.
            if "ERR_CONNECTION_REFUSED" not in str(error):
                raise
            time.sleep(0.2)
        else:
            return


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
