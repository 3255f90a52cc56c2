"""Every drawing as a file: SVG, PNG, PDF."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wwz.opgave.paper.rendering import PdfNotPossibleError, as_png
from wwz.opgave.paper.sheets import pdf_of
from wwz.opgave.presentation.choices import choices_from
from wwz.opgave.presentation.compare import MEASURE, MOST, comparison_of
from wwz.opgave.presentation.downloads import (
    Picture,
    as_svg,
    picture,
    picture_of_comparison,
    picture_of_fact,
)
from wwz.opgave.views.compare import codes_of
from wwz.opgave.views.facts import fact_or_404
from wwz.opgave.views.pages import study_or_404
from wwz.partners.access import open_to_all

TYPES = {
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "pdf": "application/pdf",
}


@open_to_all
@require_safe
def picture_file(request: HttpRequest, code: str, name: str, kind: str) -> HttpResponse:
    """A drawing of a page of the opgave."""
    found = picture(study_or_404(code), name, choices_from(request.GET.dict()))
    return answer(request, found, kind, f"{code}-{name}")


@open_to_all
@require_safe
def fact_picture(request: HttpRequest, pk: UUID, name: str, kind: str) -> HttpResponse:
    """A drawing of the page of a fact."""
    fact = fact_or_404(pk)
    return answer(request, picture_of_fact(fact, name), kind, f"feit-{fact.engine_id[:8]}-{name}")


@open_to_all
@require_safe
def compare_picture(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """Areas side by side; without areas, where to choose them."""
    found = comparison_of(codes_of(request)[:MOST], request.GET.get(MEASURE, "")[:80])
    if found.measure is None:
        return redirect("opgave:compare")
    return answer(request, picture_of_comparison(found, name), kind, f"vergelijking-{name}")


def answer(request: HttpRequest, found: Picture | None, kind: str, name: str) -> HttpResponse:
    """The drawing in the wanted form; 503 with a clear sentence when PDF cannot be made here."""
    if found is None or kind not in TYPES:
        raise Http404("Dit beeld bestaat niet. Ga terug en kies het beeld op de pagina.")
    content: str | bytes
    try:
        content = content_of(request, found, kind)
    except PdfNotPossibleError as error:
        return no_pdf(request, error)
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def content_of(request: HttpRequest, found: Picture, kind: str) -> str | bytes:
    if kind == "pdf":
        context = {
            "picture": found,
            "site": site_of(request),
            "address": found.chart.citation.address,
        }
        return pdf_of("opgave/paper/figure.html", context)
    drawn = as_svg(found)
    return as_png(drawn) if kind == "png" else drawn


def site_of(request: HttpRequest) -> str:
    """'https://wwz.example', for addresses on paper and in references."""
    return f"{request.scheme}://{request.get_host()}"


def no_pdf(request: HttpRequest, error: PdfNotPossibleError) -> HttpResponse:
    return render(request, "opgave/no_pdf.html", {"problem": str(error)}, status=503)
