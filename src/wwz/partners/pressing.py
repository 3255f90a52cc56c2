"""One press on a button: do it, say what came of it, and go on."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wwz.errors import RuleBrokenError


def done(request: HttpRequest, verb: Callable[[], object], said: str, address: str) -> HttpResponse:
    """Do it, say so or say why not, and go back."""
    try:
        verb()
    except RuleBrokenError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect(address)
