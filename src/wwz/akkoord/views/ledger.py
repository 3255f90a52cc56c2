"""All promises of a partnership in one list, and any list of promises as a file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from wwz.akkoord.access import akkoord_for
from wwz.akkoord.forms import LedgerFilter
from wwz.akkoord.presentation.akkoord import COLUMNS
from wwz.akkoord.presentation.lines import lines_of
from wwz.akkoord.presentation.sheets import promises_sheet
from wwz.akkoord.queries import ledger
from wwz.partners.access import needs, partnership_and_actor
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.spreadsheets import download


@needs(Action.READ_PUBLIC)
@require_safe
def afspraken(request: HttpRequest, slug: str) -> HttpResponse:
    partnership, actor = partnership_and_actor(request, slug)
    form = LedgerFilter(request.GET, ledger.parties_of(partnership))
    wanted = form.wanted(request.GET.get("bladzijde", "1"))
    page = ledger.ledger_page(actor, partnership, wanted)
    rows = list(page)
    context = {
        "partnership": of_page(request, partnership),
        "filter": form,
        "page": page,
        "lines": lines_of(rows, actor, localdate(), ledger.facts_of(rows, localdate())),
        "columns": COLUMNS,
        "narrowed": bool(request.GET),
        "query": request.GET.urlencode(),
    }
    return render(request, "akkoord/afspraken.html", context)


@needs(Action.READ_PUBLIC)
@require_safe
def afspraken_file(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The same list with the same filters, whole."""
    partnership, actor = partnership_and_actor(request, slug)
    wanted = LedgerFilter(request.GET, ledger.parties_of(partnership)).wanted("1")
    rows = ledger.ledger_rows(actor, partnership, wanted)
    lines = lines_of(rows, actor, localdate(), ledger.facts_of(rows, localdate()))
    return download(request, kind, promises_sheet(f"afspraken-{slug}", partnership.name, lines))


@needs(Action.READ_PUBLIC)
@require_safe
def akkoord_file(request: HttpRequest, pk: UUID, kind: str) -> HttpResponseBase:
    actor, akkoord = akkoord_for(request, pk)
    rows = ledger.akkoord_rows(actor, akkoord)
    lines = lines_of(rows, actor, localdate(), ledger.facts_of(rows, localdate()))
    name = f"akkoord-{akkoord.partnership.slug}"
    return download(request, kind, promises_sheet(name, akkoord.title, lines))
