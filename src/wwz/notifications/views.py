"""One's own page with work and notices, following, and the outbox of a demo."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wwz.errors import RuleBrokenError
from wwz.notifications import queries, services
from wwz.notifications.access import get_thing
from wwz.notifications.forms import FollowForm, MailForm
from wwz.notifications.work import THIS_WEEK, lines_for
from wwz.partners.access import actor_of, needs
from wwz.partners.context import of_page
from wwz.partners.mail import hashed
from wwz.partners.matrix import Action
from wwz.partners.models import Shared
from wwz.partners.public_forms import NO_ROOM, has_room

ON_A_PAGE = 25
WORK = "notifications:work"


# --- one's own page ---


@needs(Action.OWN_ACCOUNT)
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """What waits for this hat, what was told, and what is followed."""
    actor, today = actor_of(request), timezone.localdate()
    lines = lines_for(actor, today)
    soon = [line for line in lines if line.due_on is None or line.due_on <= today + THIS_WEEK]
    page = Paginator(queries.notices(actor), ON_A_PAGE).get_page(request.GET.get("bladzijde"))
    context = {
        "soon": [(line, line.is_late(today)) for line in soon],
        "later": [line for line in lines if line not in soon],
        "page": page,
        "unread": queries.unread_count(actor),
        "followed": queries.followed(actor),
    }
    return render(request, "notifications/work.html", context)


@needs(Action.OWN_ACCOUNT)
@require_POST
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put one line among those that were read, and go to what it is about."""
    notice = services.mark_read(actor_of(request), pk, now=timezone.now())
    if notice is None:
        raise Http404
    return redirect(services.own_path(notice.address) or WORK)


@needs(Action.OWN_ACCOUNT)
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    services.mark_all_read(actor_of(request), now=timezone.now())
    return redirect(WORK)


# --- following ---


@needs(Action.COMMENT)
@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Follow something, or stop."""
    actor, form = actor_of(request), FollowForm(request.POST)
    if not form.is_valid():
        raise Http404
    address = services.own_path(form.cleaned_data["address"])
    if request.POST.get("verb") == "stop":
        services.stop_following(actor, form.cleaned_data["object_id"])
        messages.success(request, "U volgt dit niet meer.")
        return redirect(address or WORK)
    thing = get_thing(actor, form.cleaned_data["kind"], form.cleaned_data["object_id"])
    try:
        services.follow(actor, thing, now=timezone.now(), address=address)
    except RuleBrokenError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "U krijgt bericht als hier iets gebeurt.")
    return redirect(address or WORK)


@needs(Action.COMMENT)
@require_POST
def unfollow(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop following, from one's own page; also what one may see no longer."""
    services.stop_following(actor_of(request), pk)
    messages.success(request, "U volgt dit niet meer.")
    return redirect(WORK)


@needs(Action.COMMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request: HttpRequest) -> HttpResponse:
    """Follow without an account."""
    actor, now = actor_of(request), timezone.now()
    asked = FollowForm({"kind": request.GET.get("kind"), "object_id": request.GET.get("wat")})
    if not asked.is_valid():
        raise Http404
    thing = get_thing(actor, asked.cleaned_data["kind"], asked.cleaned_data["object_id"])
    of_page(request, thing.partnership)
    form = MailForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_bound and form.is_valid():
        if not has_room(request, "volgen"):
            form.add_error(None, NO_ROOM)
        elif asked_to_confirm(form, thing):
            return render(request, "notifications/confirm_asked.html", {"thing": thing})
    context = {"form": form, "thing": thing}
    status = 422 if form.is_bound else 200
    return render(request, "notifications/by_mail.html", context, status=status)


def asked_to_confirm(form: MailForm, thing: Shared) -> bool:
    try:
        services.follow_by_mail(thing, form.cleaned_data["email"], now=timezone.now())
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return False
    return True


@needs(Action.READ_PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Reading the mail changes nothing; the button does."""
    if queries.confirmable(hashed(token)) is None:
        raise Http404
    confirmed = request.method == "POST"
    if confirmed:
        services.confirm_following(token, now=timezone.now())
    return render(request, "notifications/confirm.html", {"confirmed": confirmed})


@needs(Action.READ_PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The link in every mail to somebody without an account."""
    if request.method == "POST":
        services.stop_by_mail(pk)
        return render(request, "notifications/stop.html", {"stopped": True})
    if queries.by_mail(pk) is None:
        raise Http404
    return render(request, "notifications/stop.html", {"stopped": False})


# --- the demo ---


@needs(Action.READ_PUBLIC)
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """What a demo would have mailed. On a real site nobody reads the mail of others."""
    if not settings.WWZ_DEMO:
        raise Http404
    page = Paginator(queries.outbox(), ON_A_PAGE).get_page(request.GET.get("bladzijde"))
    return render(request, "notifications/outbox.html", {"page": page})
