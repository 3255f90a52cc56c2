"""Progress: the one-minute page of a party, its approval, and the list for who asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wwz.errors import RuleBrokenError
from wwz.partners.access import actor_of, allows, allows_in, get_partnership, needs
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership
from wwz.spreadsheets import download
from wwz.uitvoering.models import ProgressReport, ReportState
from wwz.uitvoering.progress_forms import AnswerForm, AskForm, FilterForm, ReturnForm
from wwz.uitvoering.progress_sheet import report_sheet
from wwz.uitvoering.progress_wording import figure_words
from wwz.uitvoering.queries import progress as reads
from wwz.uitvoering.queries.pages import page_of
from wwz.uitvoering.services import progress as services

Forms = dict[str, Any]


# --- one report ---


@needs(Action.READ_PARTNER)
@require_safe
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a party says, or the question; opening it changes nothing."""
    return show(request, reads.get_report(actor_of(request), pk), {})


def show(
    request: HttpRequest, found: ProgressReport, forms: Forms, *, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    today = timezone.localdate()
    of_page(request, found.partnership)
    read = reads.report_page(found, actor, today=today)
    writing = found.state in (ReportState.GEVRAAGD, ReportState.CONCEPT)
    deciding = found.state == ReportState.TER_ACCORDERING
    own_words = found.drafted_by_id is not None and found.drafted_by_id == actor.person_id
    context = {
        "read": read,
        "report": found,
        "partnership": found.partnership,
        "figure": figure_words(read.measured),
        "may_write": writing and allows(actor, Action.DRAFT_REPORT, found),
        "may_approve": deciding and allows(actor, Action.APPROVE_REPORT, found) and not own_words,
        "own_words": deciding and own_words,
        "may_correct": found.state in (ReportState.GEACCORDEERD, ReportState.UITGEBLEVEN)
        and read.corrected_by is None
        and allows(actor, Action.DRAFT_REPORT, found),
        "answer": AnswerForm(initial={"text": found.text}),
        "back": ReturnForm(),
    } | forms
    return render(request, "uitvoering/progress_report.html", context, status=status)


@needs(Action.DRAFT_REPORT)
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One of the three buttons: written and handed over to be approved."""
    actor, found = actor_of(request), reads.get_report(actor_of(request), pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show(request, found, {"answer": form}, status=422)
    try:
        services.answer(
            actor, found, light=form.light(), text=form.cleaned_data["text"], now=timezone.now()
        )
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return show(request, reads.get_report(actor, pk), {"answer": form}, status=422)
    messages.success(request, "Dank u. Een collega accordeert dit nog; dan pas telt het.")
    return redirect("uitvoering:report", found.pk)


@needs(Action.APPROVE_REPORT)
@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Say it for the organisation."""
    said = "Geaccordeerd. Dit zegt uw organisatie nu over deze afspraak."
    read = request.POST.get("gelezen", "")
    return change(request, pk, partial(services.approve, read=read), said)


@needs(Action.APPROVE_REPORT)
@require_POST
def send_back(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Give the text back to the writer with what should change."""
    actor, found = actor_of(request), reads.get_report(actor_of(request), pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return show(request, found, {"back": form}, status=422)
    try:
        reason = form.cleaned_data["reason"]
        services.send_back(actor, found, reason=reason, now=timezone.now())
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return show(request, reads.get_report(actor, pk), {"back": form}, status=422)
    messages.success(request, "Teruggegeven. Uw collega ziet wat er anders moet.")
    return redirect("uitvoering:report", found.pk)


@needs(Action.DRAFT_REPORT)
@require_POST
def correct(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Begin a new report in place of this one."""
    said = "Dit is een nieuwe melding. De oude blijft te lezen."
    return change(request, pk, services.correct, said)


def change(
    request: HttpRequest, pk: UUID, verb: Callable[..., ProgressReport], said: str
) -> HttpResponseBase:
    """Let one service change a report, and show the outcome or why not."""
    actor, found = actor_of(request), reads.get_report(actor_of(request), pk)
    try:
        changed = verb(actor, found, now=timezone.now())
    except RuleBrokenError as error:
        fresh = reads.get_report(actor, pk)
        return show(request, fresh, {"problem": str(error)}, status=422)
    messages.success(request, said)
    return redirect("uitvoering:report", changed.pk)


# --- the list ---


@needs(Action.READ_PARTNER)
@require_safe
def reports(request: HttpRequest, slug: str) -> HttpResponse:
    """The reports of the own organisation, or of all for the programme manager."""
    return show_list(request, get_partnership(slug), {})


def show_list(
    request: HttpRequest, partnership: Partnership, forms: Forms, *, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    of_page(request, partnership)
    chosen = filter_of(request, partnership)
    found = reads.reports_in(partnership, actor, chosen.wanted())
    current = reads.current_period(partnership)
    context = {
        "partnership": partnership,
        "page": page_of(found, request.GET.get("bladzijde", "1")),
        "filter": chosen,
        "current": current,
        "may_ask": allows_in(actor, Action.ASK_REPORT, partnership),
        "ask": AskForm.proposed(timezone.localdate()),
    } | forms
    return render(request, "uitvoering/progress_list.html", context, status=status)


def filter_of(request: HttpRequest, partnership: Partnership) -> FilterForm:
    actor = actor_of(request)
    return FilterForm(
        request.GET,
        periods=reads.periods_of(partnership, actor),
        parties=reads.parties_asked(partnership, actor),
    )


@needs(Action.EXCHANGE_EXCEL)
@require_safe
def reports_table(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The same list as a file."""
    partnership = get_partnership(slug)
    wanted = filter_of(request, partnership).wanted()
    found = reads.reports_in(partnership, actor_of(request), wanted)
    return download(request, kind, report_sheet(partnership, found, today=timezone.localdate()))


@needs(Action.ASK_REPORT)
@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Open a half year and ask every leading party about its promises."""
    partnership, actor = get_partnership(slug), actor_of(request)
    form = AskForm(request.POST)
    if not form.is_valid():
        return show_list(request, partnership, {"ask": form}, status=422)
    try:
        asked = services.begin(actor, partnership, form.wanted(), now=timezone.now())
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return show_list(request, partnership, {"ask": form}, status=422)
    messages.success(request, f"{len(asked)} meldingen gevraagd. Iedereen kreeg bericht.")
    return redirect("uitvoering:reports", slug)


@needs(Action.ASK_REPORT)
@require_POST
def remind(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Ask once more whoever has not answered."""
    partnership, actor = get_partnership(slug), actor_of(request)
    try:
        number = services.remind_current(actor, partnership, now=timezone.now())
    except RuleBrokenError as error:
        return show_list(request, partnership, {"problem": str(error)}, status=422)
    parties = "Eén partij kreeg" if number == 1 else f"{number} partijen kregen"
    messages.success(request, f"{parties} een herinnering.")
    from_monitor = request.POST.get("terug") == "monitor"
    return redirect("monitor:index" if from_monitor else "uitvoering:reports", slug)
