"""What all tests share. The engine's tests run without Django, so nothing here imports it above."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from tests import browser as chromium
from tests import environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


def pytest_configure(config: pytest.Config) -> None:
    """Give the site settings of its own, so that nobody's database or data folder is touched."""
    if find_spec("django") is None:
        return
    for name, value in environment.SITE.items():
        os.environ.setdefault(name, value)
    if "WWZ_VAR" not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="wwz-tests-")
        config.add_cleanup(folder.cleanup)
        os.environ["WWZ_VAR"] = folder.name
    if "WWZ_TEST_MIGRATED" not in os.environ:
        # Of this run alone: in a folder that stays the migrations of yesterday would be found.
        folder = tempfile.TemporaryDirectory(prefix="wwz-tests-")
        config.add_cleanup(folder.cleanup)
        os.environ["WWZ_TEST_MIGRATED"] = f"{folder.name}/migrated.sqlite3"
    # Whitenoise warns when the folder of collected files is not there.
    Path(os.environ["WWZ_VAR"], "static").mkdir(parents=True, exist_ok=True)
    import django
    from django.conf import settings

    # Hashed names need a run of collectstatic first; `make demo` and proof/ do that.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    django.setup()


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to look through it for rubbish costs a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


hypothesis.settings.register_profile(
    "ci", derandomize=True, max_examples=100, deadline=None, database=None
)
hypothesis.settings.register_profile("prove", max_examples=2000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """On PostgreSQL each test process clones the database that was migrated once."""
    from django.conf import settings

    template = os.environ.get("WWZ_TEST_TEMPLATE")
    databases: dict[str, Any] = settings.DATABASES
    if template:
        databases["default"].setdefault("TEST", {})["TEMPLATE"] = template


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    """Chromium, opened once per test process. A machine without it fails: nothing is skipped."""
    from playwright.sync_api import sync_playwright

    path = chromium.find()
    if path is None:
        pytest.fail(chromium.INSTALL_SENTENCE)
    # Playwright keeps an event loop in this thread, and Django would refuse its database there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def context(chromium_browser: Browser) -> Iterator[BrowserContext]:
    """A clean browser profile in Dutch, 1280 wide; cookies of another test are not in it."""
    made = chromium_browser.new_context(
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        viewport={"width": 1280, "height": 1000},
    )
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
