"""The one-minute form, and what the programme manager fills in to ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms

from wwz.partners.choosing import shorten
from wwz.partners.models import Organisation
from wwz.uitvoering.models import ReportingPeriod, ReportState, StatedLight
from wwz.uitvoering.queries.progress import Wanted
from wwz.uitvoering.services.progress import DAYS_TO_ANSWER, HalfYear

ON_COURSE, OBSTACLE, DONE = "op_koers", "knelpunt", "afgerond"
ANSWERS = (ON_COURSE, OBSTACLE, DONE)
HOW_BAD = (
    (StatedLight.AANDACHT, "Het vraagt aandacht: wij halen het nog"),
    (StatedLight.LOOPT_ACHTER, "Het loopt achter: wij halen de datum of het aantal niet"),
)


class AnswerForm(forms.Form):
    """One sentence and one of three buttons; a knelpunt says how bad it is."""

    text = forms.CharField(
        label="Wat is er gebeurd, of wat houdt u tegen?",
        help_text="Eén of twee zinnen zijn genoeg. Schrijf over het werk, niet over mensen.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Schrijf één zin: wat is er gebeurd of wat houdt u tegen?",
            "max_length": "Dit is te lang: schrijf hoogstens 1.000 tekens.",
        },
    )
    how_bad = forms.ChoiceField(
        label="Is er een knelpunt? Hoe erg is het?",
        help_text="Alleen nodig bij de knop ‘Er is een knelpunt’.",
        choices=HOW_BAD,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Kies een van de twee: aandacht of loopt achter."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        pressed = self.data.get("antwoord", "")
        if pressed not in ANSWERS:
            raise forms.ValidationError("Kies een van de drie knoppen onder uw zin.")
        if pressed == OBSTACLE and not cleaned.get("how_bad"):
            self.add_error("how_bad", "Zeg erbij hoe erg het knelpunt is.")
        return cleaned

    def light(self) -> str:
        pressed = self.data["antwoord"]
        if pressed == OBSTACLE:
            return str(self.cleaned_data["how_bad"])
        return StatedLight.OP_KOERS if pressed == ON_COURSE else StatedLight.GEREALISEERD


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="Wat moet er anders?",
        max_length=300,
        error_messages={
            "required": "Schrijf op wat er anders moet, dan kan uw collega verder.",
            "max_length": "Dit is te lang: schrijf hoogstens 300 tekens.",
        },
    )


class AskForm(forms.Form):
    """Which half year, and until when."""

    year = forms.IntegerField(
        label="Jaar",
        min_value=2020,
        max_value=2100,
        error_messages={
            "required": "Vul een jaar in.",
            "invalid": "Vul een jaar in, bijvoorbeeld 2027.",
            "min_value": "Kies een jaar vanaf 2020.",
            "max_value": "Kies een jaar tot en met 2100.",
        },
    )
    half = forms.TypedChoiceField(
        label="Half jaar",
        coerce=int,
        choices=((1, "eerste half jaar"), (2, "tweede half jaar")),
        error_messages={"required": "Kies een half jaar.", "invalid_choice": "Kies een half jaar."},
    )
    due_on = forms.DateField(
        label="Antwoord uiterlijk",
        help_text="Daarna staat er dat wij niets hoorden.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Vul een dag in.",
            "invalid": "Vul een dag in, bijvoorbeeld 20-11-2026.",
        },
    )

    @classmethod
    def proposed(cls, today: date) -> AskForm:
        half = 1 if today.month <= 6 else 2
        due_on = today + timedelta(days=DAYS_TO_ANSWER)
        return cls(initial={"year": today.year, "half": half, "due_on": due_on})

    def wanted(self) -> HalfYear:
        chosen = self.cleaned_data
        return HalfYear(year=chosen["year"], half=chosen["half"], due_on=chosen["due_on"])


class FilterForm(forms.Form):
    """What narrows the list; the names stand in the address."""

    def __init__(
        self, data: Any, *, periods: Iterable[ReportingPeriod], parties: Iterable[Organisation]
    ) -> None:
        super().__init__(data)
        for key, label, choices in (
            ("periode", "Periode", [(str(one.pk), str(one)) for one in periods]),
            ("stand", "Stand", list(ReportState.choices)),
            ("partij", "Partij", [(str(one.pk), str(one)) for one in parties]),
        ):
            self.fields[key] = forms.ChoiceField(
                label=label, choices=[("", "alle"), *choices], required=False
            )
        shorten(self)

    def wanted(self) -> Wanted:
        self.is_valid()
        chosen = self.cleaned_data
        period, party = chosen.get("periode"), chosen.get("partij")
        return Wanted(
            period=UUID(period) if period else None,
            state=chosen.get("stand", ""),
            organisation=UUID(party) if party else None,
        )
