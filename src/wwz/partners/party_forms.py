"""Forms about parties, people and partnerships: words and checks of fields; rules are services'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from wwz.partners.choosing import offer
from wwz.partners.fields import choice_field, day_field
from wwz.partners.models import MandateCover, OrganisationKind, ParticipationRole

ALL_OF_THEM = [("", "alle")]
EMAIL_ERRORS = {
    "required": "Vul een e-mailadres in.",
    "invalid": "Vul een e-mailadres in, bijvoorbeeld naam@gemeente.nl.",
}
Options = Mapping[str, Iterable[tuple[str, str]]]


def name_field(label: str, *, required: bool = True, longest: int = 120) -> forms.CharField:
    errors = {"required": f"Vul in: {label.lower()}."}
    return forms.CharField(
        label=label, required=required, max_length=longest, error_messages=errors
    )


class OptionsForm(forms.Form):
    """A form some of whose choices depend on who asks."""

    def __init__(self, *args: Any, options: Options | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (options or {}).items():
            offer(self.fields[name], choices)


class PartyFilter(forms.Form):
    """Narrows the list of parties; a value that does not exist narrows nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The names stand in the address, so they are Dutch.
        self.fields["naam"] = forms.CharField(label="Naam", required=False, max_length=100)
        kinds = [*ALL_OF_THEM, *OrganisationKind.choices]
        self.fields["soort"] = choice_field("Soort organisatie", "", kinds)
        parts = [*ALL_OF_THEM, *ParticipationRole.choices]
        self.fields["rol"] = choice_field("Doet mee als", "", parts)

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {
            "typed": self.cleaned_data.get("naam", "").strip(),
            "kind": self.cleaned_data.get("soort", ""),
            "role": self.cleaned_data.get("rol", ""),
        }


class InvitationForm(OptionsForm):
    name = name_field("Naam")
    email = forms.EmailField(label="E-mailadres van het werk", error_messages=EMAIL_ERRORS)
    role = choice_field("Rol", "Kies een rol.")
    partnership = choice_field("Samenwerkingsverband", "Kies een samenwerkingsverband.")


class AcceptForm(forms.Form):
    """Somebody without an account takes an invitation."""

    name = name_field("Uw naam")
    password = forms.CharField(
        label="Kies een wachtwoord",
        help_text="Ten minste 12 tekens. Een paar losse woorden onthoudt u beter dan leestekens.",
        error_messages={"required": "Kies een wachtwoord."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )


class PersonForm(OptionsForm):
    name = name_field("Naam")
    role = choice_field("Rol", "Kies een rol.")
    partnership = choice_field("Samenwerkingsverband", "Kies een samenwerkingsverband.")


class DeputyForm(OptionsForm):
    deputy = choice_field("Plaatsvervanger")


class MandateForm(forms.Form):
    covers = choice_field("Waarvoor", "Kies waarvoor het mandaat geldt.", MandateCover.choices)
    limit = forms.DecimalField(
        label="Tot welk bedrag, in euro",
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text="Leeg: geen grens.",
        localize=True,
        error_messages={"invalid": "Schrijf een bedrag in cijfers, bijvoorbeeld 250000."},
    )
    subject_to = forms.CharField(
        label="Onder voorbehoud van",
        required=False,
        max_length=120,
        help_text="Wie nog moet instemmen, bijvoorbeeld: de raad van commissarissen.",
    )
    starts_on = day_field("Vanaf", "Vul een datum in.")
    ends_on = day_field("Tot en met")


class PartyForm(forms.Form):
    name = name_field("Naam van de organisatie")
    kind = choice_field(
        "Soort organisatie", "Kies een soort organisatie.", OrganisationKind.choices
    )
    role = choice_field(
        "Doet mee als", "Kies hoe de organisatie meedoet.", ParticipationRole.choices
    )
    kvk = forms.RegexField(
        r"^[0-9]{8}$",
        label="KvK-nummer",
        required=False,
        error_messages={"invalid": "Een KvK-nummer heeft acht cijfers."},
    )


class MergeForm(OptionsForm):
    successor = choice_field("Gaat op in", "Kies de organisatie die verdergaat.")


class PartnershipForm(OptionsForm):
    """A new partnership, with who begins it."""

    name = name_field("Naam van het samenwerkingsverband")
    slug = forms.SlugField(
        label="Naam in het adres",
        max_length=50,
        help_text="Kleine letters en streepjes, bijvoorbeeld: zuidoost-drenthe.",
        error_messages={
            "required": "Vul een naam voor het adres in.",
            "invalid": "Gebruik alleen letters, cijfers en streepjes.",
        },
    )
    areas = forms.MultipleChoiceField(
        label="Gemeenten",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Kies ten minste één gemeente.",
            "invalid_choice": "Kies ten minste één gemeente uit de lijst.",
        },
    )
    lead = name_field("Organisatie die trekt")
    lead_kind = choice_field(
        "Soort organisatie", "Kies een soort organisatie.", OrganisationKind.choices
    )
    manager = name_field("Naam van de eerste programmamanager")
    manager_email = forms.EmailField(
        label="E-mailadres van de programmamanager", error_messages=EMAIL_ERRORS
    )
