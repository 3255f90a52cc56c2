"""Signing for an organisation: who does so shows again who it is, and reads what is frozen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wwz.akkoord.access import akkoord_for, permit
from wwz.akkoord.forms import ReasonForm, SignForm
from wwz.akkoord.models import Akkoord
from wwz.akkoord.queries import pages
from wwz.akkoord.services import signing
from wwz.akkoord.views.forms_shown import FormPage, answer, sent
from wwz.partners.access import ask_again, needs, recently_authenticated
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action

AGAIN = "Wij vragen zo nodig eerst nog een keer uw wachtwoord, code of passkey."


@needs(Action.SIGN)
def sign(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    actor, found = akkoord_for(request, pk)
    permit(actor, Action.SIGN, found)
    if not recently_authenticated(request):
        return ask_again(request, with_typed(request))
    subject_to = [one.subject_to for one in pages.mandates_of(actor, timezone.localdate())]
    initial = {
        "reservation": request.GET.get("reservation", "") or suggested(subject_to),
        "until": request.GET.get("until", ""),
    }
    frozen = found.snapshot.sha256 if found.snapshot is not None else ""
    page = FormPage(
        "Teken namens uw organisatie", "Teken", reverse("akkoord:akkoord", args=[pk]),
        kicker=found.title, done="Uw handtekening staat.", template="akkoord/sign.html",
    )  # fmt: skip
    return answer(
        request, SignForm(sent(request), frozen, initial), page,
        lambda form: signing.sign(actor, found, reservation=form.held(), now=timezone.now()),
        **around(actor, found),
    )  # fmt: skip


def with_typed(request: HttpRequest) -> str:
    """The address to come back to, with what was typed."""
    typed = {
        name: request.POST.get(name, "")[:300] for name in ("reservation", "until")
        if request.POST.get(name)
    }  # fmt: skip
    return f"{request.path}?{urlencode(typed)}" if typed else request.path


def suggested(subject_to: list[str]) -> str:
    held = [words for words in subject_to if words]
    return f"besluit van {held[0]}" if held and len(held) == len(subject_to) else ""


def around(actor: Actor, akkoord: Akkoord) -> dict[str, Any]:
    return {
        "akkoord": akkoord,
        "partnership": akkoord.partnership,
        "organisation": actor.hat.organisation if actor.hat is not None else None,
        "snapshot": akkoord.snapshot,
    }


Verb = Callable[[Actor, Akkoord, str, datetime], object]


def with_reason(
    request: HttpRequest, pk: UUID, words: tuple[str, str, str], verb: Verb
) -> HttpResponseBase:
    """Title, button and what is said afterwards; the form asks why."""
    actor, found = akkoord_for(request, pk)
    permit(actor, Action.SIGN, found)
    if not recently_authenticated(request):
        return ask_again(request, request.path)
    title, button, done = words
    page = FormPage(title, button, reverse("akkoord:akkoord", args=[pk]), kicker=found.title,
                    done=done, lead=AGAIN)  # fmt: skip
    return answer(
        request, ReasonForm(sent(request)), page,
        lambda form: verb(actor, found, form.cleaned_data["reason"], timezone.now()),
        **around(actor, found),
    )  # fmt: skip


@needs(Action.SIGN)
def refuse(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    words = ("Zeg waarom uw organisatie niet tekent", "Weiger", "Uw weigering is vastgelegd.")
    return with_reason(
        request, pk, words,
        lambda actor, found, reason, now: signing.refuse(actor, found, reason, now=now),
    )  # fmt: skip


@needs(Action.SIGN)
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    words = ("Treed uit dit akkoord", "Treed uit", "Uw organisatie is uitgetreden.")
    return with_reason(
        request, pk, words,
        lambda actor, found, reason, now: signing.withdraw(actor, found, reason, now=now),
    )  # fmt: skip


@needs(Action.SIGN)
def lift_reservation(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    actor, found = akkoord_for(request, pk)
    permit(actor, Action.SIGN, found)
    if not recently_authenticated(request):
        return ask_again(request, request.path)
    page = FormPage(
        "Maak uw handtekening definitief", "Haal het voorbehoud weg",
        reverse("akkoord:akkoord", args=[pk]), kicker=found.title,
        lead="Het besluit waar u op wachtte is genomen. Uw handtekening geldt dan zonder "
        "voorbehoud.",
        done="Het voorbehoud is weg.",
    )  # fmt: skip
    return answer(
        request, forms.Form(sent(request)), page,
        lambda form: signing.lift_reservation(actor, found, now=timezone.now()),
        **around(actor, found),
    )  # fmt: skip


@needs(Action.READ_PUBLIC)
@require_safe
def frozen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was offered for signing, byte for byte: its SHA-256 is the number on the page."""
    _, found = akkoord_for(request, pk)
    if found.snapshot is None:
        raise Http404("Dit akkoord is nog niet bevroren.")
    answered = HttpResponse(found.snapshot.content, content_type="application/json; charset=utf-8")
    answered["Content-Disposition"] = f'attachment; filename="akkoord-{found.pk}.json"'
    answered["X-Content-SHA256"] = found.snapshot.sha256
    return answered
