"""What a partnership tells of its homes and plans: one row per group of equal homes.

Each fact stands apart (can you reach it without stairs, does a meeting room belong to it),
so that any definition of a woonvorm can be applied to the same rows: docs/methods/supply.md.
What nobody knows is ``onbekend``, which is never the same as ``nee``.
"""

from __future__ import annotations

from dataclasses import dataclass

YES, NO, UNKNOWN = "ja", "nee", "onbekend"
EXISTING, HARD, SOFT = "bestaand", "hard", "zacht"
OWN, INVENTED = "eigen", "verzonnen"
LAST_YEAR = 2050
MOST_HOMES = 5_000

ANSWERS = {YES: "ja", NO: "nee", UNKNOWN: "onbekend"}
TENURES = {
    "sociale_huur": "sociale huur",
    "middenhuur": "middenhuur",
    "vrije_sector": "vrije sector",
    "koop": "koop",
    UNKNOWN: "onbekend",
}
RENT_CLASSES = {
    "goedkoop": "goedkoop (tot de kwaliteitskortingsgrens)",
    "betaalbaar_laag": "betaalbaar (tot de lage aftoppingsgrens)",
    "betaalbaar_hoog": "betaalbaar (tot de hoge aftoppingsgrens)",
    "duur": "duur (tot de huurtoeslaggrens)",
    "boven_grens": "boven de huurtoeslaggrens",
    "geen_huur": "geen huur",
    UNKNOWN: "onbekend",
}
LABELS = {
    "geen": "geen label",
    "seniorenlabel": "seniorenlabel",
    "zorglabel": "label voor mensen met zorg",
    "overig": "ander label",
    UNKNOWN: "onbekend",
}
OWN_FORMS = {
    "zorggeschikt": "zorggeschikt",
    "geclusterd": "geclusterd",
    "nultreden": "nultreden",
    "geen": "geen van deze",
    UNKNOWN: "onbekend",
}
STATUSES = {EXISTING: "bestaand", HARD: "hard plan", SOFT: "zacht plan"}
ORIGINS = {OWN: "eigen opgave", INVENTED: "verzonnen voorbeeld"}

TEXT, NUMBER, CHOICE, AREA = "tekst", "getal", "keuze", "gebied"


@dataclass(frozen=True)
class Column:
    """One column: its field in code, its Dutch heading, and what may stand in it.

    kind : TEXT, NUMBER, CHOICE or AREA
    values : stored value to label, for a choice
    lowest, highest : of a number
    usual : what an empty cell means; None where a cell must be filled in
    """

    key: str
    label: str
    meaning: str
    kind: str
    values: dict[str, str] | None = None
    lowest: int = 0
    highest: int = 0
    usual: str | None = None

    @property
    def required(self) -> bool:
        return self.usual is None


def _answer(key: str, label: str, words: str) -> Column:
    return Column(key, label, words, CHOICE, ANSWERS, usual=UNKNOWN)


COLUMNS: tuple[Column, ...] = (
    Column("id", "kenmerk", "Uw eigen vaste kenmerk van deze regel.", TEXT),
    Column("complex", "complex", "De naam van het gebouw of het plan.", TEXT),
    Column("area", "gebied", "De code of de naam van de buurt of de wijk.", AREA),
    Column(
        "area_year", "jaar van de indeling", "Het jaar waarin de code van het gebied geldt.",
        NUMBER, lowest=2000, highest=LAST_YEAR, usual="",
    ),
    Column("owner", "eigenaar", "Wie de woningen bezit.", TEXT, usual=""),
    Column(
        "homes", "woningen", "Hoeveel woningen er zijn of komen.",
        NUMBER, lowest=1, highest=MOST_HOMES,
    ),
    Column("tenure", "eigendom", "Huur of koop.", CHOICE, TENURES, usual=UNKNOWN),
    Column(
        "rent_class", "huurklasse", "Hoe hoog de huur is.", CHOICE, RENT_CLASSES, usual=UNKNOWN
    ),
    _answer(
        "stairless_to", "bereikbaar zonder trap",
        "U komt van de straat bij de voordeur van de woning zonder trap.",
    ),
    _answer(
        "stairless_inside", "binnen zonder trap",
        "Woonkamer, keuken, toilet, badkamer en een slaapkamer liggen gelijkvloers.",
    ),
    _answer("wheelchair", "rolstoelgeschikt", "U kunt er met een rolstoel wonen."),
    _answer("lift", "lift", "Er is een lift."),
    _answer("adapted", "aangepast", "De woning is aangepast voor iemand met een beperking."),
    _answer(
        "clustered", "in een cluster",
        "De woning hoort bij een groep woningen, bedoeld voor contact met elkaar.",
    ),
    Column(
        "cluster_homes", "woningen in het cluster", "Hoeveel woningen de hele groep telt.",
        NUMBER, lowest=1, highest=MOST_HOMES, usual="",
    ),
    _answer("meeting_room", "ontmoetingsruimte", "Bij de groep hoort een ruimte binnen."),
    _answer(
        "for_55plus", "voor 55-plussers",
        "Minstens de helft is bedoeld voor 55-plussers, of wordt door hen bewoond.",
    ),
    Column(
        "share_55plus", "bewoond door 55-plussers (procent)",
        "Welk deel van de woningen nu door 55-plussers wordt bewoond.",
        NUMBER, lowest=0, highest=100, usual="",
    ),
    _answer(
        "care_agreement", "zorgafspraak",
        "Er is een afspraak met een zorgaanbieder of het zorgkantoor.",
    ),
    _answer("care_around_clock", "zorg dag en nacht", "Zware zorg kan dag en nacht komen."),
    _answer(
        "rents_separately", "huurt apart van de zorg",
        "De bewoner heeft een eigen huurcontract, los van de zorg.",
    ),
    # A list of homes holds homes: only a row that says so is of places in an institution.
    Column(
        "intramural", "plaats in een instelling", "Wonen en zorg horen bij elkaar. Leeg is nee.",
        CHOICE, ANSWERS, usual=NO,
    ),
    Column("label", "label", "Voor wie de woning bestemd is.", CHOICE, LABELS, usual=UNKNOWN),
    Column(
        "own_form", "eigen indeling", "De woonvorm volgens uw eigen telling.",
        CHOICE, OWN_FORMS, usual=UNKNOWN,
    ),
    Column(
        "status", "status", "Bestaand, of hoe vast het plan is.", CHOICE, STATUSES, usual=EXISTING
    ),
    Column(
        "ready_year", "jaar klaar", "Het jaar waarin de woningen klaar zijn of waren.",
        NUMBER, lowest=1800, highest=LAST_YEAR, usual="",
    ),
    Column(
        "gone_year", "jaar weg", "Het jaar waarin de woningen zijn gesloopt of verdwijnen. Leeg: "
        "ze blijven.",
        NUMBER, lowest=1900, highest=LAST_YEAR, usual="",
    ),
    Column(
        "origin", "herkomst", "Eigen opgave, of verzonnen als voorbeeld.",
        CHOICE, ORIGINS, usual=OWN,
    ),
)  # fmt: skip
BY_KEY: dict[str, Column] = {column.key: column for column in COLUMNS}


@dataclass(frozen=True)
class SupplyRow:
    """Homes that are alike in all that is told of them; fields as in ``COLUMNS``.

    id : given by who owns the row, the same in every later list
    area : code of a buurt or wijk in the layout of ``area_year``
    cluster_homes, share_55plus, ready_year : None where not known; the share is a percentage
    gone_year : first year in which the homes are no longer there; None where they stay
    """

    id: str
    complex: str
    area: str
    area_year: int
    homes: int
    owner: str = ""
    tenure: str = UNKNOWN
    rent_class: str = UNKNOWN
    stairless_to: str = UNKNOWN
    stairless_inside: str = UNKNOWN
    wheelchair: str = UNKNOWN
    lift: str = UNKNOWN
    adapted: str = UNKNOWN
    clustered: str = UNKNOWN
    cluster_homes: int | None = None
    meeting_room: str = UNKNOWN
    for_55plus: str = UNKNOWN
    share_55plus: int | None = None
    care_agreement: str = UNKNOWN
    care_around_clock: str = UNKNOWN
    rents_separately: str = UNKNOWN
    intramural: str = NO
    label: str = UNKNOWN
    own_form: str = UNKNOWN
    status: str = EXISTING
    ready_year: int | None = None
    gone_year: int | None = None
    origin: str = OWN

    @property
    def planned(self) -> bool:
        return self.status != EXISTING
