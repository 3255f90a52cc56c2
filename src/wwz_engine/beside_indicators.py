"""Definitions of figures on gemeenten that are alike, in plain Dutch."""

from __future__ import annotations

from wwz_engine.facts import IndicatorDef

HOME, PERCENT = "woonvorm", "procent"
PER_THOUSAND, THOUSANDS, THOUSAND_EURO = "per 1.000 inwoners", "1.000 inwoners", "1.000 euro"
CLASS, DISTANCE = "klasse van 1 tot 5", "afstand"
UNITS = (PER_THOUSAND, THOUSANDS, THOUSAND_EURO, CLASS, DISTANCE)

IN_HOUSEHOLDS = (
    "Gerekend over mensen in particuliere huishoudens, dus zonder bewoners van instellingen, "
    "omdat alleen die tabel alle gemeenten heeft."
)
SAME = "Voor elke gemeente gerekend met dezelfde tabellen van hetzelfde jaar."
OLDER, LIMITED = "inwoners_75plus", "beperking_bewegen_65plus"

BEHIND = {"naast_alleen_75plus": OLDER}
"""Of whom a percentage is, where it gives no number of people back."""

# Key, label, unit, definition, and the number of people that it would give back.
_KEY: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "naast_65plus", "65-plussers", PERCENT,
        "Deel van de inwoners van 65 jaar en ouder.", "inwoners_65plus",
    ),
    ("naast_koop", "Koopwoningen", PERCENT, "Deel van de woningen dat een koopwoning is.", ""),
    (
        "naast_laag_inkomen", "Lage inkomens", PERCENT,
        "Deel van de inwoners dat bij de 40 procent met het laagste inkomen van Nederland hoort.",
        "",
    ),
    (
        "naast_woningwaarde", "Woningwaarde", THOUSAND_EURO,
        "Gemiddelde WOZ-waarde van de woningen, in duizenden euro's.", "",
    ),
    (
        "naast_stedelijkheid", "Stedelijkheid", CLASS,
        "Van 1 (zeer sterk stedelijk) tot 5 (niet stedelijk), naar het aantal adressen rond een "
        "adres.", "",
    ),
    ("naast_inwoners", "Inwoners in duizendtallen", THOUSANDS, "Aantal inwoners, gedeeld door "
     "duizend. Twee keer zo veel is overal even ver uit elkaar.", ""),
    (
        "naast_afstand", "Afstand tot deze gemeente", DISTANCE,
        "Hoe ver een gemeente van deze af ligt op alle kenmerken samen. Bij 100 verschillen "
        "de kenmerken gemiddeld één standaardafwijking. De gewichten zijn een keuze van ons.", "",
    ),
)  # fmt: skip
_ASKED: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "naast_75plus", "75-plussers", PER_THOUSAND,
        f"Mensen van 75 jaar en ouder op elke 1.000 inwoners. {IN_HOUSEHOLDS}", OLDER,
    ),
    (
        "naast_alleen_75plus", "75-plussers die alleen wonen", PERCENT,
        f"Deel van de mensen van 75 jaar en ouder dat alleen woont. {IN_HOUSEHOLDS}", "",
    ),
    (
        "naast_eenpersoons", "Huishoudens van één persoon", PERCENT,
        "Deel van alle huishoudens dat uit één persoon bestaat.", "",
    ),
    (
        "naast_beperking_bewegen", "65-plussers met een beperking in bewegen", PERCENT,
        "Deel van de 65-plussers met een beperking in bewegen. Een schatting met een model.",
        LIMITED,
    ),
    (
        "naast_eenzaam", "65-plussers die zich eenzaam voelen", PERCENT,
        "Deel van de 65-plussers dat zich eenzaam voelt. Een schatting met een model.",
        "eenzaam_65plus",
    ),
    (
        "naast_vraag_nultreden", "Vraag naar nultredenwoningen", PER_THOUSAND,
        "Gevraagde nultredenwoningen op elke 1.000 inwoners: 65-plussers met een beperking in "
        f"bewegen, gedeeld door het aantal 65-plussers per huishouden. {SAME} {IN_HOUSEHOLDS}",
        LIMITED,
    ),
    (
        "naast_vraag_geclusterd", "Vraag naar geclusterde woningen", PER_THOUSAND,
        "Gevraagde geclusterde woningen op elke 1.000 inwoners, naar het aantal 75-plussers. "
        "Per 75-plusser is de vraag overal gelijk: het verschil komt door de leeftijd van de "
        f"inwoners. {SAME} {IN_HOUSEHOLDS}", OLDER,
    ),
    (
        "naast_vraag_zorggeschikt", "Vraag naar extra zorggeschikte woningen", PER_THOUSAND,
        "Gevraagde extra zorggeschikte woningen op elke 1.000 inwoners, naar het aantal "
        "75-plussers. Per 75-plusser is de vraag overal gelijk: het verschil komt door de "
        f"leeftijd van de inwoners. {SAME} {IN_HOUSEHOLDS}", OLDER,
    ),
)  # fmt: skip


def beside() -> list[IndicatorDef]:
    """What gemeenten are compared on, and what each asks for.

    Of the gemeente itself such a figure tells how many people it has; so it is hidden where
    those are, and told to what looks for differences.
    """
    return [
        IndicatorDef(
            key, label, unit, definition, HOME, "shortage",
            counted_by=(BEHIND.get(key) or people or "inwoners") if unit == PERCENT else "",
            gives_back=people, hidden_with=(people,) if people else (),
        )
        for key, label, unit, definition, people in (*_KEY, *_ASKED)
    ]  # fmt: skip
