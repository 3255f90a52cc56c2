"""How a reader wants the pages to look: text size and letter spacing, kept in one cookie."""

from dataclasses import dataclass

COOKIE = "weergave"
COOKIE_AGE = 365 * 24 * 60 * 60
SIZES = ("klein", "", "groot", "groter", "grootst")
SPACES = ("", "ruim")


@dataclass(frozen=True)
class Display:
    """The values of ``data-tekst`` and ``data-ruimte`` on the page; empty is the standard."""

    size: str = ""
    spacing: str = ""

    def changed(self, size: str, spacing: str) -> "Display":
        """After pressing a button: ``kleiner`` or ``groter`` for text, ``wissel`` for spacing."""
        step = {"kleiner": -1, "groter": 1}.get(size, 0)
        at = min(max(SIZES.index(self.size) + step, 0), len(SIZES) - 1)
        turned = SPACES[1 - SPACES.index(self.spacing)]
        return Display(SIZES[at], turned if spacing == "wissel" else self.spacing)

    def as_cookie(self) -> str:
        return f"{self.size}.{self.spacing}"


def display_from_cookie(value: str) -> Display:
    """Read the cookie; anything we did not write ourselves gives the standard display."""
    size, _, spacing = value.partition(".")
    if size in SIZES and spacing in SPACES:
        return Display(size, spacing)
    return Display()
