"""The way to adoption: its plan and its verbs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wwz.partners.access import actor_of, allows, needs
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.visie import forms
from wwz.visie.access import get_phase, get_traject
from wwz.visie.models import Traject
from wwz.visie.presentation.frame import crumbs
from wwz.visie.presentation.trajects import traject_page
from wwz.visie.queries.visies import visie_of_traject
from wwz.visie.services import trajects
from wwz.visie.views.shown import REFUSED, accepted, attempt


@needs(Action.READ_PUBLIC)
@require_safe
def traject(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show(request, get_traject(actor_of(request), pk))


def show(request: HttpRequest, found: Traject, status: int = 200, **more: Any) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "traject": found,
        "partnership": of_page(request, found.partnership),
        "crumbs": [*crumbs(found.partnership), (found.title, "")],
        "page": traject_page(found, today=timezone.localdate()),
        "visie": visie_of_traject(actor, found),
        "may_steer": allows(actor, Action.EDIT_TEXT, found),
        "day_form": forms.AdoptionDayForm(initial={"adoption_on": found.adoption_on}),
        "stop_form": forms.StopForm(),
        "said_back_form": forms.SaidBackForm(),
    }
    return render(request, "visie/traject.html", context | more, status=status)


@needs(Action.EDIT_TEXT)
@require_POST
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = get_traject(actor, pk)
    attempt(
        request,
        lambda: trajects.start_traject(actor, found, now=timezone.now()),
        "Het traject loopt. Fasen openen en sluiten vanzelf op hun dag.",
    )
    return redirect("visie:traject", pk)


@needs(Action.EDIT_TEXT)
@require_POST
def replan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another day of adoption: the phases that still lie ahead are planned back again."""
    actor = actor_of(request)
    found = get_traject(actor, pk)
    form = forms.AdoptionDayForm(request.POST)

    def plan(given: dict[str, Any]) -> None:
        trajects.replan(actor, found, adoption_on=given["adoption_on"], now=timezone.now())

    if accepted(form, plan):
        messages.success(request, "De planning is opnieuw teruggerekend.")
        return redirect("visie:traject", pk)
    return show(request, get_traject(actor, pk), REFUSED, day_form=form)


@needs(Action.EDIT_TEXT)
@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop with a reason that everybody may read."""
    actor = actor_of(request)
    found = get_traject(actor, pk)
    form = forms.StopForm(request.POST)

    def end(given: dict[str, Any]) -> None:
        trajects.stop_traject(actor, found, given["reason"], now=timezone.now())

    if accepted(form, end):
        messages.success(request, "Het traject is gestopt.")
        return redirect("visie:traject", pk)
    return show(request, get_traject(actor, pk), REFUSED, stop_form=form)


@needs(Action.EDIT_TEXT)
@require_POST
def report_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was done with what people said in a phase."""
    actor = actor_of(request)
    phase = get_phase(actor, pk)
    form = forms.SaidBackForm(request.POST)

    def tell(given: dict[str, Any]) -> None:
        trajects.report_back(actor, phase, given["text"], now=timezone.now())

    if accepted(form, tell):
        messages.success(request, "De terugkoppeling staat bij de fase.")
        return redirect("visie:traject", phase.traject_id)
    found = get_traject(actor, phase.traject_id)
    return show(request, found, REFUSED, said_back_form=form)
