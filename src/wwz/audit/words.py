"""How the log is spoken in Dutch: what was done, to people who were not there."""

from __future__ import annotations

from wwz.audit.models import AuditEvent
from wwz.audit.states import MACHINES

# What is written besides the moves of the machines. A word that is not here reads as "bijgewerkt".
VERBS = {
    "add": "toegevoegd",
    "answer": "beantwoord",
    "ask": "gevraagd",
    "begin": "begonnen",
    "change": "gewijzigd",
    "close": "gesloten",
    "draft": "opgesteld",
    "edit": "tekst gewijzigd",
    "end": "beëindigd",
    "freeze": "bevroren",
    "give": "gegeven",
    "letter": "brief gemaakt",
    "link": "verbonden",
    "make": "gemaakt",
    "open": "geopend",
    "pledge": "inzet toegezegd",
    "plan": "gepland",
    "propose": "voorgesteld",
    "propose_pledge": "inzet voorgesteld",
    "publish": "openbaar gemaakt",
    "publish_to_partners": "gedeeld met de partners",
    "put_fact_beside": "cijfer ernaast gezet",
    "raise": "ingebracht",
    "receive": "ontvangen",
    "remind": "herinnerd",
    "remove": "weggehaald",
    "remove_funding": "dekking weggehaald",
    "remove_party": "partij weggehaald",
    "remove_pledge": "inzet weggehaald",
    "reopen": "heropend",
    "replan": "opnieuw gepland",
    "say": "geschreven",
    "see_contact": "contactgegevens bekeken",
    "set_deputy": "plaatsvervanger aangewezen",
    "set_path": "tussendoelen gezet",
    "show_to": "zichtbaarheid gewijzigd",
    "start": "gestart",
    "strike": "doorgehaald",
    "take_fact_away": "cijfer weggehaald",
    "take_in": "overgenomen",
    "tell": "verteld",
    "undo": "ongedaan gemaakt",
    "withdraw": "ingetrokken",
    "write": "geschreven",
}
UNKNOWN_VERB = "bijgewerkt"


def spoken(event: AuditEvent) -> str:
    """``Akkoord: ter ondertekening gegeven``: the kind of thing and what was done to it."""
    verb = event.verb.rpartition(".")[2]
    machine = MACHINES.get(event.kind)
    words = machine.words(verb) if machine is not None else ""
    return words or VERBS.get(verb, UNKNOWN_VERB)


def shown(value: object) -> str:
    """A stored value for people: ``van_kracht`` becomes ``van kracht``."""
    if value is None or value == "":
        return "niets"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value).replace("_", " ")
