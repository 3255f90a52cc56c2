"""The form of the press: into which agreement, and which organisation each party is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from wwz.akkoord.models import Akkoord
from wwz.partners.models import Organisation
from wwz.uitvoering.proposals.turning import Press

PARTY = "partij-"


class PressForm(forms.Form):
    akkoord = forms.ChoiceField(
        label="In welk akkoord in concept?",
        error_messages={"required": "Kies een akkoord in concept."},
    )

    def __init__(
        self, data: Any, akkoorden: Sequence[Akkoord], parties: Sequence[str],
        known: Mapping[str, Organisation], organisations: Sequence[Organisation],
    ) -> None:  # fmt: skip
        """``known`` are parties that are organisations of the partnership by their name."""
        super().__init__(data)
        self.akkoorden = {str(one.pk): one for one in akkoorden}
        self.organisations = {str(one.pk): one for one in organisations}
        self.parties, self.known = tuple(parties), known
        field = self.fields["akkoord"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, str(one)) for key, one in self.akkoorden.items()]
        choices = [("", "Kies een organisatie")]
        choices += [(key, str(one)) for key, one in self.organisations.items()]
        for number, name in enumerate(self.parties):
            # Only who is not recognised by name is asked for.
            if name not in known:
                self.fields[f"{PARTY}{number}"] = forms.ChoiceField(
                    label=f"Welke organisatie is ‘{name}’?",
                    choices=choices,
                    error_messages={"required": f"Kies welke organisatie ‘{name}’ is."},
                )

    def press(self) -> Press:
        told = {
            name: self.organisations[self.cleaned_data[f"{PARTY}{number}"]]
            for number, name in enumerate(self.parties)
            if name not in self.known
        }
        return Press(self.akkoorden[self.cleaned_data["akkoord"]], {**self.known, **told})
