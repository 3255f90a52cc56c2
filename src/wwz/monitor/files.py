"""A frozen pack as a file: the page, its content as canonical JSON, or a PDF of A4 sheets."""

from __future__ import annotations

from pathlib import Path

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string

from wwz.monitor.models import BoardPack
from wwz.monitor.sheets import kept_sheets
from wwz.opgave.paper.rendering import only_our_fonts, program
from wwz.uitvoering.models import ReportingPeriod

STATIC = Path(__file__).resolve().parent.parent / "static" / "wwz"
SHEETS_OF_STYLE = (STATIC / "vendor" / "utrecht-9.0.4.css", STATIC / "neutraal.css")
TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
}


def pack_file(pack: BoardPack, kind: str) -> HttpResponse:
    """One file of a frozen pack, checked against its number first.

    Raises
    ------
    SnapshotBrokenError, PdfNotPossibleError
    """
    if kind not in TYPES or pack.snapshot is None:
        raise Http404
    page = render_to_string(
        "monitor/pack_file.html",
        {"pack": pack, "sheets": kept_sheets(pack), "errata": list(pack.errata.all())},
    )
    made: str | bytes = page
    if kind == "json":
        made = pack.snapshot.content
    elif kind == "pdf":
        made = as_pdf(page)
    answer = HttpResponse(made, content_type=TYPES[kind])
    name = file_name(pack.period, pack.partnership.slug)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def file_name(period: ReportingPeriod, slug: str) -> str:
    return f"bestuursstukken-{slug}-{period.year}-{period.half}"


def as_pdf(page: str) -> bytes:
    """The same page on A4; it opens nothing but what our own style names.

    Raises
    ------
    PdfNotPossibleError
    """
    weasyprint = program()
    styles = [weasyprint.CSS(filename=str(path)) for path in SHEETS_OF_STYLE]
    html = weasyprint.HTML(string=page, url_fetcher=only_our_fonts())
    return bytes(html.write_pdf(stylesheets=styles))
