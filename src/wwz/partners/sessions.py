"""How long somebody stays logged in: hours of work, and much shorter for who can do most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from wwz.partners.access import roles
from wwz.partners.roles import Role

Answer = Callable[[HttpRequest], HttpResponseBase]

LONGEST = timedelta(hours=12)
IDLE = timedelta(hours=8)
IDLE_OF_MIGHTY = timedelta(minutes=30)
MIGHTY = frozenset({Role.PROGRAMMAMANAGER, Role.MODERATOR, Role.PLATFORMBEHEERDER, Role.ANALIST})
BEGAN, SEEN = "begonnen_om", "gezien_om"
# Writing the session at every request would cost more than the limit is worth.
NOTED_EVERY = timedelta(minutes=1)


def within_limits(answer: Answer) -> Answer:
    """Log out who has been away too long, or has been logged in since this morning."""

    def guarded(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            keep_or_end(request, timezone.now().timestamp())
        return answer(request)

    return guarded


def keep_or_end(request: HttpRequest, now: float) -> None:
    began = request.session.setdefault(BEGAN, now)
    seen = request.session.setdefault(SEEN, now)
    too_long = now - began > LONGEST.total_seconds()
    if too_long or now - seen > idle_limit(request).total_seconds():
        logout(request)
        messages.info(request, "U bent uitgelogd omdat u een tijd weg was. Log opnieuw in.")
    elif now - seen > NOTED_EVERY.total_seconds():
        request.session[SEEN] = now


def idle_limit(request: HttpRequest) -> timedelta:
    """Short for whoever has a mighty role, under any hat."""
    held = roles(request.user, timezone.localdate())
    return IDLE_OF_MIGHTY if held & MIGHTY else IDLE
