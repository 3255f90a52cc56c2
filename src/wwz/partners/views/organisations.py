"""An organisation: what it takes part in, its people for its partners, and leaving or merging."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wwz.errors import RuleBrokenError
from wwz.partners.access import actor_of, needs
from wwz.partners.context import of_page
from wwz.partners.managing import get_organisation, get_participation
from wwz.partners.matrix import Action
from wwz.partners.models import Organisation
from wwz.partners.party_forms import MergeForm
from wwz.partners.queries.parties import (
    find_organisation,
    organisation_page,
    possible_successors,
)
from wwz.partners.services import parties as services

COLUMNS = ["Naam", "Rol", "Plaatsvervanger", "Mandaat"]


@require_safe
@needs(Action.READ_PUBLIC)
def organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = find_organisation(pk)
    if found is None:
        raise Http404
    actor = actor_of(request)
    page = organisation_page(actor, found, today=timezone.localdate(), now=timezone.now())
    if page.home is not None:
        of_page(request, page.home)
    context = {
        "page": page,
        "organisation": found,
        "columns": [*COLUMNS, "Beheer"] if page.may_manage else COLUMNS,
        "crumbs": crumbs(found, last=True),
    }
    return render(request, "partners/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.MANAGE_PARTNERSHIP)
def end_participation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask first; then the organisation takes no part any more."""
    actor, today = actor_of(request), timezone.localdate()
    participation = get_participation(actor, pk, today=today)
    problem = ""
    if request.method == "POST":
        try:
            services.end_participation(actor, participation, today=today, now=timezone.now())
        except RuleBrokenError as error:
            problem = str(error)
        else:
            messages.success(request, f"{participation.organisation} doet niet meer mee.")
            return redirect("partners:parties", participation.partnership.slug)
    context = {
        "participation": participation,
        "problem": problem,
        "crumbs": [*crumbs(participation.organisation), ("Deelname beëindigen", "")],
    }
    template = "partners/participation_end.html"
    return render(request, template, context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.MANAGE_PARTNERSHIP)
def merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let an organisation go up in another party."""
    actor, today = actor_of(request), timezone.localdate()
    found = get_organisation(actor, Action.MANAGE_PARTNERSHIP, pk, today=today)
    others = {str(one.pk): one for one in possible_successors(actor, found, today=today)}
    options = {"successor": [(key, str(one)) for key, one in others.items()]}
    form = MergeForm(request.POST or None, options=options)
    if request.method == "POST" and form.is_valid():
        successor = others[form.cleaned_data["successor"]]
        try:
            services.merge(actor, found, successor, today=today, now=timezone.now())
        except RuleBrokenError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{found} is opgegaan in {successor}.")
            return redirect("partners:organisation", successor.pk)
    context = {"organisation": found, "form": form, "crumbs": [*crumbs(found), ("Samengaan", "")]}
    template = "partners/organisation_merge.html"
    return render(request, template, context, status=422 if form.errors else 200)


def crumbs(found: Organisation, *, last: bool = False) -> list[tuple[str, str]]:
    return [("Voorpagina", "/"), (str(found), "" if last else f"/organisatie/{found.pk}/")]
