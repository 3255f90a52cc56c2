"""The studies that the tests of the engine look at, each worked out once per test process.

Where ``../shared/data`` is there, ``study`` is Zwolle from real files; elsewhere it is the
fictional gemeente Verzonnendam. Every test asserts in both situations; none is left out.
"""

from __future__ import annotations

import pytest

from tests.engine.studies import Situation, situation
from wwz_engine.sources import fictional
from wwz_engine.sources.registry import Catalogue
from wwz_engine.study import StudyRequest, StudyResult, run_study

DRAWS = 100


@pytest.fixture(scope="session")
def here() -> Situation:
    """The data of this machine, and the gemeente they are richest on."""
    return situation()


@pytest.fixture(scope="session")
def study(here: Situation) -> StudyResult:
    return run_study(StudyRequest(here.gemeente, draws=DRAWS), here.tables)


@pytest.fixture(scope="session")
def invented() -> Catalogue:
    return fictional.catalogue()


@pytest.fixture(scope="session")
def invented_study(invented: Catalogue) -> StudyResult:
    return run_study(StudyRequest("Verzonnendam", draws=DRAWS), invented)
