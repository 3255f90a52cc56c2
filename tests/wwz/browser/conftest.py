"""The site with the made-up gemeente, as a browser sees it."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def result():
    """What the engine works out for Verzonnendam: once for all tests, for it takes seconds."""
    from wwz_engine.sources import fictional
    from wwz_engine.sources.verzonnendam import GEMEENTE
    from wwz_engine.study import StudyRequest, run_study

    request = StudyRequest(gemeente=GEMEENTE, to=2040, draws=50, seed=1, scenario="basis")
    return run_study(request, fictional.catalogue())


@pytest.fixture
def study(transactional_db, result):
    """The study of the engine, published, so that every part of every page is filled."""
    # Only here: this file is read before the site has its settings.
    from tests.cast import request_and_publish
    from wwz.areas.models import Level
    from wwz.areas.services import NewArea, store_areas

    given = result.gemeente
    areas = store_areas([NewArea(given.code, given.year, Level.GEMEENTE, given.name)])
    return request_and_publish(areas[given.code, given.year], result)


@pytest.fixture
def addresses(live_server, study, settings):
    """Every page by name, as a full address; as a demo, which has the page of components too."""
    settings.WWZ_DEMO = True
    from tests.wwz.browser import pages

    return {
        name: f"{live_server.url}{path}"
        for name, path in (pages.STATIC | pages.of_study(study)).items()
    }
