"""The guided tour, and logging in as one of the cast. Only in a demo, so only on this machine."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from wwz.pages.tour import STOPS, TOUR, demo_account, screen, step_number
from wwz.partners.access import needs
from wwz.partners.matrix import Action


@needs(Action.READ_PUBLIC)
@require_safe
def tour(request: HttpRequest, number: int = 0) -> HttpResponse:
    """One step per screen; number 0 is the overview."""
    if not settings.WWZ_DEMO:
        raise Http404
    if number == 0:
        request.session.pop(TOUR, None)
        return render(request, "pages/tour.html", {"stops": STOPS})
    found = screen(number)
    if found is None:
        raise Http404("Deze stap van de rondleiding is er niet.")
    return render(request, "pages/tour_step.html", {"screen": found})


@needs(Action.READ_PUBLIC)
@require_POST
def log_in_as(request: HttpRequest, name: str) -> HttpResponseBase:
    """Become one of the cast and go to the page of this step."""
    account = demo_account(name) if settings.WWZ_DEMO else None
    if account is None:
        raise Http404
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    # A banner on the pages that follow leads on to the next step.
    request.session[TOUR] = step_number(request.POST.get("stap", ""))
    to = request.POST.get("naar", "/")
    if not url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure()):
        to = "/"
    return redirect(to)
