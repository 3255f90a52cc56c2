"""Finding a fact and putting it in a text."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wwz.partners.access import actor_of, needs
from wwz.partners.matrix import Action
from wwz.visie import forms
from wwz.visie.access import get_passage, may_write
from wwz.visie.presentation.citing import FactChoice, chosen_area, fact_choices
from wwz.visie.presentation.frame import crumbs, visie_crumb
from wwz.visie.queries.visies import (
    areas_to_cite,
    fact_to_cite,
    facts_to_cite,
    indicators_to_cite,
)
from wwz.visie.services import texts
from wwz.visie.views.shown import REFUSED, accepted, framed, reading_of
from wwz.visie.views.text import place_of


@needs(Action.EDIT_TEXT)
@require_http_methods(["GET", "HEAD", "POST"])
def cite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose an area, a figure and a year; the marker comes at `[feit]` in the passage."""
    actor = actor_of(request)
    visie, passage = get_passage(actor, pk)
    if not may_write(actor, visie):
        raise Http404
    areas = areas_to_cite(visie.partnership, request.GET.get("zoek", ""))
    area = chosen_area(areas, request.GET.get("gebied", ""))
    figures = indicators_to_cite(area) if area is not None else []
    wanted = request.GET.get("cijfer", "")
    choices: list[FactChoice] = []
    if area is not None and wanted in {str(one.pk) for one in figures}:
        choices = fact_choices(facts_to_cite(visie.partnership, area.pk, int(wanted)))
    form = forms.CiteForm(request.POST or None, choices=choices, initial={"edit": passage.edit})

    def put(given: dict[str, Any]) -> None:
        fact = fact_to_cite(given["fact"])
        if fact is None:
            raise Http404
        texts.cite(
            actor,
            passage,
            fact,
            edit=given["edit"],
            follows_newest=given["follows_newest"],
            now=timezone.now(),
        )

    if request.method == "POST" and accepted(form, put):
        messages.success(request, "Het feit staat in de tekst.")
        return HttpResponseRedirect(place_of(visie, passage))
    number = f"{passage.chapter}.{passage.number}"
    context = framed(request, reading_of(request, visie), here=passage.chapter) | {
        "crumbs": [*crumbs(visie.partnership), visie_crumb(visie), ("Haal een feit aan", "")],
        "passage": passage,
        "number": number,
        "areas": areas,
        "area": area,
        "wanted": wanted,
        "search": forms.FactSearch(
            {**request.GET.dict(), "gebied": str(area.pk) if area is not None else ""},
            areas=areas,
            figures=figures,
        ),
        "choices": choices,
        "form": form,
        "back": place_of(visie, passage),
    }
    return render(request, "visie/cite.html", context, status=REFUSED if form.errors else 200)
