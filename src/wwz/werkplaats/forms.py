"""Forms of the werkplaats, in plain words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from wwz.partners.choosing import shorten
from wwz.partners.public_forms import PublicForm
from wwz.uitvoering.models import Initiative, Knelpunt, Woonservicezone
from wwz.werkplaats.models import InsightState, QuestionState


class QuestionForm(PublicForm):
    text = forms.CharField(
        label="Wat wilt u weten?",
        help_text="Schrijf geen namen of adressen van anderen op.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Schrijf uw vraag op."},
    )
    email = forms.EmailField(
        label="Uw e-mailadres",
        help_text="Alleen om u het antwoord te sturen. Wij wissen het daarna.",
        required=False,
        error_messages={"invalid": "Vul een e-mailadres in, bijvoorbeeld naam@post.nl."},
    )

    def __init__(self, *args: Any, zones: QuerySet[Woonservicezone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"] = forms.ModelChoiceField(
            label="Over welke buurt?",
            queryset=zones,
            required=False,
            empty_label="De hele gemeente",
        )
        shorten(self)
        self.order_fields(["text", "zone", "email"])


class AnswerForm(forms.Form):
    text = forms.CharField(
        label="Antwoord",
        help_text="Korte zinnen. Zeg wie er iets gaat doen, en wanneer.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Schrijf eerst het antwoord."},
    )
    public = forms.BooleanField(
        label="Zet vraag en antwoord op de site",
        help_text="Kijk eerst of er geen namen of adressen in de vraag staan.",
        required=False,
    )


class InsightForm(forms.Form):
    title = forms.CharField(
        label="Wat leerden wij, in één zin?",
        max_length=200,
        error_messages={"required": "Schrijf het inzicht op in één zin."},
    )
    lesson = forms.CharField(
        label="Leg uit",
        help_text="Wat zou u een andere gemeente aanraden?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Leg uit wat u leerde."},
    )
    evidence = forms.CharField(
        label="Waaruit blijkt dat?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Schrijf op waaruit het blijkt: een cijfer, een gesprek."},
    )

    def __init__(self, *args: Any, initiatives: QuerySet[Initiative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["initiative"] = forms.ModelChoiceField(
            label="Uit welk initiatief?",
            queryset=initiatives,
            required=False,
            empty_label="Geen",
        )
        shorten(self)


class ReceiptForm(forms.Form):
    receipt = forms.CharField(
        label="Wat doet u ermee?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Schrijf op wat u met het inzicht doet."},
    )


class LinkForm(forms.Form):
    def __init__(self, *args: Any, threads: list[Knelpunt], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [one.pk for one in threads]
        self.fields["knelpunt"] = forms.ModelChoiceField(
            label="Bij welke draad hoort dit ook?",
            # The threads were read through visible_to; this only lets the form find them back.
            queryset=Knelpunt.objects.filter(pk__in=keys),
            error_messages={"required": "Kies een draad.", "invalid_choice": "Kies een draad."},
        )
        shorten(self)


class FilterForm(forms.Form):
    """Words and a stand, in the address."""

    def __init__(self, *args: Any, states: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zoek"] = forms.CharField(label="Zoek", required=False, max_length=80)
        choices = [("", "Alle"), *states]
        self.fields["stand"] = forms.ChoiceField(label="Stand", required=False, choices=choices)


QUESTION_STATES = list(QuestionState.choices)
INSIGHT_STATES = list(InsightState.choices)
