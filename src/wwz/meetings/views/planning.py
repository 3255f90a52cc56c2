"""Planning a meeting, its agenda and its invitations."""

from __future__ import annotations

from datetime import time
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from wwz.meetings import queries, services
from wwz.meetings.access import get_item, get_meeting
from wwz.meetings.forms import ItemForm, MeetingForm, ReasonForm, filled_from
from wwz.meetings.models import Meeting, StandingBody
from wwz.meetings.views.verbs import form_page, tried
from wwz.partners.access import actor_of, get_partnership, needs
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.pressing import done

BEGINS, ENDS = time(19, 30), time(21, 0)


def address(meeting: Meeting, part: str = "") -> str:
    return reverse("meetings:meeting", args=[meeting.pk]) + part


@needs(Action.PLAN_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a meeting; from the page of a body with its next date filled in."""
    partnership, actor = of_page(request, get_partnership(slug)), actor_of(request)
    bodies = queries.bodies(partnership, actor)
    chosen = next((one for one in bodies if str(one.pk) == request.GET.get("overleg")), None)
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        bodies=bodies,
        initial=proposal(chosen),
    )
    made: list[Meeting] = []

    def make() -> None:
        now = timezone.now()
        made.append(services.plan(actor, partnership, form.new_meeting(), now=now))

    if form.is_bound and tried(form, make):
        return redirect(address(made[0]))
    return form_page(
        request,
        form,
        title="Een bijeenkomst plannen",
        button="Maak een concept",
        back=reverse("meetings:index", args=[slug]),
        lead="Nog niemand krijgt bericht. Maak daarna de agenda en verstuur de uitnodiging.",
    )


def proposal(body: StandingBody | None) -> dict[str, object]:
    if body is None:
        return {"begins": BEGINS, "ends": ENDS}
    today = timezone.localdate()
    return {
        "title": body.name,
        "body": body.pk,
        "visibility": body.visibility,
        "on": queries.proposed_date(body, today=today),
        "begins": BEGINS,
        "ends": ENDS,
    }


@needs(Action.PLAN_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change when, where or what."""
    actor = actor_of(request)
    meeting = get_meeting(actor, pk)
    of_page(request, meeting.partnership)
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        bodies=queries.bodies(meeting.partnership, actor),
        initial=filled_from(meeting),
    )

    def save() -> None:
        services.change(actor, meeting, now=timezone.now(), **form.changes())

    if form.is_bound and tried(form, save):
        return done(request, lambda: None, "De bijeenkomst is gewijzigd.", address(meeting))
    return form_page(
        request,
        form,
        title=f"{meeting} wijzigen",
        button="Bewaar",
        back=address(meeting),
        lead="Is de uitnodiging al verstuurd en verandert de tijd? Dan krijgen de genodigden "
        "bericht.",
    )


@needs(Action.PLAN_MEETING)
@require_POST
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    meeting = get_meeting(actor, pk)
    return done(
        request,
        lambda: services.invite(actor, meeting, now=timezone.now()),
        "De uitnodiging is verstuurd, met de datum voor ieders agenda.",
        address(meeting),
    )


@needs(Action.PLAN_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call it off, with a reason."""
    actor = actor_of(request)
    meeting = get_meeting(actor, pk)
    of_page(request, meeting.partnership)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def call_off() -> None:
        services.cancel(actor, meeting, form.cleaned_data["reason"], now=timezone.now())

    if form.is_bound and tried(form, call_off):
        return done(request, lambda: None, "De bijeenkomst is afgelast.", address(meeting))
    return form_page(
        request,
        form,
        title=f"{meeting} afgelasten",
        button="Gelast de bijeenkomst af",
        back=address(meeting),
        lead="Wie is uitgenodigd, krijgt bericht met uw reden.",
    )


# --- agenda ---


@needs(Action.PLAN_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def add_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a point on the agenda."""
    actor = actor_of(request)
    meeting = get_meeting(actor, pk)
    of_page(request, meeting.partnership)
    form = ItemForm(request.POST if request.method == "POST" else None)

    def add() -> None:
        services.add_item(
            actor,
            meeting,
            form.cleaned_data["title"],
            purpose=form.cleaned_data["purpose"],
            minutes=form.cleaned_data["minutes"],
        )

    if form.is_bound and tried(form, add):
        return redirect(address(meeting, "#agenda"))
    return form_page(
        request,
        form,
        title=f"Agendapunt voor {meeting}",
        button="Zet op de agenda",
        back=address(meeting),
    )


@needs(Action.PLAN_MEETING)
@require_POST
def move_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One place up or down."""
    actor = actor_of(request)
    item = get_item(actor, pk)
    return done(
        request,
        lambda: services.move_item(actor, item, up=request.POST.get("richting") == "omhoog"),
        f"‘{item.title}’ is verplaatst.",
        address(item.meeting, "#agenda"),
    )


@needs(Action.PLAN_MEETING)
@require_POST
def remove_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    item = get_item(actor, pk)
    meeting = item.meeting
    return done(
        request,
        lambda: services.remove_item(actor, item),
        f"‘{item.title}’ is van de agenda gehaald.",
        address(meeting, "#agenda"),
    )
