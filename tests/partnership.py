"""The cast in its partnership: parties, roles, mandates and one zone; and a party from outside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.cast import make_account
from wwz.areas.models import Area, Level
from wwz.partners.access import actor_for
from wwz.partners.actor import Actor
from wwz.partners.models import (
    Account,
    Mandate,
    MandateCover,
    Membership,
    Organisation,
    OrganisationKind,
    Participation,
    ParticipationRole,
    Partnership,
    Person,
    Role,
    Visibility,
)
from wwz.uitvoering.models import Woonservicezone

LONG_AGO = date(2025, 1, 1)
MakeParty = Callable[[str, OrganisationKind], Organisation]


def actor(account: Account, *, today: date | None = None) -> Actor:
    """Somebody as the services see them, wearing their first hat."""
    return actor_for(account, today=today or date.today())  # noqa: DTZ011 - a plain date


def join(
    partnership: Partnership,
    organisation: Organisation,
    role: ParticipationRole = ParticipationRole.PARTNER,
) -> Participation:
    return Participation.objects.create(
        partnership=partnership, organisation=organisation, role=role, starts_on=LONG_AGO
    )


def give_mandate(
    account: Account, *, covers: str = MandateCover.ALLES, subject_to: str = ""
) -> Mandate:
    return Mandate.objects.create(
        membership=Membership.objects.get(person__account=account),
        covers=covers,
        subject_to=subject_to,
        starts_on=LONG_AGO,
    )


@pytest.fixture
def zwolle(municipality: Organisation, corporation: Organisation) -> Partnership:
    """Platform WWZ Zwolle with its gemeente and one corporation; `make_party` adds more."""
    made = Partnership.objects.create(
        slug="zwolle", name="Platform WWZ Zwolle", demo=True, in_force_since=LONG_AGO
    )
    join(made, municipality, ParticipationRole.TREKKER)
    join(made, corporation)
    return made


@pytest.fixture
def make_party(zwolle: Partnership) -> MakeParty:
    def make(name: str, kind: OrganisationKind) -> Organisation:
        party = Organisation.objects.create(name=name, kind=kind, demo=True)
        join(zwolle, party)
        return party

    return make


@pytest.fixture
def welfare(make_party: MakeParty) -> Organisation:
    return make_party("Samen Verder", OrganisationKind.WELZIJN)


@pytest.fixture
def home_care(make_party: MakeParty) -> Organisation:
    return make_party("Thuiszorg Nabij", OrganisationKind.ZORGAANBIEDER)


@pytest.fixture
def zone(zwolle: Partnership) -> Woonservicezone:
    """Woonservicezone Aa-landen with one buurt."""
    made = Woonservicezone.objects.create(
        partnership=zwolle, name="Aa-landen", visibility=Visibility.OPENBAAR
    )
    buurt, _ = Area.objects.get_or_create(
        code="BU01933110",
        year=2024,
        defaults={"level": Level.BUURT, "name": "Aa-landen-Noord"},
    )
    made.areas.add(buurt)
    return made


@pytest.fixture
def meryem(municipality: Organisation) -> Account:
    """Wethouder: bestuurder with a mandate for everything."""
    account = make_account("meryem", Role.BESTUURDER, municipality)
    give_mandate(account)
    return account


@pytest.fixture
def ilse(corporation: Organisation) -> Account:
    """Manager of De Stadspoort: organisatiebeheerder, approves reports."""
    return make_account("ilse", Role.ORGANISATIEBEHEERDER, corporation)


@pytest.fixture
def hugo(corporation: Organisation) -> Account:
    """Director of De Stadspoort: signs subject to his raad van commissarissen."""
    account = make_account("hugo", Role.BESTUURDER, corporation)
    give_mandate(account, subject_to="de raad van commissarissen")
    return account


def scoped(account: Account, scope: object) -> Account:
    Membership.objects.filter(person__account=account).update(scope_id=scope)
    return account


@pytest.fixture
def fatima(municipality: Organisation, zone: Woonservicezone) -> Account:
    """Wijkmanager of the zone."""
    return scoped(make_account("fatima", Role.WIJKMANAGER, municipality), zone.pk)


@pytest.fixture
def tom(home_care: Organisation, zone: Woonservicezone) -> Account:
    """Wijkverpleegkundige in the team of the zone."""
    return scoped(make_account("tom", Role.PROFESSIONAL, home_care), zone.pk)


@pytest.fixture
def nora(municipality: Organisation) -> Account:
    """Procesbegeleider; a test gives her the traject (`scoped`)."""
    return make_account("nora", Role.PROCESBEGELEIDER, municipality)


@pytest.fixture
def lotte(municipality: Organisation) -> Account:
    """Redacteur; a test gives her the document (`scoped`)."""
    return make_account("lotte", Role.REDACTEUR, municipality)


@pytest.fixture
def kees(municipality: Organisation) -> Account:
    return make_account("kees", Role.MODERATOR, municipality)


@pytest.fixture
def ruben(zwolle: Partnership) -> Account:
    """Reads along for the Rijk."""
    party = Organisation.objects.create(
        name="Programma Ouderen", kind=OrganisationKind.RIJK, demo=True
    )
    join(zwolle, party, ParticipationRole.MEELEZER)
    return make_account("ruben", Role.MEELEZER, party)


@pytest.fixture
def youssef(make_party: MakeParty) -> Account:
    party = make_party("Wijkvereniging Aa-landen", OrganisationKind.BEWONERSORGANISATIE)
    return make_account("youssef", Role.BEWONER, party)


@pytest.fixture
def petra(municipality: Organisation) -> Account:
    """Administrator of the platform: sees no content."""
    return make_account("petra", Role.PLATFORMBEHEERDER, municipality)


@pytest.fixture
def anna(db: None) -> Person:
    """Writes letters and has no account."""
    return Person.objects.create(name="Anna")


@pytest.fixture
def nieuwegein(outsider: Account) -> Partnership:
    """The partnership of the outsider, Dirk."""
    made = Partnership.objects.create(slug="nieuwegein", name="Nieuwegein", demo=True)
    join(made, Membership.objects.get(person__account=outsider).organisation)
    return made
