"""What one fact means and how it came about, in plain Dutch: put together for this fact alone."""

from __future__ import annotations

from collections.abc import Sequence

from wwz.opgave.models import Fact, Hidden, SourceRecord, Theme
from wwz.opgave.presentation.cited import source_words
from wwz.opgave.presentation.figure import Figure
from wwz.opgave.presentation.statement import HOMES_ASKED, SHARE_SUFFIX
from wwz.opgave.wording import listing, lower_first, number, spoken

# Said in place of a method where there is nothing to work out.
NOTHING = {
    "onbekend": "Dit cijfer is niet berekend: er is geen open bron voor. Wij vullen niets in.",
    "geen cijfer": "De bron geeft voor dit gebied geen cijfer. Wij vullen niets in.",
    "niet gevraagd": "De bron heeft dit in dit jaar niet gevraagd. Wij vullen niets in.",
}
METHODS = {
    "forecast": (
        "Wij beginnen met de mensen die er in het laatste getelde jaar woonden, per buurt, "
        "geslacht en leeftijd. Elk jaar worden zij ouder. Hoeveel er overlijden, geboren worden "
        "en verhuizen volgt uit open cijfers. De buurten tellen altijd op tot de gemeente."
    ),
    "demand": (
        "Wij vermenigvuldigen een aandeel uit een open bron met het aantal mensen om wie het "
        "gaat. Voor later jaren blijft het aandeel gelijk; alleen het aantal mensen verandert."
    ),
    "sources": (
        "Wij nemen dit cijfer over van de bron. Geeft de bron alleen buurten, dan tellen wij die "
        "op tot de wijk en de gemeente."
    ),
    "groups": (
        "Wij rekenen met de groepen zoals die in de indeling staan. Instroom maal verblijfsduur "
        "geeft hoeveel mensen er tegelijk zijn. Wie in meer groepen valt, schatten wij alsof de "
        "groepen los van elkaar staan binnen een buurt en een leeftijd."
    ),
    "care": (
        "Wij rekenen uit de leeftijden hoeveel mensen zorg nodig hebben, met een aandeel per "
        "leeftijd. Het totaal van Nederland klopt met een open cijfer. Heeft het "
        "samenwerkingsverband een eigen cijfer, dan telt dat."
    ),
    "supply": (
        "Wij tellen de woningen en plannen die het samenwerkingsverband opgaf, met de omschrijving "
        "van de woonvorm. Van elke woning kijken wij welke gegevens bekend zijn. Is een gegeven "
        "dat beslist onbekend, dan staat de woning apart."
    ),
    "shortage": (
        "Wij leggen de gevraagde woningen naast de woningen voor de doelgroep en de verwachte "
        "oplevering. Elke woning telt één keer. Een zorggeschikte woning kan ook een geclusterde "
        "vraag beantwoorden en een geclusterde ook een vraag naar nultreden, niet andersom."
    ),
}
KINDS = {
    "geteld": "Dit cijfer is geteld: het is geen schatting en geen raming.",
    "geschat": (
        "Dit cijfer is geschat met een model. De bron geeft er geen band bij. Een verschil "
        "tussen jaren kan ook door het model komen."
    ),
    "geraamd": (
        "Dit cijfer is een raming: een verwachting voor later. Wij rekenden de toekomst {draws} "
        "keer uit, elke keer met iets andere kansen op geboorte, sterfte en verhuizen. Het cijfer "
        "is het midden van die uitkomsten."
    ),
}


def nothing_to_tell(figure: Figure) -> str:
    """Why there is no number, when there is none; hidden is another thing."""
    return NOTHING.get(figure.absent, "")


# --- wat betekent dit? ---


def meaning(fact: Fact, figure: Figure) -> list[str]:
    """What the number says and what it does not, for this figure."""
    parts = [about(fact, figure), fact.indicator.definition, band_meaning(figure)]
    return [part for part in (*parts, caution(fact, figure), secrecy(fact)) if part]


def about(fact: Fact, figure: Figure) -> str:
    """Who or what is counted, where and when."""
    place, year = figure.area_name, figure.year
    if nothing_to_tell(figure):
        return ""
    if figure.unit == "procent":
        return hundred_words(figure)
    if figure.unit == "woningen":
        what = "een behoefte" if figure.label.startswith(HOMES_ASKED) else "een aantal"
        return f"Dit zijn woningen in {place}, voor het jaar {year}: {what}."
    if figure.unit != "personen":
        return f"Dit gaat over {place}. De eenheid is: {figure.unit}."
    if fact.indicator.theme == Theme.ZORG:
        return f"Dit zijn mensen in {place}, in {year}."
    verb = "naar verwachting wonen" if figure.kind == "geraamd" else "woonden"
    return f"Dit zijn mensen die op 1 januari {year} in {place} {verb}."


def hundred_words(figure: Figure) -> str:
    if figure.label.startswith("Kans "):
        return f"Dit is een deel van elke 100 berekeningen voor {figure.area_name}."
    who, _, trait = figure.label.removesuffix(SHARE_SUFFIX).partition(" die ")
    people = lower_first(who) if trait else "inwoners"
    if figure.value is None:
        return f"Een aandeel is een deel van elke 100 {people} in {figure.area_name}."
    amount = number(round(figure.value))
    return (
        f"Stel u 100 {people} uit {figure.area_name} voor: om ongeveer {amount} van hen gaat het."
    )


def band_meaning(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    low, high = (spoken(end, figure.unit, figure.kind) for end in (figure.low, figure.high))
    return (
        f"De band loopt van {low} tot {high}. Acht van de tien berekeningen kwamen daarbinnen uit, "
        "één eronder en één erboven. Wordt het later iets buiten de band, dan was de raming dus "
        "niet fout."
    )


def caution(fact: Fact, figure: Figure) -> str:
    """What a reader could wrongly read into it."""
    if figure.absent:
        return ""
    if fact.indicator.theme == Theme.AANDACHTSGROEP and figure.unit == "personen":
        return "Groepen overlappen: iemand kan bij meer groepen horen. Tel ze niet bij elkaar op."
    if fact.kind == "geraamd" and fact.indicator.theme == Theme.BEVOLKING:
        return (
            "Het is een verwachting en geen plan. Nieuwe woningen die nog niet gebouwd zijn, "
            "tellen niet mee."
        )
    if figure.value == 0 and fact.indicator.people and fact.kind == "geteld":
        return "Nul betekent hier echt nul: er is geteld, en er was niemand."
    return ""


def secrecy(fact: Fact) -> str:
    """What was hidden or rounded, and why."""
    few = "minder dan tien" if fact.indicator.care else "minder dan vijf"
    if fact.hidden == Hidden.WHOLLY:
        return (
            f"Wij tonen dit cijfer niet. Het kan om {few} mensen gaan, of een ander cijfer over zo "
            "weinig mensen is eruit te rekenen. Dan zou te zien kunnen zijn over wie het gaat. "
            "Verborgen is niet hetzelfde als onbekend."
        )
    if fact.hidden == Hidden.BAND_ONLY:
        return (
            "Wij tonen alleen de band en niet het midden: voor zo weinig mensen zegt één getal "
            "meer dan iemand kan weten."
        )
    return ""


# --- hoe is dit berekend? ---


def computation(fact: Fact, figure: Figure, sources: Sequence[SourceRecord]) -> list[str]:
    """From source to figure, step by step."""
    if found := nothing_to_tell(figure):
        return [found]
    steps = [
        METHODS.get("sources" if fact.kind == "geteld" else fact.indicator.method, ""),
        KINDS[fact.kind].format(draws=number(fact.study.draws)),
        rounding(fact, figure),
        used(sources),
        again(fact),
    ]
    return [step for step in steps if step]


def rounding(fact: Fact, figure: Figure) -> str:
    if fact.hidden == Hidden.WHOLLY:
        return ""
    if figure.unit == "procent":
        return "Aandelen ronden wij af op één cijfer achter de komma."
    if fact.indicator.people:
        more = " Ramingen noemen wij vanaf honderd in tientallen." if fact.kind != "geteld" else ""
        return f"Aantallen mensen ronden wij af op vijf.{more}"
    return "Het aantal volgt uit afgeronde aantallen mensen."


def used(sources: Sequence[SourceRecord]) -> str:
    return f"Gebruikt: {source_words(sources)}." if sources else ""


def again(fact: Fact) -> str:
    """How somebody else gets the same figure."""
    if fact.kind != "geraamd":
        return ""
    study = fact.study
    facts = [
        f"rekenversie {study.engine_version or 'onbekend'}",
        f"startgetal {study.seed}",
        f"scenario {study.scenario_name}",
    ]
    return f"Met dezelfde bronnen, {listing(facts)} komt er hetzelfde uit."
