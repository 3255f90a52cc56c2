"""The first five promises of the woonzorgakkoord: the ones that the whole demo follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wwz.akkoord.models import PledgeRole, Regime
from wwz.commands.story.narrator import Story

T, U, F, M = (
    PledgeRole.TREKKER, PledgeRole.UITVOERDER, PledgeRole.FINANCIER, PledgeRole.MEEWERKEND,
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """What one party does; ``quantity`` in the unit of the promise."""

    organisation: str
    role: PledgeRole
    text: str
    quantity: int | None = None
    condition: str = ""


@dataclass(frozen=True)
class Cover:
    """Whose money, a year, until when."""

    organisation: str
    regime: Regime
    text: str
    amount: int
    ends_on: date


@dataclass(frozen=True)
class Main:
    """``path`` holds a value per year after the one of signing.

    ``measured`` is the value of today, or any with this ``light``.
    """

    title: str
    text: str
    theme: str
    due_on: date
    quantity: int | None
    unit: str
    measure: str
    measure_unit: str
    tolerance: int
    evidence: str
    parts: tuple[Part, ...]
    covers: tuple[Cover, ...]
    path: dict[int, int]
    baseline: int
    light: str = ""
    measured: int | None = None
    group: str = ""
    woonvorm: str = ""
    in_zone: bool = False


def five(story: Story, year: int) -> tuple[Main, ...]:
    """In the order of their numbers; ``year`` is that of signing."""
    end = date(year + 4, 12, 31)
    return (
        clustered_homes(year, end),
        homes_after_shelter(year, end),
        care_day_and_night(story, year, end),
        meeting_places(story, end),
        care_at_home(story, end),
    )


def clustered_homes(year: int, end: date) -> Main:
    return Main(
        title="120 geclusterde sociale huurwoningen, minstens 12 per cluster",
        text=(
            "De Stadspoort bouwt in Stadshagen 120 geclusterde sociale huurwoningen, in groepen "
            "van minstens 12 met een eigen ontmoetingsruimte. De gemeente rekent de sociale "
            "grondprijs en geeft een bijdrage per woning. Het bewijs is de registratie van "
            "adressen en gebouwen (BAG)."
        ),
        theme="wonen",
        due_on=date(year + 3, 12, 31),
        quantity=120, unit="woningen", measure="opgeleverde geclusterde woningen",
        measure_unit="woningen", tolerance=6, evidence="BAG, elk half jaar",
        parts=(
            Part("De Stadspoort", T, "bouwt en verhuurt 120 woningen met ontmoetingsruimte", 120,
                 "de raad van commissarissen instemt met de investering"),
            Part("Gemeente Zwolle", F, "rekent de sociale grondprijs en betaalt per woning mee"),
            Part("Zorggroep De Linde", M, "levert zorg dichtbij, uit één vast team per cluster"),
            Part("Huurdersraad Stadspoort", M, "denkt mee over plattegrond en toewijzing"),
        ),
        covers=(
            Cover("De Stadspoort", Regime.CORPORATIE, "Bouw van de woningen", 6_200_000, end),
            Cover("Gemeente Zwolle", Regime.GEMEENTE, "Bijdrage per woning", 240_000, end),
        ),
        path={0: 0, 1: 40, 2: 80, 3: 120},
        baseline=0,
        woonvorm="geclusterd",
    )  # fmt: skip


def homes_after_shelter(year: int, end: date) -> Main:
    return Main(
        title="60 woningen per jaar voor mensen na opvang, beschermd wonen of detentie",
        text=(
            "De drie corporaties stellen samen elk jaar 60 woningen beschikbaar voor mensen die "
            "beschermd wonen, de opvang of een gevangenis verlaten. De begeleiding begint binnen "
            "tien werkdagen. Wij sturen op de wachttijd: de helft van de mensen wacht hooguit 90 "
            "dagen."
        ),
        theme="wonen",
        due_on=end,
        quantity=60, unit="woningen per jaar", measure="wachttijd op een woning (middelste waarde)",
        measure_unit="dagen", tolerance=4, evidence="telling door De Haven, elk half jaar",
        parts=(
            Part("Vechtwonen", T, "wijst 24 woningen per jaar toe en houdt de lijst bij", 24),
            Part("De Stadspoort", U, "wijst 24 woningen per jaar toe", 24),
            Part("Onder Dak", U, "wijst 12 woningen per jaar toe", 12),
            Part("Gemeente Zwolle", F, "betaalt de begeleiding uit de Wmo"),
            Part("De Haven", M, "begeleidt vanaf de eerste dag"),
            Part("Nieuwe Start", M, "meldt op tijd wie vrijkomt"),
            Part("Samen Verder", M, "begint binnen tien werkdagen"),
            Part("Buurtmaatjes", M, "zoekt een buur die meeloopt"),
        ),
        covers=(Cover("Gemeente Zwolle", Regime.WMO, "Begeleiding", 410_000, end),),
        path={-1: 128, 0: 118, 1: 108, 2: 99, 3: 90},
        baseline=128,
        light="aandacht",
        group="mensen die beschermd wonen, de opvang of detentie verlaten",
    )  # fmt: skip


def care_day_and_night(story: Story, year: int, end: date) -> Main:
    return Main(
        title="Zorg dag en nacht in vijf zones, binnen 30 minuten",
        text=(
            "In vijf woonservicezones kan wie thuis woont dag en nacht op hulp rekenen die niet "
            "is gepland. Binnen 30 minuten is er iemand. De partijen melden elk half jaar hoe vaak "
            "dat lukte."
        ),
        theme="zorg",
        due_on=date(story.today.year + 1, 1, 1),
        quantity=5, unit="zones", measure="oproepen waarbij binnen 30 minuten iemand er was",
        measure_unit="procent", tolerance=5, evidence="melding van de zorgcentrale, elk half jaar",
        parts=(
            Part("Thuiszorg Nabij", T, "rijdt in vijf zones, dag en nacht", 5),
            Part("Zorggroep De Linde", U, "stelt haar nachtploeg beschikbaar in twee zones", 2),
            Part("Zorgkantoor Oost", F, "koopt de nachtzorg in uit de Wlz"),
            Part("Gemeente Zwolle", F, "betaalt voor wie geen Wlz heeft"),
        ),
        covers=(
            Cover("Zorgkantoor Oost", Regime.WLZ, "Nachtzorg Wlz", 690_000, end),
            Cover("Gemeente Zwolle", Regime.WMO, "Nachtzorg Wmo", 120_000, end),
        ),
        path={0: 70, 1: 95},
        baseline=61,
        light="nog_niet_te_meten",
    )  # fmt: skip


def meeting_places(story: Story, end: date) -> Main:
    return Main(
        title="Ontmoetingsplek binnen 500 meter voor 70% van de 75-plussers",
        text=(
            "Minstens 70% van de 75-plussers in de zone heeft een ontmoetingsplek binnen 500 "
            "meter lopen, ook met een rollator. De Stadspoort opent daarvoor de "
            "gemeenschappelijke ruimte aan de Bolkstraat (demo), drie dagen per week en zonder "
            "treden bij de deur."
        ),
        theme="ontmoeten",
        due_on=story.day(19),
        quantity=70, unit="procent",
        measure="75-plussers met een ontmoetingsplek binnen 500 meter",
        measure_unit="procent", tolerance=1,
        evidence="Telling van de loopafstand voor iemand met een rollator, elk half jaar",
        parts=(
            Part("De Stadspoort", T, "opent de ruimte drie dagen per week en haalt de treden weg"),
            Part("Samen Verder", U, "zorgt dat er iemand is: 1,0 fte"),
            Part("Gemeente Zwolle", F, "betaalt de huur van de ruimte uit de Wmo"),
            Part("Zorggroep De Linde", M, "kookt op twee dagen"),
            Part("Buurtmaatjes", M, "loopt met mensen mee"),
        ),
        covers=(
            Cover("Gemeente Zwolle", Regime.WMO, "Huur van de ruimte", 38_000, story.day(700)),
            Cover("Samen Verder", Regime.GEMEENTE, "Begeleiding (1,0 fte)", 78_000, end),
        ),
        path={-1: 48, 0: 55, 1: 62, 2: 66, 3: 68, 4: 70},
        baseline=48,
        light="loopt_achter",
        measured=48,
        group="75-plussers",
        in_zone=True,
    )  # fmt: skip


def care_at_home(story: Story, end: date) -> Main:
    return Main(
        title="80 plekken geclusterd volledig pakket thuis",
        text=(
            "Het zorgkantoor koopt 80 plekken in voor mensen die volledige verpleeghuiszorg "
            "krijgen in hun eigen geclusterde woning: 40 voor het eind van volgend jaar, 80 aan "
            "het eind van het akkoord."
        ),
        theme="zorg",
        due_on=end,
        quantity=80, unit="plekken", measure="plekken met een contract", measure_unit="plekken",
        tolerance=3, evidence="contracten van het zorgkantoor",
        parts=(
            Part("Zorgkantoor Oost", T, "koopt 80 plekken in", 80),
            Part("Zorggroep De Linde", U, "levert de zorg op 60 plekken", 60),
            Part("IJsselkracht", U, "levert de zorg op 20 plekken", 20),
            Part("De Stadspoort", M, "wijst de woningen toe aan wie er zorg krijgt"),
        ),
        covers=(
            Cover("Zorgkantoor Oost", Regime.WLZ, "Inkoop van de plekken", 3_900_000,
                  date(end.year - 2, 12, 31)),
        ),
        path={-1: 12, 0: 24, 1: 40, 2: 54, 3: 67, 4: 80},
        baseline=12,
        light="op_koers",
        woonvorm="geclusterd",
    )  # fmt: skip
