"""Sentences that are put together from facts: every number in them leads to its fact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wwz.opgave.presentation.figure import Figure

DOUBT = {"geteld": "", "geschat": "ongeveer ", "geraamd": "naar verwachting ongeveer "}
# What stands behind the word for why there is no number, and what a reader can do.
HIDDEN = ": het kan om te weinig mensen gaan. Kijk naar een groter gebied."
NO_FIGURE = ": de bron geeft er geen. Wij vullen niets in."


@dataclass(frozen=True)
class Piece:
    """Words of a sentence; with an address they are a link to the fact that they are about."""

    words: str
    address: str = ""


@dataclass(frozen=True)
class Sentence:
    """One finding, with the figures that it rests on."""

    pieces: Sequence[Piece]
    figures: Sequence[Figure]

    @property
    def fictional(self) -> bool:
        return any(figure.fictional for figure in self.figures)

    @property
    def words(self) -> str:
        return "".join(piece.words for piece in self.pieces)


def number_of(figure: Figure) -> Piece:
    """The number as its fact shows it, with its band behind it."""
    band = figure.band_words() if figure.value is not None else ""
    return Piece(f"{figure.words()} ({band})" if band else figure.words(), figure.address)


def sentence(*parts: str | Figure, also: Iterable[Figure] = ()) -> Sentence:
    """Words and figures in a row; before a figure that nobody counted stands its doubt."""
    pieces: list[Piece] = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(Piece(part))
        else:
            doubt = DOUBT[part.kind] if part.value is not None else ""
            pieces += [Piece(doubt), number_of(part)] if doubt else [number_of(part)]
    figures = [part for part in parts if isinstance(part, Figure)]
    return Sentence(pieces, [*figures, *also])


def not_known(what: str, figure: Figure | None, to_do: str) -> Sentence:
    """That something is not known, why, and what can be done: never a number.

    Parameters
    ----------
    what : as in 'Hoeveel mensen hier wonen'
    to_do : what helps when nobody knows it, as a whole sentence
    """
    if figure is None:
        return Sentence([Piece(f"{what}, is hier niet uitgerekend. {to_do}")], ())
    behind = {"onbekend": f". {to_do}", "verborgen": HIDDEN}.get(figure.absent, NO_FIGURE)
    return Sentence(
        [Piece(f"{what}, is "), Piece(figure.absent, figure.address), Piece(behind)], [figure]
    )


def missing(figures: Iterable[Figure | None]) -> tuple[bool, Figure | None]:
    """Whether one of the figures cannot be said, and which."""
    for figure in figures:
        if figure is None or figure.absent:
            return True, figure
    return False, None
