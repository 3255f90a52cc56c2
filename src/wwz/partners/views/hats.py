"""Switching hats: somebody who works for several organisations says for which one now."""

from __future__ import annotations

from copy import copy
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from wwz.partners.access import HAT, actor_of, needs, own_hat
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.queries.partnerships import own_slugs


@require_POST
@needs(Action.OWN_ACCOUNT)
def switch(request: HttpRequest) -> HttpResponse:
    """Wear another hat of one's own, and go back to the page if this hat may see it."""
    hat = own_hat(actor_of(request), request.POST.get("membership", ""))
    request.session[HAT] = str(hat.pk)
    del request.wwz_actor  # type: ignore[attr-defined]  # the next question is for the new hat
    back = request.POST.get("terug", "")
    address = back if is_still_there(request, back) else home_of(actor_of(request))
    messages.success(
        request, f"U werkt nu namens {hat.organisation}, als {hat.get_role_display()}."
    )
    return HttpResponseRedirect(address)


def is_still_there(request: HttpRequest, address: str) -> bool:
    """Whether the page of this address opens with the hat that is worn now."""
    if not url_has_allowed_host_and_scheme(address, None):
        return False
    parts = urlsplit(address)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return False
    asked = copy(request)
    asked.META = request.META | {"REQUEST_METHOD": "GET", "QUERY_STRING": parts.query}
    asked.method, asked.path, asked.path_info = "GET", parts.path, parts.path
    asked.GET, asked.POST = QueryDict(parts.query), QueryDict()
    try:
        answer = found.func(asked, *found.args, **found.kwargs)
    except (Http404, PermissionDenied):
        return False
    return bool(answer.status_code < 300)


def home_of(actor: Actor) -> str:
    """The partnership that this hat belongs to, when it is one."""
    slugs = own_slugs(actor)
    if len(slugs) == 1:
        return reverse("partners:home", args=slugs)
    return reverse("pages:home")
