"""Pango, which PDF files are made with: a program of the system, not of Python.

    python -m wwz.commands.pango

Looks whether it is there. When it is not, and apt is there and we are root, installs it. When that
fails, one sentence says what to install: the site works without it, but makes no PDF.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from ctypes.util import find_library

LIBRARIES = ("pango-1.0", "pangoft2-1.0")
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0")
SENTENCE = (
    "Er kan geen PDF worden gemaakt: Pango ontbreekt. Installeer het zelf (Debian of Ubuntu, als "
    "root: apt-get update && apt-get install libpango-1.0-0 libpangoft2-1.0-0). Al het andere "
    "werkt."
)


def is_there() -> bool:
    return all(find_library(name) for name in LIBRARIES)


def install_by_apt() -> None:
    """Ask the system's own package list, which only root may do."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    print("Pango installeren met apt", flush=True)
    update = ["apt-get", "update", "-qq"]
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
    for command in (update, install):
        subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - fixed words


def main() -> int:
    """Never in the way: a site without PDF is a site."""
    if not is_there():
        install_by_apt()
    if not is_there():
        print(SENTENCE)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
