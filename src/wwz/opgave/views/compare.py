"""Comparing areas: the page, and its table as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wwz.areas.queries import find_areas
from wwz.opgave.exports import compared_table
from wwz.opgave.presentation.compare import (
    AREA,
    MEASURE,
    MOST,
    address_of,
    compare_page,
    comparison_of,
)
from wwz.opgave.views.exports import TYPES, content, form_of
from wwz.partners.access import open_to_all

LONGEST_CODE = 20


@open_to_all
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two to six areas side by side, and a field to add one by name or postcode."""
    codes = codes_of(request)
    measure = request.GET.get(MEASURE, "")[:80]
    context = compare_page(codes[:MOST], measure)
    typed = request.GET.get("q", "")[:100].strip()
    found = find_areas(typed) if typed else None
    own = context["codes"]
    areas = [area for area in found.areas if area.code not in own] if found else []
    if found and found.postcode and found.postcode.gemeente and not found.areas:
        areas = [found.postcode.gemeente]
    context |= {
        "typed": typed,
        "too_many": len(codes) > MOST,
        "offered": [(area, address_of([*own, area.code], measure)) for area in areas],
    }
    return render(request, "opgave/compare.html", context)


@open_to_all
@require_safe
def compare_table(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The compared figures of all years as CSV or Excel; without areas, where to choose them."""
    form = form_of(request, kind)
    found = comparison_of(codes_of(request)[:MOST], request.GET.get(MEASURE, "")[:80])
    if found.measure is None:
        return redirect("opgave:compare")
    table = compared_table(found.compared, found.measure.indicators, found.measure.label)
    answer = StreamingHttpResponse(content(table, form), content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{table.file_name}.{kind}"'
    return answer


def codes_of(request: HttpRequest) -> list[str]:
    """The codes in the address, each once and in that order."""
    given = (code.strip().upper() for code in request.GET.getlist(AREA))
    return list(dict.fromkeys(code for code in given if 0 < len(code) <= LONGEST_CODE))
