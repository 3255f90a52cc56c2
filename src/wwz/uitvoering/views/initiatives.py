"""The register of initiatives, one of them, and each press on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wwz.comments.forms import say_form
from wwz.comments.posting import posted
from wwz.comments.queries import talk
from wwz.errors import RuleBrokenError
from wwz.partners.access import actor_of, allows_in, needs, partnership_and_actor
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership
from wwz.spreadsheets import download
from wwz.uitvoering.access import initiative_for, milestone_for, zones_of
from wwz.uitvoering.discussion import about_initiative
from wwz.uitvoering.initiative_forms import (
    DropForm,
    EndForm,
    FilterForm,
    MilestoneForm,
    NewForm,
    ShiftForm,
)
from wwz.uitvoering.models import Initiative
from wwz.uitvoering.queries import initiatives as queries
from wwz.uitvoering.queries.knelpunten import afspraken_of
from wwz.uitvoering.queries.pages import page_of
from wwz.uitvoering.queries.signals import partners_of
from wwz.uitvoering.services import initiatives as services
from wwz.uitvoering.sheets import initiatives_sheet
from wwz.uitvoering.views.answers import crumbs, press, show

COLUMNS = ["Initiatief", "Trekker", "Zone", "Stand", "Volgende mijlpaal", "Hoe gaat het"]


def filter_form(request: HttpRequest, actor: Actor, partnership: Partnership) -> FilterForm:
    return FilterForm(
        request.GET,
        zones=zones_of(actor, partnership),
        leads=queries.leads_of(partnership),
    )


@needs(Action.READ_PUBLIC)
@require_safe
def initiatives(request: HttpRequest, slug: str) -> HttpResponse:
    partnership, actor = partnership_and_actor(request, slug)
    form = filter_form(request, actor, partnership)
    found = queries.listed(actor, partnership, form.wanted())
    page = page_of(found.only(*queries.SHOWN), request.GET.get("bladzijde", "1"))
    context = {
        "filter": form,
        "page": page,
        "lines": queries.lit(list(page), today=timezone.localdate()),
        "columns": COLUMNS,
        "may_manage": partnership.pk in actor.participations
        and allows_in(actor, Action.MANAGE_PROGRAMME, partnership),
        "crumbs": crumbs(partnership, ("Uitvoering", "uitvoering:index"), ("Initiatieven", "")),
    }
    return show(request, "uitvoering/initiatives.html", partnership, context)


@needs(Action.READ_PUBLIC)
@require_safe
def initiatives_file(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    partnership, actor = partnership_and_actor(request, slug)
    form = filter_form(request, actor, partnership)
    found = queries.listed(actor, partnership, form.wanted())
    sheet = initiatives_sheet(
        partnership, found.iterator(chunk_size=2000), today=timezone.localdate()
    )
    return download(request, kind, sheet)


@needs(Action.MANAGE_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def new_initiative(request: HttpRequest, slug: str) -> HttpResponse:
    partnership, actor = partnership_and_actor(request, slug)
    if not allows_in(actor, Action.MANAGE_PROGRAMME, partnership):
        raise Http404
    form = NewForm(
        request.POST or None,
        organisations=partners_of(partnership),
        zones=zones_of(actor, partnership),
        afspraken=afspraken_of(actor, partnership),
        initial={"organisation": str(actor.organisation_id or "")},
    )
    problem = "fout" if form.errors else ""
    if request.method == "POST" and form.is_valid():
        try:
            made = services.propose(
                actor, form.new(partnership), now=timezone.now(), experiment=form.experiment()
            )
            return redirect("uitvoering:initiative", pk=made.pk)
        except RuleBrokenError as error:
            problem = str(error)
    context = {
        "form": form,
        "crumbs": crumbs(
            partnership, ("Initiatieven", "uitvoering:initiatives"), ("Nieuw initiatief", "")
        ),
    }
    return show(request, "uitvoering/new_initiative.html", partnership, context, problem=problem)


@needs(Action.READ_PUBLIC)
@require_safe
def initiative(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    return page(request, actor, initiative_for(actor, pk))


def page(
    request: HttpRequest, actor: Actor, one: Initiative, *, problem: str = "",
    bound: dict[str, forms.Form] | None = None, about: UUID | None = None,
) -> HttpResponse:  # fmt: skip
    one = initiative_for(actor, one.pk)
    read = queries.initiative_page(actor, one, today=timezone.localdate())
    context: dict[str, Any] = {
        "page": read,
        "initiative": one,
        "end": EndForm(organisations=partners_of(one.partnership), verbs=read.can),
        "milestone": MilestoneForm(),
        "shift": ShiftForm(),
        "drop": DropForm(),
        "about": about,
        "talk": talk(about_initiative(one), actor),
        "say_address": reverse("uitvoering:initiative_comment", args=[one.pk]),
        "say_form": say_form(actor, now=timezone.now()),
        "crumbs": crumbs(
            one.partnership, ("Initiatieven", "uitvoering:initiatives"), (one.title, "")
        ),
        **(bound or {}),
    }
    invalid = any(form.errors for form in (bound or {}).values())
    return show(
        request, "uitvoering/initiative.html", one.partnership, context,
        problem=problem or ("fout" if invalid else ""),
    )  # fmt: skip


@needs(Action.COMMENT)
@require_POST
def comment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say something under an initiative; what a visitor says waits for a moderator."""
    actor = actor_of(request)
    one = initiative_for(actor, pk)
    refused = posted(request, about_initiative(one), now=timezone.now())
    if refused is not None:
        return page(request, actor, one, bound={"say_form": refused})
    return redirect(reverse("uitvoering:initiative", args=[pk]) + "#gesprek")


DONE = {"explore": "Het wordt verkend.", "decide": "Het is besloten.", "begin": "Het is begonnen."}


@needs(Action.MANAGE_PROGRAMME)
@require_POST
def go_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    one = initiative_for(actor, pk)
    verb = request.POST.get("verb", "")
    return press(
        request,
        lambda: services.go_on(actor, one, verb, now=timezone.now()),
        done=DONE.get(verb, "Gedaan."),
        to=reverse("uitvoering:initiative", args=[pk]),
        again=lambda problem: page(request, actor, one, problem=problem),
    )


@needs(Action.MANAGE_PROGRAMME)
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    one = initiative_for(actor, pk)
    read = queries.initiative_page(actor, one, today=timezone.localdate())
    form = EndForm(request.POST, organisations=partners_of(one.partnership), verbs=read.can)
    if not form.is_valid():
        return page(request, actor, one, bound={"end": form})
    return press(
        request,
        end_act(actor, one, form),
        done="Het einde staat erbij, met wat is geleerd.",
        to=reverse("uitvoering:initiative", args=[pk]),
        again=lambda problem: page(request, actor, one, problem=problem, bound={"end": form}),
    )


def end_act(actor: Actor, one: Initiative, form: EndForm) -> Callable[[], None]:
    typed, now = form.cleaned_data, timezone.now()

    def act() -> None:
        if typed["verb"] == "finish":
            services.finish(actor, one, now=now)
        elif typed["verb"] == "stop":
            services.stop(actor, one, because=typed["because"], learned=typed["learned"], now=now)
        else:
            services.decide_proeftuin(
                actor, one, typed["verb"], learned=typed["learned"],
                pays_next=form.organisations.get(typed["pays_next"]), now=now,
            )  # fmt: skip

    return act


@needs(Action.MANAGE_PROGRAMME)
@require_POST
def add_milestone(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    one = initiative_for(actor, pk)
    form = MilestoneForm(request.POST)
    if not form.is_valid():
        return page(request, actor, one, bound={"milestone": form})
    typed = form.cleaned_data
    return press(
        request,
        lambda: services.add_milestone(
            actor, one, typed["title"], typed["due_on"], now=timezone.now()
        ),
        done="De mijlpaal staat erbij.",
        to=reverse("uitvoering:initiative", args=[pk]),
        again=lambda problem: page(request, actor, one, problem=problem, bound={"milestone": form}),
    )


@needs(Action.MANAGE_PROGRAMME)
@require_POST
def move_milestone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Reached, later or dropped: the button says which."""
    actor = actor_of(request)
    one = milestone_for(actor, pk)
    verb = request.POST.get("verb", "")
    form: forms.Form | None = None
    if verb in ("shift", "drop"):
        form = (ShiftForm if verb == "shift" else DropForm)(request.POST)
        if not form.is_valid():
            return page(request, actor, one.initiative, bound={verb: form}, about=one.pk)
    typed, now = (form.cleaned_data if form else {}), timezone.now()

    def act() -> None:
        if verb == "shift":
            services.shift(actor, one, typed["due_on"], because=typed["because"], now=now)
        elif verb == "drop":
            services.drop(actor, one, because=typed["because"], now=now)
        elif verb == "reach":
            services.reach(actor, one, now=now)
        else:
            raise RuleBrokenError("Deze knop kennen wij niet. Laad de pagina opnieuw.")

    bound = {verb: form} if form else None
    return press(
        request,
        act,
        done="De mijlpaal is bijgewerkt.",
        to=reverse("uitvoering:initiative", args=[one.initiative_id]),
        again=lambda problem: page(
            request, actor, one.initiative, problem=problem, bound=bound, about=one.pk
        ),
    )
