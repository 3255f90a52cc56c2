"""Saying that a figure is not right, and answering that."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wwz.errors import RuleBrokenError
from wwz.opgave import objections
from wwz.opgave.forms import ObjectionAnswerForm, ObjectionFilterForm, ObjectionForm
from wwz.opgave.models import Fact, FactObjection
from wwz.opgave.presentation.fact import crumbs
from wwz.opgave.presentation.figure import figure_of
from wwz.opgave.presentation.statement import statement
from wwz.opgave.queries import objections as reads
from wwz.opgave.queries.published import newer_fact
from wwz.opgave.views.facts import fact_or_404
from wwz.opgave.views.studies import status_of
from wwz.partners.access import actor_of, needs
from wwz.partners.matrix import Action
from wwz.partners.public_forms import NO_ROOM, has_room
from wwz.spreadsheets import Column, Sheet, download

COLUMNS: tuple[Column[FactObjection], ...] = (
    Column("Cijfer", lambda one: str(one.fact), 50),
    Column("Gemeente", lambda one: one.fact.study.gemeente.name),
    Column("Ontvangen op", lambda one: one.sent_at),
    Column("Stand", lambda one: one.get_state_display()),
    Column("Wat klopt er niet", lambda one: one.text, 60),
    Column("Antwoord", lambda one: one.answer, 60),
    Column("Antwoord van", lambda one: str(one.answered_by or "")),
    Column("Beantwoord op", lambda one: one.answered_at),
)


@needs(Action.CONTEST_FIGURE)
@require_http_methods(["GET", "HEAD", "POST"])
def contest(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Say that a figure is not right; nobody needs an account for it."""
    fact, now = fact_or_404(pk), timezone.now()
    form = ObjectionForm(request.POST or None, now=now)
    if request.method == "POST" and form.is_valid():
        if has_room(request, "bezwaar"):
            given = objections.NewObjection(
                form.cleaned_data["text"], form.cleaned_data["name"], form.cleaned_data["email"]
            )
            objections.send(actor_of(request), fact, given, now=now)
            messages.success(
                request,
                "Dank u wel. Een analist leest wat u schreef en antwoordt. Het antwoord komt hier "
                "bij het cijfer te staan.",
            )
            return redirect(f"{reverse('opgave:fact', args=[pk])}#klopt-niet")
        form.add_error(None, NO_ROOM)
    return contest_page(request, fact, form)


def contest_page(request: HttpRequest, fact: Fact, form: ObjectionForm) -> HttpResponse:
    *above, (here, _) = crumbs(fact)
    address = reverse("opgave:fact", args=[fact.pk])
    context = {
        "fact": fact,
        "study": fact.study,
        "gemeente": fact.study.gemeente,
        "said": statement(figure_of(fact)),
        "address": address,
        "crumbs": [*above, (here, address), ("Dit klopt niet", "")],
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "opgave/contest.html", context, status=status)


@needs(Action.RUN_ANALYSIS)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The objections that somebody answers, those that wait first."""
    state = request.GET.get("stand", "")
    context = {
        "filter": ObjectionFilterForm(request.GET),
        "page": reads.objection_page(actor_of(request), state, request.GET.get("bladzijde", "1")),
        "query": f"?{urlencode({'stand': state})}" if state else "",
        "columns": ["Cijfer", "Gemeente", "Ontvangen", "Stand"],
    }
    return render(request, "opgave/objections.html", context)


@needs(Action.RUN_ANALYSIS)
@require_safe
def list_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    rows = reads.to_answer(actor_of(request), request.GET.get("stand", "")).iterator(chunk_size=500)
    about = (("Bezwaren tegen cijfers", "van de gemeenten waar u voor werkt"),)
    return download(request, kind, Sheet("bezwaren", COLUMNS, rows, about))


@needs(Action.RUN_ANALYSIS)
@require_safe
def objection(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show(request, objection_or_404(request, pk), ObjectionAnswerForm())


@needs(Action.RUN_ANALYSIS)
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Answer for one's organisation."""
    found, form = objection_or_404(request, pk), ObjectionAnswerForm(request.POST)
    if not form.is_valid():
        return show(request, found, form, status=422)
    try:
        objections.answer(
            actor_of(request),
            found,
            form.cleaned_data["text"],
            release=form.cleaned_data["release"],
            now=timezone.now(),
        )
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return show(request, objection_or_404(request, pk), form, status=status_of(error))
    messages.success(request, "Het antwoord staat bij het cijfer.")
    return redirect("opgave:objection", pk)


@needs(Action.RUN_ANALYSIS)
@require_POST
def revise(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Say that the figure was worked out again because of this."""
    found = objection_or_404(request, pk)
    try:
        objections.revise(actor_of(request), found, now=timezone.now())
    except RuleBrokenError as error:
        messages.error(request, str(error))
        found = objection_or_404(request, pk)
        return show(request, found, ObjectionAnswerForm(), status=status_of(error))
    messages.success(request, "Bij het cijfer staat nu dat het opnieuw is berekend.")
    return redirect("opgave:objection", pk)


def objection_or_404(request: HttpRequest, pk: UUID) -> FactObjection:
    found = reads.objection_to_answer(actor_of(request), pk)
    if found is None:
        raise Http404
    return found


def show(
    request: HttpRequest, found: FactObjection, form: ObjectionAnswerForm, *, status: int = 200
) -> HttpResponse:
    newer = newer_fact(found.fact)
    context = {
        "objection": found,
        "said": statement(figure_of(found.fact)),
        "fact_address": reverse("opgave:fact", args=[found.fact_id]),
        "newer": reverse("opgave:fact", args=[newer.pk]) if newer else "",
        "form": form,
        "crumbs": [
            ("Bezwaren tegen cijfers", reverse("opgave:objections")),
            (f"Bezwaar van {timezone.localdate(found.sent_at):%d-%m-%Y}", ""),
        ],
    }
    return render(request, "opgave/objection.html", context, status=status)
