"""What a partnership tells of places to build: one row per variant of a site.

A site is a place; of its variants at most one is built. Table key ``sites``. What a limit or a
commitment needs stands in the row itself: docs/methods/proposals.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wwz_engine.supply.rows import (
    AREA,
    CHOICE,
    HARD,
    INVENTED,
    LAST_YEAR,
    MOST_HOMES,
    NO,
    NUMBER,
    ORIGINS,
    OWN,
    SOFT,
    TEXT,
    YES,
    Column,
)
from wwz_engine.woonvormen import WOONVORMEN

KEY = "sites"
REGULAR = "regulier"
FORMS = (*WOONVORMEN, REGULAR)
"""From the form that can serve all others down; regular homes serve nobody of the study."""
GEMEENTE = "gemeente"
"""The payer that every budget knows; another payer is the party of the row."""
MOST_MONEY = 1_000_000
MOST_HOURS = 5_000_000
FIRST_START = 2020
LONGEST_LEAD = 15

PLAN_STATUSES = {HARD: "hard plan", SOFT: "zacht plan"}
LAND_OWNERS = {
    "gemeente": "gemeente",
    "corporatie": "corporatie",
    "zorgaanbieder": "zorgaanbieder",
    "marktpartij": "marktpartij",
    "anders": "iemand anders",
    "onbekend": "onbekend",
}
FIXED = {YES: "ja", NO: "nee"}


def _homes(key: str, label: str, meaning: str) -> Column:
    return Column(key, label, meaning, NUMBER, lowest=0, highest=MOST_HOMES, usual="")


COLUMNS: tuple[Column, ...] = (
    Column("id", "kenmerk", "Uw eigen vaste kenmerk van deze regel.", TEXT),
    Column(
        "site", "locatie",
        "Het kenmerk van de plek. Regels met dezelfde locatie zijn varianten: hoogstens één ervan "
        "wordt gebouwd.",
        TEXT,
    ),
    Column("name", "naam", "De naam van het plan.", TEXT),
    Column("variant", "variant", "Waarin deze variant verschilt van de andere.", TEXT, usual=""),
    Column("area", "gebied", "De code of de naam van de buurt of de wijk.", AREA),
    Column(
        "area_year", "jaar van de indeling", "Het jaar waarin de code van het gebied geldt.",
        NUMBER, lowest=2000, highest=LAST_YEAR, usual="",
    ),
    _homes("zorggeschikt", "zorggeschikt", "Hoeveel zorggeschikte woningen er komen."),
    _homes("geclusterd", "geclusterd", "Hoeveel geclusterde woningen er komen."),
    _homes("nultreden", "nultreden", "Hoeveel andere nultredenwoningen er komen."),
    _homes("regulier", "regulier", "Hoeveel andere woningen er komen."),
    _homes("social", "sociale huur", "Hoeveel van al deze woningen sociale huur zijn."),
    Column(
        "target_most", "hoogste deel doelgroep (procent)",
        "Welk deel van dit plan hoogstens geclusterd of zorggeschikt mag zijn. Leeg is geen grens.",
        NUMBER, lowest=0, highest=100, usual="",
    ),
    Column("party", "partij", "Wie het plan bouwt of laat bouwen.", TEXT),
    Column(
        "cost_party", "kosten van de partij", "Wat deze partij bijlegt, in duizenden euro’s.",
        NUMBER, lowest=0, highest=MOST_MONEY, usual="",
    ),
    Column(
        "cost_gemeente", "bijdrage van de gemeente",
        "Wat de gemeente bijlegt, in duizenden euro’s.",
        NUMBER, lowest=0, highest=MOST_MONEY, usual="",
    ),
    Column(
        "land_owner", "eigenaar van de grond", "Van wie de grond nu is.",
        CHOICE, LAND_OWNERS, usual="onbekend",
    ),
    Column("status", "status van het plan", "Hoe vast het plan is.", CHOICE, PLAN_STATUSES),
    Column(
        "earliest", "vroegste start", "Het eerste jaar waarin de bouw kan beginnen.",
        NUMBER, lowest=FIRST_START, highest=LAST_YEAR,
    ),
    Column(
        "latest", "laatste start",
        "Het laatste jaar waarin de bouw kan beginnen. Leeg is geen grens.",
        NUMBER, lowest=FIRST_START, highest=LAST_YEAR, usual="",
    ),
    Column(
        "lead", "bouwtijd in jaren", "Hoeveel jaar het duurt van de start tot de sleutel.",
        NUMBER, lowest=0, highest=LONGEST_LEAD,
    ),
    Column(
        "building", "beslag op de bouw",
        "Hoeveel woningen dit plan in totaal van de bouwcapaciteit vraagt. Leeg is alle woningen "
        "van het plan.",
        NUMBER, lowest=0, highest=MOST_HOMES, usual="",
    ),
    Column(
        "care_hours", "uren zorg per jaar",
        "Hoeveel uren zorg en ondersteuning de bewoners samen per jaar vragen.",
        NUMBER, lowest=0, highest=MOST_HOURS, usual="",
    ),
    Column(
        "after", "na locatie",
        "Het kenmerk van de locatie die eerst klaar moet zijn, bijvoorbeeld om te verhuizen.",
        TEXT, usual="",
    ),
    Column("fixed", "ligt vast", "Is er al een afspraak dat dit plan er komt?", CHOICE, FIXED,
           usual=NO),
    Column("source", "bron", "Waar deze regel vandaan komt.", TEXT, usual=""),
    Column(
        "origin", "herkomst", "Eigen opgave, of verzonnen als voorbeeld.",
        CHOICE, ORIGINS, usual=OWN,
    ),
)  # fmt: skip
BY_KEY: dict[str, Column] = {column.key: column for column in COLUMNS}
NIL_WHEN_EMPTY = (*FORMS, "social", "cost_party", "cost_gemeente", "care_hours")
"""Numbers of which an empty cell means none; of the others it means not told."""


@dataclass(frozen=True)
class SiteRow:
    """One variant of a site; fields as in ``COLUMNS``.

    cost_party, cost_gemeente : thousands of euros, spread evenly over the years of building
    building : homes of building capacity, spread likewise; None: all homes of the row
    care_hours : hours a year, from the year in which the homes are ready
    target_most, latest : None where there is no limit
    """

    id: str
    site: str
    name: str
    area: str
    area_year: int
    party: str
    status: str
    earliest: int
    lead: int
    variant: str = ""
    zorggeschikt: int = 0
    geclusterd: int = 0
    nultreden: int = 0
    regulier: int = 0
    social: int = 0
    target_most: int | None = None
    cost_party: int = 0
    cost_gemeente: int = 0
    land_owner: str = "onbekend"
    latest: int | None = None
    building: int | None = None
    care_hours: int = 0
    after: str = ""
    fixed: str = NO
    source: str = ""
    origin: str = OWN

    @property
    def homes(self) -> int:
        return sum(self.per_form.values())

    @property
    def per_form(self) -> Mapping[str, int]:
        """Homes per woonvorm, in the order of ``FORMS``."""
        return {form: getattr(self, form) for form in FORMS}

    @property
    def is_fixed(self) -> bool:
        return self.fixed == YES

    @property
    def fictional(self) -> bool:
        return self.origin == INVENTED

    def costs(self) -> Mapping[str, int]:
        """Thousands of euros per payer; the gemeente may build itself."""
        found = {self.party: self.cost_party}
        found[GEMEENTE] = found.get(GEMEENTE, 0) + self.cost_gemeente
        return {payer: cost for payer, cost in found.items() if cost}

    @property
    def title(self) -> str:
        """The name as in sentences: with its variant, where it tells one."""
        return f"{self.name} ({self.variant})" if self.variant else self.name
