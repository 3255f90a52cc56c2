"""A fact has its own page and the same as JSON, at an address that never changes."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wwz.opgave.models import Fact
from wwz.opgave.presentation.changes import revision_sheet
from wwz.opgave.presentation.fact import fact_json, fact_page
from wwz.opgave.queries import published
from wwz.partners.access import open_to_all
from wwz.spreadsheets import download


@open_to_all
@require_safe
def fact(request: HttpRequest, pk: UUID) -> HttpResponse:
    site = f"{request.scheme}://{request.get_host()}"
    return render(request, "opgave/fact.html", fact_page(fact_or_404(pk), site))


@open_to_all
@require_safe
def fact_as_json(request: HttpRequest, pk: UUID) -> HttpResponse:
    return JsonResponse(fact_json(fact_or_404(pk)), json_dumps_params={"ensure_ascii": False})


@open_to_all
@require_safe
def change_file(request: HttpRequest, pk: UUID, kind: str) -> StreamingHttpResponse:
    """Why this figure is another than before, as CSV or a workbook."""
    found = fact_or_404(pk)
    sources = published.sources_of(found.study)
    named = [str(sources[number]) for number in found.source_ids if number in sources]
    sheet = revision_sheet(found, named)
    if sheet is None:
        raise Http404("Dit cijfer is niet veranderd sinds de vorige analyse, of er is geen.")
    return download(request, kind, sheet)


def fact_or_404(pk: UUID) -> Fact:
    found = published.published_fact(pk)
    if found is None:
        raise Http404("Dit feit bestaat niet, of het is nog niet gepubliceerd.")
    return found
