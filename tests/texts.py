"""A text that the programme manager and others write in."""

from __future__ import annotations

import pytest

from tests.cast import NOW
from tests.partnership import actor
from wwz.documents import services
from wwz.documents.models import DocumentVersion, Passage
from wwz.partners.actor import Actor
from wwz.partners.models import Account, Partnership

FIRST = "Wie ouder wordt, wil dicht bij huis anderen ontmoeten."


@pytest.fixture
def writer(sanne: Account, zwolle: Partnership) -> Actor:
    return actor(sanne)


@pytest.fixture
def version(writer: Actor, zwolle: Partnership) -> DocumentVersion:
    return services.start_document(writer, zwolle, "Visie", visibility="partner", now=NOW)


@pytest.fixture
def passage(writer: Actor, version: DocumentVersion) -> Passage:
    new = services.NewPassage(1, "Elkaar ontmoeten", FIRST)
    return services.add_passage(writer, version, new, now=NOW)
