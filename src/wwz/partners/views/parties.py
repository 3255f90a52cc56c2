"""Who takes part in a partnership, as a list and a file; and joining it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wwz.errors import RuleBrokenError
from wwz.partners.access import (
    actor_of,
    allows_in,
    get_partnership,
    needs,
    partnership_and_actor,
)
from wwz.partners.context import of_page
from wwz.partners.managing import get_managed_partnership
from wwz.partners.matrix import Action
from wwz.partners.models import Participation, ParticipationRole, Partnership
from wwz.partners.party_forms import PartyFilter, PartyForm
from wwz.partners.queries.parties import page_of_parties, parties
from wwz.partners.services import parties as services
from wwz.spreadsheets import Column, Sheet, download

COLUMNS: tuple[Column[Participation], ...] = (
    Column("organisatie", lambda one: str(one.organisation), 40),
    Column("soort", lambda one: one.organisation.get_kind_display(), 24),
    Column("KvK-nummer", lambda one: one.organisation.kvk, 12),
    Column("doet mee als", lambda one: one.get_role_display(), 14),
    Column("sinds", lambda one: one.starts_on, 12),
)


@require_safe
@needs(Action.READ_PUBLIC)
def party_list(request: HttpRequest, slug: str) -> HttpResponse:
    partnership, actor = partnership_and_actor(request, slug)
    form = PartyFilter(request.GET)
    found = parties(partnership, today=timezone.localdate(), **form.chosen())
    context = {
        "partnership": of_page(request, partnership),
        "filter": form,
        "page": page_of_parties(found, request.GET.get("bladzijde")),
        "may_add": allows_in(actor, Action.MANAGE_PARTNERSHIP, partnership),
        "crumbs": [*crumbs(partnership), ("Partijen", "")],
    }
    return render(request, "partners/parties.html", context)


@require_safe
@needs(Action.READ_PUBLIC)
def party_file(request: HttpRequest, slug: str, kind: str) -> StreamingHttpResponse:
    """The same list as CSV or workbook, with the same filter."""
    partnership = get_partnership(slug)
    today = timezone.localdate()
    found = parties(partnership, today=today, **PartyFilter(request.GET).chosen())
    about = (("Samenwerkingsverband", partnership.name), ("Stand op", f"{today:%d-%m-%Y}"))
    return download(request, kind, Sheet("partijen", COLUMNS, found.iterator(500), about))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.MANAGE_PARTNERSHIP)
def add_party(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    partnership = of_page(request, get_managed_partnership(actor, slug))
    form = PartyForm(request.POST or None, initial={"role": ParticipationRole.PARTNER})
    if request.method == "POST" and form.is_valid():
        party = services.NewParty(
            form.cleaned_data["name"],
            form.cleaned_data["kind"],
            form.cleaned_data["role"],
            form.cleaned_data["kvk"],
        )
        try:
            made = services.add_party(
                actor, partnership, party, today=timezone.localdate(), now=timezone.now()
            )
        except RuleBrokenError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{made.organisation} doet nu mee.")
            return redirect("partners:organisation", made.organisation_id)
    context = {
        "partnership": partnership,
        "form": form,
        "crumbs": [*crumbs(partnership), ("Partij toevoegen", "")],
    }
    return render(request, "partners/party_new.html", context, status=422 if form.errors else 200)


def crumbs(partnership: Partnership) -> list[tuple[str, str]]:
    home = f"/samen/{partnership.slug}/"
    return [("Voorpagina", "/"), (partnership.name, home)]
