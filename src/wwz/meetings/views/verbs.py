"""What the views of meetings share: doing one verb, and saying what came of it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wwz.errors import RuleBrokenError

ON_A_PAGE = 25


def tried(form: forms.Form, verb: Callable[[], object]) -> bool:
    """Do it when the form is right; when it is refused the sentence stands on the form."""
    if not form.is_valid():
        return False
    try:
        verb()
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return False
    return True


def form_page(
    request: HttpRequest, form: forms.Form, *, title: str, button: str, back: str, lead: str = ""
) -> HttpResponse:
    """A page with one form; 422 when it came back with faults."""
    context = {"form": form, "page_title": title, "button": button, "back": back, "lead": lead}
    return render(request, "meetings/form.html", context, status=422 if form.is_bound else 200)
