"""'Waarom is dit getal veranderd?': a figure beside the one of the study before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.timezone import localdate

from wwz.opgave.figures import waterfall as drawing
from wwz.opgave.models import Fact, FactChange, SourceRecord, Study
from wwz.opgave.presentation.charts import Chart
from wwz.opgave.presentation.cited import cite
from wwz.opgave.presentation.figure import Figure, figure_of
from wwz.opgave.presentation.reading import PICTURE_FORMS, Download
from wwz.opgave.presentation.tables import Cell, Column, Row, Table
from wwz.opgave.queries.changes import versions_of
from wwz.opgave.wording import as_spoken, listing, lower_first, signed
from wwz.spreadsheets import Column as FileColumn
from wwz.spreadsheets import Sheet

UNEXPLAINED = "onverklaard"
NOT_KEPT = (
    "De invoer van de eerdere analyse is niet bewaard of niet meer te gebruiken. Daarom kunnen wij "
    "dit verschil niet verder verdelen."
)
MEANINGS = {
    "gegevens": "tellingen en andere bronnen van de gemeente zijn vernieuwd of verbeterd",
    "grenzen": "het gebied of zijn indeling is veranderd",
    "definitie": "het cijfer telt iets anders dan eerst",
    "kengetallen": "landelijke cijfers en aannames zijn vernieuwd",
    "plannen": "er zijn andere bouwplannen ingevoerd",
    "scenario": "er is met een ander scenario gerekend",
    "toeval": "er is met andere trekkingen gerekend",
    "methode": "er wordt op een andere manier gerekend",
    "samen": "deze oorzaken zijn niet los van elkaar te zien",
    UNEXPLAINED: "dit deel is niet te herleiden",
}


@dataclass(frozen=True)
class Revision:
    """A figure now and before, with the parts of the difference as they are shown."""

    figure: Figure
    earlier: Figure
    then: Study
    parts: Sequence[tuple[str, str, float]]
    notes: Sequence[str]

    @property
    def ends(self) -> tuple[float, float]:
        before, after = (
            as_spoken(one.value or 0.0, one.unit, one.kind) for one in (self.earlier, self.figure)
        )
        return before, after

    @property
    def difference(self) -> float:
        before, after = self.ends
        return round(after - before, 1)


def revision_of(fact: Fact, before: Fact | None) -> Revision | None:
    """What to say about a fact that is shown with another number than before; else nothing."""
    if before is None:
        return None
    figure, earlier = figure_of(fact), figure_of(before)
    if figure.value is None or earlier.value is None:
        return None
    # Joined when the fact was read; most facts have none.
    parts, notes = _parts(getattr(fact, "change", None), before)
    revision = Revision(figure, earlier, before.study, parts, notes)
    if not revision.difference:
        return None
    if not parts:
        whole = (UNEXPLAINED, "Niet te herleiden", revision.difference)
        return Revision(figure, earlier, before.study, [whole], [NOT_KEPT])
    return revision


def _parts(
    found: FactChange | None, before: Fact
) -> tuple[list[tuple[str, str, float]], list[str]]:
    # Explained against a study that is no longer the one before: better nothing than that.
    if found is None or found.earlier_id != before.pk:
        return [], []
    return [(key, label, float(size)) for key, label, size in found.parts], list(found.notes)


def revision_chart(
    fact: Fact, before_it: Fact | None, sources: Mapping[int, SourceRecord]
) -> Chart | None:
    """The waterfall of a fact with its table; nothing when the number did not change."""
    found = revision_of(fact, before_it)
    if found is None:
        return None
    figure, unit = found.figure, found.figure.unit
    before, after = found.ends
    ends = (
        drawing.End(f"Analyse van {day_words(found.then)}", before, found.earlier.words()),
        drawing.End("Dit feit", after, figure.words()),
    )
    steps = [drawing.Step(label, size, signed(size, unit)) for _, label, size in found.parts]
    label = f"Waterval van {ends[0].words} naar {ends[1].words}: {parts_words(found)}."
    return Chart(
        title=title_of(found),
        sub=f"{figure.label}, {figure.area_name}, {figure.year}",
        drawings=[
            drawing.waterfall(ends[0], steps, ends[1], label, layout)
            for layout in (drawing.WIDE, drawing.NARROW)
        ],
        citation=cite([found.earlier, figure], sources),
        table=table_of(found),
        downloads=downloads_of(fact),
        notes=found.notes,
    )


def title_of(found: Revision) -> str:
    """'45 meer dan in de vorige analyse, vooral door nieuwe of verbeterde gegevens'."""
    amount = signed(abs(found.difference), found.figure.unit).lstrip("+")
    words = f"{amount} {'hoger' if found.difference > 0 else 'lager'} dan in de vorige analyse"
    if [key for key, _, _ in found.parts] == [UNEXPLAINED]:
        return words
    largest = max(found.parts, key=lambda part: abs(part[2]))
    only = len(found.parts) == 1
    return f"{words}, {'door' if only else 'vooral door'} {lower_first(largest[1])}"


def parts_words(found: Revision) -> str:
    unit = found.figure.unit
    return listing([f"{lower_first(label)} {signed(size, unit)}" for _, label, size in found.parts])


def table_of(found: Revision) -> Table:
    """The same numbers as the drawing; the parts add up to the difference."""
    unit = found.figure.unit
    rows = [
        Row([Cell(label), Cell(MEANINGS.get(key, "")), Cell(signed(size, unit))])
        for key, label, size in found.parts
    ]
    first = Row(
        [
            Cell(f"Analyse van {day_words(found.then)}", found.earlier.address),
            Cell("het cijfer toen"),
            Cell(found.earlier.words()),
        ]
    )
    columns = [Column("Oorzaak", numeric=False), Column("Wat dat is", numeric=False),
               Column("Verandering")]  # fmt: skip
    last = Row([Cell("Dit feit"), Cell("het cijfer nu"), Cell(found.figure.words())])
    return Table("verandering", "Waardoor dit cijfer veranderde", columns, [first, *rows], last)


def day_words(study: Study) -> str:
    finished = study.finished_at
    return format_date(localdate(finished), "j F Y") if finished else "eerder"


def downloads_of(fact: Fact) -> list[Download]:
    files = [
        Download(label, reverse("opgave:fact-change", args=[fact.pk, kind]))
        for kind, label in (("csv", "CSV"), ("xlsx", "Excel"))
    ]
    pictures = [
        Download(label, reverse("opgave:fact-picture", args=[fact.pk, "verandering", kind]))
        for kind, label in PICTURE_FORMS.items()
    ]
    return [*files, *pictures]


FileRow = tuple[str, str, float | None]
FILE_COLUMNS: tuple[FileColumn[FileRow], ...] = (
    FileColumn("oorzaak", lambda row: row[0], 36),
    FileColumn("wat dat is", lambda row: row[1], 50),
    FileColumn("waarde of verandering", lambda row: row[2], 14),
)


def revision_sheet(fact: Fact, sources: Sequence[str]) -> Sheet[FileRow] | None:
    """The table as a file, with where the figures come from on its second sheet."""
    found = revision_of(fact, versions_of(fact).earlier)
    if found is None:
        return None
    figure = found.figure
    before, after = found.ends
    rows: list[FileRow] = [(f"analyse van {day_words(found.then)}", "het cijfer toen", before)]
    rows += [(label, MEANINGS.get(key, ""), size) for key, label, size in found.parts]
    rows.append(("dit feit", "het cijfer nu", after))
    about = [
        ("cijfer", f"{figure.label}, {figure.area_name}, {figure.year}"),
        ("eenheid", figure.unit),
        ("bronnen", "; ".join(sources)),
        ("kenmerk van het feit", str(fact.pk)),
        ("kenmerk van het eerdere feit", str(found.earlier.pk)),
        ("rekenversie", fact.study.engine_version or "onbekend"),
        *(("opmerking", note) for note in found.notes),
        *([("let op", "bevat verzonnen invoer")] if figure.fictional else []),
    ]
    return Sheet(f"feit-{fact.engine_id[:8]}-verandering", FILE_COLUMNS, rows, tuple(about))
