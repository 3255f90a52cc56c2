"""Proposals: the list, one of them, what the board decides, and several beside one another."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wwz.audit.states import may_move
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.opgave.presentation.tables import Table
from wwz.opgave.views.weighing import Crumbs
from wwz.opgave.weighing import deciding
from wwz.opgave.weighing import queries as reads
from wwz.opgave.weighing.comparing import (
    about_compared,
    compared_source,
    compared_table,
    proposals_table,
)
from wwz.opgave.weighing.forms import DecisionForm, ProposalsFilterForm
from wwz.opgave.weighing.models import Proposal
from wwz.opgave.weighing.presentation import about, outcome_page
from wwz.opgave.weighing.swapping import swap_table
from wwz.opgave.weighing.tables import as_sheet, tables_of
from wwz.partners.access import actor_of, allows, needs, partnership_and_actor
from wwz.partners.actor import Actor
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership
from wwz.spreadsheets import download

TITLE = "Voorstellen"


def trail(partnership: Partnership, *last: str) -> Crumbs:
    above = [(str(partnership), f"/samen/{partnership.slug}/")]
    if not last:
        return [*above, (TITLE, "")]
    return [*above, (TITLE, reverse("weighing:proposals", args=[partnership.slug])),
            *((one, "") for one in last)]  # fmt: skip


@needs(Action.READ_PARTNER)
@require_safe
def listed(request: HttpRequest, slug: str) -> HttpResponse:
    partnership, actor = partnership_and_actor(request, slug)
    form = ProposalsFilterForm(request.GET)
    rows = reads.proposals_in(actor, partnership, form.wanted())
    page = reads.page_of(rows, request.GET.get("bladzijde", "1"))
    context = {
        "partnership": of_page(request, partnership),
        "crumbs": trail(partnership),
        "title": TITLE,
        "filter": form,
        "page": page,
        "table": proposals_table(page.object_list),
        "query": request.GET.urlencode(),
    }
    return render(request, "weighing/proposals.html", context)


@needs(Action.READ_PARTNER)
@require_safe
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The list as it is filtered."""
    partnership, actor = partnership_and_actor(request, slug)
    rows = reads.proposals_in(actor, partnership, ProposalsFilterForm(request.GET).wanted())
    about_list = (("Wat", f"Voorstellen van {partnership}"),)
    return download(request, kind, as_sheet(proposals_table(rows), partnership.slug, about_list))


@needs(Action.READ_PARTNER)
@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Up to four proposals in columns; which ones, the address says."""
    partnership, actor = partnership_and_actor(request, slug)
    chosen = reads.compared(actor, partnership, request.GET.getlist("voorstel"))
    context = {
        "partnership": of_page(request, partnership),
        "crumbs": trail(partnership, "Naast elkaar"),
        "chosen": chosen,
        "keys": {one.pk for one in chosen},
        "table": compared_table(chosen),
        "source": compared_source(chosen),
        "query": urlencode([("voorstel", one.pk) for one in chosen]),
        "offered": reads.proposals_in(actor, partnership, {})[: reads.PER_PAGE],
    }
    return render(request, "weighing/compare.html", context)


@needs(Action.READ_PARTNER)
@require_safe
def compare_file(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The same columns as CSV or Excel."""
    partnership, actor = partnership_and_actor(request, slug)
    chosen = reads.compared(actor, partnership, request.GET.getlist("voorstel"))
    told = [("Samenwerkingsverband", str(partnership)), *about_compared(chosen)]
    return download(request, kind, as_sheet(compared_table(chosen), partnership.slug, told))


# --- one proposal ---


@needs(Action.READ_PARTNER)
@require_safe
def proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, found = reads.proposal_for(request, pk)
    return show(request, actor, found, DecisionForm(initial={"decided_on": timezone.localdate()}))


def show(
    request: HttpRequest, actor: Actor, found: Proposal, form: DecisionForm, *,
    problem: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    names = reads.names_of(found.weighing.study)
    address = reverse("weighing:proposal", args=[found.pk])
    tables = tables_of(found.content, names)
    # What a later step made of it: counted here, written there.
    work = found.works.count() if found.is_decided() else 0
    may_settle = allows(actor, Action.DECIDE_PROPOSAL, found) and may_move(found, "decide")
    context: dict[str, Any] = {
        "partnership": found.partnership,
        "crumbs": trail(found.partnership, found.title),
        "proposal": found,
        "page": outcome_page(found.weighing, found.content, address, found),
        "address": address,
        "parties": tables["partijen"](),
        "scenarios": tables["scenarios"](),
        "swapped": swap_table(found.swap) if found.swap else None,
        "variants": reads.variants_of(actor, found),
        "form": form if may_settle else None,
        "problem": problem,
        "may_submit": allows(actor, Action.SUBMIT_PROPOSAL, found) and may_move(found, "submit"),
        "may_swap": allows(actor, Action.TRY_SWAP, found),
        "work": work,
        "may_turn": found.is_decided()
        and work < len(found.chosen)
        and allows(actor, Action.TURN_INTO_WORK, found),
    }
    return render(request, "weighing/proposal.html", context, status=status)


@needs(Action.READ_PARTNER)
@require_safe
def table(request: HttpRequest, pk: UUID, name: str, form: str) -> HttpResponseBase:
    _, found = reads.proposal_for(request, pk)
    tables = tables_of(found.content, reads.names_of(found.weighing.study))
    if name not in tables:
        raise Http404
    return download(request, form, sheet_of(found, tables[name]()))


def sheet_of(found: Proposal, table: Table) -> Any:
    told = [("Voorstel", found.title), ("Stand", found.get_state_display()),
            *about(found.weighing, found.answer, found)]  # fmt: skip
    return as_sheet(table, "voorstel", told)


@needs(Action.SUBMIT_PROPOSAL)
@require_POST
def submit(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Put it before the board."""
    actor, found = reads.proposal_for(request, pk)
    try:
        deciding.submit(actor, found, now=timezone.now())
    except RuleBrokenError as error:
        return refused(request, pk, DecisionForm(), error)
    messages.success(request, "Het voorstel ligt nu bij de bestuurders.")
    return redirect("weighing:proposal", pk)


@needs(Action.DECIDE_PROPOSAL)
@require_POST
def settle(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Write down what the board decided."""
    actor, found = reads.proposal_for(request, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return show(request, actor, found, form, status=422)
    verb = form.cleaned_data["verb"]
    try:
        deciding.settle(actor, found, verb, form.decision(), now=timezone.now())
    except RuleBrokenError as error:
        return refused(request, pk, form, error)
    messages.success(request, f"Vastgelegd: {found.get_state_display()}.")
    return redirect("weighing:proposal", pk)


def refused(
    request: HttpRequest, pk: UUID, form: DecisionForm, error: RuleBrokenError
) -> HttpResponse:
    """The proposal as it stands now, with why it was not done."""
    actor, found = actor_of(request), reads.proposal_for(request, pk)[1]
    status = 403 if isinstance(error, NotAllowedError) else 422
    return show(request, actor, found, form, problem=str(error), status=status)
