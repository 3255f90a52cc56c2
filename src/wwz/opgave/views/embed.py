"""A figure for pages of others: the only pages of the site that may stand in a frame.

They set no cookie, ask for none, and hold their source and a link back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from wwz.opgave.presentation.choices import choices_from
from wwz.opgave.presentation.downloads import picture as picture_of
from wwz.opgave.presentation.fact import embedded_fact
from wwz.opgave.views.facts import fact_or_404
from wwz.opgave.views.pages import study_or_404
from wwz.partners.access import open_to_all

View = Callable[..., HttpResponseBase]


def in_any_frame(view: View) -> View:
    """Let pages of others show this page; nothing else of the policy changes."""
    framed: View = csp_replace({"frame-ancestors": ["*"]})(xframe_options_exempt(view))
    return framed


def nobody_s(template: str, context: dict[str, Any]) -> HttpResponse:
    """The same page for everybody: who is logged in is not even looked at."""
    return HttpResponse(render_to_string(template, context))


@open_to_all
@in_any_frame
@require_safe
def fact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One fact: the number with its doubt, and its source."""
    return nobody_s("opgave/embed_fact.html", embedded_fact(fact_or_404(pk)))


@open_to_all
@in_any_frame
@require_safe
def picture(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One drawing in two sizes, with its legend and source."""
    study = study_or_404(code)
    found = picture_of(study, name, choices_from(request.GET.dict()))
    if found is None:
        raise Http404("Dit beeld bestaat niet.")
    return nobody_s("opgave/embed_picture.html", {"picture": found, "study": study})
