"""What the page of a step does with a comment that somebody typed under its object."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from wwz.comments import services
from wwz.comments.forms import say_form
from wwz.comments.models import Comment, CommentState
from wwz.comments.services import About
from wwz.errors import RuleBrokenError
from wwz.partners.access import actor_of
from wwz.partners.public_forms import NO_ROOM, has_room

MOST_IN_AN_HOUR = 5
HELD = "Dank u wel. Uw reactie wordt zichtbaar als een moderator haar heeft gelezen."
PLACED = "Uw reactie staat erbij."


def posted(
    request: HttpRequest, about: About, *, now: datetime, answers: Comment | None = None
) -> forms.Form | None:
    """Place what was typed: nothing comes back when that worked, else the form with its faults.

    The view redirects to the object, or shows the page again with ``say_form`` and status 422.
    """
    actor = actor_of(request)
    form = say_form(actor, request.POST, now=now)
    if not form.is_valid():
        return form
    if actor.account is None and not has_room(request, "reactie", most=MOST_IN_AN_HOUR):
        form.add_error(None, NO_ROOM)
        return form
    try:
        said = services.say(
            actor,
            about,
            form.cleaned_data["text"],
            now=now,
            answers=answers,
            name=form.cleaned_data.get("name", ""),
        )
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return form
    held = said.state == CommentState.WACHT_OP_CONTROLE
    messages.success(request, HELD if held else PLACED)
    return None
