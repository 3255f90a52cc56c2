"""Trying out a facility: what is chosen, the form, and the question that goes to the worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from wwz.errors import RuleBrokenError
from wwz.opgave import jobs
from wwz.opgave.figures.geometry import Outlines
from wwz.opgave.models import Study
from wwz.opgave.own.counting import rows_in
from wwz.opgave.own.models import OwnKind
from wwz.opgave.presentation.reach import PROFILES
from wwz.opgave.queries.published import areas_of
from wwz.opgave.wording import lower_first, upper_first

OPEN, MOVE, CLOSE = "open", "verplaats", "sluit"
MOST_AT_ONCE = 5
NOTHING = ("", "Nog niets: toon hoe het nu is")


class NoPlaceError(RuleBrokenError):
    """Where the facility comes is not told, or cannot be read."""


@dataclass(frozen=True)
class Choice:
    """Who walks, to what."""

    gemeente: str
    profile: str
    kind: str

    def pickers(self) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
        kinds = sorted(jobs.facility_kinds(), key=lambda one: not one.basic)
        return [
            ("profiel", "Wie loopt er?",
             [(key, upper_first(words), key == self.profile) for key, words in PROFILES.items()]),
            ("soort", "Welke voorziening?",
             [(one.key, one.label, one.key == self.kind) for one in kinds]),
        ]  # fmt: skip


def choice_of(given: Mapping[str, Any]) -> Choice:
    """What the address says; where that is odd, the first of the list."""
    kinds = [one.key for one in jobs.facility_kinds() if one.basic]
    kinds += [one.key for one in jobs.facility_kinds() if not one.basic]
    profile, kind = str(given.get("profiel", "")), str(given.get("soort", ""))
    return Choice(
        str(given.get("gemeente", "")),
        profile if profile in PROFILES else next(iter(PROFILES)),
        kind if kind in kinds else kinds[0],
    )


@dataclass(frozen=True)
class Told:
    """A facility that a partnership told of; ``key`` is how a study knows it."""

    key: str
    name: str
    pk: UUID


def facilities_of(gemeente: str, kind: str) -> list[Told]:
    """The facilities of a kind in the lists of partnerships, by name."""
    rows = rows_in(gemeente).standing().filter(kind=OwnKind.VOORZIENINGEN, cells__kind=kind)
    known = rows.values_list("number", "pk", "cells__name")
    counted: dict[str, int] = {}
    found = list(known)
    for number, _, _ in found:
        counted[number] = counted.get(number, 0) + 1
    told = [
        Told(number if counted[number] == 1 else f"{number}-{pk.hex[:8]}", name or number, pk)
        for number, pk, name in found
    ]
    return sorted(told, key=lambda one: (len(one.name), one.name))


class ReachForm(forms.Form):
    """What changes, and where."""

    def __init__(self, data: Mapping[str, Any], choice: Choice, study: Study) -> None:
        known = {name: data.get(name, "") for name in ("wat", "gebied", "x", "y")}
        known |= {name: data.get(name, "") for name in ("kaart_x", "kaart_y")}
        super().__init__(known)
        self.choice, self.study = choice, study
        self.told = facilities_of(study.gemeente.code, choice.kind)
        label = lower_first(
            next(one.label for one in jobs.facility_kinds() if one.key == choice.kind)
        )
        changes = [NOTHING, (OPEN, f"Er komt een {label} bij")]
        changes += [(f"{MOVE}:{one.key}", f"Verplaats {one.name}") for one in self.told]
        changes += [(f"{CLOSE}:{one.key}", f"Sluit {one.name}") for one in self.told]
        areas = [(area.code, area.name) for area in areas_of(study) if area.level == "buurt"]
        areas = areas or [(area.code, area.name) for area in areas_of(study)]
        self.fields["wat"] = forms.ChoiceField(
            label="Wat verandert er?", choices=changes, required=False
        )
        self.fields["gebied"] = forms.ChoiceField(
            label="In welke buurt?", required=False,
            choices=[("", "Kies een buurt, of druk op de kaart"), *areas],
            help_text="Dan komt de voorziening bij het middelste adres van de buurt.",
        )  # fmt: skip
        for name in ("x", "y"):
            self.fields[name] = forms.CharField(
                label=name, required=False, max_length=12,
                help_text="In meters van het Rijksdriehoek.",
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )  # fmt: skip
        for name in ("kaart_x", "kaart_y"):
            self.fields[name] = forms.CharField(
                required=False, max_length=12, widget=forms.HiddenInput
            )


def question_of(form: ReachForm, outlines: Callable[[str], Outlines]) -> dict[str, Any]:
    """The question to the worker.

    Raises
    ------
    NoPlaceError
    """
    action, _, key = str(form.data["wat"]).partition(":")
    choices = dict(form.fields["wat"].choices)  # type: ignore[attr-defined]  # a choice field
    if form.data["wat"] not in choices:
        raise NoPlaceError("Kies uit de lijst wat er verandert.")
    asked: dict[str, Any] = {
        "gemeente": form.study.gemeente.code, "profile": form.choice.profile,
        "kind": form.choice.kind, "action": action, "id": key,
    }  # fmt: skip
    return asked if action in ("", CLOSE) else asked | place_of(form, outlines)


def place_of(form: ReachForm, outlines: Callable[[str], Outlines]) -> dict[str, Any]:
    """Where: as pressed on the map, else in metres, else in a buurt."""
    data = form.data
    if data["kaart_x"] and data["kaart_y"]:
        levels = [outlines(level) for level in ("buurt", "wijk")]
        shapes = next((one for one in levels if one.paths), None)
        if shapes is None:
            raise NoPlaceError("Van deze gemeente zijn geen grenzen bekend. Kies een buurt.")
        x, y = metres(data["kaart_x"]), metres(data["kaart_y"])
        if not (0 <= x <= shapes.width and 0 <= y <= shapes.height):
            raise NoPlaceError("Die plek ligt buiten de kaart. Kies een plek op de kaart.")
        lon, lat = shapes.degrees(x, y)
        return {"lon": lon, "lat": lat}
    if data["x"] or data["y"]:
        return {"x": metres(data["x"]), "y": metres(data["y"])}
    areas = dict(form.fields["gebied"].choices)  # type: ignore[attr-defined]  # a choice field
    if data["gebied"] and data["gebied"] in areas:
        return {"area": data["gebied"]}
    raise NoPlaceError("Zeg waar: kies een buurt, druk op de kaart, of vul x en y in.")


def metres(text: str) -> float:
    try:
        found = float(text.strip().replace(",", "."))
    except ValueError as error:
        raise NoPlaceError("Vul x en y in als getal, zoals 203000 en 503000.") from error
    if not abs(found) < 1e7:
        raise NoPlaceError("Vul x en y in als getal, zoals 203000 en 503000.")
    return found
