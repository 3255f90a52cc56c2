"""The site with the made-up gemeente, as a browser sees it."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True, scope="session")
def patient():
    """Wait for what a script shows as long as for anything else: a busy machine is no fault."""
    from playwright.sync_api import expect

    expect.set_options(timeout=30_000)


@pytest.fixture
def opened(chromium_browser, live_server):
    """Opens a browser of its own for one of the cast, logged in; without a name for a visitor."""
    from tests.wwz.browser.play import WIDE, known
    from wwz.partners.models import Account

    contexts = []

    def open_for(name="", **more):
        wanted = {"locale": "nl-NL", "base_url": live_server.url, "viewport": WIDE, **more}
        context = chromium_browser.new_context(**wanted)
        contexts.append(context)
        if name:
            known(context, live_server.url, Account.objects.get(email=f"{name}@demo.example"))
        return context.new_page()

    yield open_for
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def result():
    """What the engine works out for Verzonnendam: once for all tests, for it takes seconds."""
    from wwz_engine.sources import fictional
    from wwz_engine.sources.verzonnendam import GEMEENTE
    from wwz_engine.study import StudyRequest, run_study

    request = StudyRequest(gemeente=GEMEENTE, to=2040, draws=50, seed=1)
    return run_study(request, fictional.catalogue())


@pytest.fixture(scope="session")
def kept():
    """A database with the study in it, once there is one: to publish takes seconds."""
    return []


@pytest.fixture
def study(transactional_db, result, kept):
    """The study of the engine, published, so that every part of every page is filled.

    Comes before whatever else a test needs: what is in the database makes way for it.
    """
    # Only here: this file is read before the site has its settings.
    from tests.cast import request_and_publish
    from tests.restoring import copied, put_back
    from wwz.areas.models import Level
    from wwz.areas.services import NewArea, store_areas
    from wwz.opgave.models import Study

    if kept:
        put_back(kept[0])
        return Study.objects.get()
    given = result.gemeente
    areas = store_areas([NewArea(given.code, given.year, Level.GEMEENTE, given.name)])
    published = request_and_publish(areas[given.code, given.year], result)
    kept.append(copied())
    return published


@pytest.fixture
def addresses(live_server, study, settings):
    """Every page by name, as a full address; as a demo, which has the page of components too."""
    settings.WWZ_DEMO = True
    from tests.wwz.browser import pages

    return {
        name: f"{live_server.url}{path}"
        for name, path in (pages.STATIC | pages.of_study(study)).items()
    }
