"""The thread: for partners and the public by its address, for a reporter by a secret link."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wwz.errors import RuleBrokenError
from wwz.notifications.services import follow, follow_by_mail
from wwz.partners.access import actor_of, needs
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.public_forms import NO_ROOM, has_room
from wwz.uitvoering.access import knelpunt_for, signaal_by_token
from wwz.uitvoering.forms import MailForm
from wwz.uitvoering.models import Knelpunt, Signaal
from wwz.uitvoering.queries.own_thread import own_thread
from wwz.uitvoering.queries.threads import is_public, thread
from wwz.uitvoering.services import signals as services
from wwz.uitvoering.views.answers import crumbs, show
from wwz.uitvoering.views.intake import hidden

ASKED = "Wij hebben een mail gestuurd. Open hem en bevestig dat u dit wilt volgen."


@needs(Action.READ_PUBLIC)
@require_safe
def thread_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    return shown_thread(request, knelpunt_for(actor_of(request), pk))


def shown_thread(
    request: HttpRequest, knelpunt: Knelpunt, *, form: MailForm | None = None, problem: str = ""
) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "thread": thread(knelpunt, actor, today=timezone.localdate()),
        "knelpunt": knelpunt,
        "mail": form or MailForm(now=timezone.now()),
        "public": is_public(knelpunt),
        "logged_in": actor.person_id is not None,
        "crumbs": trail(knelpunt),
    }
    if form is not None and form.errors:
        problem = problem or "fout"
    return show(request, "uitvoering/thread.html", knelpunt.partnership, context, problem=problem)


def trail(knelpunt: Knelpunt) -> list[tuple[str, str]]:
    zone = knelpunt.zone
    where = [(zone.name, reverse("uitvoering:zone", args=[zone.pk]))] if zone else []
    steps = (("Uitvoering", "uitvoering:index"), *where, ("De draad", ""))
    return crumbs(knelpunt.partnership, *steps)


@needs(Action.COMMENT)
@require_POST
def follow_thread(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Follow: with an account at once, without one after a mail is confirmed."""
    actor = actor_of(request)
    knelpunt = knelpunt_for(actor, pk)
    if actor.person_id is not None:
        try:
            follow(actor, knelpunt, now=timezone.now())
        except RuleBrokenError as error:
            return shown_thread(request, knelpunt, problem=str(error))
        messages.success(request, "U volgt deze draad. Nieuws staat op uw pagina ‘Mijn werk’.")
        return redirect("uitvoering:thread", pk=pk)
    form = MailForm(request.POST, now=timezone.now())
    problem = "" if not form.is_valid() or has_room(request, "volgen") else NO_ROOM
    if problem or form.errors:
        return shown_thread(request, knelpunt, form=form, problem=problem)
    try:
        follow_by_mail(knelpunt, form.cleaned_data["email"], now=timezone.now())
    except RuleBrokenError as error:
        return shown_thread(request, knelpunt, form=form, problem=str(error))
    messages.success(request, ASKED)
    return redirect("uitvoering:thread", pk=pk)


# --- the secret link of a reporter ---


@needs(Action.READ_PUBLIC)
@require_safe
def secret_thread(request: HttpRequest, token: str) -> HttpResponse:
    return shown_secret(request, signaal_by_token(token), token)


def shown_secret(
    request: HttpRequest, signaal: Signaal, token: str, *, problem: str = ""
) -> HttpResponse:
    """What was done with one signaal, in plain words, with the letters to this reporter."""
    today = timezone.localdate()
    may_reopen = services.may_reopen(signaal, today=today)
    context = {
        "partnership": of_page(request, signaal.partnership),
        "thread": own_thread(signaal, today=today),
        "signaal": signaal,
        "token": token,
        "may_reopen": may_reopen,
        "problem": problem,
    }
    status = 422 if problem else 200
    page = render(request, "uitvoering/secret_thread.html", context, status=status)
    return hidden(page, with_form=may_reopen)


@needs(Action.READ_PUBLIC)
@require_POST
def secret_reopen(request: HttpRequest, token: str) -> HttpResponse:
    """Only a press opens it again: opening a link changes nothing."""
    signaal = signaal_by_token(token)
    try:
        services.reopen_by_link(signaal, now=timezone.now())
    except RuleBrokenError as error:
        return shown_secret(request, signaal, token, problem=str(error))
    messages.success(request, "Wij kijken er opnieuw naar. U krijgt weer antwoord.")
    return redirect("uitvoering:secret_thread", token=token)
