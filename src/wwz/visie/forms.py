"""What people fill in about a visie."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from wwz.partners.choosing import offer
from wwz.visie.models import AmendmentState, Stance

WHY = "Schrijf kort waarom."


def long_text(label: str, rows: int, wanted: str, help_text: str = "", **more: Any) -> Any:
    """A text of several lines; ``wanted`` says what to fill in when it is empty."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": wanted},
        **more,
    )


class TextForm(forms.Form):
    """The text of a passage, with the number of the edit it was written on."""

    text = long_text("Tekst", 6, "Schrijf een tekst.", max_length=8000)
    edit = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class NewPassageForm(forms.Form):
    chapter = forms.IntegerField(
        label="Hoofdstuk",
        min_value=1,
        max_value=99,
        error_messages={"required": "Vul het nummer van een hoofdstuk in."},
    )
    chapter_title = forms.CharField(
        label="Titel van het hoofdstuk",
        max_length=200,
        required=False,
        help_text="Alleen bij een nieuw hoofdstuk.",
    )
    text = long_text("Tekst", 5, "Schrijf de tekst van de passage.", max_length=8000)


class ProposalForm(forms.Form):
    """Another text for a passage."""

    text = long_text("Uw tekst", 6, "Schrijf hoe de tekst moet worden.", max_length=8000)
    reason = long_text("Waarom", 3, "Schrijf waarom u een andere tekst wilt.", max_length=1000)


class PositionForm(forms.Form):
    stance = forms.ChoiceField(
        label="Uw standpunt",
        choices=[(value, label.capitalize()) for value, label in Stance.choices],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een standpunt."},
    )
    reason = long_text(
        "Waarom", 3, WHY, "Nodig bij een voorbehoud of bezwaar.", required=False, max_length=1000
    )


class DecisionForm(forms.Form):
    """What is decided about an amendment."""

    verb = forms.ChoiceField(
        label="Besluit",
        choices=(
            ("accept", "Overnemen"),
            ("accept_partly", "Deels overnemen"),
            ("decline", "Niet overnemen"),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een besluit."},
    )
    text = long_text(
        "De tekst die in de passage komt",
        5,
        "",
        "Pas de tekst aan als u het voorstel deels overneemt.",
        required=False,
        max_length=8000,
    )
    reason = long_text(
        "Reden van het besluit", 3, "Schrijf de reden. De indiener leest die.", max_length=1000
    )
    edit = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ReasonForm(forms.Form):
    reason = long_text("Waarom", 2, WHY, max_length=300)


class OpenForm(forms.Form):
    open_until = forms.DateField(
        label="Reageren kan tot en met",
        error_messages={
            "required": "Kies tot wanneer mensen kunnen reageren.",
            "invalid": "Schrijf de dag als 27-11-2026.",
        },
    )
    for_everybody = forms.BooleanField(
        label="Ook bewoners kunnen de tekst lezen en erop reageren", required=False
    )


class AdoptionDayForm(forms.Form):
    adoption_on = forms.DateField(
        label="Vaststellen op",
        error_messages={
            "required": "Kies de dag waarop het bestuur vaststelt.",
            "invalid": "Schrijf de dag als 8-2-2027.",
        },
    )


class NewVisieForm(AdoptionDayForm):
    title = forms.CharField(
        label="Titel",
        max_length=200,
        error_messages={"required": "Geef de visie een titel."},
    )
    revision = forms.BooleanField(
        label="Begin met de tekst van de visie die nu geldt", required=False
    )
    field_order = ("title", "adoption_on", "revision")


class ThemeForm(forms.Form):
    name = forms.CharField(
        label="Thema", max_length=120, error_messages={"required": "Geef het thema een naam."}
    )
    ambitions = long_text(
        "Ambities",
        4,
        "Schrijf ten minste één ambitie.",
        "Elke ambitie op een eigen regel, in één zin.",
        max_length=3000,
    )


class SaidBackForm(forms.Form):
    text = long_text(
        "Wat is er met de inbreng gedaan?", 5, "Schrijf wat er is gedaan.", max_length=2000
    )


class StopForm(forms.Form):
    reason = long_text(
        "Waarom stopt het traject?", 3, "Schrijf waarom. Iedereen kan dit lezen.", max_length=1000
    )


class ProposalFilter(forms.Form):
    """Narrows the list of proposals."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["stand"] = forms.ChoiceField(
            label="Stand", choices=[("", "Alle"), *AmendmentState.choices], required=False
        )
        self.fields["hoofdstuk"] = forms.IntegerField(
            label="Hoofdstuk", required=False, min_value=1, max_value=99
        )


class FactSearch(forms.Form):
    """An area by name, then the area itself, then a figure of it: each choice opens the next."""

    def __init__(self, data: Any, *, areas: Sequence[Any], figures: Sequence[Any]) -> None:
        super().__init__(data)
        places = [(str(one.pk), f"{one.name} ({one.get_level_display()})") for one in areas]
        self.fields["zoek"] = forms.CharField(
            label="Wijk, buurt of gemeente", max_length=80, required=False
        )
        self.fields["gebied"] = forms.ChoiceField(
            label="Gebied", choices=[("", "Kies"), *places], required=False
        )
        if figures:
            labels = [(str(one.pk), one.label) for one in figures]
            self.fields["cijfer"] = forms.ChoiceField(
                label="Cijfer", choices=[("", "Kies"), *labels], required=False
            )


class CiteForm(forms.Form):
    """One of the facts that were found."""

    fact = forms.ChoiceField(
        label="Welk jaar?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies een cijfer.",
            "invalid_choice": "Dit cijfer is er niet meer. Kies een ander.",
        },
    )
    follows_newest = forms.BooleanField(
        label="De zin gaat over nu: waarschuw als er een nieuwer teljaar is",
        required=False,
    )
    edit = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, data: Any, *, choices: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self.fields["fact"], [(str(one.pk), one.words) for one in choices])
