"""Definitions of figures on care, welfare and the overlap of groups, in plain Dutch."""

from __future__ import annotations

from itertools import combinations

from wwz_engine.aandachtsgroepen import Aandachtsgroep, classification
from wwz_engine.facts import IndicatorDef, Relations
from wwz_engine.services import (
    FLOW_MEASURES,
    HOURS,
    MEASURES,
    PEOPLE,
    PERCENT,
    SERVICES,
    YEARLY,
    YEARS,
    kinds,
)
from wwz_engine.unknowns import register

CARE, GROUP = "zorg", "aandachtsgroep"
MILLIONS, INDEX, PER_JOB, EUROS = "miljoen euro", "index", "mensen per baan", "euro"
HOMES_YEARLY = "woningen per jaar"
RATIOS = (INDEX, PER_JOB)
"""Units of figures that do not add up over areas: the whole lies between its parts."""

SETTINGS = {
    "meegroeien": "als het aandeel in een verpleeghuis gelijk blijft",
    "bevriezen": "als het aantal plekken in verpleeghuizen gelijk blijft",
    "scheiden": "als wonen en zorg verder gescheiden worden",
}
LAWS = {
    "zvw": "Zorgverzekeringswet", "wlz": "Wet langdurige zorg",
    "wmo": "Wet maatschappelijke ondersteuning", "jeugd": "Jeugdwet",
}  # fmt: skip
# Groups of adults whose overlap is shown, with how they stand in a sentence.
OVERLAPPING = {
    "beperking_bewegen": "moeilijk bewegen",
    "ernstig_eenzaam": "zich ernstig eenzaam voelen",
    "weinig_regie": "weinig regie hebben",
    "moeite_rondkomen": "moeite hebben met rondkomen",
    "mantelzorger": "mantelzorg geven",
}
BOUNDS = {
    "": "geschat",
    "_minstens": "minstens",
    "_hoogstens": "hoogstens",
}
_LOOSE = "Geschat alsof de groepen los van elkaar staan binnen een buurt en een leeftijd."
WITH_OTHERS = {
    "0": "in geen andere groep",
    "1": "in één andere groep",
    "2plus": "in twee of meer andere groepen",
}
COUNTED_GROUPS = ("0", "1", "2", "3plus")

_BELIEVED = (
    "Hoe vaak dit op welke leeftijd voorkomt, is nog niet uit een tabel gehaald. Het totaal van "
    "Nederland klopt met CBS. Lees het cijfer daarom als een grove schatting (zekerheid D)."
)
_POLICY = "Dit is een gevolg van beleid, geen voorspelling: vergelijk de drie soorten beleid."


def pair_key(one: str, other: str) -> str:
    """The key of two groups together."""
    return f"samen_{one}_{other}"


def by_others(slug: str) -> tuple[str, ...]:
    """Keys of the people of one group by how many other groups they are in."""
    return tuple(f"samen_{slug}_met_{number}" for number in WITH_OTHERS)


def care() -> list[IndicatorDef]:
    """Care and welfare: what follows from ages, what it costs, and what nobody publishes."""
    return [*_nursing(), *_spending(), *_unknown_services()]


def _nursing() -> list[IndicatorDef]:
    need = IndicatorDef(
        "wlz_vv_clienten", "Mensen die verpleging en verzorging uit de Wlz nodig hebben", PEOPLE,
        "Ouderen met zoveel zorg dat zij recht hebben op de Wet langdurige zorg, thuis of in een "
        f"verpleeghuis. Gerekend uit het aantal mensen per leeftijd. {_BELIEVED}",
        CARE, "care", people=True, care=True,
        relations=Relations(
            parts=tuple((f"wlz_vv_verblijf_{one}", f"wlz_vv_thuis_{one}") for one in SETTINGS),
            within="inwoners",
        ),
    )  # fmt: skip
    found = [need]
    for policy, words in SETTINGS.items():
        keys = [f"wlz_vv_{place}_{policy}" for place in ("verblijf", "thuis")]
        labels = [f"Mensen in een verpleeghuis, {words}", f"Verpleging thuis uit de Wlz, {words}"]
        for key, label in zip(keys, labels, strict=True):
            found.append(
                IndicatorDef(
                    key, label, PEOPLE,
                    f"Van de mensen die verpleging en verzorging uit de Wlz nodig hebben: "
                    f"{label[:1].lower()}{label[1:]}. {_POLICY} {_BELIEVED}",
                    CARE, "care", people=True, care=True,
                    relations=Relations(within="wlz_vv_clienten"),
                )
            )  # fmt: skip
    return found


def _spending() -> list[IndicatorDef]:
    found = [
        IndicatorDef(
            "kosten_verpleging_zvw", "Kosten van verpleging, revalidatie en kort verblijf",
            MILLIONS,
            "Wat de basisverzekering in een jaar betaalde voor wijkverpleging, revalidatie van "
            "ouderen en kort verblijf samen. Vektis telt dit per gemeente. Wijkverpleging alleen "
            "staat er niet in.",
            CARE, "care",
        )
    ]  # fmt: skip
    for law, name in LAWS.items():
        same = (
            "Gerekend met wat Nederland in 2022 per leeftijd uitgaf (CPB), maal het aantal mensen "
            "van die leeftijd. De prijzen blijven die van 2022. Wie hier woont kan meer of minder "
            "zorg nodig hebben dan gemiddeld in Nederland."
        )
        found += [
            IndicatorDef(
                f"uitgaven_{law}", f"Verwachte uitgaven, {name}", MILLIONS, same, CARE, "care",
                grows_with=("inwoners",),
            ),
            IndicatorDef(
                f"groei_uitgaven_{law}", f"Groei van de uitgaven, {name}", INDEX,
                f"Het eerste jaar is 100. Een stand van 130 betekent 30 procent meer. {same}",
                CARE, "care", counted_by="inwoners",
            ),
        ]  # fmt: skip
    return found


def _unknown_services() -> list[IndicatorDef]:
    """Clients, hours, places and staff that only a partnership itself can tell."""
    named = {item.key for item in register().groups}
    named |= {"wlz_vv_clienten", "wlz_vv_verblijf_clienten"}
    return [
        _service(f"{service.key}_{measure}", service.searched)
        for service in SERVICES
        for measure in service.measures
        if measure != "wachtlijst" and f"{service.key}_{measure}" not in named
    ]


def _service(key: str, searched: str) -> IndicatorDef:
    kind = kinds()[key]
    people = kind.unit == PEOPLE
    how = {
        PEOPLE: "Eigen cijfer van het samenwerkingsverband. Voor later jaren en voor delen van de "
        "gemeente is het verdeeld naar leeftijd.",
        HOURS: "Eigen cijfer van het samenwerkingsverband. Later jaren volgen de leeftijden.",
    }.get(kind.unit, "Eigen cijfer van het samenwerkingsverband.")
    return IndicatorDef(
        key, kind.label, kind.unit,
        f"{kind.label}. {how} Zonder eigen cijfer is het onbekend. {searched}",
        CARE, "care", people=people, care=people,
        # Hours per client are the same everywhere: hours say how many clients there are.
        grows_with=(_clients(key.removesuffix("_uren")),) if kind.unit == HOURS else (),
        relations=Relations(within="inwoners") if people else None,
    )  # fmt: skip


def _clients(service: str) -> str:
    """Key of the clients of a service; those of a nursing home follow a policy."""
    return "wlz_vv_verblijf_meegroeien" if service == "wlz_vv_verblijf" else f"{service}_clienten"


def overlaps() -> list[IndicatorDef]:
    """How groups of adults overlap; in how many of them somebody is."""
    found = []
    for one, other in combinations(OVERLAPPING, 2):
        both = f"{OVERLAPPING[one]} én {OVERLAPPING[other]}"
        found += [
            IndicatorDef(
                pair_key(one, other) + end, f"Volwassenen die {both}, {words}", PEOPLE,
                "Het RIVM geeft elke groep apart, niet samen. "
                + {
                    "": "Deze schatting neemt aan dat het een niets over het ander zegt, binnen "
                    "een buurt en een leeftijd. In het echt gaat het vaker samen.",
                    "_minstens": "Zoveel moeten er beide hebben: de groepen passen niet naast "
                    "elkaar.",
                    "_hoogstens": "Meer kunnen het er niet zijn: dan is de kleinste groep op.",
                }[end],
                GROUP, "groups", people=True,
                # That two groups need not overlap at all says nothing of anybody.
                care=end != "_minstens",
                relations=Relations(areas=False, within=f"{one}_18plus"),
            )
            for end, words in BOUNDS.items()
        ]  # fmt: skip
    for slug, words in OVERLAPPING.items():
        for key, others in zip(by_others(slug), WITH_OTHERS.values(), strict=True):
            found.append(
                IndicatorDef(
                    key, f"Volwassenen die {words}, {others}", PEOPLE,
                    f"Van de volwassenen die {words}: zij vallen ook in zoveel andere van de vijf "
                    f"groepen. De drie aantallen zijn samen de hele groep. {_LOOSE}",
                    GROUP, "groups", people=True, care=True,
                    relations=Relations(areas=False, within=f"{slug}_18plus"),
                )
            )  # fmt: skip
    alone = tuple(by_others(slug)[0] for slug in OVERLAPPING)
    for number in COUNTED_GROUPS:
        words = number.replace("plus", " of meer")
        found.append(
            IndicatorDef(
                f"samen_in_{number}_groepen", f"Volwassenen die in {words} van vijf groepen vallen",
                PEOPLE,
                "De vijf groepen: " + ", ".join(OVERLAPPING.values()) + ". De vier aantallen "
                f"zijn samen alle volwassenen. {_LOOSE}",
                GROUP, "groups", people=True, care=True,
                relations=Relations(
                    areas=False, parts=(alone,) if number == "1" else (), within="inwoners"
                ),
            )
        )  # fmt: skip
    return found


def only_when_brought() -> list[IndicatorDef]:
    """Figures that exist only where a partnership brings its own."""
    found = []
    for service in SERVICES:
        if "wachtlijst" in service.measures:
            found.append(_service(f"{service.key}_wachtlijst", service.searched))
        if {"clienten", "personeel"} <= set(service.measures):
            found.append(
                IndicatorDef(
                    f"{service.key}_per_baan", f"{service.label}: mensen per voltijdbaan", PER_JOB,
                    "Hoeveel mensen er zijn voor elke voltijdbaan, als het personeel blijft zoals "
                    "het is. Het personeel is een eigen cijfer.",
                    CARE, "care", grows_with=(_clients(service.key),),
                )
            )  # fmt: skip
        if service.key == "wlz_vv_verblijf":
            found.append(_service(f"{service.key}_clienten", service.searched))
    return [*found, *_flows()]


def _flows() -> list[IndicatorDef]:
    return [
        item
        for group in classification().groups
        for item in flow_indicators(group.key, group.label, stock_key(group))
    ]


def stock_key(group: Aandachtsgroep) -> str:
    """The indicator that counts a group: its own, or that of the trait that measures it."""
    stock = group.found.get("stock")
    return stock.trait if stock is not None and stock.trait else group.key


def flow_indicators(group: str, label: str, stock: str) -> list[IndicatorDef]:
    """How many come into a group, how long they stay, and which homes they ask for.

    Parameters
    ----------
    group : key of the group
    label : as it stands in the classification
    stock : key of the indicator that counts the group
    """
    found = []
    for measure, (words, unit) in FLOW_MEASURES.items():
        people = unit == YEARLY
        found.append(
            IndicatorDef(
                f"{group}_{measure}", f"{label}: {words}", unit,
                f"{label}: {words}. Eigen cijfer, of gerekend uit aantal, instroom en "
                "verblijfsduur.",
                CARE, "groups", people=people, care=people,
                counted_by=f"{group}_instroom" if unit == PERCENT else "",
                hidden_with=(stock, f"{group}_instroom") if unit == YEARS else (),
                relations=Relations(areas=False) if people else None,
            )
        )  # fmt: skip
    for kind_of_home in ("zelfstandig", "geclusterd", "begeleid"):
        found.append(
            IndicatorDef(
                f"{group}_woningen_{kind_of_home}",
                f"{label}: gevraagde woningen per jaar, {kind_of_home}", HOMES_YEARLY,
                "Wie er per jaar bij komt, maal het deel dat zo’n woning vraagt. Groepen "
                "overlappen: tel ze niet bij elkaar op.",
                CARE, "groups", grows_with=(f"{group}_instroom",),
            )
        )  # fmt: skip
    if stock != group:
        found.append(
            IndicatorDef(
                f"{group}_gemodelleerd", f"{label}: geschat zonder eigen cijfer", PEOPLE,
                f"{label}: hoeveel het er zouden zijn met het aandeel dat het RIVM schat. De "
                "opgave rekent met het eigen cijfer.",
                CARE, "groups", people=True, care=True,
                relations=Relations(areas=False, within="inwoners"),
            )
        )  # fmt: skip
    return found


def own_group(key: str, label: str, meaning: str, publisher: str) -> IndicatorDef:
    """How many there are of a group that only a partnership has."""
    sentence = meaning if meaning.endswith((".", "!", "?")) else f"{meaning}."
    return IndicatorDef(
        key, label, PEOPLE,
        f"{sentence} Deze groep staat in de eigen indeling van {publisher}, niet in een wet of "
        "landelijk programma. Groepen overlappen: tel groepen niet bij elkaar op.",
        GROUP, "groups", people=True, care=True, relations=Relations(within="inwoners"),
    )  # fmt: skip


UNITS = (MILLIONS, INDEX, *(unit for _, unit in MEASURES.values()))
"""Units of the figures that are always there, beside those of people, homes and shares."""
