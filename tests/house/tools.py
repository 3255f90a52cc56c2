"""The tools that read a whole checkout: import-linter, Django's own checks, mypy, ruff."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.environment import of_nobody

BIN = Path(sys.executable).parent
PYTHON = str(BIN / "python")

IMPORTS = (str(BIN / "lint-imports"), "--no-cache", "--no-logo")
MIGRATIONS = (PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run")
DEPLOYMENT = (PYTHON, "-m", "django", "check", "--deploy", "--fail-level", "WARNING")
# A web process with all its pages, and what must not be in it.
LOAD_PAGES = """
import sys, django
django.setup()
import wwz.urls
sys.exit(", ".join(sorted({"numpy", "scipy", "numba", "polars"} & set(sys.modules))) or 0)
"""
LOADED = (PYTHON, "-c", LOAD_PAGES)
STYLE = (str(BIN / "ruff"), "check", "--no-cache", ".")


def problems(root: Path, argv: tuple[str, ...], **settings: str) -> list[str]:
    """What a tool says about the packages of the checkout at ``root``; nothing when it is content.

    ``settings`` go into its environment; those of the person running it do not.
    """
    env = of_nobody() | {
        # Before the editable installation, which would give the packages of this checkout.
        "PYTHONPATH": str(root / "src"),
        "DJANGO_SETTINGS_MODULE": "wwz.settings",
        "SECRET_KEY": "checks-only-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2,
        "WWZ_VAR": str(root / "var"),
        "COLUMNS": "200",
        # A copy is planted in and mended within a second, which byte code does not notice.
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        argv, cwd=root, env=env | settings, capture_output=True, text=True, check=False
    )
    if done.returncode == 0:
        return []
    return (done.stdout + done.stderr).splitlines() or [f"{argv[0]} failed without a word"]
