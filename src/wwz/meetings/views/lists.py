"""Lists of a partnership: its meetings, its standing bodies and what is still open."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wwz.meetings import queries, services
from wwz.meetings.access import get_body
from wwz.meetings.calendars import feed as as_feed
from wwz.meetings.forms import BodyForm, FilterForm, PointsFilterForm
from wwz.meetings.presentation import meetings_sheet, points_sheet
from wwz.meetings.views.verbs import ON_A_PAGE, form_page, tried
from wwz.partners.access import actor_of, allows_in, get_partnership, needs
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership
from wwz.partners.pressing import done
from wwz.spreadsheets import download

CALENDAR = "text/calendar; charset=utf-8"


@needs(Action.READ_PUBLIC)
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Meetings to come and meetings that were."""
    partnership, actor = of_page(request, get_partnership(slug)), actor_of(request)
    now = timezone.now()
    bodies = queries.bodies(partnership, actor)
    form = FilterForm(request.GET, bodies=bodies)
    found = queries.meetings(partnership, actor, form.wanted())
    past = Paginator(queries.past(found, now), ON_A_PAGE)
    context = {
        "partnership": partnership,
        "filter": form,
        "coming": queries.coming(found, now)[:100],
        "past": past.get_page(request.GET.get("bladzijde")),
        "bodies": bodies,
        "may_plan": allows_in(actor, Action.PLAN_MEETING, partnership),
        "query": request.GET.urlencode(),
    }
    return render(request, "meetings/index.html", context)


@needs(Action.READ_PUBLIC)
@require_safe
def table(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The same list as a file."""
    partnership, actor = get_partnership(slug), actor_of(request)
    form = FilterForm(request.GET, bodies=queries.bodies(partnership, actor))
    found = queries.meetings(partnership, actor, form.wanted()).order_by("-starts_at", "pk")
    return download(request, kind, meetings_sheet(partnership, found, now=timezone.now()))


@needs(Action.READ_PUBLIC)
@require_safe
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The same list for people's own calendars, with the same filter."""
    partnership, actor, now = get_partnership(slug), actor_of(request), timezone.now()
    form = FilterForm(request.GET, bodies=queries.bodies(partnership, actor))
    found = queries.in_window(queries.meetings(partnership, actor, form.wanted()), now)
    return HttpResponse(as_feed(found, name=str(partnership), now=now), content_type=CALENDAR)


@needs(Action.READ_PUBLIC)
@require_safe
def open_points(request: HttpRequest, slug: str) -> HttpResponse:
    """What was promised or asked in meetings and is not done yet."""
    partnership, actor = of_page(request, get_partnership(slug)), actor_of(request)
    form = PointsFilterForm(request.GET, parties=queries.parties(partnership))
    found = queries.open_points(partnership, actor, owner=form.owner(), kind=form.kind())
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("bladzijde"))
    context = {
        "partnership": partnership,
        "filter": form,
        "page": page,
        "today": timezone.localdate(),
        "finishable": queries.finishable(list(page), actor, False),
        "query": request.GET.urlencode(),
    }
    return render(request, "meetings/open_points.html", context)


@needs(Action.READ_PUBLIC)
@require_safe
def points_table(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    partnership, actor = get_partnership(slug), actor_of(request)
    form = PointsFilterForm(request.GET, parties=queries.parties(partnership))
    found = queries.open_points(partnership, actor, owner=form.owner(), kind=form.kind())
    return download(request, kind, points_sheet(partnership, found, now=timezone.now()))


# --- standing bodies ---


@needs(Action.READ_PUBLIC)
@require_safe
def body(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One standing body: who, how often, when again, and what is open."""
    actor = actor_of(request)
    found = get_body(actor, pk)
    of_page(request, found.partnership)
    page = queries.body_page(found, actor, now=timezone.now())
    finishable = queries.finishable(page.points, actor, page.may_plan)
    context = {"page": page, "partnership": found.partnership, "finishable": finishable}
    return render(request, "meetings/body.html", context)


@needs(Action.PLAN_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def new_body(request: HttpRequest, slug: str) -> HttpResponse:
    """Set up a group that meets in a rhythm."""
    partnership, actor = of_page(request, get_partnership(slug)), actor_of(request)
    form = body_form(request, partnership)
    made: list[UUID] = []

    def make() -> None:
        filled = form.cleaned_data | {"members": tuple(form.cleaned_data["members"])}
        new = services.NewBody(zone_id=actor.scope_id if actor.scope_id else None, **filled)
        made.append(services.make_body(actor, partnership, new, now=timezone.now()).pk)

    if form.is_bound and tried(form, make):
        return redirect("meetings:body", made[0])
    back = reverse("meetings:index", args=[slug])
    return form_page(request, form, title="Nieuw overleg", button="Maak het overleg", back=back)


@needs(Action.PLAN_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def change_body(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change members, chair and rhythm."""
    actor = actor_of(request)
    found = get_body(actor, pk)
    of_page(request, found.partnership)
    initial = {
        "name": found.name,
        "members": [member.pk for member in found.members.all()],
        "chair": found.chair_id,
        "every_months": found.every_months,
        "visibility": found.visibility,
    }
    form = body_form(request, found.partnership, initial)
    back = reverse("meetings:body", args=[pk])

    def change() -> None:
        services.change_body(
            actor,
            found,
            members=form.cleaned_data["members"],
            chair=form.cleaned_data["chair"],
            every_months=form.cleaned_data["every_months"],
            now=timezone.now(),
        )

    if form.is_bound and tried(form, change):
        return done(request, lambda: None, "Het overleg is bijgewerkt.", back)
    return form_page(request, form, title=f"{found} wijzigen", button="Bewaar", back=back)


def body_form(request: HttpRequest, partnership: Partnership, initial: object = None) -> BodyForm:
    return BodyForm(
        request.POST if request.method == "POST" else None,
        parties=queries.parties(partnership),
        people=queries.people(partnership),
        initial=initial,
    )
