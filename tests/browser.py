"""Finds Chromium for the browser tests and the screenshots, and sets it up when there is none.

    python -m tests.browser

In this order: Chromium of the system; Debian's package, when apt is there and we are root;
Playwright's own download. When all fail, one sentence says what to install. Stages that run side
by side wait for each other: apt refuses a second one of itself.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

# Chromium refuses its sandbox to root; the others keep it from calling home during a test.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-core")
INSTALL_SENTENCE = (
    "The browser tests need Chromium, and it could not be installed here. Install it yourself "
    "(Debian or Ubuntu, as root: apt-get update && apt-get install chromium) and run again."
)


def of_system() -> str | None:
    """Path of a Chromium that the system has."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def of_playwright() -> str | None:
    """Path of the Chromium that Playwright downloaded earlier."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find() -> str | None:
    return of_system() or of_playwright()


def install_by_apt() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    print("Installing Chromium with apt", flush=True)
    subprocess.run(["apt-get", "update", "-qq"], env=env, check=False)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
    subprocess.run(install, env=env, stdout=subprocess.DEVNULL, check=False)


def install_by_playwright() -> None:
    print("Downloading Chromium with Playwright", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    with Path(__file__).open("rb") as mine:
        fcntl.flock(mine, fcntl.LOCK_EX)
        for install in (install_by_apt, install_by_playwright):
            if find():
                break
            install()
        path = find()
    print(path or INSTALL_SENTENCE)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
