"""What somebody types in a discussion; visitors also give a name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from wwz.comments.services import LONGEST, LONGEST_REASON
from wwz.partners.actor import Actor
from wwz.partners.public_forms import PublicForm


class SayForm(forms.Form):
    """A comment or an answer by somebody who is logged in."""

    text = forms.CharField(
        label="Uw reactie",
        max_length=LONGEST,
        help_text="Iedereen die deze pagina kan lezen, ziet uw naam en organisatie. Noem geen "
        "andere mensen en geen ziektes of adressen.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Schrijf eerst wat u wilt zeggen.",
            "max_length": f"Maak uw reactie korter dan {LONGEST} tekens.",
        },
    )


class VisitorSayForm(PublicForm, SayForm):
    """The same by a visitor, who leaves a first name."""

    name = forms.CharField(
        label="Uw voornaam",
        max_length=60,
        error_messages={"required": "Vul uw voornaam in, zodat anderen weten wie er spreekt."},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )


class ReasonForm(forms.Form):
    """Why: for a report or a decision."""

    reason = forms.CharField(
        label="Waarom?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Schrijf waarom. Zonder reden kunnen wij niets beslissen.",
            "max_length": f"Maak de reden korter dan {LONGEST_REASON} tekens.",
        },
    )


class VisitorReasonForm(PublicForm, ReasonForm):
    """The same by a visitor."""


def say_form(actor: Actor, data: Any = None, *, now: datetime) -> forms.Form:
    """The form in which this actor speaks; filled in when data is given."""
    if actor.account is None:
        return VisitorSayForm(data, now=now)
    return SayForm(data)


def reason_form(actor: Actor, data: Any = None, *, now: datetime) -> forms.Form:
    if actor.account is None:
        return VisitorReasonForm(data, now=now)
    return ReasonForm(data)
