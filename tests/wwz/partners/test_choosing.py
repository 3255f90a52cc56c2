"""What can be chosen is a list while it is short, and typed when nobody would read the list."""

from __future__ import annotations

import pytest
from django import forms

from wwz.partners.choosing import MOST, TypedChoice, filter_field, shorten
from wwz.partners.models import Organisation

MANY = [("", "kies"), *((str(number), f"Partij {number:03}") for number in range(MOST + 20))]
NAMED_ALIKE = [("a", "Hulp"), ("b", "Hulp in Zwolle")]


class ChoosingForm(forms.Form):
    party = forms.ChoiceField(
        label="Partij", help_text="Wie?", error_messages={"required": "Kies een partij."}
    )

    def __init__(self, data: object, choices: list[tuple[str, str]]) -> None:
        super().__init__(data, initial={"party": "7"})
        self.fields["party"] = forms.ChoiceField(
            label="Partij", error_messages={"required": "Kies een partij."}, choices=choices
        )
        shorten(self)


def typed(words: str) -> ChoosingForm:
    form = ChoosingForm({"party": words}, [*MANY, *NAMED_ALIKE])
    form.is_valid()
    return form


def test_list_stays_a_list_up_to_the_most_that_anybody_reads() -> None:
    form = ChoosingForm(None, MANY[: MOST + 1])
    assert "<select" in str(form["party"])


def test_long_list_becomes_a_field_that_says_so_and_shows_the_name() -> None:
    form = ChoosingForm(None, MANY)
    assert "<select" not in str(form["party"])
    assert 'value="Partij 007"' in str(form["party"])
    assert "Er zijn er 80: typ de naam" in form.fields["party"].help_text


@pytest.mark.parametrize(
    ("words", "value"),
    [("Partij 012", "12"), ("partij 012", "12"), ("012", "12"), ("12", "12"), ("hulp", "a")],
)
def test_a_name_is_cleaned_to_what_a_list_would_give(words: str, value: str) -> None:
    assert typed(words).cleaned_data == {"party": value}


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("", "Kies een partij."),
        ("Nergens", "‘Nergens’ staat niet in de lijst."),
        ("Partij 01", "‘Partij 01’ past bij 10 namen, zoals Partij 010; Partij 011; Partij 012."),
    ],
)
def test_a_name_that_is_none_or_several_is_refused_in_words(words: str, fault: str) -> None:
    assert fault in typed(words).errors["party"][0]


def test_filter_on_a_part_of_a_name_says_why() -> None:
    field = filter_field("Partij", None, of="partijen")
    assert isinstance(field, forms.CharField)
    assert field.help_text == "Meer dan 60 partijen: typ een deel van de naam."


def test_a_field_that_may_stay_empty_stays_so() -> None:
    loose = TypedChoice(forms.ChoiceField(label="Partij", required=False), MANY)
    assert loose.clean("") == ""


@pytest.mark.django_db
def test_a_typed_name_of_an_organisation_is_cleaned_to_the_organisation() -> None:
    for number in range(MOST + 2):
        Organisation.objects.create(name=f"Partij {number:03}", kind="overig")

    class OwnerForm(forms.Form):
        owner = forms.ModelChoiceField(Organisation.objects.order_by("name"), required=False)

    def sent(words: str) -> object:
        form = OwnerForm({"owner": words})
        shorten(form)
        assert "<select" not in str(form["owner"])
        assert form.is_valid(), form.errors
        return form.cleaned_data["owner"]

    assert sent("Partij 012") == Organisation.objects.get(name="Partij 012")
    assert sent("") is None
