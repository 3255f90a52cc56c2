"""A forecast by somebody else: bring it, look at it, keep it beside ours, take it away."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wwz.errors import RuleBrokenError
from wwz.opgave import rivals
from wwz.opgave.forms import RivalForm
from wwz.opgave.models import RivalForecast
from wwz.opgave.presentation.rivals import (
    comparable_series,
    forecast_page,
    forecast_sheet,
    judge,
    judged,
    template_sheet,
    usual_launch,
)
from wwz.opgave.queries import rivals as reads
from wwz.opgave.queries.backtests import Series
from wwz.opgave.rival_files import FileRefusedError, Found, Problem, read_rival
from wwz.partners.access import (
    actor_of,
    allows,
    allows_in,
    needs,
    partnership_and_actor,
    refusal,
)
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership
from wwz.spreadsheets import download

NOTHING_TO_COMPARE = (
    "Geen enkele regel gaat over een gebied, jaar en leeftijd die later zijn geteld. Gebruik het "
    "voorbeeldbestand: daar staan precies die regels in."
)


@needs(Action.COMPARE_FORECAST)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """From a page of no partnership to that of one's own."""
    actor = actor_of(request)
    for slug, partnership in actor.partnerships.items():
        if allows_in(actor, Action.COMPARE_FORECAST, partnership):
            return redirect("rivals:index", slug)
    raise PermissionDenied(refusal(actor, Action.COMPARE_FORECAST))


@needs(Action.READ_PARTNER)
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The forecasts that were laid beside ours in this partnership."""
    partnership, actor = partnership_and_actor(request, slug)
    context = {
        "partnership": of_page(request, partnership),
        "crumbs": trail(partnership),
        "page": reads.forecast_page(actor, partnership, request.GET.get("bladzijde", "1")),
        "labels": {key: series.label for key, (series, _) in comparable_series().items()},
        "may_bring": allows_in(actor, Action.COMPARE_FORECAST, partnership),
    }
    return render(request, "rivals/index.html", context)


@needs(Action.COMPARE_FORECAST)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The form; with a file, everything in it that is wrong, or else its preview."""
    partnership, actor = partnership_and_actor(request, slug)
    sent = request.method == "POST"
    offered = templates(slug)
    form = RivalForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        options=options(),
        usual=f"{offered[0][1]}:{offered[0][2]}" if offered else "",
    )
    found = Found()
    if sent and form.is_valid():
        try:
            new, found = read(form)
            if not found.problems:
                made = rivals.bring(actor, partnership, new, now=timezone.now())
                return redirect("rivals:forecast", made.pk)
        except RuleBrokenError as error:
            form.add_error("file" if isinstance(error, FileRefusedError) else None, str(error))
    context = {
        "partnership": of_page(request, partnership),
        "crumbs": [*trail(partnership, last=False), ("Leg er een naast", "")],
        "form": form,
        "found": found,
        "problem_columns": ["Plek", "Kolom", "Wat er staat", "Wat u kunt doen"],
        "templates": offered,
    }
    return render(request, "rivals/new.html", context, status=422 if sent else 200)


def read(form: RivalForm) -> tuple[rivals.NewForecast, Found]:
    """The file as it was understood, and what is wrong in it.

    Raises
    ------
    FileRefusedError
    """
    given = form.cleaned_data["file"]
    series, launch = series_of(form.cleaned_data["against"])
    content: bytes = given.read()
    found = read_rival(given.name, content, series, launch)
    if not found.problems and not judged(series, launch, found.rows).used:
        found = Found(problems=[Problem(2, "gebied, jaar, leeftijd", "", NOTHING_TO_COMPARE)])
    digest = hashlib.sha256(content).hexdigest()
    new = rivals.NewForecast(
        form.cleaned_data["name"], series.key, launch, given.name[:200], digest, found.rows
    )
    return new, found


def options() -> list[tuple[str, str]]:
    """What a forecast can be held against: a series, from one of its years."""
    return [
        (f"{key}:{launch}", f"{series.label}, vanaf {launch}")
        for key, (series, launches) in comparable_series().items()
        for launch in reversed(launches)
    ]


def series_of(against: str) -> tuple[Series, int]:
    key, _, launch = against.rpartition(":")
    return comparable_series()[key][0], int(launch)


def templates(slug: str) -> list[tuple[str, str, int]]:
    """Words, series and launch of each file to fill in."""
    offered = ((series, usual_launch(series)) for series, _ in comparable_series().values())
    return [(f"{series.label}, vanaf {launch}", series.key, launch) for series, launch in offered]


@needs(Action.COMPARE_FORECAST)
@require_safe
def template(request: HttpRequest, slug: str, key: str, launch: int, kind: str) -> HttpResponseBase:
    """A file to fill in, with every line that can be compared."""
    partnership_and_actor(request, slug)
    series, launches = comparable_series().get(key, (None, []))
    if series is None or launch not in launches:
        raise Http404("Van deze reeks en dit jaar is er geen voorbeeldbestand.")
    return download(request, kind, template_sheet(series, launch))


@needs(Action.READ_PARTNER)
@require_safe
def forecast(request: HttpRequest, pk: UUID) -> HttpResponse:
    return page(request, reads.forecast_for(actor_of(request), pk))


def page(request: HttpRequest, found: RivalForecast, *, asked: bool = False) -> HttpResponse:
    """One forecast beside ours; ``asked`` puts the question whether it may go above it."""
    of_page(request, found.partnership)
    context = forecast_page(found) | {
        "may_change": allows(actor_of(request), Action.COMPARE_FORECAST, found),
        "asked": asked,
    }
    return render(request, "rivals/forecast.html", context)


@needs(Action.READ_PARTNER)
@require_safe
def table(request: HttpRequest, pk: UUID, kind: str) -> HttpResponseBase:
    """The comparison as CSV or Excel."""
    found = reads.forecast_for(actor_of(request), pk)
    scored = judge(found)
    if scored is None:
        raise Http404("De reeks van deze raming is hier niet meer gemeten.")
    return download(request, kind, forecast_sheet(found, scored))


@needs(Action.COMPARE_FORECAST)
@require_POST
def keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    """After the preview: for all partners."""
    found = own_or_refused(request, pk)
    rivals.keep(actor_of(request), found, now=timezone.now())
    messages.success(request, "De raming staat nu naast de onze. Alle partners kunnen haar zien.")
    return redirect("rivals:forecast", found.pk)


@needs(Action.COMPARE_FORECAST)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask first; then it is gone, with all its numbers."""
    found = own_or_refused(request, pk)
    if request.method != "POST":
        return page(request, found, asked=True)
    slug = found.partnership.slug
    rivals.remove(actor_of(request), found, now=timezone.now())
    messages.success(request, f"‘{found.name}’ is weggehaald.")
    return redirect("rivals:index", slug)


def own_or_refused(request: HttpRequest, pk: UUID) -> RivalForecast:
    actor = actor_of(request)
    found = reads.forecast_for(actor, pk)
    if not allows(actor, Action.COMPARE_FORECAST, found):
        raise PermissionDenied(
            "Deze raming is door een andere organisatie gebracht. Vraag haar of de "
            "programmamanager om haar weg te halen."
        )
    return found


def trail(partnership: Partnership, *, last: bool = True) -> list[tuple[str, str]]:
    above = (str(partnership), f"/samen/{partnership.slug}/")
    if last:
        return [above, ("Ramingen van anderen", "")]
    return [above, ("Ramingen van anderen", f"/samen/{partnership.slug}/ramingen/")]
