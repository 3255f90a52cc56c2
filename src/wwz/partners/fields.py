"""Fields of forms, with their faults in Dutch; required when a sentence for its lack is given."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms


def text_field(label: str, missing: str = "", *, most: int = 200, help_text: str = "",
               rows: int = 0) -> forms.CharField:  # fmt: skip
    """One line of words, or with rows a few."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
        error_messages={
            "required": missing,
            "max_length": f"Dit is te lang: schrijf hoogstens {most} tekens.",
        },
    )


def choice_field(label: str, missing: str = "", choices: Iterable[tuple[str, str]] = (), *,
                 help_text: str = "") -> forms.ChoiceField:  # fmt: skip
    return forms.ChoiceField(
        label=label,
        required=bool(missing),
        choices=list(choices),
        help_text=help_text,
        error_messages={"required": missing, "invalid_choice": "Kies iets uit de lijst."},
    )


def day_field(label: str, missing: str = "", *, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=bool(missing),
        help_text=help_text,
        error_messages={
            "required": missing,
            "invalid": "Vul een dag in die bestaat, bijvoorbeeld 20-11-2026.",
        },
    )


def number_field(label: str, missing: str = "", *, help_text: str = "") -> forms.DecimalField:
    """Nil or more, with a decimal comma."""
    return forms.DecimalField(
        label=label, required=bool(missing), max_digits=12, decimal_places=2, min_value=0,
        help_text=help_text, localize=True, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "required": missing,
            "invalid": "Vul een getal in, bijvoorbeeld 120 of 0,5.",
            "min_value": "Vul nul of een hoger getal in.",
        },
    )  # fmt: skip
