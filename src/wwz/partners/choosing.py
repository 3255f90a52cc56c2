"""Choosing one of many: a list to pick from while it is short, words to type when it is long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db import models

from wwz.partners.models import Organisation

MOST = 60
"""More lines than this nobody reads, and every page would carry them."""

SHORTENED = (forms.ChoiceField, forms.ModelChoiceField)

Choices = Sequence[tuple[str, str]]


def parties_to_choose(found: models.QuerySet[Organisation]) -> list[Organisation] | None:
    """Organisations by name, with what a list shows of them; nothing when they are too many."""
    lines = list(found.order_by("name").values_list("pk", "name", "demo")[: MOST + 1])
    if len(lines) > MOST:
        return None
    return [Organisation(pk=pk, name=name, demo=demo) for pk, name, demo in lines]


def filter_field(
    label: str, found: Iterable[Any] | None, *, everything: str = "alle", of: str = "namen"
) -> forms.Field:
    """Narrows a list: one of these, or when there are too many a part of the name."""
    if found is None:
        return forms.CharField(
            label=f"{label}: deel van de naam",
            required=False,
            max_length=80,
            help_text=f"Meer dan {MOST} {of}: typ een deel van de naam.",
        )
    lines = [("", everything), *((str(one.pk), str(one)) for one in found)]
    return forms.ChoiceField(label=label, required=False, choices=lines)


def chosen(typed: str, path: str) -> models.Q:
    """Rows of the one that was picked, or of all whose name holds what was typed."""
    try:
        return models.Q(**{path: UUID(typed)})
    except ValueError:
        return models.Q(**{f"{path}__name__icontains": typed})


def offer(field: forms.Field, choices: Iterable[tuple[str, str]]) -> None:
    """Fill the list of a field that was declared before anybody knew what can be chosen."""
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


def shorten(form: forms.Form) -> None:
    """Let a name be typed in every list of a form that is too long to read."""
    for name, field in form.fields.items():
        if type(field) not in SHORTENED or not isinstance(field.widget, forms.Select):
            continue
        if len(lines := flat(getattr(field, "choices", ()))) > MOST + 1:
            form.fields[name] = TypedChoice(field, lines)


def flat(choices: Any) -> list[tuple[str, str]]:
    return [(str(value), str(words)) for value, words in choices]


class TypedChoice(forms.CharField):
    """A choice by its name: cleaned to the same value as when it was picked from a list."""

    def __init__(self, instead_of: forms.Field, choices: Choices) -> None:
        self.instead_of = instead_of
        self.named = [(value, words) for value, words in choices if value]
        note = f"Er zijn er {len(self.named)}: typ de naam, of een deel dat maar één keer voorkomt."
        super().__init__(
            label=instead_of.label,
            required=instead_of.required,
            initial=instead_of.initial,
            help_text=f"{instead_of.help_text} {note}".strip(),
            max_length=200,
            error_messages={"required": instead_of.error_messages["required"]},
        )

    def prepare_value(self, value: Any) -> Any:
        return dict(self.named).get(str(getattr(value, "pk", value)), value)

    def clean(self, value: Any) -> Any:
        typed = str(super().clean(value))
        if not typed or typed in dict(self.named):
            return self.instead_of.clean(typed)
        sought = typed.casefold()
        found = [one for one in self.named if sought in one[1].casefold()]
        whole = [one for one in found if one[1].casefold() == sought]
        if len(whole or found) != 1:
            raise forms.ValidationError(self.doubt(typed, [words for _, words in found]))
        return self.instead_of.clean((whole or found)[0][0])

    def doubt(self, typed: str, found: Sequence[str]) -> str:
        if not found:
            return f"‘{typed}’ staat niet in de lijst. Kijk of u de naam goed schrijft."
        some = "; ".join(found[:3])
        return f"‘{typed}’ past bij {len(found)} namen, zoals {some}. Typ meer van de naam."
