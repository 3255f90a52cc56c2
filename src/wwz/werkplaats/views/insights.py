"""Lessons: write, share, show on another thread, hand over, receive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wwz.comments.forms import say_form
from wwz.comments.posting import posted
from wwz.comments.queries import talk
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.partners.access import actor_of, allows, get_partnership, needs, require_in
from wwz.partners.actor import Actor
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.spreadsheets import Column, Sheet, download
from wwz.werkplaats import queries, services
from wwz.werkplaats.access import insight_for
from wwz.werkplaats.discussion import about_insight
from wwz.werkplaats.forms import INSIGHT_STATES, FilterForm, InsightForm, LinkForm, ReceiptForm
from wwz.werkplaats.models import Insight, InsightState
from wwz.werkplaats.presentation import trail

COLUMNS: tuple[Column[Insight], ...] = (
    Column("Inzicht", lambda insight: insight.title, 50),
    Column("Wat wij leerden", lambda insight: insight.lesson, 60),
    Column("Waaruit dat blijkt", lambda insight: insight.evidence, 60),
    Column("Van", lambda insight: str(insight.organisation or "")),
    Column("Stand", lambda insight: insight.get_state_display()),
    Column("Gedeeld op", lambda insight: insight.shared_on),
)


@needs(Action.READ_PUBLIC)
@require_safe
def insights(request: HttpRequest, slug: str) -> HttpResponse:
    """All lessons that this reader may see."""
    partnership = of_page(request, get_partnership(slug))
    form = FilterForm(request.GET, states=INSIGHT_STATES)
    form.is_valid()
    page = queries.insight_page(
        actor_of(request),
        partnership,
        searched=form.cleaned_data.get("zoek", ""),
        state=form.cleaned_data.get("stand", ""),
        number=request.GET.get("bladzijde", "1"),
    )
    crumbs = trail(partnership, "Inzichten")
    context = {"partnership": partnership, "crumbs": crumbs, "filter": form, "page": page}
    return render(request, "werkplaats/insights.html", context)


@needs(Action.READ_PUBLIC)
@require_safe
def insight_file(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The lessons as a file."""
    partnership = get_partnership(slug)
    rows = queries.readable_insights(actor_of(request), partnership)
    about = (("Inzichten", str(partnership)),)
    return download(request, kind, Sheet(f"inzichten-{slug}", COLUMNS, rows, about))


@needs(Action.MANAGE_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Write a lesson down."""
    partnership = of_page(request, get_partnership(slug))
    actor = actor_of(request)
    try:
        require_in(actor, Action.MANAGE_PROGRAMME, partnership)
    except NotAllowedError as error:
        return render(request, "403.html", {"exception": error}, status=403)
    choices = queries.initiatives_to_choose(actor, partnership)
    form = InsightForm(request.POST or None, initiatives=choices)
    if request.method == "POST" and form.is_valid():
        new = services.NewInsight(**form.cleaned_data)
        made = services.write_insight(actor, partnership, new, now=timezone.now())
        return redirect("werkplaats:insight", made.pk)
    status = 422 if request.method == "POST" else 200
    crumbs = trail(partnership, "Nieuw inzicht")
    context = {"partnership": partnership, "crumbs": crumbs, "form": form}
    return render(request, "werkplaats/write.html", context, status=status)


@needs(Action.READ_PUBLIC)
@require_safe
def insight(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One lesson, with what can be done with it."""
    return show(request, insight_for(actor_of(request), pk))


@needs(Action.MANAGE_PROGRAMME)
@require_POST
def share(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Put a lesson on the site."""
    now = timezone.now()
    return change(
        request,
        pk,
        lambda actor, found: services.share(actor, found, now=now, today=timezone.localdate()),
    )


@needs(Action.ASK_REPORT)
@require_POST
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Send a lesson to who reads along for the Rijk."""
    now = timezone.now()
    return change(
        request,
        pk,
        lambda actor, found: services.hand_over(actor, found, now=now, today=timezone.localdate()),
    )


@needs(Action.RECEIVE_INSIGHTS)
@require_POST
def receive(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Confirm the receipt of a lesson."""
    text, now = request.POST.get("receipt", "")[:1000], timezone.now()
    return change(
        request,
        pk,
        lambda actor, found: services.receive(
            actor, found, text, now=now, today=timezone.localdate()
        ),
    )


@needs(Action.TRIAGE)
@require_POST
def link(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Show a lesson on another thread."""
    actor = actor_of(request)
    found = insight_for(actor, pk)
    form = LinkForm(request.POST, threads=queries.threads_to_link(actor, found))
    if not form.is_valid():
        return show(request, found, form=form, status=422)
    now = timezone.now()
    return change(
        request,
        pk,
        lambda who, what: services.link_to_thread(
            who, what, form.cleaned_data["knelpunt"], now=now, today=timezone.localdate()
        ),
    )


@needs(Action.COMMENT)
@require_POST
def comment(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Say something about a shared lesson; what a visitor says waits for a moderator."""
    found = insight_for(actor_of(request), pk)
    if not is_discussed(found):
        raise Http404
    refused = posted(request, about_insight(found), now=timezone.now())
    if refused is not None:
        return show(request, found, say=refused, status=422)
    return redirect(reverse("werkplaats:insight", args=[pk]) + "#gesprek")


def is_discussed(insight: Insight) -> bool:
    """A concept is not talked about yet: what is said would become public when it is shared."""
    return insight.state != InsightState.CONCEPT


def change(
    request: HttpRequest, pk: UUID, verb: Callable[[Actor, Insight], object]
) -> HttpResponseBase:
    """Let one service change a lesson and show it, or show why not."""
    actor = actor_of(request)
    found = insight_for(actor, pk)
    try:
        verb(actor, found)
    except RuleBrokenError as error:
        found.refresh_from_db()
        status = 403 if isinstance(error, NotAllowedError) else 422
        return show(request, found, problem=str(error), status=status)
    return redirect("werkplaats:insight", pk)


def show(
    request: HttpRequest,
    found: Insight,
    *,
    problem: str = "",
    form: forms.Form | None = None,
    say: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    may_link = actor.may(Action.TRIAGE) and found.visibility == "openbaar"
    threads = queries.threads_to_link(actor, found) if may_link else []
    context: dict[str, Any] = {
        "partnership": of_page(request, found.partnership),
        "crumbs": trail(found.partnership, "Inzicht"),
        "insight": found,
        "problem": problem,
        "may_share": found.state == "concept" and allows(actor, Action.MANAGE_PROGRAMME, found),
        "may_hand_over": found.state == "gedeeld" and allows(actor, Action.ASK_REPORT, found),
        "may_receive": found.state == "overgedragen"
        and allows(actor, Action.RECEIVE_INSIGHTS, found),
        "receipt_form": ReceiptForm(),
        "link_form": form or (LinkForm(threads=threads) if threads else None),
        "talk": talk(about_insight(found), actor) if is_discussed(found) else None,
        "say_address": reverse("werkplaats:comment", args=[found.pk]),
        "say_form": say or say_form(actor, now=timezone.now()),
    }
    return render(request, "werkplaats/insight.html", context, status=status)
