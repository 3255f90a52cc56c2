"""What points to one person is found in a text, and little else."""

from __future__ import annotations

import pytest

from wwz.uitvoering import guard

POINTS = (
    ("Mijn bsn is 111222333.", "een burgerservicenummer"),
    ("bsn 111 222 333", "een burgerservicenummer"),
    ("Bel 06-12345678", "een telefoonnummer"),
    ("Bel 06 12 34 56 78 even", "een telefoonnummer"),
    ("Bel 038-4212345.", "een telefoonnummer"),
    ("+31 6 12345678", "een telefoonnummer"),
    ("0031612345678", "een telefoonnummer"),
    ("Mail naar anna@voorbeeld.example", "een e-mailadres"),
    ("NL91 ABNA 0417 1643 00 graag", "een rekeningnummer"),
    ("nl91abna0417164300", "een rekeningnummer"),
)
PLAIN = (
    "Er wonen hier 3.530 mensen van 65 jaar en ouder.",
    "De bus van 9.15 uur komt niet meer, lijn 4 ook niet.",
    "Het getal 123456789 is geen nummer van een mens.",
    "In 2021 vielen er 12 mensen in de Bolkstraat 14.",
    "NL92ABNA0417164300 klopt niet.",
)
ABOUT_ONE = (
    ("Mevrouw De Vries valt vaak.", "een naam"),
    ("Dhr. van den Berg wil weg", "een naam"),
    ("geboren 03-04-1941", "een geboortedatum"),
    ("woont op 8032 AB 12", "een postcode"),
)


@pytest.mark.parametrize(("text", "what"), POINTS)
def test_number_or_address_of_one_person_is_found(text: str, what: str) -> None:
    found = guard.find(text)
    assert [one.words for one in found] == [what]
    assert guard.find(guard.without(text, found)) == []


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_is_left_alone(text: str) -> None:
    assert guard.find(text) == []
    assert guard.find(text, about_groups=True) == []


@pytest.mark.parametrize(("text", "what"), ABOUT_ONE)
def test_professionals_may_not_write_about_one_client(text: str, what: str) -> None:
    assert what in [one.words for one in guard.find(text, about_groups=True)]
    assert guard.find(text) == []


def test_several_are_named_once_each() -> None:
    found = guard.find("Bel 0612345678 of 0687654321, of mail a@b.example")
    assert guard.named(found) == "een telefoonnummer en een e-mailadres"
