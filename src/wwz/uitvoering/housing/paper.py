"""A version as a document: one order of parts, from which the PDF and the Word file are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wwz.opgave.paper.sheets import pdf_of
from wwz.opgave.wording import in_full, number
from wwz.uitvoering.housing.comparison import Comparison, compare
from wwz.uitvoering.housing.content import Contents, Need, Row, contents_of
from wwz.uitvoering.housing.models import HousingProgramme
from wwz.uitvoering.housing.progress import newest_progress
from wwz.uitvoering.housing.sheets import status_words
from wwz.uitvoering.housing.shown import ShownRow, shown_rows
from wwz.uitvoering.housing.totals import OVERLAP, GroupPart, Sum, group_parts, summed
from wwz.uitvoering.housing.wording import UNKNOWN, euros, hours, shown

FICTIONAL = "Verzonnen voor de demo: partijen, regels en getallen zijn niet echt."
LINE_HEADS = ("Regel", "Wat en waar", "Klaar in", "Woningen of plekken", "Begeleiding", "Geld",
              "Partij", "Hoe ver")  # fmt: skip
CHANGE_HEADS = ("Regel", "Wat", "Was", "Wordt", "Waarom")
DROP_HEADS = ("Regel", "Wat het was", "Woningen of plekken", "Waarom vervallen")


@dataclass(frozen=True)
class Part:
    """One group with its lines."""

    group: GroupPart
    rows: Sequence[ShownRow]


@dataclass(frozen=True)
class Paper:
    """All that a document says, in its order."""

    contents: Contents
    status: str
    concept: bool
    today: date
    total: Sum
    parts: Sequence[Part]
    comparison: Comparison | None
    needs: Sequence[Need]
    seal: str

    overlap = OVERLAP
    fictional_words = FICTIONAL

    @property
    def fictional(self) -> bool:
        return any(row.demo for row in self.contents.rows)

    @property
    def name(self) -> str:
        return f"{self.contents.title}, {self.contents.partnership}"

    @property
    def kicker(self) -> str:
        whole = self.contents
        return f"Versie {whole.number} · {whole.first_year} tot en met {whole.last_year}"

    @property
    def progress_words(self) -> str:
        return f"Wat is opgeleverd, is gemeld tot en met {in_full(self.today)}."


def paper_of(programme: HousingProgramme, *, inside: bool, today: date) -> Paper:
    """The document of a version, as somebody inside or outside the partnership may read it.

    Raises
    ------
    SnapshotBrokenError
    """
    contents = contents_of(programme, today=today)
    progress = newest_progress(programme.partnership)
    rows = shown_rows(contents, contents.counting, progress, inside=inside, today=today)
    older = programme.follows
    snapshot = programme.snapshot
    return Paper(
        contents=contents,
        status=status_words(contents, programme.state),
        concept=not programme.is_final,
        today=today,
        total=summed(contents.counting),
        parts=[
            Part(group, [one for one in rows if one.row.group == group.key])
            for group in group_parts(contents)
        ],
        comparison=compare(contents_of(older, today=today), contents) if older else None,
        needs=sorted(contents.needs.values(), key=lambda need: need.title),
        seal=snapshot.sha256 if snapshot is not None else "",
    )


def pdf(paper: Paper) -> bytes:
    """The document as a PDF that a screen reader can read.

    Raises
    ------
    PdfNotPossibleError
    """
    context = {"paper": paper, "line_heads": LINE_HEADS, "change_heads": CHANGE_HEADS,
               "drop_heads": DROP_HEADS}  # fmt: skip
    return pdf_of("housing/paper.html", context)


# --- what stands in a cell, in both ---


def what_and_where(one: ShownRow) -> str:
    row = one.row
    told = [f"{row.woonvorm_label} in {row.area_name}"]
    if row.text:
        told.append(row.text)
    if one.works:
        told.append(f"Project: {one.work_words}")
    return ". ".join(words.rstrip(".") for words in told) + "."


def support_words(row: Row) -> str:
    """'12 plekken, 36 uur per week, door Helder', or that nobody said it."""
    told = []
    if row.support_places is not None:
        places = row.support_places
        told.append(f"{number(places)} {'plek' if places == 1 else 'plekken'}")
    if row.support_hours is not None:
        told.append(f"{hours(row.support_hours)} uur per week")
    if row.supported_by:
        told.append(f"door {row.supported_by}")
    return ", ".join(told) or UNKNOWN


def money_words(row: Row) -> str:
    return f"{euros(row.amount)}, {row.regime}" if row.regime else euros(row.amount)


def line_cells(one: ShownRow) -> tuple[str, ...]:
    row = one.row
    return (
        str(row.number), what_and_where(one), str(row.year), shown(row.homes), support_words(row),
        money_words(row), row.party_name, one.stand.words,
    )  # fmt: skip


def change_cells(comparison: Comparison) -> list[tuple[str, ...]]:
    """A line of the table for each field that changed."""
    return [
        (str(one.after.number), name, was, becomes, one.because)
        for one in comparison.changed
        for name, was, becomes in one.fields
    ]


def drop_cells(comparison: Comparison) -> list[tuple[str, ...]]:
    return [
        (str(row.number), short_of(row), shown(row.homes), because)
        for row, because in comparison.dropped
    ]


def in_line(row: Row) -> str:
    """'Regel 3: kamer in Zwolle, 2028, Onder Dak, 12 woningen.'"""
    return f"Regel {row.number}: {short_of(row)}, {row.many}."


def short_of(row: Row) -> str:
    """'woning met begeleiding in Zwolle, 2028, De Stadspoort'."""
    return f"{row.woonvorm_label} in {row.area_name}, {row.year}, {row.party_name}"


def comparison_words(comparison: Comparison) -> str:
    new, changed, dropped, ready = (
        len(found)
        for found in (
            comparison.new, comparison.changed, comparison.dropped, comparison.ready
        )
    )  # fmt: skip
    over = f", {ready} opgeleverd en klaar" if ready else ""
    was = "was" if comparison.before.homes == 1 else "waren"
    now = "is" if comparison.after.homes == 1 else "zijn"
    return (
        f"Naast versie {comparison.older.number}: {new} nieuw, {changed} gewijzigd, {dropped} "
        f"vervallen{over} en {comparison.same} gelijk. Het {was} {comparison.before.sentence()}; "
        f"nu {now} het {comparison.after.sentence()}."
    )
