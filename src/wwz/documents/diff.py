"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

KEPT, ADDED, REMOVED = "kept", "added", "removed"
WORD = re.compile(r"\s+|\w+|[^\w\s]")
# Longer texts are compared by the line, and of more lines nothing is: nobody can keep the server
# busy with a text. What stands there again and again is no anchor, for the same reason (autojunk).
MOST_PARTS = 3000


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, came or went."""

    kind: str
    words: str

    @property
    def added(self) -> bool:
        return self.kind == ADDED

    @property
    def removed(self) -> bool:
        return self.kind == REMOVED


def difference(old: str, new: str) -> list[Piece]:
    """The pieces of which both texts are made, in order.

    Examples
    --------
    >>> [(piece.kind, piece.words) for piece in difference("op loopafstand", "op 500 meter")]
    [('kept', 'op '), ('removed', 'loopafstand'), ('added', '500 meter')]
    """
    before, after = parts(old), parts(new)
    runs: list[tuple[str, str]] = []
    for what, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes():
        gone, come = "".join(before[i:j]), "".join(after[k:m])
        # A space alone between two changes belongs to them: else every word stands apart.
        between_changes = what == "equal" and gone.isspace() and i > 0 and j < len(before)
        if what == "equal" and not between_changes:
            runs.append((gone, gone))
        elif runs and runs[-1][0] != runs[-1][1]:
            runs[-1] = (runs[-1][0] + gone, runs[-1][1] + come)
        else:
            runs.append((gone, come))
    return [piece for run in runs for piece in pieces_of(*run)]


def pieces_of(gone: str, come: str) -> list[Piece]:
    if gone == come:
        return [Piece(KEPT, gone)]
    made = (Piece(REMOVED, gone), Piece(ADDED, come))
    return [piece for piece in made if piece.words]


def readable(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces to show: a space between what went and what came in its place."""
    shown: list[Piece] = []
    for piece in pieces:
        if piece.added and shown and shown[-1].removed:
            shown.append(Piece(KEPT, " "))
        shown.append(piece)
    return shown


def parts(text: str) -> list[str]:
    """Words, spaces and signs, each apart; of a long text its lines; of very many lines none."""
    for found in (WORD.findall(text), text.splitlines(keepends=True)):
        if len(found) <= MOST_PARTS:
            return found
    return [text]
