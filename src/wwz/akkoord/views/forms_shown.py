"""One page for every form of this step: shown, refused with what was typed, or done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from wwz.errors import NotAllowedError, RuleBrokenError

F = TypeVar("F", bound=Any)


@dataclass(frozen=True)
class FormPage:
    """Words around a form. ``back`` is where to when not, and where to when done."""

    title: str
    button: str
    back: str
    lead: str = ""
    kicker: str = ""
    done: str = ""
    template: str = "akkoord/form.html"


def answer(
    request: HttpRequest,
    form: F,
    page: FormPage,
    act: Callable[[F], object],
    **context: Any,
) -> HttpResponseBase:
    """Show the form; when it was sent, do what it asks and go on, or say why not."""
    status = 200
    if request.method == "POST":
        problem = attempt(form, act)
        if not problem:
            if page.done:
                messages.success(request, page.done)
            return redirect(page.back)
        status = problem
    shown = {"form": form, "page": page, "today": localdate(), **context}
    return render(request, page.template, shown, status=status)


def attempt(form: F, act: Callable[[F], object]) -> int:
    """The status of a refusal, or 0 when it was done; the reason is on the form."""
    if not form.is_valid():
        return 422
    try:
        act(form)
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return 403 if isinstance(error, NotAllowedError) else 422
    return 0


def sent(request: HttpRequest) -> Any:
    """What was sent, for a form; nothing when the page is only asked for."""
    return request.POST if request.method == "POST" else None
