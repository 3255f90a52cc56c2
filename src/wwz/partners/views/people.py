"""People of an organisation: memberships, deputies, mandates, and who has no account."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wwz.errors import RuleBrokenError
from wwz.partners.access import actor_of, needs
from wwz.partners.managing import get_mandate, get_membership, get_organisation
from wwz.partners.matrix import Action
from wwz.partners.models import Membership, Role
from wwz.partners.party_forms import DeputyForm, MandateForm, PersonForm
from wwz.partners.queries.parties import own_partnerships_of
from wwz.partners.services import people as services
from wwz.partners.services.invitations import OWN_ROLES
from wwz.partners.views.organisations import crumbs

ON_PAPER: tuple[Role, ...] = (*OWN_ROLES, Role.BEWONER)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.MANAGE_PEOPLE)
def end_membership(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask first; then somebody does nothing for this organisation any more."""
    actor, today = actor_of(request), timezone.localdate()
    membership = get_membership(actor, Action.MANAGE_PEOPLE, pk, today=today)
    problem = ""
    if request.method == "POST":
        try:
            services.end_membership(actor, membership, today=today, now=timezone.now())
        except RuleBrokenError as error:
            problem = str(error)
        else:
            messages.success(request, f"{membership.person} heeft deze rol niet meer.")
            return redirect("partners:organisation", membership.organisation_id)
    context = page_of(membership, "Rol beëindigen") | {"problem": problem}
    template = "partners/membership_end.html"
    return render(request, template, context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.MANAGE_PEOPLE)
def deputy(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    membership = get_membership(actor, Action.MANAGE_PEOPLE, pk, today=today)
    people = {str(one.pk): one for one in services.colleagues(membership, today=today)}
    choices = [("", "niemand"), *((key, one.name) for key, one in people.items())]
    form = DeputyForm(
        request.POST if request.method == "POST" else None,
        options={"deputy": choices},
        initial={"deputy": membership.deputy_id},
    )
    if request.method == "POST" and form.is_valid():
        chosen = people.get(form.cleaned_data["deputy"])
        services.set_deputy(actor, membership, chosen, today=today, now=timezone.now())
        messages.success(request, "De plaatsvervanger is vastgelegd.")
        return redirect("partners:organisation", membership.organisation_id)
    context = page_of(membership, "Plaatsvervanger") | {"form": form}
    return render(request, "partners/deputy.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.MANAGE_PEOPLE)
def give_mandate(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    membership = get_membership(actor, Action.MANAGE_PEOPLE, pk, today=today)
    form = MandateForm(request.POST or None, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid():
        wanted = services.NewMandate(**form.cleaned_data)
        try:
            services.give_mandate(actor, membership, wanted, now=timezone.now())
        except RuleBrokenError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{membership.person} heeft nu dit mandaat.")
            return redirect("partners:organisation", membership.organisation_id)
    context = page_of(membership, "Mandaat") | {"form": form}
    return render(request, "partners/mandate.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.MANAGE_PEOPLE)
def end_mandate(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    mandate = get_mandate(actor, Action.MANAGE_PEOPLE, pk, today=today)
    if request.method == "POST":
        services.end_mandate(actor, mandate, today=today, now=timezone.now())
        messages.success(request, "Het mandaat is beëindigd.")
        return redirect("partners:organisation", mandate.membership.organisation_id)
    context = page_of(mandate.membership, "Mandaat beëindigen") | {"mandate": mandate}
    return render(request, "partners/mandate_end.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.MANAGE_PEOPLE)
def add_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody without an account."""
    actor, today = actor_of(request), timezone.localdate()
    organisation = get_organisation(actor, Action.MANAGE_PEOPLE, pk, today=today)
    found = own_partnerships_of(actor, Action.MANAGE_PEOPLE, organisation, today=today)
    where = {str(one.pk): one for one in found}
    options = {
        "role": [(role.value, role.label) for role in ON_PAPER],
        "partnership": [(key, one.name) for key, one in where.items()],
    }
    form = PersonForm(request.POST or None, options=options)
    if request.method == "POST" and form.is_valid():
        name, role = form.cleaned_data["name"], Role(form.cleaned_data["role"])
        partnership = where[form.cleaned_data["partnership"]]
        now = timezone.now()
        services.add_person(actor, organisation, partnership, name, role, today=today, now=now)
        messages.success(request, f"{name} staat nu bij {organisation}.")
        return redirect("partners:organisation", organisation.pk)
    context = {
        "organisation": organisation,
        "form": form,
        "crumbs": [*crumbs(organisation), ("Persoon zonder account", "")],
    }
    return render(request, "partners/person.html", context, status=422 if form.errors else 200)


def page_of(membership: Membership, title: str) -> dict[str, object]:
    today: date = timezone.localdate()
    return {
        "membership": membership,
        "organisation": membership.organisation,
        "today": today,
        "crumbs": [*crumbs(membership.organisation), (title, "")],
    }
