"""The whole text of a version under each other, with where its figures come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wwz.opgave.presentation.cited import source_words
from wwz.opgave.presentation.figure import figure_of
from wwz.opgave.presentation.statement import statement
from wwz.visie.citations import Part, render
from wwz.visie.queries.reading import Reading
from wwz.visie.services.adoption import sources_of


@dataclass(frozen=True)
class WholePassage:
    number: str
    parts: Sequence[Part]


@dataclass(frozen=True)
class WholeChapter:
    title: str
    anchor: str
    passages: Sequence[WholePassage]


@dataclass(frozen=True)
class Note:
    """One cited figure: where it stands, what it says, who published it."""

    where: str
    words: str
    source: str
    address: str


@dataclass(frozen=True)
class WholeText:
    chapters: Sequence[WholeChapter]
    notes: Sequence[Note]


def whole_text(reading: Reading) -> WholeText:
    chapters = [
        WholeChapter(
            title=f"{number}. {title}",
            anchor=f"h{number}",
            passages=[
                WholePassage(f"{one.chapter}.{one.number}", render(one.text, reading.facts(one)))
                for one in reading.chapter(number)
            ],
        )
        for number, title in sorted(reading.chapters().items())
    ]
    return WholeText(chapters, notes(reading))


def notes(reading: Reading) -> list[Note]:
    cited = [
        (passage, one)
        for passage in reading.passages
        for one in reading.citations.get(passage.pk, [])
    ]
    sources = sources_of([one for _, one in cited])
    found = []
    for passage, one in cited:
        figure = figure_of(one.fact)
        used = [sources[n] for n in one.fact.source_ids if n in sources]
        found.append(
            Note(
                where=f"{passage.chapter}.{passage.number}",
                words=statement(figure),
                source=source_words(used),
                address=figure.address,
            )
        )
    return found
