"""Giving a signaal: anybody, at the desk for somebody, or as a professional about a group."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wwz.errors import RuleBrokenError
from wwz.partners.access import allows_in, needs, partnership_and_actor
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership
from wwz.partners.public_forms import NO_ROOM, has_room
from wwz.uitvoering.access import signaal_by_token, zones_for, zones_of
from wwz.uitvoering.forms import DeskForm, ProfessionalForm, SignaalForm
from wwz.uitvoering.services import signals as services
from wwz.uitvoering.views.answers import show

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@needs(Action.SUBMIT_SIGNAL)
@form_methods
def new_signal(request: HttpRequest, slug: str) -> HttpResponse:
    """For everybody, without an account."""
    partnership, actor = partnership_and_actor(request, slug)
    form = SignaalForm(request.POST or None, now=timezone.now(), zones=zones_of(actor, partnership))
    context = {
        "form": form,
        "may_desk": allows_in(actor, Action.SUBMIT_ON_BEHALF, partnership),
        "professional": works_here(actor, partnership),
    }
    answer = partial(show, request, "uitvoering/new_signal.html", partnership, context)
    if request.method != "POST":
        return answer()
    if not form.is_valid():
        return answer_invalid(answer())
    if not has_room(request, "signaal"):
        return answer(problem=NO_ROOM)
    return take_in(actor, form, partnership, answer)


def answer_invalid(response: HttpResponse) -> HttpResponse:
    response.status_code = 422
    return response


def take_in(
    actor: Actor, form: SignaalForm, partnership: Partnership, answer: partial[HttpResponse]
) -> HttpResponse:
    try:
        received = services.receive(actor, form.new(partnership), now=timezone.now())
    except RuleBrokenError as error:
        return answer(problem=str(error))
    return redirect("uitvoering:received", token=received.token)


def works_here(actor: Actor, partnership: Partnership) -> bool:
    """Whether somebody may speak as a professional: with an organisation, in this partnership."""
    inside = partnership.pk in actor.participations and actor.organisation_id is not None
    return inside and allows_in(actor, Action.READ_PARTNER, partnership)


@needs(Action.SUBMIT_ON_BEHALF)
@form_methods
def desk_signal(request: HttpRequest, slug: str) -> HttpResponse:
    """Written down for somebody without an account; the log says for whom and by whom."""
    partnership, actor = partnership_and_actor(request, slug)
    if not allows_in(actor, Action.SUBMIT_ON_BEHALF, partnership):
        raise Http404
    form = DeskForm(
        request.POST or None,
        now=timezone.now(),
        today=timezone.localdate(),
        zones=zones_for(actor, Action.SUBMIT_ON_BEHALF, partnership),
    )
    answer = partial(show, request, "uitvoering/desk_signal.html", partnership, {"form": form})
    if request.method != "POST":
        return answer()
    if not form.is_valid():
        return answer_invalid(answer())
    return take_in(actor, form, partnership, answer)


@needs(Action.SUBMIT_SIGNAL)
@form_methods
def professional_signal(request: HttpRequest, slug: str) -> HttpResponse:
    """What people who work here see in a group."""
    partnership, actor = partnership_and_actor(request, slug)
    if not works_here(actor, partnership):
        raise Http404
    form = ProfessionalForm(
        request.POST or None,
        now=timezone.now(),
        zones=zones_for(actor, Action.SUBMIT_SIGNAL, partnership),
    )
    answer = partial(
        show, request, "uitvoering/professional_signal.html", partnership, {"form": form}
    )
    if request.method != "POST":
        return answer()
    if not form.is_valid():
        return answer_invalid(answer())
    return take_in(actor, form, partnership, answer)


@needs(Action.READ_PUBLIC)
@require_safe
def received(request: HttpRequest, token: str) -> HttpResponse:
    """The secret link, to keep or to print: with it the reporter follows what is done."""
    signaal = signaal_by_token(token)
    context = {"signaal": signaal, "token": token, "partnership": signaal.partnership}
    return hidden(render(request, "uitvoering/received.html", context))


def hidden(response: HttpResponse, *, with_form: bool = False) -> HttpResponse:
    """A page behind a secret link: no search engine, no copy, and no address to the next site.

    A page with a form tells its address to this site alone: without any, the browser sends the
    form as if from nowhere, and the check against forged forms refuses it.
    """
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "same-origin" if with_form else "no-referrer"
    return response
