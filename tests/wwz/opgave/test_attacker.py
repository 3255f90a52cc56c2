"""What somebody without an account can work out from everything that can be downloaded.

Verzonnendam with three very old people in one buurt of each wijk goes through the job that
publishes any study. Then the whole site is walked, and what was gathered is solved.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client

from tests import planted
from tests.attacker import Place
from tests.fixtures.small_study import REQUESTED_AT
from tests.gathering import Answer, Gathered, crawl, numbers_on_pages
from wwz.areas.models import Level
from wwz.areas.services import NewArea, store_areas
from wwz.opgave import jobs
from wwz.opgave.models import State, Study
from wwz_engine import shown_facts
from wwz_engine.sources.verzonnendam import GEMEENTE, NAME

pytestmark = pytest.mark.django_db
# So many addresses of each kind; the slow proof asks for more.
OF_EACH = int(os.environ.get("WWZ_WALK_OF_EACH", "2"))


def publish_planted() -> Study:
    areas = store_areas([NewArea(GEMEENTE, 2024, Level.GEMEENTE, NAME)])
    study = Study.objects.create(
        gemeente=areas[GEMEENTE, 2024], to_year=2025, draws=20, requested_at=REQUESTED_AT
    )
    jobs.carry_out(study.pk, study.attempt, planted.catalogue())
    study.refresh_from_db()
    assert study.state == State.PUBLISHED, study.message
    return study


def protected_in(study: Study) -> dict[Place, float]:
    """Numbers of people that the rule for one figure hides: a fact that is secret by itself."""
    facts = study.facts.filter(indicator__people=True, value__isnull=False)
    names = ("indicator__key", "indicator__care", "area__code", "year", "value")
    people = {
        (area, year): value
        for area, year, value in facts.filter(indicator__key="inwoners").values_list(
            "area__code", "year", "value"
        )
    }
    return {
        (key, area, year): value
        for key, care, area, year, value in facts.values_list(*names)
        # Of nobody it is plain that none has a need.
        if (value < 10 if care else 0 < value < 5) and people.get((area, year), 1)
    }


@dataclass(frozen=True)
class Site:
    study: Study
    answers: tuple[Answer, ...]
    gathered: Gathered


def gather(study: Study, start: tuple[str, ...], of_each: int = OF_EACH) -> Site:
    answers = tuple(crawl(Client(), start, of_each=of_each))
    gathered = Gathered()
    for answer in answers:
        gathered.take(answer)
    return Site(study, answers, gathered)


@pytest.fixture
def site() -> Iterator[Site]:
    study = publish_planted()
    hidden = study.facts.filter(area__code__in=planted.SMALL_CODES, indicator__people=True)
    facts = [f"/feit/{fact.pk}{end}" for fact in hidden[:20] for end in ("/", ".json")]
    yield gather(study, ("/", f"/opgave/{GEMEENTE}/tabel/feiten.csv", *facts))


def test_everything_there_is_to_download_gives_nothing_away(site: Site) -> None:
    protected = protected_in(site.study)
    counted = [place for place in protected if site.gathered.seen[place].counted]
    assert len(counted) >= 100
    assert {"text/html", "text/csv", "application/json", "image/svg+xml", "application/pdf"} <= set(
        site.gathered.kinds
    )

    assert [place for place in protected if not site.gathered.seen[place].hidden] == []
    assert site.gathered.attack().recovered(protected) == []
    assert leaks(site) == []
    assert threes_told(site) == []
    assert leaks(with_a_leak(site)), "the search finds no number that is there"


def test_without_secondary_suppression_most_counts_are_worked_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The planted defect: the rule for one figure alone."""
    monkeypatch.setattr(shown_facts, "hidden_besides", lambda facts, alone, earlier: set())
    study = publish_planted()
    site = gather(study, (f"/opgave/{GEMEENTE}/tabel/feiten.csv",))
    protected = protected_in(study)
    counted = [place for place in protected if site.gathered.seen[place].counted]

    recovered = site.gathered.attack().recovered(protected)

    assert len(set(recovered) & set(counted)) > len(counted) / 2


def leaks(site: Site) -> list[str]:
    """Where a channel tells what another hides, or a hidden number stands in full."""
    seen = site.gathered.seen
    found = [
        f"{answer.address}: {place} is {words}"
        for answer in site.answers
        if answer.kind == "text/html"
        for place, words in numbers_on_pages(answer, site.gathered)
        if seen[place].hidden
    ]
    raw = raw_values(site.study)
    for answer in site.answers:
        text = answer.text()
        found += [f"{answer.address}: {number}" for number in raw if number in text]
    return found


def raw_values(study: Study) -> set[str]:
    """Hidden numbers with so many digits that nothing else is written so."""
    hidden = study.facts.filter(hidden="verborgen").values_list("value", "low", "high")
    numbers = {number for row in hidden for number in row if number and number % 1}
    written = {f"{number:.6f}"[:7] for number in numbers if 1 < number < 10}
    return {form for text in written for form in (text, text.replace(".", ","))}


def with_a_leak(site: Site) -> Site:
    """The planted defect: a page with a hidden number on it in full."""
    fact = site.study.facts.filter(hidden="verborgen", value__gt=1, value__lt=5, kind="geraamd")
    number = fact.values_list("value", flat=True)[0]
    told = Answer("/gelekt/", "text/html", f"<p>{number:.6f}</p>".encode())
    return Site(site.study, (told,), site.gathered)


def threes_told(site: Site) -> list[str]:
    """Where one of the counts of three that were planted can be seen."""
    facts = site.study.facts.filter(value=planted.THREE, kind="geteld")
    places = set(facts.values_list("indicator__key", "area__code", "year"))
    assert len(places) >= 100
    return [
        address
        for address, fact, row in site.gathered.rows_of_facts
        if site.gathered.numbers.get(fact) in places and (">3<" in row or "verborgen" not in row)
    ]
