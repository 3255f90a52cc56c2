"""What every page of this step does: remember the partnership, and say what became of a press."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wwz.errors import RuleBrokenError
from wwz.partners.context import of_page
from wwz.partners.models import Partnership


def show(
    request: HttpRequest, template: str, partnership: Partnership, context: dict[str, Any], *,
    problem: str = "",
) -> HttpResponse:  # fmt: skip
    """A page of this partnership; with a problem it comes back with status 422."""
    whole = {"partnership": of_page(request, partnership), "problem": problem, **context}
    return render(request, template, whole, status=422 if problem else 200)


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
