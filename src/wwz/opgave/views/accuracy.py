"""'Hoe goed zijn onze cijfers?': of the country, a gemeente, a wijk or a buurt."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wwz.areas.models import Area
from wwz.opgave.models import Study
from wwz.opgave.presentation import accuracy_tables as tables
from wwz.opgave.presentation.accuracy import (
    Lookback,
    accuracy_page,
    chart_of,
    lookback_of,
    page_address,
)
from wwz.opgave.presentation.accuracy_national import national_page, targets_sheet
from wwz.opgave.presentation.downloads import Picture, publisher_of
from wwz.opgave.presentation.evidence import Evidence
from wwz.opgave.queries import backtests
from wwz.opgave.queries.backtests import Series
from wwz.opgave.views.embed import in_any_frame, nobody_s
from wwz.opgave.views.pages import area_or_404, study_or_404
from wwz.opgave.views.pictures import answer, site_of
from wwz.partners.access import open_to_all
from wwz.spreadsheets import Sheet, download

NOT_MEASURED = "Voor dit gebied is niet gemeten hoe goed onze cijfers zijn."


@open_to_all
@require_safe
def national(request: HttpRequest) -> HttpResponse:
    """Every series, and the targets with their verdicts."""
    return render(request, "opgave/accuracy_national.html", national_page(request.GET.dict()))


@open_to_all
@require_safe
def targets_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    return download(request, kind, targets_sheet())


@open_to_all
@require_safe
def series_file(request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
    """What every method did on a series; as JSON all that was measured."""
    series = backtests.all_series().get(key)
    if series is None:
        raise Http404("Deze reeks is hier niet gemeten.")
    if kind == "json":
        said = {"Content-Disposition": f'inline; filename="{key}.json"'}
        lines = iter([backtests.results_of(series)])
        return StreamingHttpResponse(lines, content_type="application/json", headers=said)
    return download(request, kind, tables.series_sheet(series))


@open_to_all
@require_safe
def gemeente(request: HttpRequest, code: str) -> HttpResponse:
    study = study_or_404(code)
    return page(request, study, study.gemeente)


@open_to_all
@require_safe
def area(request: HttpRequest, code: str, area_code: str) -> HttpResponse:
    study = study_or_404(code)
    return page(request, study, place_or_404(study, area_code))


def page(request: HttpRequest, study: Study, place: Area) -> HttpResponse:
    context = accuracy_page(study, place, request.GET.dict(), site_of(request))
    return render(request, "opgave/accuracy.html", context)


@open_to_all
@require_safe
def table(
    request: HttpRequest, code: str, area_code: str, name: str, kind: str
) -> HttpResponseBase:
    """A table of one place as CSV or Excel."""
    found = lookback_or_404(request, code, area_code)
    sheet = sheet_of(found, name)
    if sheet is None:
        raise Http404("Deze tabel bestaat niet. Ga terug en kies de tabel op de pagina.")
    return download(request, kind, sheet)


def sheet_of(found: Lookback, name: str) -> Sheet[Any] | None:
    evidence, place = found.evidence, found.area
    file = f"hoe-goed-{place.code}-{name}"
    if name == "groepen":
        return tables.group_sheet(file, evidence)
    if name == "terugblik":
        return tables.past_sheet(file, evidence.series, placed(evidence, place))
    if name == "gebieden" and evidence.summed:
        return tables.past_sheet(file, evidence.series, placed_within(evidence.series))
    return None


def placed(evidence: Evidence, place: Area) -> list[tables.Placed]:
    return [(place.name, past) for past in evidence.pasts]


def placed_within(series: Series) -> list[tables.Placed]:
    every = (past for pasts in series.pasts.values() for past in pasts)
    return [
        (series.names.get(past.area, past.area), past)
        for past in backtests.not_hidden(every, series.names)
    ]


@open_to_all
@require_safe
def picture(request: HttpRequest, code: str, area_code: str, kind: str) -> HttpResponse:
    """The drawing of past forecasts as a file."""
    found = lookback_or_404(request, code, area_code)
    return answer(request, drawn(found), kind, f"{area_code}-hoe-goed")


@open_to_all
@in_any_frame
@require_safe
def embed(request: HttpRequest, code: str, area_code: str) -> HttpResponse:
    """The same drawing for pages of others."""
    found = lookback_or_404(request, code, area_code)
    return nobody_s("opgave/embed_picture.html", {"picture": drawn(found), "study": found.study})


def drawn(found: Lookback) -> Picture:
    chart = chart_of(found)
    address = f"{page_address(found.study, found.area)}?{urlencode(found.chosen())}"
    own = replace(chart, citation=replace(chart.citation, address=address))
    return Picture(own, publisher_of(found.study), place=found.area.name)


def lookback_or_404(request: HttpRequest, code: str, area_code: str) -> Lookback:
    study = study_or_404(code)
    found = lookback_of(study, place_or_404(study, area_code), request.GET.dict())
    if found is None:
        raise Http404(NOT_MEASURED)
    return found


def place_or_404(study: Study, code: str) -> Area:
    """The gemeente itself, or a wijk or buurt of it."""
    return study.gemeente if code == study.gemeente.code else area_or_404(study, code)
