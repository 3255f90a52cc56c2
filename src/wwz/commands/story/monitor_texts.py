"""What the parties say about their promises, all invented (demo): one sentence each."""

from __future__ import annotations

from wwz.akkoord.models import Afspraak

LAST_TIME: dict[int, str] = {
    1: "op_koers", 3: "op_koers", 10: "op_koers", 11: "op_koers", 17: "op_koers", 18: "op_koers",
    19: "op_koers", 20: "aandacht", 23: "op_koers", 25: "op_koers", 26: "aandacht",
    28: "aandacht", 30: "op_koers", 37: "op_koers", 38: "op_koers", 39: "loopt_achter",
}  # fmt: skip
"""What was said in the half year before, where it was something else than now."""

ABOUT: dict[int, str] = {
    1: "De bouwtekeningen zijn klaar, maar de raad van commissarissen besluit pas na de zomer.",
    2: "Er zijn genoeg woningen toegewezen. De begeleiding begint bijna overal op tijd.",
    3: "De nachtploeg rijdt in vier van de vijf zones.",
    5: "De eerste plekken zijn ingekocht en bewoond. De rest volgt volgens plan.",
}
SENTENCES: dict[str, tuple[str, ...]] = {
    "op_koers": (
        "Wij liggen op schema. Het werk voor de komende maanden is gepland.",
        "Dit gaat zoals wij hebben beloofd. Nieuwe mensen weten ons te vinden.",
        "De helft is gedaan en de andere helft staat in de agenda.",
        "Na een langzame start lopen wij weer gelijk met het pad.",
    ),
    "aandacht": (
        "Het lukt, maar langzamer dan gehoopt: wij zoeken nog twee collega’s.",
        "De vergunning kwam later. Wij halen dat in als de aannemer in maart kan beginnen.",
        "Minder mensen dan verwacht deden mee. Wij proberen het nu in de avond.",
    ),
    "loopt_achter": (
        "Wij halen het niet op tijd: er zijn te weinig woningen vrijgekomen.",
        "Het rooster delen stuit op afspraken over privacy. Daar is nog geen uitweg voor.",
    ),
    "gerealiseerd": (
        "Het is klaar en het wordt gebruikt.",
        "Wij hebben gedaan wat wij beloofden. De telling staat erbij.",
    ),
}


def sentence(afspraak: Afspraak, light: str) -> str:
    """The own words of one of the first five, or one of the usual sentences."""
    usual = SENTENCES[light]
    return ABOUT.get(afspraak.number) or usual[afspraak.number % len(usual)]
