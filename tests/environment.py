"""The settings under which tests run the site."""

from __future__ import annotations

import os

# Not a secret: nothing outside a test is signed with it.
SECRET_KEY = "tests-only-" + "0123456789" * 6

SITE = {
    "DJANGO_SETTINGS_MODULE": "wwz.settings",
    "SECRET_KEY": SECRET_KEY,
    # The tests ask for pages over http, as a proxy that ends https would.
    "WWZ_HTTPS": "false",
    # Two processes run tests side by side, and each has its core to itself.
    "OMP_NUM_THREADS": "1",
}


def of_nobody() -> dict[str, str]:
    """The environment without the database, folder and settings of the person who runs it."""
    kept = ("WWZ_DATA", "WWZ_TEST_DATABASE", "WWZ_TEST_TEMPLATE")
    own = {key: value for key, value in os.environ.items() if not key.startswith("WWZ_")}
    own.pop("DATABASE_URL", None)
    # Some machines ask to keep no byte code: each process would then compile every module again.
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    return own | {key: os.environ[key] for key in kept if key in os.environ}
