"""What every view of one visie does: read it for the actor, and answer with a page or a way on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone

from wwz.errors import RuleBrokenError
from wwz.partners.access import actor_of
from wwz.partners.context import of_page
from wwz.visie.access import get_version, may_write
from wwz.visie.models import Visie
from wwz.visie.presentation.frame import frame_of
from wwz.visie.queries.reading import Reading, read
from wwz.visie.voices import may_propose, organisation_voice

REFUSED, CONFLICT = 422, 409


def reading_of(request: HttpRequest, visie: Visie) -> Reading:
    return read(actor_of(request), visie, get_version(visie), today=timezone.localdate())


def framed(request: HttpRequest, reading: Reading, *, here: int = 0) -> dict[str, Any]:
    """Template context that the pages of one visie share."""
    actor, visie = actor_of(request), reading.visie
    return {
        "visie": visie,
        "partnership": of_page(request, visie.partnership),
        "version": reading.version,
        "frame": frame_of(reading, today=timezone.localdate(), here=here),
        "final": reading.is_final,
        "may_write": may_write(actor, visie),
        "may_propose": not reading.is_final and may_propose(actor, visie),
        "speaks": not reading.is_final and organisation_voice(actor, visie) is not None,
    }


def reader(request: HttpRequest) -> str:
    """For whom somebody reads along."""
    hat = actor_of(request).hat
    return str(hat.organisation) if hat is not None else ""


def attempt(request: HttpRequest, verb: Callable[[], object], done: str) -> bool:
    """Do what a single button asks, and say how it went on the next page."""
    try:
        verb()
    except RuleBrokenError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True


def accepted(form: Form, verb: Callable[[dict[str, Any]], object]) -> bool:
    """Do what a form asks; a refusal stands above what was typed."""
    if not form.is_valid():
        return False
    try:
        verb(form.cleaned_data)
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return False
    return True
