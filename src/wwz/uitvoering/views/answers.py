"""What every page of this step does: remember the partnership, and say what became of a press."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from wwz.audit.snapshots import SnapshotBrokenError
from wwz.errors import RuleBrokenError
from wwz.partners.context import of_page
from wwz.partners.models import Partnership

Given = ParamSpec("Given")
Answer = TypeVar("Answer", bound=HttpResponseBase)
Page = Callable[Concatenate[HttpRequest, Given], Answer]


def show(
    request: HttpRequest, template: str, partnership: Partnership, context: dict[str, Any], *,
    problem: str = "",
) -> HttpResponse:  # fmt: skip
    """A page of this partnership; with a problem it comes back with status 422."""
    whole = {"partnership": of_page(request, partnership), "problem": problem, **context}
    return render(request, template, whole, status=422 if problem else 200)


def unbroken(page: Page[Given, Answer]) -> Page[Given, Answer | HttpResponse]:
    """Show nothing of what was frozen, on a page or in a file, once it was changed."""

    @wraps(page)
    def checked(
        request: HttpRequest, /, *args: Given.args, **more: Given.kwargs
    ) -> Answer | HttpResponse:
        try:
            return page(request, *args, **more)
        except SnapshotBrokenError as error:
            return render(request, "housing/broken.html", {"problem": str(error)}, status=409)

    return checked


def press(
    request: HttpRequest,
    act: Callable[[], object],
    *,
    done: str,
    to: str,
    again: Callable[[str], HttpResponse],
) -> HttpResponse:
    """Do it and go on, or show the page again with the sentence that says why not."""
    try:
        act()
    except RuleBrokenError as error:
        return again(str(error))
    messages.success(request, done)
    return redirect(to)


def crumbs(partnership: Partnership, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    """The way here. An address is the name of a page of the partnership, a path, or empty."""
    trail = [(partnership.name, f"/samen/{partnership.slug}/")]
    for words, address in steps:
        named = bool(address) and not address.startswith("/")
        trail.append((words, reverse(address, args=[partnership.slug]) if named else address))
    return trail
