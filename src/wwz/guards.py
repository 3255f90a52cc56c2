"""What every request passes: nothing that no database can ask, nothing kept of who is logged in."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

Answer = Callable[[HttpRequest], HttpResponseBase]
NUL = "\x00"


def without_nul(answer: Answer) -> Answer:
    """Refuse the sign NUL: PostgreSQL cannot store or compare it, and nobody can type it."""

    def guarded(request: HttpRequest) -> HttpResponseBase:
        said = (request.path_info, *request.COOKIES.values())
        if "%00" in request.META.get("QUERY_STRING", "") or any(NUL in text for text in said):
            raise SuspiciousOperation("NUL in an address or a cookie")
        return answer(request)

    return guarded


def kept_by_nobody(answer: Answer) -> Answer:
    """Let no browser or proxy keep a page of somebody who is logged in.

    On a shared computer the button "back" would show it after logging out.
    """

    def guarded(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        if known and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return guarded
