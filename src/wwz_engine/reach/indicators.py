"""Definitions of the figures on reach, in plain Dutch."""

from __future__ import annotations

from wwz_engine.facts import IndicatorDef, Relations
from wwz_engine.reach.kinds import basics, kinds

REACH = "bereik"
PERCENT, PEOPLE, METRES = "procent", "personen", "meter"
WALKERS = {
    "algemeen": "voor iedereen",
    "65plus": "voor 65-plussers",
    "rollator": "met een rollator",
    "rolstoel": "met een rolstoel",
}
SPREAD = "De 75-plussers van een buurt zijn gelijk verdeeld over haar adressen: dat is een aanname."
ALONG = (
    "Gemeten over straten en paden. Is er geen wegennet, dan hemelsbreed maal een factor; dat "
    "staat bij de bronnen. De loopafstand hangt af van wie loopt."
)
ESTIMATE = "Dit is een schatting."


def all_key(profile: str) -> str:
    """The share of people of 75 and older with every basic kind within the norm."""
    return f"bereik_alles_{profile}"


def people_key(profile: str) -> str:
    """The number of people behind that share."""
    return f"bereik_alles_{profile}_75plus"


def kind_key(kind: str, profile: str) -> str:
    """The share with a facility of one kind within the norm."""
    return f"bereik_{kind}_{profile}"


def distance_key(kind: str) -> str:
    """Half of the people of 75 and older walk less far than this."""
    return f"loopafstand_{kind}"


def reach_indicators() -> list[IndicatorDef]:
    """Figures that exist only where somebody brings facilities."""
    labels = [kinds()[kind].label.lower() for kind in basics()]
    everything = f"{', '.join(labels[:-1])} en {labels[-1]}"
    found = []
    for profile, words in WALKERS.items():
        found += [
            IndicatorDef(
                all_key(profile),
                f"75-plussers met alle basisvoorzieningen op loopafstand, {words}",
                PERCENT,
                f"Van elke 100 mensen van 75 jaar en ouder zoveel met {everything} op loopafstand "
                f"{words}. {ALONG} {SPREAD} {ESTIMATE}",
                REACH, "reach", counted_by="inwoners_75plus",
            ),
            IndicatorDef(
                people_key(profile),
                f"Aantal 75-plussers met alle basisvoorzieningen op loopafstand, {words}", PEOPLE,
                f"Mensen van 75 jaar en ouder met {everything} op loopafstand {words}. {ALONG} "
                f"{SPREAD} {ESTIMATE}",
                REACH, "reach", people=True, age_specific=True,
                relations=Relations(
                    within="inwoners_75plus", share=all_key(profile), share_of="inwoners_75plus"
                ),
            ),
        ]  # fmt: skip
        found += [
            IndicatorDef(
                kind_key(kind.key, profile),
                f"75-plussers met op loopafstand, {words}: {kind.label.lower()}", PERCENT,
                f"Van elke 100 mensen van 75 jaar en ouder zoveel met op loopafstand {words}: "
                f"{kind.label.lower()}. {ALONG} {SPREAD} {ESTIMATE}",
                REACH, "reach", counted_by="inwoners_75plus",
            )
            for kind in kinds().values()
        ]  # fmt: skip
    for kind in kinds().values():
        found.append(
            IndicatorDef(
                distance_key(kind.key), f"Loopafstand van 75-plussers: {kind.label.lower()}",
                METRES,
                f"De helft van de mensen van 75 jaar en ouder loopt minder ver tot de dichtstbije: "
                f"{kind.label.lower()}. {ALONG} {SPREAD} {ESTIMATE}",
                REACH, "reach", counted_by="inwoners_75plus",
            )
        )  # fmt: skip
    return found
