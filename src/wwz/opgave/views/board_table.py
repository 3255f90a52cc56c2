"""The table of the board: take a project out, put another in, and see at once what that does."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wwz.errors import RuleBrokenError
from wwz.opgave.live import asking as live
from wwz.opgave.live.models import LiveQuestion
from wwz.opgave.views.proposals import trail
from wwz.opgave.weighing import deciding
from wwz.opgave.weighing import queries as reads
from wwz.opgave.weighing.forms import SwapForm, WordsForm
from wwz.opgave.weighing.models import Proposal
from wwz.opgave.weighing.presentation import plan_label
from wwz.opgave.weighing.swapping import how_good, moved_along, shortage_changes, swap_table
from wwz.opgave.weighing.tables import folded, short_table
from wwz.partners.access import allows, needs
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action

KIND = "ruil"


@needs(Action.TRY_SWAP)
@require_http_methods(["GET", "HEAD", "POST"])
def board_table(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """What is in and what is not; two are picked, and the live worker says what it does."""
    actor, found = reads.proposal_for(request, pk)
    if is_opened(request):
        return warm(actor, found)
    form = swap_form(request, found)
    if request.method == "POST" and form.is_valid():
        question = {
            "proposal": str(found.pk),
            "out": form.cleaned_data["out"],
            "into": form.cleaned_data["into"],
        }
        earlier = reads.as_uuid(request.POST.get("eerder", ""))
        try:
            asked = live.ask(
                actor, KIND, question, partnership=found.partnership, now=timezone.now(),
                instead_of=earlier,
            )  # fmt: skip
        except RuleBrokenError as error:
            form.add_error(None, str(error))
        else:
            return outcome(request, actor, found, asked)
    status = 422 if form.errors else 200
    return page(request, found, form, {"question": None}, status=status)


def is_opened(request: HttpRequest) -> bool:
    """Whether the page sent its form by itself, when it opened: nobody pressed the button."""
    sent = request.method == "POST" and "HX-Request" in request.headers
    return sent and "ruil" not in request.POST


def warm(actor: Actor, found: Proposal) -> HttpResponse:
    """Let the live worker load what a swap needs while somebody is still choosing."""
    with suppress(RuleBrokenError):
        question = {"proposal": str(found.pk)}
        live.ask(actor, KIND, question, partnership=found.partnership, now=timezone.now())
    return HttpResponse(status=204)


def swap_form(request: HttpRequest, found: Proposal) -> SwapForm:
    inside = [(one["id"], f"{one['title']}, {one['party']}") for one in found.chosen
              if not one["fixed"]]  # fmt: skip
    outside = [(one["id"], plan_label(one)) for one in reads.plans_outside(found)]
    return SwapForm(request.POST if request.method == "POST" else None, inside, outside)


def page(
    request: HttpRequest, found: Proposal, form: SwapForm, more: dict[str, Any], *,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    inside, others = folded(short_table(found.content))
    context = {
        "partnership": found.partnership,
        "crumbs": trail(found.partnership, found.title, "Bestuurstafel"),
        "proposal": found,
        "form": form,
        "inside": inside,
        "others": others,
        "outside": [(plan_label(one), why_not(found, one["id"])) for one in
                    reads.plans_outside(found)],
        **more,
    }  # fmt: skip
    return render(request, "weighing/board_table.html", context, status=status)


def why_not(found: Proposal, key: str) -> str:
    told = {one["id"]: one["sentence"] for one in found.content["why_not"]}
    return str(told.get(key, ""))


@needs(Action.TRY_SWAP)
@require_safe
def swapped(request: HttpRequest, pk: UUID, question: UUID) -> HttpResponseBase:
    """What a swap does: a part for htmx, a page for who comes without it."""
    actor, found = reads.proposal_for(request, pk)
    return outcome(request, actor, found, swap_or_404(actor, found, question))


def swap_or_404(actor: Actor, found: Proposal, key: UUID) -> LiveQuestion:
    """A swap that was asked of this proposal: not one of another, and no question that warms."""
    asked = live.asked(actor, KIND, key)
    if "into" not in asked.question or asked.question["proposal"] != str(found.pk):
        raise Http404
    return asked


def outcome(
    request: HttpRequest, actor: Actor, found: Proposal, asked: LiveQuestion
) -> HttpResponseBase:
    part = "HX-Request" in request.headers
    if request.method == "POST" and not part:
        return redirect("weighing:swapped", found.pk, asked.pk)
    more = swap_context(actor, found, asked)
    if part:
        return render(request, "weighing/_swap.html", more | {"proposal": found})
    return page(request, found, swap_form(request, found), more)


def swap_context(actor: Actor, found: Proposal, asked: LiveQuestion) -> dict[str, Any]:
    context: dict[str, Any] = {
        "question": asked,
        "pause": live.pause(asked, now=timezone.now()),
        "may_weigh": allows(actor, Action.WEIGH, found),
        "words": WordsForm(),
    }
    if asked.is_answered() and asked.answer is not None:
        names = reads.names_of(found.weighing.study)
        context |= {
            "swap": asked.answer,
            "changes": swap_table(asked.answer),
            "how_good": how_good(asked.answer),
            "moved": moved_along(found.content, asked.answer),
            "shortages": shortage_changes(found.content, asked.answer["answer"], names),
        }
    return context


@needs(Action.WEIGH)
@require_POST
def keep(request: HttpRequest, pk: UUID, question: UUID) -> HttpResponseBase:
    """Keep a swap as a proposal of its own."""
    actor, found = reads.proposal_for(request, pk)
    asked = swap_or_404(actor, found, question)
    form = WordsForm(request.POST)
    swap = asked.answer
    if form.is_valid() and swap is not None:
        made = deciding.keep_variant(actor, found, swap, form.words(), now=timezone.now())
        messages.success(request, "De variant is bewaard als een nieuw voorstel.")
        return redirect("weighing:proposal", made.pk)
    more = swap_context(actor, found, asked) | {"words": form}
    return page(request, found, swap_form(request, found), more, status=422)
