"""Asking for a study, seeing how it goes, stopping it and trying again."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from wwz.areas.queries import gemeente_named, gemeenten
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.opgave import services
from wwz.opgave.access import may_run_for, may_run_studies
from wwz.opgave.forms import StudyForm
from wwz.opgave.models import Study
from wwz.opgave.queries import studies as reads
from wwz.opgave.queries.published import sources_of
from wwz.partners.access import actor_of, needs
from wwz.partners.matrix import Action


@needs(Action.OWN_ACCOUNT)
@require_safe
def studies(request: HttpRequest) -> HttpResponse:
    """The list of studies with, for those who may, the form to ask for one."""
    return study_list(request, StudyForm(gemeente=request.GET.get("gemeente", "")[:100]))


@needs(Action.RUN_ANALYSIS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    """Ask for a study; what was wrong with it is said beside what was typed."""
    if request.method != "POST":
        return redirect("opgave:studies")
    form = StudyForm(request.POST.dict())
    if not form.is_valid():
        return study_list(request, form, status=422)
    gemeente, now = form.cleaned_data["gemeente"], timezone.now()
    try:
        study = services.request_study(actor_of(request), gemeente, form.wanted(), now=now)
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return study_list(request, form, status=status_of(error))
    return redirect("opgave:study", study.pk)


def status_of(error: RuleBrokenError) -> int:
    return 403 if isinstance(error, NotAllowedError) else 422


def study_list(request: HttpRequest, form: StudyForm, *, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    may_run = may_run_studies(actor)
    context = {
        "form": form,
        "may_run": may_run,
        "gemeenten": gemeenten() if may_run else [],
        "page": reads.study_page(actor, request.GET.get("bladzijde", "1")),
    }
    return render(request, "opgave/studies.html", context, status=status)


@needs(Action.OWN_ACCOUNT)
@require_safe
@vary_on_headers("HX-Request")
def study(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How a study goes; htmx asks for the part again every two seconds while it runs."""
    return show(request, study_or_404(request, pk))


@needs(Action.RUN_ANALYSIS)
@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Stop a study that waits or runs."""
    return change(request, pk, services.stop_study)


@needs(Action.RUN_ANALYSIS)
@require_POST
def retry(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Run a failed or stopped study again."""
    return change(request, pk, services.retry_study)


def study_or_404(request: HttpRequest, pk: UUID) -> Study:
    found = reads.study(actor_of(request), pk)
    if found is None:
        raise Http404
    return found


def change(request: HttpRequest, pk: UUID, verb: services.Verb) -> HttpResponseBase:
    """Let one service change a study and show it, or show why not."""
    found = study_or_404(request, pk)
    try:
        verb(actor_of(request), pk, now=timezone.now())
    except RuleBrokenError as error:
        found.refresh_from_db()
        return show(request, found, problem=str(error), status=status_of(error))
    if "HX-Request" not in request.headers:
        return redirect("opgave:study", pk)
    found.refresh_from_db()
    return show(request, found)


def show(
    request: HttpRequest, study: Study, *, problem: str = "", status: int = 200
) -> HttpResponse:
    part = "HX-Request" in request.headers
    context = {
        "study": study,
        "problem": problem,
        "may_run": getattr(study, "may_run", False),
        "sources": sources_of(study).values() if study.is_published() else [],
    }
    template = "opgave/_study.html" if part else "opgave/study.html"
    return render(request, template, context, status=status)


def not_studied_yet(request: HttpRequest, code: str) -> HttpResponse:
    """A gemeente of which nothing is published, and who can change that."""
    found = gemeente_named(code)
    context = {
        "gemeente": found if found is not None and found.code == code else None,
        "may_run": may_run_for(actor_of(request), code),
    }
    return render(request, "opgave/not_yet.html", context, status=404)
