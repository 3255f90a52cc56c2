"""The cast of the web tests: a few of the demo's people, and a small study made by hand.

The study has one gemeente with one wijk and two buurten. Its figures are chosen so that each
rule of disclosure has a case: plain, rounded, hidden, band only, and unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wwz.areas.models import Area, Level
from wwz.opgave import jobs, publishing, running, services
from wwz.opgave.models import Study
from wwz.opgave.releases import released
from wwz.partners.access import actor_for
from wwz.partners.models import Account, Membership, Organisation, OrganisationKind, Person, Role
from wwz_engine.facts import AreaRef, Fact, IndicatorDef
from wwz_engine.indicators import all_indicators
from wwz_engine.sources.tidy import Source
from wwz_engine.study import StudyResult

NOW = datetime(2026, 11, 6, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 6)
PASSWORD = "een-lang-wachtwoord-1"

GEMEENTE = AreaRef("GM0193", "Zwolle", "gemeente", 2024, "NL00")
WIJK = AreaRef("WK019331", "Aa-landen", "wijk", 2024, "GM0193")
NORTH = AreaRef("BU01933110", "Aa-landen-Noord", "buurt", 2024, "WK019331")
SOUTH = AreaRef("BU01933130", "Aa-landen-Zuid", "buurt", 2024, "WK019331")
COUNTRY = AreaRef("NL00", "Nederland", "land", 2024)

MUNICIPAL = Source(
    key="zwolle_buurten",
    publisher="Gemeente Zwolle",
    table="bevolking per buurt",
    title="Inwoners naar leeftijd per buurt",
    as_of=date(2021, 1, 1),
    licence="CC BY 4.0",
    sha256="a" * 64,
    url="https://example.org/zwolle",
)
HEALTH = Source(
    key="rivm_health",
    publisher="RIVM",
    table="50090NED",
    title="Gezondheid per wijk en buurt",
    as_of=date(2020, 12, 31),
    licence="CC BY 4.0",
    sha256="b" * 64,
    modelled=True,
)

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[6.0, 52.5], [6.1, 52.5], [6.1, 52.6], [6.0, 52.6], [6.0, 52.5]]],
}


def make_fact(
    indicator: IndicatorDef, area: AreaRef, year: int, value: float | None, **more: Any
) -> Fact:
    """A fact with a band of a tenth when it is projected, and RIVM as source of groups."""
    kind = more.pop("kind", "geteld" if year <= 2021 else "geraamd")
    band = value is not None and kind == "geraamd"
    source = HEALTH if indicator.theme == "aandachtsgroep" else MUNICIPAL
    return Fact(
        indicator=indicator,
        area=area,
        year=year,
        scenario="basis",
        value=value,
        low=more.pop("low", value * 0.9 if band and value else None),
        high=more.pop("high", value * 1.1 if band and value else None),
        missing=None if value is not None else "onbekend",
        kind=kind,
        sources=more.pop("sources", (source,)),
        engine_version="0.1.0",
    )


def small_result(*, factor: float = 1.0, fictional: bool = False) -> StudyResult:
    """A study's result by hand; ``factor`` makes another outcome of the same study."""
    known = all_indicators()
    people = {"inwoners": 130_000.0, "inwoners_75plus": 8_964.0, "inwoners_85plus": 2_427.0}
    parts = {GEMEENTE: 1.0, WIJK: 0.02, NORTH: 0.011, SOUTH: 0.009}
    facts = [
        make_fact(known[key], area, year, factor * whole * part * (1 + (year - 2021) / 40))
        for key, whole in people.items()
        for area, part in parts.items()
        for year in (2015, 2021, 2030, 2040)
    ]
    limited, share = known["beperking_bewegen_65plus"], known["beperking_bewegen_65plus_aandeel"]
    for area, value in {GEMEENTE: 4450.0, WIJK: 88.0, NORTH: 7.3, SOUTH: 21.7}.items():
        facts.append(make_fact(limited, area, 2040, value * factor))
    for area, value in {COUNTRY: 20.9, GEMEENTE: 21.2, WIJK: 30.0, NORTH: 28.4}.items():
        facts.append(make_fact(share, area, 2020, value, kind="geschat"))
    facts.append(make_fact(known["vraag_nultreden"], GEMEENTE, 2040, 3120.4 * factor))
    facts.append(make_fact(known["voorraad_nultreden"], GEMEENTE, 2040, None))
    if fictional:
        facts = [
            replace(fact, sources=tuple(replace(s, fictional=True) for s in fact.sources))
            for fact in facts
        ]
    sources = {source.key: source for fact in facts for source in fact.sources}
    used = {fact.indicator.key: fact.indicator for fact in facts}
    return StudyResult(
        gemeente=GEMEENTE,
        areas=(COUNTRY, GEMEENTE, WIJK, NORTH, SOUTH),
        indicators=tuple(used.values()),
        facts=tuple(facts),
        gaps=("Er is geen open bron voor de voorraad nultredenwoningen.",),
        sources=tuple(sources.values()),
        shapes={"BU01933110": SQUARE},
        engine_version="0.1.0",
        seed=1,
        draws=1000,
        day=date(2021, 1, 1),
    )


def publish_result(study: Study, result: StudyResult, *, now: datetime = NOW) -> Study:
    """Start a requested study and publish this result for it."""
    running.start(study.pk, study.attempt, now=now)
    shown = jobs.shown_of(result, released(study.gemeente.code))
    return publishing.publish(study, result, shown, attempt=study.attempt, now=now)


def request_and_publish(gemeente: Area, result: StudyResult, *, now: datetime = NOW) -> Study:
    study = services.enqueue_study(gemeente, services.Wanted(), requested_by=None, now=now)
    return publish_result(study, result, now=now)


# --- people ---


def make_account(name: str, role: Role | None, organisation: Organisation) -> Account:
    account = Account.objects.create_user(f"{name}@demo.example", PASSWORD)
    person = Person.objects.create(name=name.capitalize(), account=account)
    if role is not None:
        Membership.objects.create(
            person=person,
            organisation=organisation,
            role=role,
            starts_on=date.today() - timedelta(days=400),  # noqa: DTZ011 - a plain date
        )
    return account


@pytest.fixture
def municipality(db: None) -> Organisation:
    """The gemeente as an organisation that acts."""
    return Organisation.objects.create(
        name="Gemeente Zwolle", kind=OrganisationKind.GEMEENTE, demo=True
    )


@pytest.fixture
def corporation(db: None) -> Organisation:
    return Organisation.objects.create(
        name="De Stadspoort", kind=OrganisationKind.CORPORATIE, demo=True
    )


@pytest.fixture
def sanne(municipality: Organisation) -> Account:
    """Programmamanager: may run studies."""
    return make_account("sanne", Role.PROGRAMMAMANAGER, municipality)


@pytest.fixture
def wei(municipality: Organisation) -> Account:
    """Analist: may run studies."""
    return make_account("wei", Role.ANALIST, municipality)


@pytest.fixture
def bas(corporation: Organisation) -> Account:
    """Projectleider of a partner: reads."""
    return make_account("bas", Role.ORGANISATIEMEDEWERKER, corporation)


@pytest.fixture
def outsider(db: None) -> Account:
    """Dirk, of a party in another gemeente."""
    party = Organisation.objects.create(
        name="Wonen aan de Lek", kind=OrganisationKind.CORPORATIE, demo=True
    )
    return make_account("dirk", Role.ORGANISATIEBEHEERDER, party)


# --- places and studies ---


@pytest.fixture
def gemeente(db: None) -> Area:
    """Zwolle as an area that a study can be asked for."""
    return Area.objects.create(code="GM0193", year=2022, level=Level.GEMEENTE, name="Zwolle")


@pytest.fixture
def study(gemeente: Area) -> Study:
    """A published study of Zwolle."""
    return request_and_publish(gemeente, small_result())


@pytest.fixture
def requested(gemeente: Area, sanne: Account) -> Study:
    """A study that waits for a worker."""
    asked_by = actor_for(sanne, today=date.today())  # noqa: DTZ011 - a plain date
    return services.request_study(asked_by, gemeente, services.Wanted(), now=NOW)


def logged_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@contextmanager
def counted_queries() -> Iterator[CaptureQueriesContext]:
    with CaptureQueriesContext(connection) as captured:
        yield captured
