"""The parties and people of the demo, all invented; the name of each party carries (demo)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from wwz.partners.models import Account, Membership, Organisation, Person, Role
from wwz.partners.models import OrganisationKind as Kind

# The demo listens on this machine only.
PASSWORD = "rode-draad-2040"  # noqa: S105 - known to everybody on purpose
DOMAIN = "demo.example"
# Memberships begin before the oldest adopted text of the story.
BEGAN_DAYS_AGO = 400

ORGANISATIONS: tuple[tuple[str, Kind], ...] = (
    ("Gemeente Zwolle", Kind.GEMEENTE),
    ("De Stadspoort", Kind.CORPORATIE),
    ("Vechtwonen", Kind.CORPORATIE),
    ("Onder Dak", Kind.CORPORATIE),
    ("Zorggroep De Linde", Kind.ZORGAANBIEDER),
    ("Thuiszorg Nabij", Kind.ZORGAANBIEDER),
    ("IJsselkracht", Kind.ZORGAANBIEDER),
    ("Helder", Kind.ZORGAANBIEDER),
    ("De Haven", Kind.OPVANG),
    ("Nieuwe Start", Kind.OPVANG),
    ("Samen Verder", Kind.WELZIJN),
    ("Maatschappelijke Dienst De Brug", Kind.WELZIJN),
    ("Zorgkantoor Oost", Kind.ZORGKANTOOR),
    ("Zorgverzekeraar Vaart", Kind.ZORGVERZEKERAAR),
    ("Belegger Langland", Kind.BELEGGER),
    ("Adviesraad Sociaal Domein", Kind.ADVIESRAAD),
    ("Seniorenraad", Kind.ADVIESRAAD),
    ("Huurdersraad Stadspoort", Kind.HUURDERSORGANISATIE),
    ("Wijkvereniging Aa-landen", Kind.BEWONERSORGANISATIE),
    ("Buurtmaatjes", Kind.VRIJWILLIGERS),
    ("Bibliotheek De Leestafel", Kind.BIBLIOTHEEK),
)
DRENTHE: tuple[tuple[str, Kind], ...] = (
    ("Gemeente Emmen", Kind.GEMEENTE),
    ("Gemeente Coevorden", Kind.GEMEENTE),
    ("Gemeente Borger-Odoorn", Kind.GEMEENTE),
    ("Veenwonen", Kind.CORPORATIE),
    ("Wonen op de Hondsrug", Kind.CORPORATIE),
    ("Huis en Haard", Kind.CORPORATIE),
    ("Zorgcentrum De Es", Kind.ZORGAANBIEDER),
    ("Thuiszorg Drentse Hoek", Kind.ZORGAANBIEDER),
    ("Het Baken", Kind.ZORGAANBIEDER),
    ("Welzijn Zuidoosthoek", Kind.WELZIJN),
    ("Dorpsbelangen Verenigd", Kind.BEWONERSORGANISATIE),
    ("Huurders Zuidoost", Kind.HUURDERSORGANISATIE),
    ("Zorgkantoor Noordoost", Kind.ZORGKANTOOR),
    ("Seniorenplatform Zuidoost", Kind.ADVIESRAAD),
)
LEK: tuple[tuple[str, Kind], ...] = (
    ("Gemeente Nieuwegein", Kind.GEMEENTE),
    ("Wonen aan de Lek", Kind.CORPORATIE),
    ("Sluisstad Wonen", Kind.CORPORATIE),
    ("Zorg aan het Kanaal", Kind.ZORGAANBIEDER),
    ("Thuiszorg Merwestein", Kind.ZORGAANBIEDER),
    ("Welzijn Geinstad", Kind.WELZIJN),
    ("Zorgkantoor Midden", Kind.ZORGKANTOOR),
    ("Seniorenraad Geinstad", Kind.ADVIESRAAD),
    ("Huurders aan de Lek", Kind.HUURDERSORGANISATIE),
    ("Bewoners Galecop", Kind.BEWONERSORGANISATIE),
)
READS_ALONG = ("Programma Ouderen", Kind.RIJK)


@dataclass(frozen=True)
class Character:
    """One of the cast; without a login for whoever writes letters."""

    name: str
    work: str
    role: Role | None = None
    organisation: str = "Gemeente Zwolle"
    login: bool = True

    @property
    def email(self) -> str:
        return f"{self.name.lower()}@{DOMAIN}"


CAST: tuple[Character, ...] = (
    Character("Sanne", "beleidsmedewerker", Role.PROGRAMMAMANAGER),
    Character("Meryem", "wethouder", Role.BESTUURDER),
    Character("Bas", "projectleider", Role.ORGANISATIEMEDEWERKER, "De Stadspoort"),
    Character("Ilse", "manager", Role.ORGANISATIEBEHEERDER, "De Stadspoort"),
    Character("Hugo", "directeur", Role.BESTUURDER, "De Stadspoort"),
    Character("Fatima", "wijkmanager Aa-landen", Role.WIJKMANAGER),
    Character("Tom", "wijkverpleegkundige", Role.PROFESSIONAL, "Thuiszorg Nabij"),
    Character("Nora", "procesbegeleider van buiten", Role.PROCESBEGELEIDER),
    Character("Lotte", "schrijver", Role.REDACTEUR),
    Character("Wei", "onderzoeker", Role.ANALIST),
    Character("Kees", "communicatie", Role.MODERATOR),
    Character("Ruben", "leest mee voor het Rijk", Role.MEELEZER, "Programma Ouderen"),
    Character("Anna", "inwoner, 81, schrijft brieven", login=False),
    Character("Youssef", "inwoner, mantelzorger", Role.BEWONER, "Wijkvereniging Aa-landen"),
    Character("Petra", "beheer van het platform", Role.PLATFORMBEHEERDER),
    Character("Femke", "beleidsmedewerker in Emmen", Role.PROGRAMMAMANAGER, "Gemeente Emmen"),
    Character(
        "Joris", "beleidsmedewerker in Nieuwegein", Role.PROGRAMMAMANAGER, "Gemeente Nieuwegein"
    ),
    Character("Dirk", "beheerder in Nieuwegein", Role.ORGANISATIEBEHEERDER, "Wonen aan de Lek"),
)


def seed(*, today: date) -> None:
    """Make the parties and the cast, as far as they are not there yet."""
    parties = (*ORGANISATIONS, *DRENTHE, *LEK, READS_ALONG)
    organisations = {name: make_organisation(name, kind) for name, kind in parties}
    hashed = hashed_password()
    for character in CAST:
        person = make_person(character, hashed)
        if character.role and not person.membership_set.exists():
            Membership.objects.create(
                person=person,
                organisation=organisations[character.organisation],
                role=character.role,
                starts_on=today - timedelta(days=BEGAN_DAYS_AGO),
            )


def make_organisation(name: str, kind: Kind) -> Organisation:
    made, _ = Organisation.objects.get_or_create(name=name, defaults={"kind": kind, "demo": True})
    return made


def hashed_password() -> str:
    """The shared password, hashed once: sixteen times would take seconds."""
    known = Account.objects.filter(email__endswith=f"@{DOMAIN}").first()
    if known is not None:
        return known.password
    account = Account()
    account.set_password(PASSWORD)
    return account.password


def make_person(character: Character, hashed: str) -> Person:
    if not character.login:
        made, _ = Person.objects.get_or_create(name=character.name, account=None)
        return made
    account, _ = Account.objects.get_or_create(email=character.email, defaults={"password": hashed})
    made, _ = Person.objects.get_or_create(account=account, defaults={"name": character.name})
    return made


def has_logins() -> bool:
    """Whether somebody of the cast can log in here."""
    return Account.objects.filter(email__iendswith=f"@{DOMAIN}", is_active=True).exists()
