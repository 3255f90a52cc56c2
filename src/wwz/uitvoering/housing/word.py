"""A version as a Word file: real headings, tables with a head, Dutch, and who made it when."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from wwz.uitvoering.housing.paper import (
    CHANGE_HEADS,
    DROP_HEADS,
    LINE_HEADS,
    Paper,
    Part,
    change_cells,
    comparison_words,
    drop_cells,
    in_line,
    line_cells,
)
from wwz.uitvoering.housing.totals import NeedBeside

if TYPE_CHECKING:
    from docx.document import Document

LANGUAGE = "nl-NL"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT, SMALL = "Calibri", 9
# Parts of the width of a line of text, per column.
LINE_WIDTHS = (6, 26, 7, 9, 15, 14, 12, 11)
CHANGE_WIDTHS = (7, 18, 25, 25, 25)
DROP_WIDTHS = (8, 42, 12, 38)
# Twentieths of a point between the margins of a sheet that lies on its side.
ROOM = 14_000


def word(paper: Paper) -> bytes:
    """The document."""
    # Only who asks for a Word file waits for its writer.
    import docx

    document = docx.Document()
    prepare(document, paper)
    opening(document, paper)
    in_short(document, paper)
    for part in paper.parts:
        group_part(document, part)
    differences(document, paper)
    figures(document, paper)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# --- the frame of the document ---


def prepare(document: Document, paper: Paper) -> None:
    """Language, fonts, sheet, properties, and what stands on every sheet."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10.5)
    for run in [document.styles.element.find(f".//{tag('rPrDefault')}/{tag('rPr')}"),
                normal.element.get_or_add_rPr()]:  # fmt: skip
        put_language(run)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(18)
    section.footer.paragraphs[0].text = f"{paper.name}. {paper.kicker}. {paper.status}."
    told = document.core_properties
    told.title, told.author, told.language = paper.name, "Platform WWZ", LANGUAGE
    told.subject, told.comments = paper.kicker, f"{paper.status}. {paper.seal}".strip()
    told.content_status = "concept" if paper.concept else "vastgesteld"
    told.version, told.category = str(paper.contents.number), "huisvestingsprogramma"
    told.last_modified_by, told.keywords = "Platform WWZ", ""
    day = paper.contents.adopted_on or paper.today
    told.created = told.modified = datetime.combine(day, time(12), tzinfo=UTC).replace(tzinfo=None)


def tag(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{name}")


def put_language(run: Any) -> None:
    from docx.oxml import OxmlElement

    for old in run.findall(tag("lang")):
        run.remove(old)
    language = OxmlElement("w:lang")
    for name in ("val", "eastAsia", "bidi"):
        language.set(tag(name), LANGUAGE)
    run.append(language)


# --- its parts ---


def opening(document: Document, paper: Paper) -> None:
    document.add_heading(paper.contents.title, 0)
    document.add_paragraph(f"{paper.contents.partnership}. {paper.kicker}.")
    document.add_paragraph().add_run(f"{paper.status}.").bold = True
    if paper.fictional:
        document.add_paragraph().add_run(paper.fictional_words).bold = True
    for text in paper.contents.text.split("\n\n"):
        if text.strip():
            document.add_paragraph(text.strip())


def in_short(document: Document, paper: Paper) -> None:
    document.add_heading("In het kort", 1)
    document.add_paragraph(f"Dit programma telt {paper.total.sentence()}.")
    if paper.comparison is not None:
        document.add_paragraph(comparison_words(paper.comparison))
    document.add_paragraph(paper.overlap)
    years = paper.contents.years
    rows = [
        (part.group.label, *(one.words() for _, one in part.group.years), part.group.total.words())
        for part in paper.parts
    ]
    heads = ("Groep", *(str(year) for year in years), "Samen")
    wide = (34, *(9 for _ in years), 10)
    table(document, "Woningen en plekken per groep en per jaar", heads, rows, wide)
    document.add_paragraph("Een vraagteken staat voor een regel waarvan het aantal niet bekend is.")
    document.add_paragraph(paper.progress_words)


def group_part(document: Document, part: Part) -> None:
    group = part.group
    document.add_heading(group.label, 1)
    document.add_paragraph(f"Samen {group.total.sentence()}.")
    for one in group.needs:
        document.add_paragraph(need_words(one), style="List Bullet")
    if group.without_need:
        document.add_paragraph(without_need(group.without_need), style="List Bullet")
    caption = f"Regels voor: {group.label}"
    table(document, caption, LINE_HEADS, [line_cells(one) for one in part.rows], LINE_WIDTHS)


def need_words(one: NeedBeside) -> str:
    """The figure, what is promised beside it, and what remains."""
    others = f" Dit zijn regels van {len(one.groups)} groepen." if len(one.groups) > 1 else ""
    lines = "belooft één regel" if one.promised.lines == 1 else "beloven de regels"
    return (
        f"{one.need.title}: {one.need.words} ({one.need.kind}). Tot en met {one.by} {lines} bij "
        f"dit cijfer {one.promised.sentence()}.{others} {one.remaining}"
    )


def without_need(lines: int) -> str:
    told = "Eén regel" if lines == 1 else f"{lines} regels"
    return f"{told} zonder openbaar cijfer. Hoeveel er nodig is, weten wij daar niet."


def differences(document: Document, paper: Paper) -> None:
    found = paper.comparison
    if found is None:
        return
    document.add_heading(f"Wat is anders dan in versie {found.older.number}", 1)
    document.add_paragraph(comparison_words(found))
    for title, rows in (("Nieuw", found.new), ("Opgeleverd en klaar", found.ready)):
        if rows:
            document.add_heading(title, 2)
        for row in rows:
            document.add_paragraph(in_line(row), style="List Bullet")
    if found.changed:
        document.add_heading("Gewijzigd", 2)
        caption = "Gewijzigde regels, per gegeven"
        table(document, caption, CHANGE_HEADS, change_cells(found), CHANGE_WIDTHS)
    if found.dropped:
        document.add_heading("Vervallen", 2)
        table(document, "Vervallen regels", DROP_HEADS, drop_cells(found), DROP_WIDTHS)


def figures(document: Document, paper: Paper) -> None:
    document.add_heading("Waar de cijfers vandaan komen", 1)
    if not paper.needs:
        document.add_paragraph("Bij geen enkele regel staat een openbaar cijfer.")
    for need in paper.needs:
        mark = " Bevat verzonnen invoer." if need.fictional else ""
        told = f"{need.title} ({need.kind}): {need.words}. Bron: {need.source}.{mark}"
        document.add_paragraph(told, style="List Bullet")
    if paper.seal:
        document.add_paragraph(f"Controlegetal van deze versie: {paper.seal}.")


# --- tables ---


def table(
    document: Document, caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]],
    wide: Sequence[int],
) -> None:  # fmt: skip
    """A table with a head that repeats on each sheet, a title and a description."""
    from docx.shared import Twips

    listed = list(rows)
    lines = "1 regel" if len(listed) == 1 else f"{len(listed)} regels"
    made = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    made.autofit = False
    widths = [Twips(ROOM * part // sum(wide)) for part in wide]
    describe(made, caption, f"{lines}; kolommen: {', '.join(heads)}.")
    fill(made.rows[0], heads, widths, bold=True)
    mark(made.rows[0], "tblHeader")
    for cells in listed:
        row = made.add_row()
        fill(row, cells, widths)
        mark(row, "cantSplit")
    document.add_paragraph()


def fill(row: Any, cells: Sequence[str], widths: Sequence[Any], *, bold: bool = False) -> None:
    from docx.shared import Pt

    for cell, words, width in zip(row.cells, cells, widths, strict=True):
        cell.width = width
        run = cell.paragraphs[0].add_run(words)
        run.bold, run.font.size = bold, Pt(SMALL)


def mark(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(f"w:{name}"))


def describe(made: Any, title: str, text: str) -> None:
    """What a screen reader says of a table before it reads it."""
    from docx.oxml import OxmlElement

    for name, words in (("tblCaption", title), ("tblDescription", text)):
        told = OxmlElement(f"w:{name}")
        told.set(tag("val"), words)
        made._tbl.tblPr.append(told)
