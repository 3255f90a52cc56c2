"""Cells of lists that people bring: what is wrong with one, and the area that one names.

Loads nothing of what makes tables, so that a page may ask it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from wwz_engine.sources.alike import comparable


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with one cell, in one Dutch sentence; ``column`` is its key."""

    column: str
    words: str


class CellError(Exception):
    """A cell that cannot be used; the message says why and what to do."""


def area_named(text: str, areas: Mapping[str, str], *, hints: bool) -> str:
    """The code of an area that was written as a code or as a name.

    Parameters
    ----------
    areas : name by code
    hints : whether to look for a name that is much like a wrong one, which takes long

    Raises
    ------
    CellError
        when no area, or more than one, is called so

    Examples
    --------
    >>> area_named("aalanden oost", {"BU01933110": "Aa-landen-Oost"}, hints=True)
    'BU01933110'
    """
    codes = {code.casefold(): code for code in areas}
    if text.casefold() in codes:
        return codes[text.casefold()]
    plain = comparable(text)
    named = [code for code, name in areas.items() if comparable(name) == plain]
    if len(named) > 1:
        raise CellError(
            f"‘{text}’ is de naam van {len(named)} gebieden. Kies een code: {', '.join(named)}."
        )
    if not named:
        near = get_close_matches(text, [*areas.values(), *areas], n=1) if hints else []
        hint = f"Bedoelt u {near[0]}?" if near else "Gebruik de code of de naam van een gebied."
        raise CellError(f"het gebied ‘{text}’ kennen we niet. {hint}")
    return named[0]
