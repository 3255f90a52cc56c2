"""Asking for a study, seeing how it goes, stopping it and trying again."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from wwz.areas.queries import gemeente_named, gemeenten
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.opgave import services
from wwz.opgave.access import may_run_studies, require_runner
from wwz.opgave.forms import StudyForm
from wwz.opgave.models import Study
from wwz.opgave.queries import studies as reads
from wwz.opgave.queries.published import sources_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def studies(request: HttpRequest) -> HttpResponseBase:
    """The list of studies with, for those who may, the form to ask for one."""
    if request.method != "POST":
        return study_list(request, StudyForm(gemeente=request.GET.get("gemeente", "")[:100]))
    try:
        require_runner(request.user)
    except NotAllowedError as error:
        return study_list(request, StudyForm(), problem=str(error), status=403)
    form = StudyForm(request.POST.dict())
    if not form.is_valid():
        return study_list(request, form, status=422)
    gemeente, now = form.cleaned_data["gemeente"], timezone.now()
    try:
        study = services.request_study(request.user, gemeente, form.wanted(), now=now)
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return study_list(request, form, status=422)
    return redirect("opgave:study", study.pk)


def study_list(
    request: HttpRequest, form: StudyForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    may_run = may_run_studies(request.user)
    context = {
        "form": form,
        "problem": problem,
        "may_run": may_run,
        "gemeenten": gemeenten() if may_run else [],
        "page": reads.study_page(request.user, request.GET.get("bladzijde", "1")),
    }
    return render(request, "opgave/studies.html", context, status=status)


@login_required
@require_safe
@vary_on_headers("HX-Request")
def study(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How a study goes; htmx asks for the part again every two seconds while it runs."""
    found = reads.study(request.user, pk)
    if found is None:
        raise Http404
    return show(request, found)


@login_required
@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Stop a study that waits or runs."""
    return change(request, pk, services.stop_study)


@login_required
@require_POST
def retry(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Run a failed or stopped study again."""
    return change(request, pk, services.retry_study)


def change(request: HttpRequest, pk: UUID, verb: services.Verb) -> HttpResponseBase:
    """Let one service change a study and show it, or show why not."""
    found = reads.study(request.user, pk)
    if found is None:
        raise Http404
    try:
        verb(request.user, pk, now=timezone.now())
    except RuleBrokenError as error:
        status = 403 if isinstance(error, NotAllowedError) else 422
        found.refresh_from_db()
        return show(request, found, problem=str(error), status=status)
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
        "may_run": may_run_studies(request.user),
        "sources": sources_of(study).values() if study.is_published() else [],
    }
    template = "opgave/_study.html" if part else "opgave/study.html"
    return render(request, template, context, status=status)


def not_studied_yet(request: HttpRequest, code: str) -> HttpResponse:
    """A gemeente of which nothing is published, and who can change that."""
    found = gemeente_named(code)
    context = {
        "gemeente": found if found is not None and found.code == code else None,
        "may_run": may_run_studies(request.user),
    }
    return render(request, "opgave/not_yet.html", context, status=404)
