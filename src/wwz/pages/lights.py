"""States as a shape and a word: what every lamp, mark and position chip is drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Lamp:
    """``shape`` is the drawing (done, ok, care, bad, ended, unknown); ``words`` stand beside it."""

    shape: str
    words: str
    counted: str = ""

    def tally(self, number: int) -> str:
        """``6 vragen aandacht``: how a number of them is spoken."""
        return f"{number} {self.counted or self.words.lower()}"


UNKNOWN = Lamp("unknown", "Onbekend")
LAMPS: dict[str, Lamp] = {
    # what a party says, and what the figures say
    "gerealiseerd": Lamp("done", "Gerealiseerd"),
    "op_koers": Lamp("ok", "Op koers"),
    "aandacht": Lamp("care", "Aandacht"),
    "loopt_achter": Lamp("bad", "Loopt achter", "lopen achter"),
    "niets_gehoord": Lamp("unknown", "Niets gehoord"),
    "nog_niet_te_meten": Lamp("unknown", "Nog niet te meten"),
    # the computed light
    "groen": Lamp("ok", "Op koers"),
    "oranje": Lamp("care", "Aandacht"),
    "rood": Lamp("bad", "Loopt achter", "lopen achter"),
    "grijs": Lamp("unknown", "Niets gehoord"),
    # positions
    "instemming": Lamp("ok", "Instemming"),
    "voorbehoud": Lamp("care", "Voorbehoud"),
    "bezwaar": Lamp("bad", "Bezwaar"),
    "geen_standpunt": Lamp("unknown", "Nog geen standpunt"),
    # milestones
    "gehaald": Lamp("done", "Gehaald"),
    "gepland": Lamp("unknown", "Gepland"),
    "verschoven": Lamp("care", "Verschoven"),
    "vervallen": Lamp("bad", "Vervallen"),
    # an initiative that is over without having reached what it was for
    "gestopt": Lamp("ended", "Gestopt"),
    "aangepast": Lamp("ended", "Aangepast"),
    # shapes by their own name, for words that are no state
    "done": Lamp("done", "Gedaan"),
    "ok": Lamp("ok", "In orde"),
    "care": Lamp("care", "Let op"),
    "bad": Lamp("bad", "Mis"),
    "ended": Lamp("ended", "Voorbij"),
    "unknown": UNKNOWN,
}
PLURAL = {"aandacht": "vragen aandacht", "oranje": "vragen aandacht"}


def lamp(state: str) -> Lamp:
    """A state nobody told us about is shown as unknown, never as good news."""
    return LAMPS.get(state, UNKNOWN)


def pairs(counts: Mapping[str, int] | Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Numbers by state, in the order given."""
    return list(counts.items() if isinstance(counts, Mapping) else counts)


def tally(state: str, number: int) -> str:
    if number != 1 and state in PLURAL:
        return f"{number} {PLURAL[state]}"
    found = lamp(state)
    return f"{number} {found.words.lower()}" if number == 1 else found.tally(number)


def spoken(counts: Iterable[tuple[str, int]], what: str) -> str:
    """``Van 40 afspraken: 4 gerealiseerd, 22 op koers``: the row of marks for who listens."""
    listed = list(counts)
    total = sum(number for _, number in listed)
    parts = ", ".join(tally(state, number) for state, number in listed)
    return f"Van {total} {what}: {parts}" if listed else f"Geen {what}"
