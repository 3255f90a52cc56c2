"""How a reader wants the pages to look: text size and letter spacing, kept in one cookie."""

from dataclasses import dataclass

COOKIE = "weergave"
COOKIE_AGE = 365 * 24 * 60 * 60
SIZES = ("klein", "", "groot", "groter", "grootst")
SPACES = ("", "ruim")


@dataclass(frozen=True)
class Display:
    """The values of ``data-tekst`` and ``data-ruimte`` on the page; empty is the standard."""

    tekst: str = ""
    ruimte: str = ""

    def changed(self, tekst: str, ruimte: str) -> "Display":
        """After pressing a button: ``kleiner`` or ``groter`` for text, ``wissel`` for spacing."""
        step = {"kleiner": -1, "groter": 1}.get(tekst, 0)
        at = min(max(SIZES.index(self.tekst) + step, 0), len(SIZES) - 1)
        spacing = SPACES[1 - SPACES.index(self.ruimte)] if ruimte == "wissel" else self.ruimte
        return Display(SIZES[at], spacing)

    def as_cookie(self) -> str:
        return f"{self.tekst}.{self.ruimte}"


def display_from_cookie(value: str) -> Display:
    """Read the cookie; anything we did not write ourselves gives the standard display."""
    tekst, _, ruimte = value.partition(".")
    if tekst in SIZES and ruimte in SPACES:
        return Display(tekst, ruimte)
    return Display()
