"""A decided proposal: turned into commitments and initiatives in one press, and its thread."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wwz.errors import RuleBrokenError
from wwz.opgave.weighing.models import Proposal
from wwz.opgave.weighing.queries import proposal_for
from wwz.opgave.wording import how_many, upper_first
from wwz.partners.access import needs
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.uitvoering.proposals import turning
from wwz.uitvoering.proposals.forms import PressForm
from wwz.uitvoering.proposals.threads import steps_of, works_of


@needs(Action.TURN_INTO_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def turn(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """What the press will make, what is still missing, and the press."""
    actor, found = proposal_for(request, pk)
    form = press_form(request, actor, found)
    problems: list[str] = turning.missing(found, None) if form is None else []
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            made = turning.turn(actor, found, form.press(), now=timezone.now())
        except turning.NotReadyError as error:
            problems = list(error.missing)
        except RuleBrokenError as error:
            problems = [str(error)]
        else:
            many = how_many(len(made), "afspraak en één initiatief staan",
                            "afspraken en evenveel initiatieven staan")  # fmt: skip
            words = f"{upper_first(many)} klaar." if made else "Dit is al eerder gedaan."
            messages.success(request, words)
            return redirect("uitvoering:proposal_thread", pk)
    context = {
        "partnership": found.partnership,
        "crumbs": crumbs(found, "Afspraken en initiatieven"),
        "proposal": found,
        "form": form,
        "problems": problems,
        "parties": turning.recognised(found, timezone.localdate()),
        "made": works_of(actor, found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "uitvoering/proposal_turn.html", context, status=status)


def press_form(request: HttpRequest, actor: Actor, found: Proposal) -> PressForm | None:
    """Nothing when there is no agreement in draft to put commitments in."""
    akkoorden = turning.drafts_for(actor, found)
    if not akkoorden:
        return None
    today = timezone.localdate()
    return PressForm(
        request.POST if request.method == "POST" else None, akkoorden, turning.parties_of(found),
        turning.recognised(found, today), turning.taking_part(found, today),
    )  # fmt: skip


def crumbs(found: Proposal, last: str) -> list[tuple[str, str]]:
    return [
        (str(found.partnership), f"/samen/{found.partnership.slug}/"),
        ("Voorstellen", reverse("weighing:proposals", args=[found.partnership.slug])),
        (found.title, reverse("weighing:proposal", args=[found.pk])),
        (last, ""),
    ]


@needs(Action.READ_PARTNER)
@require_safe
def thread(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From figure to initiative, one step after the other."""
    actor, found = proposal_for(request, pk)
    context = {
        "partnership": found.partnership,
        "crumbs": crumbs(found, "De draad"),
        "proposal": found,
        "thread": {"steps": steps_of(actor, found), "full": True},
    }
    return render(request, "uitvoering/proposal_thread.html", context)
