"""The whole text: to print, as PDF, and the frozen copy."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wwz.audit.snapshots import is_whole
from wwz.partners.access import actor_of, needs
from wwz.partners.matrix import Action
from wwz.visie.access import get_version, get_visie
from wwz.visie.presentation.frame import crumbs, visie_crumb
from wwz.visie.presentation.whole import whole_text
from wwz.visie.views.shown import framed, reading_of


@needs(Action.READ_PUBLIC)
@require_safe
def whole(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All chapters under each other, with the sources of the figures at the end."""
    visie = get_visie(actor_of(request), pk)
    reading = reading_of(request, visie)
    context = framed(request, reading) | {
        "crumbs": [*crumbs(visie.partnership), visie_crumb(visie), ("Hele tekst", "")],
        "text": whole_text(reading),
        "today": timezone.localdate(),
    }
    return render(request, "visie/whole.html", context)


@needs(Action.READ_PUBLIC)
@require_safe
def frozen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The frozen copy, byte for byte: its SHA-256 is the controlegetal on the page."""
    visie = get_visie(actor_of(request), pk)
    snapshot = get_version(visie).snapshot
    if snapshot is None or not is_whole(snapshot):
        raise Http404
    answer = HttpResponse(snapshot.content, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="visie.json"'
    return answer
