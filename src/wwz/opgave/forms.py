"""The forms of the opgave: ask for a study, contest a figure, bring a forecast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from wwz.areas import queries
from wwz.areas.models import Area
from wwz.opgave.models import ObjectionState
from wwz.opgave.rival_files import MOST_BYTES
from wwz.opgave.services import FEWEST_DRAWS, FIRST_YEAR, LAST_YEAR, MOST_DRAWS, Wanted
from wwz.partners.public_forms import PublicForm

BOX = "utrecht-textbox utrecht-textbox--html-input"


def number_box(low: int, high: int) -> forms.NumberInput:
    return forms.NumberInput(attrs={"class": BOX, "min": low, "max": high, "inputmode": "numeric"})


class StudyForm(forms.Form):
    """A gemeente by name, and until when; the rest has a standard value."""

    gemeente = forms.CharField(
        label="Gemeente",
        max_length=100,
        help_text="Typ de naam van een gemeente.",
        error_messages={"required": "Vul de naam van een gemeente in."},
        widget=forms.TextInput(
            attrs={"class": BOX, "list": "gemeenten", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    to_year = forms.IntegerField(
        label="Tot en met jaar",
        initial=2040,
        help_text=f"Van {FIRST_YEAR} tot en met {LAST_YEAR}.",
        widget=number_box(FIRST_YEAR, LAST_YEAR),
        error_messages={
            "required": "Vul een jaar in, bijvoorbeeld 2040.",
            "invalid": "Vul een jaar in met vier cijfers, bijvoorbeeld 2040.",
        },
    )
    draws = forms.IntegerField(
        label="Aantal trekkingen",
        initial=1000,
        help_text="Meer trekkingen geven een vastere band, maar kosten meer tijd.",
        widget=number_box(FEWEST_DRAWS, MOST_DRAWS),
        error_messages={
            "required": "Vul een aantal in, bijvoorbeeld 1000.",
            "invalid": "Vul een aantal in cijfers in, bijvoorbeeld 1000.",
        },
    )
    seed = forms.IntegerField(
        label="Startgetal",
        initial=1,
        min_value=0,
        max_value=2**31 - 1,
        help_text="Hetzelfde getal op dezelfde gegevens geeft precies dezelfde uitkomst.",
        widget=number_box(0, 2**31 - 1),
        error_messages={
            "required": "Vul een getal in, bijvoorbeeld 1.",
            "invalid": "Vul een geheel getal in, bijvoorbeeld 1.",
            "min_value": "Vul een getal in van 0 of hoger.",
            "max_value": "Vul een kleiner getal in.",
        },
    )

    def __init__(self, data: dict[str, str] | None = None, **initial: str) -> None:
        super().__init__(data, initial=initial, prefix=None)
        for name, field in self.fields.items():
            described = [f"id_{name}_helptext"] if field.help_text else []
            if name in self.errors:
                described.append(f"id_{name}_error")
                field.widget.attrs["aria-invalid"] = "true"
            field.widget.attrs["aria-describedby"] = " ".join(described)

    def clean_gemeente(self) -> Area:
        typed: str = self.cleaned_data["gemeente"]
        found = queries.gemeente_named(typed)
        if found is not None:
            return found
        near = queries.near_gemeenten(typed)
        hint = f"Bedoelt u {' of '.join(near)}?" if near else "Kijk of de naam goed gespeld is."
        raise forms.ValidationError(f"De gemeente ‘{typed}’ kennen we niet. {hint}")

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(to_year=given["to_year"], draws=given["draws"], seed=given["seed"])


class ObjectionForm(PublicForm):
    """Say that a figure is not right: anybody may, with or without a name."""

    text = forms.CharField(
        label="Wat klopt er niet aan dit cijfer?",
        help_text="Schrijf wat u weet en hoe u dat weet. Noem geen namen of adressen van anderen.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Schrijf op wat er niet klopt."},
    )
    name = forms.CharField(
        label="Uw naam of organisatie",
        help_text="Hoeft niet. Staat alleen op de site als ook uw tekst daar komt te staan.",
        max_length=120,
        required=False,
    )
    email = forms.EmailField(
        label="Uw e-mailadres",
        help_text="Alleen om u het antwoord te sturen. Wij wissen het 90 dagen daarna.",
        required=False,
        error_messages={"invalid": "Vul een e-mailadres in, bijvoorbeeld naam@post.nl."},
    )


class ObjectionAnswerForm(forms.Form):
    text = forms.CharField(
        label="Antwoord",
        help_text="Korte zinnen. Zeg of het cijfer klopt, waarom, en wat er gebeurt.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Schrijf eerst het antwoord."},
    )
    release = forms.BooleanField(
        label="Zet ook de tekst en de naam van de melder op de site",
        help_text="Kijk eerst of er geen namen of adressen van anderen in staan.",
        required=False,
    )


class ObjectionFilterForm(forms.Form):
    stand = forms.ChoiceField(
        label="Stand", required=False, choices=[("", "Alle"), *ObjectionState.choices]
    )


class RivalForm(forms.Form):
    """A forecast by somebody else: what it is called, what it is held against, and the file."""

    name = forms.CharField(
        label="Hoe heet deze raming?",
        help_text="Bijvoorbeeld: Primos 2018, of de prognose van de provincie.",
        max_length=80,
        error_messages={"required": "Geef de raming een naam."},
    )
    against = forms.ChoiceField(
        label="Waarmee vergelijken wij haar?",
        help_text="Kies de gebieden, en het jaar waarin de raming is gemaakt.",
        error_messages={
            "required": "Kies een reeks en een jaar.",
            "invalid_choice": "Kies een reeks en een jaar uit de lijst.",
        },
    )
    file = forms.FileField(
        label="Het bestand",
        help_text="CSV of XLSX met de kolommen gebied, jaar, leeftijd en aantal. Hoogstens 900 kB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        max_length=200,
        error_messages={
            "required": "Kies een bestand.",
            "empty": "Dit bestand is leeg. Gebruik het voorbeeldbestand.",
            "max_length": "De naam van dit bestand is te lang. Geef het een kortere naam.",
        },
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
        *,
        options: Sequence[tuple[str, str]],
        usual: str = "",
    ) -> None:
        # What the first file to fill in is for, so that it fits when nothing else is chosen.
        super().__init__(data, files, initial={"against": usual})
        self.fields["against"] = forms.ChoiceField(
            label=self.base_fields["against"].label,
            help_text=self.base_fields["against"].help_text,
            error_messages=self.base_fields["against"].error_messages,
            choices=options,
        )

    def clean_file(self) -> UploadedFile[Any]:
        given: UploadedFile[Any] = self.cleaned_data["file"]
        # Looked at before a byte of it is read.
        if (given.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                "Dit bestand is groter dan 900 kB. Maak een kleinere selectie."
            )
        return given
