"""Definitions of all figures of a needs analysis, in plain Dutch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from wwz_engine.beside_indicators import beside
from wwz_engine.care_indicators import OVERLAPPING, by_others, care, overlaps
from wwz_engine.facts import IndicatorDef, Relations
from wwz_engine.home_indicators import HOMES as HOMES
from wwz_engine.home_indicators import HOMES_GROW_WITH as HOMES_GROW_WITH
from wwz_engine.home_indicators import PERCENT, homes
from wwz_engine.home_indicators import YEAR as YEAR
from wwz_engine.unknowns import register

PEOPLE = "personen"
POPULATION, GROUP = "bevolking", "aandachtsgroep"

PROJECTED_NOTE = (
    "Tot en met het laatste getelde jaar is dit een telling. Daarna is het een raming: naar "
    "verwachting, met een band. Acht van de tien berekeningen komen binnen die band uit."
)


@dataclass(frozen=True)
class AgeSum:
    """A sum of age groups that is published, from ``low`` up to and including ``high``."""

    key: str
    label: str
    low: int
    high: int | None


AGE_SUMS: tuple[AgeSum, ...] = (
    AgeSum("inwoners", "Inwoners", 0, None),
    AgeSum("inwoners_0_19", "Inwoners van 0 tot en met 19 jaar", 0, 19),
    AgeSum("inwoners_20_64", "Inwoners van 20 tot en met 64 jaar", 20, 64),
    AgeSum("inwoners_65plus", "Inwoners van 65 jaar en ouder", 65, None),
    AgeSum("inwoners_75plus", "Inwoners van 75 jaar en ouder", 75, None),
    AgeSum("inwoners_85plus", "Inwoners van 85 jaar en ouder", 85, None),
)

AGE_RELATIONS: dict[str, Relations] = {
    "inwoners": Relations(parts=(("inwoners_0_19", "inwoners_20_64", "inwoners_65plus"),)),
    "inwoners_0_19": Relations(within="inwoners"),
    "inwoners_20_64": Relations(within="inwoners"),
    "inwoners_65plus": Relations(within="inwoners"),
    "inwoners_75plus": Relations(within="inwoners_65plus"),
    "inwoners_85plus": Relations(within="inwoners_75plus"),
}


@dataclass(frozen=True)
class Trait:
    """A group with a need, as RIVM measures it per area.

    reversed : the source gives the share without the need, so the rest to 100 has it
    """

    slug: str
    measure: str
    people: str  # "... die ...", after "mensen" or "65-plussers"
    meaning: str
    reversed: bool = False


TRAITS: tuple[Trait, ...] = (
    Trait(
        "beperking_bewegen", "BeperkingInBewegen", "een beperking in bewegen hebben",
        "Iemand heeft een beperking in bewegen als een van deze dingen niet of met grote moeite "
        "lukt: een voorwerp van 5 kilo tien meter dragen, bukken en iets oppakken, of 400 meter "
        "aan één stuk lopen.",
    ),
    Trait(
        "eenzaam", "Eenzaam", "zich eenzaam voelen",
        "Iemand is eenzaam als hij of zij contact met anderen mist. Gemeten met elf vragen.",
    ),
    Trait(
        "ernstig_eenzaam", "ErnstigZeerErnstigEenzaam", "zich ernstig eenzaam voelen",
        "Iemand is ernstig eenzaam bij een hoge score op elf vragen over eenzaamheid.",
    ),
    Trait(
        "weinig_regie", "MatigVeelRegieOverEigenLeven", "weinig regie over het eigen leven hebben",
        "Iemand heeft weinig regie als hij of zij weinig invloed ervaart op het eigen leven. De "
        "bron geeft het aandeel met matige of veel regie; dit cijfer is de rest tot 100.",
        reversed=True,
    ),
    Trait(
        "mantelzorger", "Mantelzorger", "mantelzorg geven",
        "Iemand is mantelzorger als hij of zij minstens acht uur per week of langer dan drie "
        "maanden voor een naaste zorgt.",
    ),
    Trait(
        "moeite_rondkomen", "MoeiteMetRondkomen", "moeite hebben met rondkomen",
        "Iemand heeft enige of grote moeite om van het inkomen rond te komen.",
    ),
    Trait(
        "vrijwilligerswerk", "Vrijwilligerswerk", "vrijwilligerswerk doen",
        "Iemand doet vrijwilligerswerk. Dit is geen nood maar kracht van de buurt.",
    ),
    Trait(
        "beperkt_gezondheid", "BeperktVanwegeGezondheid", "beperkt zijn door hun gezondheid",
        "Iemand is door de gezondheid een half jaar of langer beperkt in wat mensen meestal doen.",
    ),
    Trait(
        "hoog_risico_angst_depressie", "HoogRisicoOpAngstOfDepressie",
        "een hoog risico op angst of depressie hebben",
        "Iemand heeft een hoge score op tien vragen over somberheid en spanning.",
    ),
)  # fmt: skip

AGES: dict[str, tuple[str, str]] = {
    "65plus": ("65+", "65-plussers"),
    "18plus": ("18+", "volwassenen"),
}


@dataclass(frozen=True)
class Definitions:
    """What is counted as what: the part of a meaning that decides the number."""

    age_sums: tuple[AgeSum, ...] = AGE_SUMS
    traits: tuple[Trait, ...] = TRAITS


_IN_FORCE: ContextVar[Definitions] = ContextVar("definitions in force")
_OURS = Definitions()


def definitions() -> Definitions:
    """The definitions in force: our own, or those put in their place."""
    return _IN_FORCE.get(_OURS)


@contextmanager
def defined_as(others: Definitions) -> Iterator[None]:
    """While this lasts these definitions are in force: to run an older study again."""
    before = _IN_FORCE.set(others)
    try:
        yield
    finally:
        _IN_FORCE.reset(before)


def population() -> list[IndicatorDef]:
    """How many people of which age."""
    found = [
        IndicatorDef(
            key=ages.key,
            label=ages.label,
            unit=PEOPLE,
            definition=f"{ages.label} op 1 januari van het jaar. {PROJECTED_NOTE}",
            theme=POPULATION,
            method="forecast",
            people=True,
            age_specific=ages.key != "inwoners",
            relations=AGE_RELATIONS.get(ages.key),
        )
        for ages in definitions().age_sums
    ]
    share = IndicatorDef(
        key="aandeel_75plus",
        label="Aandeel inwoners van 75 jaar en ouder",
        unit=PERCENT,
        definition=f"Van elke 100 inwoners zoveel van 75 jaar en ouder. {PROJECTED_NOTE}",
        theme=POPULATION,
        method="forecast",
        counted_by="inwoners",
        grows_with=("inwoners_75plus", "inwoners"),
    )
    return [*found, share]


def groups() -> list[IndicatorDef]:
    """Groups with a need: share by RIVM, number by share times people, and the unknown."""
    found = []
    for age, (_, people) in AGES.items():
        for trait in definitions().traits:
            label = f"{people.capitalize()} die {trait.people}"
            found.append(_share(trait, age, label))
            found.append(_number(trait, age, label))
    unknown = [
        IndicatorDef(
            key=item.key,
            label=item.label,
            unit=PEOPLE,
            definition=f"{item.label}. {item.searched}",
            theme=GROUP,
            method="demand",
            people=True,
            care=True,
            relations=Relations(within="inwoners"),
        )
        for item in register().groups
    ]
    return found + unknown


def _share(trait: Trait, age: str, label: str) -> IndicatorDef:
    return IndicatorDef(
        key=f"{trait.slug}_{age}_aandeel",
        label=f"{label}, aandeel",
        unit=PERCENT,
        definition=(
            f"{trait.meaning} Dit is een schatting met een model van het RIVM, geen telling. "
            "Geeft het RIVM geen aandeel, dan kan hier een schatting van ons model staan; dat "
            "staat bij de bronnen. Een band is er niet. Lees er geen verandering in de tijd in."
        ),
        theme=GROUP,
        method="sources",
        # The source publishes this estimate itself: only a base of hardly anybody hides it.
        counted_by="inwoners_65plus" if age == "65plus" else "inwoners",
    )


def _number(trait: Trait, age: str, label: str) -> IndicatorDef:
    return IndicatorDef(
        key=f"{trait.slug}_{age}",
        label=label,
        unit=PEOPLE,
        definition=(
            f"{trait.meaning} Het aantal is het aandeel maal het aantal inwoners van die leeftijd. "
            "Het aandeel is van het RIVM, of van ons eigen model waar het RIVM er geen geeft. Voor "
            "latere jaren blijft het aandeel gelijk. Buurten tellen op tot de gemeente. Groepen "
            "overlappen: tel groepen niet bij elkaar op."
        ),
        theme=GROUP,
        method="demand",
        people=True,
        care=True,
        age_specific=age == "65plus",
        relations=Relations(
            # Numbers of 18 and older are not published by themselves.
            within=f"inwoners_{age}" if age == "65plus" else "inwoners",
            parts=(by_others(trait.slug),) if age == "18plus" and trait.slug in OVERLAPPING else (),
            share=f"{trait.slug}_{age}_aandeel",
            share_of=f"inwoners_{age}" if age == "65plus" else "",
        ),
    )


def all_indicators() -> dict[str, IndicatorDef]:
    """Every definition by key."""
    every = (*population(), *groups(), *homes(), *beside(), *care(), *overlaps())
    return {item.key: item for item in every}
