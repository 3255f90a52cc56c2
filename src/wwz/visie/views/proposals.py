"""What people say about a passage: proposals, positions, comments, and the answers to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wwz.comments.forms import say_form
from wwz.comments.queries import talk
from wwz.comments.services import say
from wwz.documents.errors import EditConflictError
from wwz.documents.models import Passage
from wwz.partners.access import actor_of, allows, needs
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.spreadsheets import download
from wwz.visie import forms
from wwz.visie.access import get_amendment, get_passage, get_visie
from wwz.visie.discussion import about
from wwz.visie.models import Amendment, AmendmentState, Visie
from wwz.visie.presentation.amendments import proposal_box
from wwz.visie.presentation.answers import answer_sheet
from wwz.visie.presentation.chapter import card_of
from wwz.visie.presentation.frame import crumbs, visie_crumb
from wwz.visie.queries.reading import FINAL, Reading, read
from wwz.visie.queries.visies import proposals
from wwz.visie.services import voices
from wwz.visie.views.shown import REFUSED, accepted, attempt, framed
from wwz.visie.views.text import accepted_text
from wwz.visie.voices import may_propose, organisation_voice

PER_PAGE = 25
# Two forms on one page: each with names of its own for who labels them.
DECISION_ID, POSITION_ID, PROPOSAL_ID = "besluit_%s", "standpunt_%s", "voorstel_%s"


# --- a passage ---


@needs(Action.READ_PUBLIC)
@require_safe
def passage(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One passage with everything that was said about it."""
    visie, found = get_passage(actor_of(request), pk)
    return show_passage(request, visie, found)


def show_passage(
    request: HttpRequest,
    visie: Visie,
    found: Passage,
    *,
    say: Any = None,
    propose: forms.ProposalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    reading = reading_with(request, visie, found)
    number = f"{found.chapter}.{found.number}"
    every = [proposal_box(reading, one) for one in reading.amendments.get(found.pk, [])]
    takes_part = not reading.is_final or allows(actor, Action.READ_PARTNER, visie)
    context = framed(request, reading, here=found.chapter) | {
        "crumbs": [*crumbs(visie.partnership), visie_crumb(visie), (f"Passage {number}", "")],
        "passage": found,
        "card": card_of(reading, found, []),
        "proposals": every,
        "talk": talk(about(visie, found), actor) if takes_part else None,
        "say_address": reverse("visie:comment", args=[found.pk]),
        "say_form": say or say_form(actor, now=timezone.now()),
        "propose_form": propose
        or forms.ProposalForm(initial={"text": found.text}, auto_id=PROPOSAL_ID),
        "propose_open": propose is not None or "stel" in request.GET,
        "may_see_history": allows(actor, Action.READ_PARTNER, visie),
    }
    return render(request, "visie/passage.html", context, status=status)


def reading_with(request: HttpRequest, visie: Visie, found: Passage) -> Reading:
    """The version that the passage stands in, not always the newest."""
    return read(actor_of(request), visie, found.version, today=timezone.localdate())


@needs(Action.COMMENT)
@require_POST
def comment(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    visie, found = get_passage(actor, pk)
    if found.version.state in FINAL:
        raise Http404
    form = say_form(actor, request.POST, now=timezone.now())

    def place(given: dict[str, Any]) -> None:
        name = given.get("name", "")
        say(actor, about(visie, found), given["text"], now=timezone.now(), name=name)

    if accepted(form, place):
        messages.success(request, "Uw reactie is geplaatst.")
        return HttpResponseRedirect(reverse("visie:passage", args=[pk]) + "#gesprek")
    return show_passage(request, visie, found, say=form, status=REFUSED)


@needs(Action.PROPOSE_AMENDMENT)
@require_POST
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose another text."""
    actor = actor_of(request)
    visie, found = get_passage(actor, pk)
    if not may_propose(actor, visie):
        raise Http404
    form = forms.ProposalForm(request.POST, auto_id=PROPOSAL_ID)

    def send(given: dict[str, Any]) -> None:
        voices.propose(
            actor, visie, found, text=given["text"], reason=given["reason"], now=timezone.now()
        )

    if accepted(form, send):
        messages.success(request, "Uw voorstel is ingediend. Andere partijen kunnen het nu lezen.")
        return HttpResponseRedirect(reverse("visie:passage", args=[pk]) + "#voorstellen")
    return show_passage(request, visie, found, propose=form, status=REFUSED)


# --- a proposal ---


@needs(Action.READ_PUBLIC)
@require_safe
def amendment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One proposal: who said what, and the decision."""
    visie, found = get_amendment(actor_of(request), pk)
    return show_amendment(request, visie, found)


def show_amendment(
    request: HttpRequest,
    visie: Visie,
    found: Amendment,
    *,
    position: forms.PositionForm | None = None,
    decision: forms.DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    reading = reading_with(request, visie, found.passage)
    is_open = found.state == AmendmentState.INGEDIEND and not reading.is_final
    passage_address = reverse("visie:passage", args=[found.passage_id])
    number = f"{found.passage.chapter}.{found.passage.number}"
    start = {"text": found.new_text, "edit": found.passage.edit, "verb": "accept"}
    shared = framed(request, reading, here=found.passage.chapter)
    context = shared | {
        "crumbs": [
            *crumbs(visie.partnership),
            visie_crumb(visie),
            (f"Passage {number}", passage_address),
            ("Wijzigingsvoorstel", ""),
        ],
        "amendment": found,
        "number": number,
        "box": proposal_box(reading, found),
        "positions": reading.amendment_positions.get(found.pk, []),
        "is_open": is_open,
        "may_speak": is_open and organisation_voice(actor, visie) is not None,
        "may_decide": is_open and shared["may_write"],
        "may_withdraw": is_open and voices.is_mine(actor, found),
        "changed_since": found.passage.text != found.old_text,
        "position_form": position or forms.PositionForm(auto_id=POSITION_ID),
        "decision_form": decision or forms.DecisionForm(initial=start, auto_id=DECISION_ID),
    }
    return render(request, "visie/amendment.html", context, status=status)


@needs(Action.PROPOSE_AMENDMENT)
@require_POST
def amendment_position(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the own organisation thinks of a proposal."""
    actor = actor_of(request)
    visie, found = get_amendment(actor, pk)
    form = forms.PositionForm(request.POST, auto_id=POSITION_ID)

    def give(given: dict[str, Any]) -> None:
        opinion = voices.Opinion(given["stance"], given["reason"])
        version = found.passage.version
        voices.give_position(actor, visie, version, opinion, amendment=found, now=timezone.now())

    if accepted(form, give):
        messages.success(request, "Het standpunt van uw organisatie is bewaard.")
        return redirect("visie:amendment", pk)
    return show_amendment(request, visie, found, position=form, status=REFUSED)


@needs(Action.EDIT_TEXT)
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Decide about a proposal; what is taken over comes in the text at once."""
    actor = actor_of(request)
    visie, found = get_amendment(actor, pk)
    form = forms.DecisionForm(request.POST, auto_id=DECISION_ID)

    def take(given: dict[str, Any]) -> None:
        decision = voices.Decision(given["verb"], given["reason"], given["text"], given["edit"])
        voices.decide(actor, visie, found, decision, now=timezone.now())

    try:
        if accepted_text(form, take):
            messages.success(request, "Het besluit is bewaard. De indiener kan de reden lezen.")
            return redirect("visie:amendment", pk)
    except EditConflictError as conflict:
        # The next try is on top of what stands there now.
        again = {**request.POST.dict(), "edit": str(conflict.edit)}
        form = forms.DecisionForm(again, auto_id=DECISION_ID)
        form.add_error(None, str(conflict))
    visie, found = get_amendment(actor, pk)
    return show_amendment(request, visie, found, decision=form, status=REFUSED)


@needs(Action.PROPOSE_AMENDMENT)
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back a proposal of one's own."""
    actor = actor_of(request)
    _, found = get_amendment(actor, pk)
    attempt(
        request,
        lambda: voices.withdraw(actor, found, now=timezone.now()),
        "Het voorstel is ingetrokken.",
    )
    return redirect("visie:amendment", pk)


# --- all proposals with their answers ---


@needs(Action.READ_PUBLIC)
@require_safe
def answers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list of proposals with what was decided: the antwoordnota."""
    actor = actor_of(request)
    visie = get_visie(actor, pk)
    filtered = forms.ProposalFilter(request.GET)
    rows = proposals(
        actor,
        visie,
        state=request.GET.get("stand", ""),
        chapter=request.GET.get("hoofdstuk", ""),
    )
    context = {
        "visie": visie,
        "partnership": of_page(request, visie.partnership),
        "crumbs": [*crumbs(visie.partnership), visie_crumb(visie), ("Antwoordnota", "")],
        "filter": filtered,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("bladzijde")),
        "query": request.GET.urlencode(),
        "columns": ["Passage", "Van", "Ingediend", "Waarom", "Besluit"],
    }
    return render(request, "visie/answers.html", context)


@needs(Action.READ_PUBLIC)
@require_safe
def answers_file(request: HttpRequest, pk: UUID, kind: str) -> HttpResponseBase:
    """The same list as a file."""
    actor = actor_of(request)
    visie = get_visie(actor, pk)
    rows = proposals(
        actor,
        visie,
        state=request.GET.get("stand", ""),
        chapter=request.GET.get("hoofdstuk", ""),
    )
    return download(request, kind, answer_sheet(visie, rows, today=timezone.localdate()))
