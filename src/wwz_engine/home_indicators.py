"""Definitions of figures on homes: asked for, there, planned and short, in plain Dutch."""

from __future__ import annotations

from datetime import date

from wwz_engine.facts import IndicatorDef
from wwz_engine.unknowns import register
from wwz_engine.woonvormen import Definition, definitions_on

HOMES, YEAR, PERCENT = "woningen", "jaar", "procent"
HOME = "woonvorm"

HOMES_GROW_WITH = {
    "vraag_nultreden": "beperking_bewegen_65plus",
    "vraag_geclusterd": "inwoners_75plus",
    "vraag_zorggeschikt": "inwoners_75plus",
}

DEMAND: tuple[tuple[str, str, str], ...] = (
    (
        "vraag_nultreden", "Gevraagde nultredenwoningen",
        "Woningen zonder trap voor 65-plussers die moeilijk bewegen: hun aantal gedeeld door het "
        "aantal 65-plussers per huishouden. Het is een behoefte, niet het aantal mensen dat wil "
        "verhuizen.",
    ),
    (
        "vraag_geclusterd", "Gevraagde geclusterde woningen",
        "Woningen in een groep met een ruimte om elkaar te ontmoeten. Gerekend met het aantal dat "
        "Nederland nu per 1.000 75-plussers heeft. Het is een verdeelsleutel, geen gemeten wens.",
    ),
    (
        "vraag_zorggeschikt", "Gevraagde extra zorggeschikte woningen",
        "Deel van de landelijke opgave van 40.000 extra woningen waar zware zorg gegeven kan "
        "worden, verdeeld naar het aantal 75-plussers. Het is een verdeelsleutel, geen gemeten "
        "wens.",
    ),
)  # fmt: skip

PLURALS = {
    "nultreden": "nultredenwoningen",
    "geclusterd": "geclusterde woningen",
    "zorggeschikt": "zorggeschikte woningen",
}
"""How a woonvorm is written in a sentence."""

TOLD = "Wij tellen wat het samenwerkingsverband opgaf. Wat niet is opgegeven, telt niet mee."
PLAN_DOUBT = "Een plan waarvan een gegeven ontbreekt dat beslist, telt niet mee."
DOUBT = (
    "Het getal telt wat zeker is. Van hoeveel woningen een gegeven ontbreekt dat beslist, staat "
    "ernaast."
)
SHORT_DOUBT = "De band houdt ook rekening met woningen waarvan een gegeven ontbreekt."
ONLY_CERTAIN = "Elke woning telt hier als wat zij zeker is. Twijfel over een woning zit er niet in."
NOT_ADDED = "Een woning kan bij meer woonvormen horen: tel de woonvormen niet bij elkaar op."
EXTRA = (
    "De vraag is die naar extra woningen. Woningen die er vóór 2022 al waren, gaan er niet van af; "
    "die tellen mee als geclusterde woning."
)
KEYED = (
    "De vraag volgt een aantal woningen, wie er ook woont. Het aanbod telt ook elke woning, "
    "behalve waar de eigenaar opgaf welk deel 55-plussers bewonen. Dan telt alleen dat deel."
)
SERVING = {
    "nultreden": "Waar dat niet is opgegeven, is gerekend met een landelijk aandeel uit 2009. "
    "Hoort de woning bij een cluster voor 55-plussers, dan telt zij heel.",
    "geclusterd": "Waar dat niet is opgegeven, telt elke woning: een cluster telt alleen mee als "
    "het voor 55-plussers is.",
    "zorggeschikt": "Waar dat niet is opgegeven, telt elke woning: zij zijn bedoeld voor wie "
    "zware zorg nodig heeft.",
}
"""How homes count of which nobody told who lives there."""
CASCADE = (
    "Een zorggeschikte woning kan ook een geclusterde vraag beantwoorden, en een geclusterde ook "
    "een vraag naar nultreden. Andersom niet. Elke woning telt één keer."
)

# Key (with the woonvorm in it), label and definition.
_SUPPLY: tuple[tuple[str, str, str], ...] = (
    (
        "voorraad_{}", "Voorraad {}",
        "Bestaande {} op de dag van de opgave, volgens de omschrijving die nu geldt. "
        f"{TOLD} {DOUBT} {NOT_ADDED}",
    ),
    (
        "voorraad_{}_onbekend", "Misschien {}",
        "Bestaande woningen die {} kunnen zijn: een gegeven dat beslist is onbekend. Samen met de "
        "voorraad zijn dit er hoogstens zoveel. Onbekend is geen nee.",
    ),
    (
        "voorraad_{}_effectief", "Voorraad {} voor de doelgroep",
        "Het deel van de bestaande {} waar 55-plussers wonen, zoals de eigenaar het opgaf. "
        f"{TOLD}",
    ),
    (
        "plannen_hard_{}", "Harde plannen voor {}",
        "Alle {} die volgens harde plannen tot en met dit jaar klaar zijn. Een hard plan is "
        f"vastgesteld. {PLAN_DOUBT} {TOLD}",
    ),
    (
        "plannen_zacht_{}", "Zachte plannen voor {}",
        "Alle {} die volgens zachte plannen tot en met dit jaar klaar zijn. Een zacht plan is nog "
        f"niet vastgesteld. {PLAN_DOUBT} {TOLD}",
    ),
    (
        "oplevering_{}", "Verwachte oplevering van {}",
        "De {} uit harde en zachte plannen tot en met dit jaar, maal het deel dat gewoonlijk wordt "
        f"gebouwd. {PLAN_DOUBT} {TOLD}",
    ),
)  # fmt: skip
_SHORT: tuple[tuple[str, str, str, str], ...] = (
    (
        "tekort_{}", "Tekort aan {}",
        "Gevraagde {} waarvoor in de eigen wijk geen woning is. Wat een wijk over heeft, helpt "
        "andere wijken niet. Het tekort van een wijk is over haar buurten verdeeld naar hun vraag, "
        f"dus buurten tellen op tot de gemeente. {CASCADE} {SHORT_DOUBT}", HOMES,
    ),
    (
        "tekort_{}_gemeentebreed", "Tekort aan {} als de hele gemeente telt",
        "Gevraagde {} waarvoor in de hele gemeente geen woning is. Hier helpt wat een wijk over "
        f"heeft wel andere wijken. {CASCADE} {SHORT_DOUBT}",
        HOMES,
    ),
    (
        "kruisjaar_{}", "Jaar waarin het aanbod van {} te klein wordt",
        "Het jaar waarin in minstens de helft van de berekeningen al eens meer {} zijn gevraagd "
        "dan er waren. Is er geen jaar, dan komt het niet zo ver tot het eind van de raming. "
        f"{ONLY_CERTAIN} {CASCADE}", YEAR,
    ),
    (
        "kruiskans_{}", "Kans dat het aanbod van {} te klein is geworden",
        "Het deel van de berekeningen waarin er tot en met dit jaar minstens één jaar was met meer "
        f"gevraagde {{}} dan er zijn. {ONLY_CERTAIN} {CASCADE}", PERCENT,
    ),
)  # fmt: skip
WANTED = (
    "verhuisvraag_{}", "Gevraagde {} van wie wil verhuizen",
    "Het deel van de gevraagde {} van huishoudens die binnen twee jaar beslist willen verhuizen. "
    "De band loopt tot en met wie misschien wil. Gemeten over alle oudere huishoudens in 2015, "
    "niet over wie een andere woning nodig heeft.", HOMES,
)  # fmt: skip


def homes() -> list[IndicatorDef]:
    """Homes asked for, there, planned and short per woonvorm, and counted otherwise."""
    asked = [
        IndicatorDef(
            key, label, HOMES, definition, HOME, "demand", grows_with=(HOMES_GROW_WITH[key],)
        )
        for key, label, definition in DEMAND
    ]
    of_forms = [one for form in PLURALS for one in (*_there(form), *_short(form))]
    # Of each definition the newest text; the text in force on another day counts alike.
    counted = [one for known in definitions_on(date.max).values() for one in _counted(known)]
    return [*asked, *of_forms, *counted]


def _there(form: str) -> list[IndicatorDef]:
    searched = {item.key: f" {item.searched}" for item in register().homes}
    return [
        IndicatorDef(
            key.format(form),
            label.format(PLURALS[form]),
            HOMES,
            definition.format(PLURALS[form])
            + searched.get(key.format(form), "")
            + (f" {SERVING[form]}" if key.endswith("_effectief") else ""),
            HOME,
            "supply",
        )
        for key, label, definition in _SUPPLY
    ]


def _short(form: str) -> list[IndicatorDef]:
    behind = HOMES_GROW_WITH[f"vraag_{form}"]
    extra = f" {EXTRA}" if form == "zorggeschikt" else ""
    keyed = "" if form == "nultreden" else f" {KEYED}"
    return [
        IndicatorDef(
            key.format(form),
            label.format(PLURALS[form]),
            unit,
            definition.format(PLURALS[form])
            + (extra if unit == HOMES else "")
            + (keyed if key.startswith("tekort_") else ""),
            HOME,
            "shortage",
            counted_by=behind if unit == PERCENT else "",
            grows_with=(behind,) if unit == HOMES else (),
            # With the stock beside it, a shortage tells how many people ask.
            gives_back=behind if key.startswith("tekort_") else "",
        )
        for key, label, definition, unit in (WANTED, *_SHORT)
    ]


def _counted(one: Definition) -> list[IndicatorDef]:
    """The same stock under one definition, and what may be added to it."""
    doubt = (
        "Bestaande woningen waarvan een gegeven ontbreekt dat beslist of ze meetellen als "
        f"‘{one.label}’. Onbekend is geen nee."
    )
    return [
        IndicatorDef(f"telling_{one.key}", one.label, HOMES, f"{one.text} {TOLD}", HOME, "supply"),
        IndicatorDef(
            f"telling_{one.key}_onbekend", f"{one.label}, misschien", HOMES, doubt, HOME, "supply"
        ),
    ]
