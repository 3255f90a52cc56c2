"""Texts for the tests: one that people write in, and a visie that cites a figure."""

from __future__ import annotations

import pytest

from tests.cast import NOW
from tests.partnership import actor
from wwz.documents import services
from wwz.documents.models import DocumentVersion, Passage
from wwz.opgave.models import Fact, Study
from wwz.partners.actor import Actor
from wwz.partners.models import Account, Partnership
from wwz.visie.models import Citation, Visie
from wwz.visie.services import texts

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


# --- a visie with a cited figure ---


@pytest.fixture
def visie(writer: Actor, zwolle: Partnership) -> Visie:
    return texts.start_visie(writer, zwolle, texts.NewVisie("Samen thuis"), now=NOW)


@pytest.fixture
def draft(visie: Visie) -> DocumentVersion:
    """Concept 1 of the visie."""
    return DocumentVersion.objects.select_related("document").get(document=visie.document)


@pytest.fixture
def opening(writer: Actor, draft: DocumentVersion) -> Passage:
    """Passage 1.1, in which nothing is cited yet."""
    new = services.NewPassage(1, "Wat wij zien", "In Zwolle wonen [feit] mensen van 75 en ouder.")
    return services.add_passage(writer, draft, new, now=NOW)


def fact_of(study: Study, indicator: str, year: int, area: str = "GM0193") -> Fact:
    found = Fact.objects.select_related("study", "indicator", "area")
    fact: Fact = found.get(study=study, indicator__key=indicator, year=year, area__code=area)
    return fact


@pytest.fixture
def citation(writer: Actor, opening: Passage, study: Study) -> Citation:
    """The 75-plussers of 2021 in passage 1.1; the sentence is about now."""
    fact = fact_of(study, "inwoners_75plus", 2021)
    return texts.cite(writer, opening, fact, edit=opening.edit, follows_newest=True, now=NOW)
