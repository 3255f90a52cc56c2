"""The lines of a version as somebody may read them, with how far each is: for pages and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wwz.uitvoering.housing.content import Contents, Need, Row, Work
from wwz.uitvoering.housing.models import HousingProgress
from wwz.uitvoering.housing.progress import Stand, stand_of

CLOSED = "een project van de partijen"


@dataclass(frozen=True)
class ShownWork:
    """A project or promise; without an address for who may not read it."""

    title: str
    address: str


@dataclass(frozen=True)
class ShownRow:
    row: Row
    need: Need | None
    stand: Stand
    works: Sequence[ShownWork]

    @property
    def work_words(self) -> str:
        return "; ".join(one.title for one in self.works)


def shown_rows(
    contents: Contents, rows: Sequence[Row], progress: Mapping[int, HousingProgress], *,
    inside: bool, today: date,
) -> list[ShownRow]:  # fmt: skip
    """``inside`` is whether the reader works in this partnership: others see public names only."""
    return [
        ShownRow(
            row,
            contents.need_of(row),
            stand_of(row, progress.get(row.number), today),
            [shown_work(one, inside) for one in (row.initiative, row.afspraak) if one is not None],
        )
        for row in rows
    ]


def shown_work(work: Work, inside: bool) -> ShownWork:
    if inside or work.public:
        return ShownWork(work.title, work.address)
    return ShownWork(CLOSED, "")
