"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

KEPT, ADDED, REMOVED = "kept", "added", "removed"
WORD = re.compile(r"\s*\S+|\s+$")
# Longer texts are compared by the line, so that nobody can keep the server busy with a text.
MOST_WORDS = 1500


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
    [('kept', 'op'), ('removed', ' loopafstand'), ('added', ' 500 meter')]
    """
    before, after = parts(old), parts(new)
    pieces: list[Piece] = []
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece(KEPT, "".join(before[i:j])))
            continue
        if i < j:
            pieces.append(Piece(REMOVED, "".join(before[i:j])))
        if k < m:
            pieces.append(Piece(ADDED, "".join(after[k:m])))
    return pieces


def parts(text: str) -> list[str]:
    """The words with the space before them; of a long text its lines."""
    found = WORD.findall(text)
    return found if len(found) <= MOST_WORDS else text.splitlines(keepends=True)
