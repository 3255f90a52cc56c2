"""A proposal to change a passage, as a box with what goes and what comes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from wwz.documents.diff import KEPT, Piece, difference, readable
from wwz.opgave.wording import lower_first
from wwz.partners.models import Organisation
from wwz.visie.citations import as_text
from wwz.visie.models import Amendment, AmendmentState, Position
from wwz.visie.queries.reading import Reading

# So many words stay in sight around what changes.
WORDS_AROUND = 6
ELLIPSIS = "…"
# A word with the space before it; the last one also with the space behind it.
WORD_WITH_SPACE = re.compile(r"\s*\S+(?:\s+$)?")


@dataclass(frozen=True)
class ProposalBox:
    """``chips`` are (name, position) pairs; ``state`` is empty while nothing is decided."""

    amendment: Amendment
    pieces: Sequence[Piece]
    who: str
    when: datetime
    state: str
    why: str
    decision: str
    chips: Sequence[tuple[str, str]]
    address: str

    @property
    def open(self) -> bool:
        return not self.state


def proposal_box(reading: Reading, amendment: Amendment) -> ProposalBox:
    facts = {one.number: one.fact for one in reading.citations.get(amendment.passage_id, [])}
    old, new = (as_text(text, facts) for text in (amendment.old_text, amendment.new_text))
    positions = reading.amendment_positions.get(amendment.pk, [])
    undecided = amendment.state == AmendmentState.INGEDIEND
    return ProposalBox(
        amendment=amendment,
        pieces=readable(shortened(difference(old, new))),
        who=proposer(amendment),
        when=amendment.made_at,
        state="" if undecided else amendment.get_state_display(),
        why=lower_first(amendment.reason) if amendment.reason else "",
        decision=amendment.decision,
        chips=chips(positions, reading.parties),
        address=reverse("visie:amendment", args=[amendment.pk]),
    )


def proposer(amendment: Amendment) -> str:
    """The organisation; of a resident only that it was one, with the first name."""
    if amendment.organisation is not None:
        return str(amendment.organisation)
    return f"{amendment.author}, bewoner" if amendment.author is not None else "een bewoner"


def chips(positions: Iterable[Position], parties: Sequence[Organisation]) -> list[tuple[str, str]]:
    """Who said what, the assenting first, and how many were not heard."""
    order = ("instemming", "voorbehoud", "bezwaar")
    said = sorted(positions, key=lambda one: (order.index(one.stance), one.organisation.name))
    shown = [(one.organisation.name, one.stance) for one in said]
    silent = {party.pk for party in parties} - {one.organisation_id for one in said}
    if silent:
        shown.append((f"{len(silent)} andere" if shown else f"{len(silent)} partijen", ""))
    return shown


def shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """The changes with a few words around them; the rest becomes an ellipsis."""
    last = len(pieces) - 1
    return [
        Piece(KEPT, clipped(piece.words, opens=number > 0, closes=number < last))
        if piece.kind == KEPT
        else piece
        for number, piece in enumerate(pieces)
    ]


def clipped(text: str, *, opens: bool, closes: bool) -> str:
    """The first words when a change stands before them, the last when one comes after.

    Examples
    --------
    >>> clipped("een twee drie vier vijf zes zeven acht negen ", opens=False, closes=True)
    '… vier vijf zes zeven acht negen '
    """
    words = WORD_WITH_SPACE.findall(text)
    kept_words = WORDS_AROUND * (int(opens) + int(closes))
    if len(words) <= kept_words + 2:
        return text
    start = "".join(words[:WORDS_AROUND]) if opens else ""
    end = "".join(words[-WORDS_AROUND:]) if closes else ""
    between = f" {ELLIPSIS}" if opens else ELLIPSIS
    return f"{start}{between}{end}"
