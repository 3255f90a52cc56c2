"""Asking which projects, within which limits; and what came out of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from wwz.errors import RuleBrokenError
from wwz.opgave import jobs
from wwz.opgave.queries.published import latest_study
from wwz.opgave.weighing import asking, deciding
from wwz.opgave.weighing import queries as reads
from wwz.opgave.weighing.forms import LimitsForm, WordsForm
from wwz.opgave.weighing.models import Weighing
from wwz.opgave.weighing.presentation import (
    about,
    outcome_page,
    question_words,
    refined_words,
    sections_of,
)
from wwz.opgave.weighing.tables import as_sheet, tables_of
from wwz.partners.access import actor_of, allows, allows_in, needs, partnership_and_actor
from wwz.partners.actor import Actor
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership
from wwz.spreadsheets import download

TITLE = "Vraag en aanbod afwegen"
Crumbs = list[tuple[str, str]]


def trail(partnership: Partnership, *last: str) -> Crumbs:
    above = [(str(partnership), f"/samen/{partnership.slug}/")]
    if not last:
        return [*above, (TITLE, "")]
    return [*above, (TITLE, reverse("weighing:ask", args=[partnership.slug])),
            *((one, "") for one in last)]  # fmt: skip


@needs(Action.READ_PARTNER)
@require_safe
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """The limits as a form for who may weigh; for everybody what was weighed before."""
    partnership, actor = partnership_and_actor(request, slug)
    may_weigh = allows_in(actor, Action.WEIGH, partnership)
    form = limits_form(request, actor, partnership) if may_weigh else None
    return ask_page(request, actor, partnership, form)


@needs(Action.WEIGH)
@require_http_methods(["GET", "HEAD", "POST"])
def compute(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Keep the question and let a worker answer it; what is wrong stands on the form."""
    partnership, actor = partnership_and_actor(request, slug)
    if request.method != "POST":
        return redirect("weighing:ask", slug)
    form = limits_form(request, actor, partnership)
    made = asked(actor, partnership, form) if form is not None else None
    if made is not None:
        return redirect("weighing:weighing", made.pk)
    return ask_page(request, actor, partnership, form, status=422)


def ask_page(
    request: HttpRequest, actor: Actor, partnership: Partnership, form: LimitsForm | None, *,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    of_page(request, partnership)
    context = {
        "partnership": partnership,
        "crumbs": trail(partnership),
        "title": TITLE,
        "may_weigh": allows_in(actor, Action.WEIGH, partnership),
        "form": form,
        "parts": sections_of(form) if form is not None else [],
        "weighings": reads.newest_weighings(actor, partnership),
        "proposals": reads.proposals_in(actor, partnership, {})[: reads.NEWEST],
    }
    return render(request, "weighing/ask.html", context, status=status)


def limits_form(request: HttpRequest, actor: Actor, partnership: Partnership) -> LimitsForm | None:
    """The form with start values: of an earlier question, or as the engine proposes them."""
    gemeenten = reads.gemeenten_with_sites(partnership)
    if not gemeenten:
        return None
    earlier = reads.earlier_question(request, actor, partnership)
    wanted = request.POST.get("gemeente") or request.GET.get("gemeente", "")
    code = next((one.code for one in gemeenten if one.code == wanted), gemeenten[0].code)
    sites = asking.site_cells(partnership, code)
    first_year = timezone.localdate().year + 1
    study = latest_study(code)
    last_year = study.to_year if study is not None else first_year
    start = jobs.start_question(code, sites, first_year, last_year)
    question = earlier if earlier and earlier.get("gemeente") == code else start.question
    sent = request.POST if request.method == "POST" else None
    return LimitsForm(sent, gemeenten, start.payers, question)


def asked(actor: Actor, partnership: Partnership, form: LimitsForm) -> Weighing | None:
    """The question as it was stored; what is wrong stands on the form."""
    if not form.is_valid():
        return None
    try:
        return asking.ask(actor, partnership, form.question(), now=timezone.now())
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return None


@needs(Action.READ_PARTNER)
@require_safe
@vary_on_headers("HX-Request")
def weighing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it goes, and what came out; htmx asks for the part again while it runs."""
    actor, found = reads.weighing_for(request, pk)
    return show(request, actor, found, WordsForm())


def show(
    request: HttpRequest, actor: Actor, found: Weighing, words: WordsForm, *, status: int = 200
) -> HttpResponse:
    first, now = reads.answers_of(found)
    context: dict[str, Any] = {
        "partnership": found.partnership,
        "crumbs": trail(found.partnership, str(found)),
        "weighing": found,
        "answer": now,
        "may_weigh": allows(actor, Action.WEIGH, found),
        "asked": question_words(found.question),
        "words": words,
        "seen": request.GET.get("gezien", ""),
    }
    if now is not None:
        names = reads.names_of(found.study)
        address = reverse("weighing:weighing", args=[found.pk])
        page = outcome_page(found, now.content, address)
        context |= {
            "page": page,
            "address": address,
            "tables": {key.replace("-", "_"): make() for key, make in
                       tables_of(now.content, names).items()},
            "refined": refined_words(found, first, now),
        }  # fmt: skip
    part = "HX-Request" in request.headers
    template = "weighing/_outcome.html" if part else "weighing/weighing.html"
    return render(request, template, context, status=status)


@needs(Action.READ_PARTNER)
@require_safe
def table(request: HttpRequest, pk: UUID, name: str, form: str) -> HttpResponseBase:
    """One table of an outcome, with on its second sheet what was asked and on which data."""
    _, found = reads.weighing_for(request, pk)
    answer = reads.answer_or_404(found)
    tables = tables_of(answer.content, reads.names_of(found.study))
    if name not in tables:
        raise Http404
    made = f"afweging-{timezone.localtime(found.asked_at):%Y%m%d}"
    return download(request, form, as_sheet(tables[name](), made, about(found, answer)))


@needs(Action.WEIGH)
@require_POST
def keep(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Make a proposal of the outcome."""
    actor, found = reads.weighing_for(request, pk)
    form = WordsForm(request.POST)
    if form.is_valid():
        try:
            made = deciding.keep(actor, found, form.words(), now=timezone.now())
        except RuleBrokenError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Het voorstel is gemaakt.")
            return redirect("weighing:proposal", made.pk)
    return show(request, actor_of(request), found, form, status=422)
