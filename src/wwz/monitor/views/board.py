"""The page of a bestuurder, and the programme manager's page that prepares it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wwz.errors import RuleBrokenError
from wwz.monitor import presentation
from wwz.monitor.forms import DecisionForm, OutcomeForm
from wwz.monitor.models import DecisionRequest, DecisionState
from wwz.monitor.queries import board as reads
from wwz.monitor.queries.meetings import coming_meetings
from wwz.monitor.queries.promises import binding
from wwz.monitor.services import decisions as services
from wwz.partners.access import actor_of, get_partnership, needs
from wwz.partners.context import of_page
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Partnership

Extra = dict[str, Any]


# --- for a bestuurder: the count, the decisions, the signature, nothing else ---


@needs(Action.READ_BOARD)
@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    return show_board(request, get_partnership(slug))


def show_board(
    request: HttpRequest, partnership: Partnership, *, problem: str = "", status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    of_page(request, partnership)
    found = reads.board(partnership, actor, today=timezone.localdate())
    may_decide = actor.reach(Action.DECIDE, partnership.pk) is Reach.OWN
    context = {
        "partnership": partnership,
        "found": found,
        "title": presentation.board_title(found.counts, len(found.decisions)),
        "for_whom": actor.hat,
        "may_decide": may_decide,
        "may_prepare": actor.reach(Action.FREEZE_PACK, partnership.pk) is Reach.ALL,
        "open_until": found.meeting is not None and found.meeting.starts_at > timezone.now(),
        "problem": problem,
    }
    return render(request, "monitor/board.html", context, status=status)


@needs(Action.DECIDE)
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Akkoord, niet akkoord or bespreken, for the own organisation."""
    actor, found = actor_of(request), reads.get_request(actor_of(request), pk)
    try:
        given = services.give_answer(
            actor, found, request.POST.get("antwoord", ""), now=timezone.now()
        )
    except RuleBrokenError as error:
        return show_board(request, found.partnership, problem=str(error), status=422)
    said = given.get_answer_display()
    messages.success(request, f"Uw antwoord op besluit {found.number}: {said}.")
    return redirect("monitor:board", found.partnership.slug)


# --- for the programme manager: ask, and record what was decided ---


@needs(Action.FREEZE_PACK)
@require_http_methods(["GET", "HEAD", "POST"])
def decisions(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Everything asked of the board, and a form to ask more."""
    partnership, actor = get_partnership(slug), actor_of(request)
    form = decision_form(request, partnership)
    if request.method != "POST":
        return show_decisions(request, partnership, {"form": form})
    if not form.is_valid():
        return show_decisions(request, partnership, {"form": form}, status=422)
    chosen = form.cleaned_data
    wanted = services.NewDecision(
        question=chosen["question"],
        text=chosen["text"],
        yes_words=chosen["yes_words"],
        afspraak=form.afspraken.get(chosen["afspraak"]),
    )
    try:
        meeting = form.meetings[chosen["meeting"]]
        services.ask_decision(actor, meeting, wanted, now=timezone.now())
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return show_decisions(request, partnership, {"form": form}, status=422)
    messages.success(request, "Gevraagd. Het staat nu op de pagina van het bestuur.")
    return redirect("monitor:decisions", slug)


def decision_form(request: HttpRequest, partnership: Partnership) -> DecisionForm:
    actor = actor_of(request)
    return DecisionForm(
        request.POST if request.method == "POST" else None,
        meetings=coming_meetings(partnership, actor),
        afspraken=binding(partnership, actor),
    )


def show_decisions(
    request: HttpRequest, partnership: Partnership, extra: Extra, *, status: int = 200
) -> HttpResponse:
    of_page(request, partnership)
    listed = [
        listed_request(one, extra.get("typed"), extra.get("typed_for"))
        for one in reads.all_requests(partnership, actor_of(request))
    ]
    context = {"partnership": partnership, "listed": listed} | extra
    if "form" not in context:
        unbound = DecisionForm(
            meetings=coming_meetings(partnership, actor_of(request)),
            afspraken=binding(partnership, actor_of(request)),
        )
        context["form"] = unbound
    return render(request, "monitor/decisions.html", context, status=status)


def listed_request(
    one: DecisionRequest, typed: OutcomeForm | None, typed_for: UUID | None
) -> Extra:
    """A question with, once its meeting has begun, the form to close it."""
    is_open = one.state == DecisionState.GEVRAAGD
    form = None
    if is_open and one.meeting.starts_at <= timezone.now():
        form = typed if typed_for == one.pk else outcome_form(one)
    return {"request": one, "open": is_open, "form": form}


def outcome_form(one: DecisionRequest, data: Any = None) -> OutcomeForm:
    known = services.reaches_residents(one)
    return OutcomeForm(data, auto_id=f"id_{one.pk}_%s", reaches_residents=known)


@needs(Action.FREEZE_PACK)
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Record what the board decided."""
    verb = partial(services.decide, public=request.POST.get("public", ""))
    return close(request, pk, verb, "Besluit vastgelegd en gedeeld met wie het raakt.")


@needs(Action.FREEZE_PACK)
@require_POST
def leave(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Record that the board did not decide."""
    return close(request, pk, services.leave, "Genoteerd dat er niet is besloten.")


def close(
    request: HttpRequest, pk: UUID, verb: Callable[..., DecisionRequest], said: str
) -> HttpResponseBase:
    """Let one service close a question with the words that were typed."""
    actor, found = actor_of(request), reads.get_request(actor_of(request), pk)
    form = outcome_form(found, request.POST)
    typed = {"typed": form, "typed_for": found.pk}
    if not form.is_valid():
        return show_decisions(request, found.partnership, typed, status=422)
    try:
        verb(actor, found, form.cleaned_data["decision"], now=timezone.now())
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return show_decisions(request, found.partnership, typed, status=422)
    messages.success(request, said)
    return redirect("monitor:decisions", found.partnership.slug)
