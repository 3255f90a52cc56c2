"""A chapter of a visie: its passages with what is asked about each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse

from wwz.comments.models import Comment
from wwz.documents.models import Passage
from wwz.opgave.presentation.figure import figure_of
from wwz.opgave.wording import how_many
from wwz.visie.citations import Part, render
from wwz.visie.presentation.amendments import ProposalBox, proposal_box
from wwz.visie.presentation.renewed import RenewedFigure, renewed_figure
from wwz.visie.queries.reading import Reading

COMMENTS_SHOWN = 4


@dataclass(frozen=True)
class Kept:
    """A cited figure that stays although there is a newer one."""

    words: str
    because: str


@dataclass(frozen=True)
class PassageCard:
    """One passage as the page shows it."""

    pk: UUID
    number: str
    anchor: str
    parts: Sequence[Part]
    open: bool
    lamp: str
    renewed: Sequence[RenewedFigure] = ()
    kept: Sequence[Kept] = ()
    proposals: Sequence[ProposalBox] = ()
    decided: int = 0
    comments: Sequence[Comment] = ()
    more_comments: int = 0
    address: str = ""

    @property
    def notes(self) -> bool:
        """Whether boxes stand under the text."""
        return bool(self.renewed or self.proposals or self.comments)


@dataclass(frozen=True)
class ChapterLine:
    """A chapter in the list beside the text."""

    title: str
    address: str
    meta: str
    here: bool = False


@dataclass
class ChapterPage:
    """What templates/visie/chapter.html shows besides the frame of a visie."""

    number: int
    title: str
    lead: str
    cards: list[PassageCard] = field(default_factory=list)
    renewed: list[PassageCard] = field(default_factory=list)
    only_open: bool = False
    hidden: int = 0


def chapter_page(
    reading: Reading,
    number: int,
    comments: dict[UUID, list[Comment]],
    *,
    reader: str,
    only_open: bool = False,
) -> ChapterPage:
    cards = [
        card_of(reading, passage, comments.get(passage.pk, []))
        for passage in reading.chapter(number)
    ]
    shown = [card for card in cards if card.open] if only_open else cards
    return ChapterPage(
        number=number,
        title=f"{number}. {reading.chapters()[number]}",
        lead=lead(reading, sum(card.open for card in cards), reader),
        cards=shown,
        renewed=[card for card in cards if card.renewed],
        only_open=only_open,
        hidden=len(cards) - len(shown),
    )


def lead(reading: Reading, asked: int, reader: str) -> str:
    who = f"U leest mee namens {reader}. " if reader and not reading.is_final else ""
    if reading.is_final:
        return ""
    if not asked:
        return f"{who}In dit hoofdstuk staat geen punt meer open."
    verb = "vraagt" if asked == 1 else "vragen"
    passages = how_many(asked, "passage", "passages")
    return f"{who}In dit hoofdstuk {verb} {passages} om uw aandacht."


def card_of(reading: Reading, passage: Passage, comments: Sequence[Comment]) -> PassageCard:
    cited = reading.citations.get(passage.pk, [])
    waiting = reading.open_renewals(passage)
    fresh = {one.citation.number for one in waiting}
    proposed = reading.open_amendments(passage)
    is_open = bool(waiting or proposed) and not reading.is_final
    return PassageCard(
        pk=passage.pk,
        number=f"{passage.chapter}.{passage.number}",
        anchor=f"p{passage.chapter}-{passage.number}",
        parts=render(passage.text, reading.facts(passage), fresh),
        open=is_open,
        lamp="" if is_open or reading.is_final else lamp(reading, cited),
        renewed=[renewed_figure(one) for one in waiting],
        kept=[
            Kept(figure_of(one.fact).label, one.kept_because) for one in cited if one.kept_because
        ],
        proposals=[proposal_box(reading, one) for one in proposed],
        decided=len(reading.amendments.get(passage.pk, [])) - len(proposed),
        comments=comments[-COMMENTS_SHOWN:],
        more_comments=max(0, len(comments) - COMMENTS_SHOWN),
        address=reverse("visie:passage", args=[passage.pk]),
    )


def lamp(reading: Reading, cited: Sequence[object]) -> str:
    """What is well about a passage of which nothing is asked."""
    if reading.everybody_agrees:
        return "Iedereen akkoord"
    return "Cijfer actueel" if cited else "Geen open punten"


def chapter_lines(reading: Reading, here: int = 0) -> list[ChapterLine]:
    """The chapters with what is still open in each."""
    return [
        ChapterLine(
            title=f"{number}. {title}",
            address=reverse("visie:chapter", args=[reading.visie.pk, number]),
            meta="" if reading.is_final else open_words(reading, number),
            here=number == here,
        )
        for number, title in sorted(reading.chapters().items())
    ]


def open_words(reading: Reading, number: int) -> str:
    found = reading.open_points(reading.chapter(number))
    if not found:
        return "klaar voor instemming"
    return "1 open punt" if found == 1 else f"{found} open punten"
