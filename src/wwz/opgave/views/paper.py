"""The opgave on paper: a whole gemeente, and a wijk or buurt on one A4."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wwz.opgave.kept_files import kept_file
from wwz.opgave.models import Study
from wwz.opgave.paper.rendering import PdfNotPossibleError
from wwz.opgave.paper.sheets import pdf_of
from wwz.opgave.presentation.choices import Choices
from wwz.opgave.presentation.gemeente import gemeente_page
from wwz.opgave.presentation.in_short import whole_on_paper
from wwz.opgave.presentation.one_page import one_page
from wwz.opgave.views.pages import area_or_404, study_or_404
from wwz.opgave.views.pictures import no_pdf, site_of
from wwz.partners.access import open_to_all

PAPER = Choices(level="wijk")


@open_to_all
@require_safe
def gemeente(request: HttpRequest, code: str) -> HttpResponse:
    """The whole opgave as a page to print."""
    return render(request, "opgave/print_gemeente.html", of_gemeente(request, study_or_404(code)))


@open_to_all
@require_safe
def gemeente_pdf(request: HttpRequest, code: str) -> HttpResponseBase:
    study = study_or_404(code)
    return kept_pdf(
        request,
        study,
        "afdruk",
        lambda: pdf_of("opgave/paper/gemeente.html", of_gemeente(request, study)),
    )


@open_to_all
@require_safe
def area(request: HttpRequest, code: str, area_code: str) -> HttpResponse:
    """A wijk or buurt on one A4, as a page to print."""
    context = of_area(request, study_or_404(code), area_code)
    return render(request, "opgave/print_area.html", context)


@open_to_all
@require_safe
def area_pdf(request: HttpRequest, code: str, area_code: str) -> HttpResponseBase:
    study = study_or_404(code)
    context = of_area(request, study, area_code)
    name = f"a4-{context['area'].code.lower()}"
    return kept_pdf(request, study, name, lambda: pdf_of("opgave/paper/area.html", context))


def of_gemeente(request: HttpRequest, study: Study) -> dict[str, Any]:
    code = study.gemeente.code
    return (
        gemeente_page(study, PAPER)
        | whole_on_paper(study)
        | {
            "site": site_of(request),
            "address": reverse("opgave:gemeente", args=[code]),
            "pdf_address": reverse("opgave:paper-pdf", args=[code]),
        }
    )


def of_area(request: HttpRequest, study: Study, area_code: str) -> dict[str, Any]:
    found, code = area_or_404(study, area_code), study.gemeente.code
    return one_page(study, found) | {
        "site": site_of(request),
        "address": reverse("opgave:area", args=[code, found.code]),
        "pdf_address": reverse("opgave:a4-pdf", args=[code, found.code]),
    }


def kept_pdf(
    request: HttpRequest, study: Study, name: str, make: Callable[[], bytes]
) -> HttpResponseBase:
    """A PDF that is made once per study: the addresses in it are those of this site's name."""
    form = f"pdf{sha256(site_of(request).encode()).hexdigest()[:8]}"
    try:
        file = kept_file(study, name, form, lambda: [make()])
    except PdfNotPossibleError as error:
        return no_pdf(request, error)
    gemeente_name = study.gemeente.search_name.replace(" ", "-")
    return FileResponse(
        file,
        content_type="application/pdf",
        filename=f"opgave-{gemeente_name}-{name}.pdf",
    )
