"""The monitor of a partnership, and the list behind its numbers."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wwz.monitor import presentation
from wwz.monitor.exports import promise_sheet
from wwz.monitor.forms import PromiseFilter
from wwz.monitor.queries.meetings import next_meeting
from wwz.monitor.queries.overview import overview
from wwz.monitor.queries.promises import Promise, promises
from wwz.partners.access import actor_of, allows_in, get_partnership, needs
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership
from wwz.spreadsheets import download

PAGE = 25


@needs(Action.READ_PARTNER)
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """What parties say and what the figures say, and the way to the next meeting."""
    partnership = of_page(request, get_partnership(slug))
    actor = actor_of(request)
    found = overview(partnership, actor, today=timezone.localdate())
    context = {
        "partnership": partnership,
        "found": found,
        "title": presentation.title(found),
        "lead": presentation.lead(found),
        "columns": presentation.COLUMNS,
        "lines": presentation.cross_lines(found),
        "attention": presentation.attention_lines(found),
        "more_attention": len(found.attention) - presentation.SHOWN_ATTENTION,
        "themes": presentation.theme_lines(found),
        "stations": presentation.stations(found.way),
        "silent": presentation.silent_lines(list(found.silent)),
        "more_silent": len(found.silent) - presentation.SHOWN_SILENT,
        "remind": presentation.remind_words(len(found.silent)),
        "may_export": allows_in(actor, Action.EXCHANGE_EXCEL, partnership),
        "may_ask": allows_in(actor, Action.ASK_REPORT, partnership),
        "may_freeze": allows_in(actor, Action.FREEZE_PACK, partnership),
    }
    return render(request, "monitor/index.html", context)


@needs(Action.READ_PARTNER)
@require_safe
def promise_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The promises behind one number of the monitor."""
    partnership = of_page(request, get_partnership(slug))
    chosen, found = narrowed(request, partnership)
    context = {
        "partnership": partnership,
        "filter": chosen,
        "page": Paginator(found, PAGE).get_page(request.GET.get("bladzijde", "1")),
        "number": len(found),
        "may_export": allows_in(actor_of(request), Action.EXCHANGE_EXCEL, partnership),
    }
    return render(request, "monitor/promises.html", context)


@needs(Action.EXCHANGE_EXCEL)
@require_safe
def table(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The same list as a file."""
    partnership = get_partnership(slug)
    _, found = narrowed(request, partnership)
    return download(request, kind, promise_sheet(partnership, found, today=timezone.localdate()))


def narrowed(request: HttpRequest, partnership: Partnership) -> tuple[PromiseFilter, list[Promise]]:
    actor = actor_of(request)
    meeting = next_meeting(partnership, actor)
    found = promises(partnership, actor, today=timezone.localdate(), meeting=meeting)
    chosen = PromiseFilter(request.GET, themes=[one.theme for one in found])
    return chosen, chosen.narrowed(found)
