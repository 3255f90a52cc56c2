"""Inviting a colleague, taking an invitation, and taking one back."""

from __future__ import annotations

from uuid import UUID

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from wwz.errors import RuleBrokenError
from wwz.partners.access import actor_of, needs
from wwz.partners.managing import get_invitation, get_organisation
from wwz.partners.matrix import Action
from wwz.partners.models import Invitation, Role
from wwz.partners.party_forms import AcceptForm, InvitationForm
from wwz.partners.queries.parties import has_account, own_partnerships_of
from wwz.partners.services import AccountRefusedError
from wwz.partners.services import invitations as services
from wwz.partners.views.organisations import crumbs


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.INVITE)
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    organisation = get_organisation(actor, Action.INVITE, pk, today=today)
    found = own_partnerships_of(actor, Action.INVITE, organisation, today=today)
    where = {str(one.pk): one for one in found}
    given = dict.fromkeys(role for one in found for role in services.roles_to_give(actor, one))
    options = {
        "role": [(role.value, role.label) for role in given],
        "partnership": [(key, one.name) for key, one in where.items()],
    }
    form = InvitationForm(request.POST or None, options=options)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        invitee = services.Invitee(cleaned["email"], cleaned["name"], Role(cleaned["role"]))
        partnership = where[cleaned["partnership"]]
        try:
            services.invite(actor, organisation, partnership, invitee, now=timezone.now())
        except RuleBrokenError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"De uitnodiging voor {invitee.name} is op weg.")
            return redirect("partners:organisation", organisation.pk)
    context = {
        "organisation": organisation,
        "form": form,
        "crumbs": [*crumbs(organisation), ("Uitnodigen", "")],
    }
    return render(request, "partners/invite.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Action.INVITE)
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    invitation = get_invitation(actor, Action.INVITE, pk, today=timezone.localdate())
    try:
        services.withdraw(actor, invitation, now=timezone.now())
    except RuleBrokenError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"De uitnodiging voor {invitation.name} is ingetrokken.")
    return redirect("partners:organisation", invitation.organisation_id)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.READ_PUBLIC)
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link in the mail. Opening it changes nothing; its form does, once."""
    try:
        invitation = services.find_invitation(token, now=timezone.now())
        if has_account(invitation):
            return accept_as_known(request, token, invitation)
        return accept_as_new(request, token, invitation)
    except services.NoSuchInvitationError as error:
        return render(request, "partners/no_invitation.html", {"problem": error}, status=404)


def accept_as_new(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    form = AcceptForm(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        try:
            account = services.accept_as_new(token, name, password, now=timezone.now())
        except AccountRefusedError as error:
            form.add_error("password", str(error))
        else:
            messages.success(request, "Uw account is klaar. Welkom.")
            address = f"/samen/{invitation.partnership.slug}/"
            login = Login(user=account, redirect_url=address)
            answer: HttpResponse = perform_login(request, login)
            return answer
    context = {"invitation": invitation, "form": form, "known": False}
    return render(request, "partners/accept.html", context, status=422 if form.errors else 200)


def accept_as_known(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    """Somebody who has an account logs in first: a mail alone is no password."""
    account = actor_of(request).account
    same = account is not None and account.email.lower() == invitation.email
    if request.method == "POST" and account is not None:
        services.accept_as_known(token, account, now=timezone.now())
        messages.success(request, f"U werkt nu ook voor {invitation.organisation}.")
        return redirect("partners:home", invitation.partnership.slug)
    context = {"invitation": invitation, "known": True, "same": same, "here": request.path}
    return render(request, "partners/accept.html", context)
