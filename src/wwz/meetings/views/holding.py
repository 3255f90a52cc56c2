"""One meeting: reading it, coming to it, and what came out of it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wwz.meetings import queries, services
from wwz.meetings.access import get_meeting, get_outcome
from wwz.meetings.calendars import invitation
from wwz.meetings.forms import CountsForm, MinutesForm, OutcomeForm, ReasonForm
from wwz.meetings.models import Meeting, Minutes
from wwz.meetings.views.lists import CALENDAR
from wwz.meetings.views.planning import address
from wwz.meetings.views.verbs import form_page, tried
from wwz.partners.access import actor_of, needs
from wwz.partners.actor import Actor
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.pressing import done


@needs(Action.READ_PUBLIC)
@require_safe
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One meeting: when, agenda, who comes, minutes and what came out."""
    actor = actor_of(request)
    found = get_meeting(actor, pk)
    of_page(request, found.partnership)
    page = queries.meeting_page(found, actor, now=timezone.now())
    context = {"page": page, "meeting": found, "partnership": found.partnership}
    return render(request, "meetings/meeting.html", context)


@needs(Action.READ_PUBLIC)
@require_safe
def for_calendar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The meeting for one's own calendar."""
    found = get_meeting(actor_of(request), pk)
    answer = HttpResponse(invitation(found, now=timezone.now()), content_type=CALENDAR)
    answer["Content-Disposition"] = 'attachment; filename="bijeenkomst.ics"'
    return answer


@needs(Action.ATTEND)
@require_POST
def reply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say whether one comes."""
    actor = actor_of(request)
    found = get_meeting(actor, pk)
    comes = request.POST.get("komt") == "ja"
    said = "Fijn dat u komt." if comes else "Wij hebben genoteerd dat u niet kunt."
    return done(
        request,
        lambda: services.reply(actor, found, comes=comes, now=timezone.now()),
        said,
        address(found),
    )


@needs(Action.PLAN_MEETING)
@require_POST
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = get_meeting(actor, pk)
    return done(
        request,
        lambda: services.begin(actor, found, now=timezone.now()),
        "De bijeenkomst is begonnen.",
        address(found),
    )


@needs(Action.PLAN_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was held: count who was there, and open the minutes."""
    actor = actor_of(request)
    found = get_meeting(actor, pk)
    of_page(request, found.partnership)
    rows = queries.invited_rows(found)
    form = CountsForm(request.POST if request.method == "POST" else None, rows=rows)

    def end() -> None:
        services.close(actor, found, counts=form.counts(), now=timezone.now())

    if form.is_bound and tried(form, end):
        return done(
            request, lambda: None, "De bijeenkomst is afgesloten. Schrijf nu het verslag.",
            address(found, "#verslag"),
        )  # fmt: skip
    return form_page(
        request,
        form,
        title=f"{found} afsluiten",
        button="Sluit af",
        back=address(found),
        lead="Tel wie er was. In de zaal en op papier telt even zwaar.",
    )


# --- minutes ---


def minutes_or_404(found: Meeting, actor: Actor) -> Minutes:
    """The minutes that this actor may read now."""
    page = queries.meeting_page(found, actor, now=timezone.now())
    if page.minutes is None:
        raise Http404
    return page.minutes


@needs(Action.ATTEND)
@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the minutes, or add to them while they are checked."""
    actor = actor_of(request)
    found = get_meeting(actor, pk)
    of_page(request, found.partnership)
    written = minutes_or_404(found, actor)
    form = MinutesForm(
        request.POST if request.method == "POST" else None, initial={"text": written.text}
    )

    def write() -> None:
        services.write_minutes(actor, written, form.cleaned_data["text"], now=timezone.now())

    if form.is_bound and tried(form, write):
        return done(request, lambda: None, "Het verslag is bewaard.", address(found, "#verslag"))
    return form_page(
        request, form, title=f"Verslag van {found}", button="Bewaar", back=address(found)
    )


@needs(Action.PLAN_MEETING)
@require_POST
def submit_minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = get_meeting(actor, pk)
    written = minutes_or_404(found, actor)
    return done(
        request,
        lambda: services.submit_minutes(actor, written, now=timezone.now()),
        "Het verslag staat vijf werkdagen open voor wie er was.",
        address(found, "#verslag"),
    )


@needs(Action.ATTEND)
@require_POST
def adopt_minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = get_meeting(actor, pk)
    written = minutes_or_404(found, actor)
    return done(
        request,
        lambda: services.adopt_minutes(actor, written, now=timezone.now()),
        "Het verslag is vastgesteld. Het verandert niet meer.",
        address(found, "#verslag"),
    )


# --- outcomes ---


@needs(Action.PLAN_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def add_outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what was decided, promised or asked."""
    actor = actor_of(request)
    found = get_meeting(actor, pk)
    of_page(request, found.partnership)
    form = OutcomeForm(
        request.POST if request.method == "POST" else None,
        parties=queries.parties(found.partnership),
    )

    def add() -> None:
        services.add_outcome(actor, found, form.new_outcome(), now=timezone.now())

    if form.is_bound and tried(form, add):
        return redirect(address(found, "#uitkomsten"))
    return form_page(
        request,
        form,
        title=f"Uitkomst van {found}",
        button="Leg vast",
        back=address(found),
        lead="Schrijf zo dat iemand die er niet bij was weet wat er gaat gebeuren.",
    )


@needs(Action.FINISH_OUTCOME)
@require_POST
def finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The owner says that it is done."""
    actor = actor_of(request)
    outcome = get_outcome(actor, pk)
    return done(
        request,
        lambda: services.finish(actor, outcome, now=timezone.now()),
        "Het punt is afgerond.",
        back_to(request, outcome.meeting),
    )


@needs(Action.PLAN_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is not needed any more, for a reason."""
    actor = actor_of(request)
    outcome = get_outcome(actor, pk)
    of_page(request, outcome.partnership)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def let_go() -> None:
        services.drop(actor, outcome, form.cleaned_data["reason"], now=timezone.now())

    back = address(outcome.meeting, "#uitkomsten")
    if form.is_bound and tried(form, let_go):
        return done(request, lambda: None, "Het punt is vervallen.", back)
    return form_page(
        request,
        form,
        title="Dit punt laten vervallen",
        button="Laat vervallen",
        back=back,
        lead=outcome.text,
    )


def back_to(request: HttpRequest, found: Meeting) -> str:
    """Back to the list when the button stood there."""
    if request.POST.get("lijst") == "ja":
        return reverse("meetings:open_points", args=[found.partnership.slug])
    return address(found, "#uitkomsten")
