"""Facts in a text: `[feit 1]` stands for the first fact that a passage cites.

A figure in a text is never typed. It is said here, as `disclose` lets it out, with its doubt.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

from wwz.opgave.models import Fact
from wwz.opgave.presentation.figure import Figure, figure_of
from wwz.opgave.wording import between

MARKER = re.compile(r"\[feit (\d{1,4})\]")
HERE = "[feit]"
"""Where the next cited fact must come: replaced by its marker."""


@dataclass(frozen=True)
class Part:
    """A run of plain text, or a cited figure with the address of its fact."""

    words: str
    address: str = ""
    renewed: bool = False


EXPECTED = "naar verwachting "
MISSING = Part("(dit feit is niet gevonden)")


def marker(number: int) -> str:
    return f"[feit {number}]"


def numbers_in(text: str) -> list[int]:
    """The facts that a text points at, in the order in which they are met.

    Examples
    --------
    >>> numbers_in("Nu [feit 2], straks [feit 1] en [feit 2].")
    [2, 1]
    """
    return list(dict.fromkeys(int(found) for found in MARKER.findall(text)))


def with_marker(text: str, number: int) -> str:
    """The text with a marker at the first `[feit]`, or else at its end.

    Examples
    --------
    >>> with_marker("In Zwolle wonen [feit] mensen.", 3)
    'In Zwolle wonen [feit 3] mensen.'
    """
    if HERE in text:
        return text.replace(HERE, marker(number), 1)
    return f"{text} {marker(number)}"


def said(fact: Fact) -> str:
    """A figure in a sentence: counted plainly, estimated and projected with their doubt."""
    return in_words(figure_of(fact))


def in_words(figure: Figure) -> str:
    return "".join(part.words for part in figure_parts(figure))


def figure_parts(figure: Figure, renewed: bool = False) -> list[Part]:
    """The figure as a link, with what must stand around it in plain words."""
    words = figure.sentence()
    before = EXPECTED if words.startswith(EXPECTED) else ""
    parts = [Part(words.removeprefix(EXPECTED), figure.address, renewed)]
    if before:
        parts.insert(0, Part(before))
    if figure.value is not None and figure.low is not None and figure.high is not None:
        parts.append(Part(f" ({between(figure.low, figure.high, figure.unit, figure.kind)})"))
    return parts


def render(text: str, facts: Mapping[int, Fact], renewed: Container[int] = ()) -> list[Part]:
    """The text in parts, its markers replaced by what the facts say."""
    parts: list[Part] = []
    end = 0
    for found in MARKER.finditer(text):
        if found.start() > end:
            parts.append(Part(text[end : found.start()]))
        number = int(found.group(1))
        parts += cited(facts[number], number in renewed) if number in facts else [MISSING]
        end = found.end()
    if end < len(text):
        parts.append(Part(text[end:]))
    return parts


def cited(fact: Fact, renewed: bool) -> list[Part]:
    return figure_parts(figure_of(fact), renewed)


def as_text(text: str, facts: Mapping[int, Fact]) -> str:
    """The text as it is read, in one string: for files and for frozen copies."""
    return "".join(part.words for part in render(text, facts))
