"""The form of a scenario: what somebody may change, with what is usual beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from wwz.opgave import jobs
from wwz.opgave.scenarios.kinds import ChangeField, KindOfChange
from wwz.opgave.wording import number
from wwz.partners.fields import text_field

# Kinds that stand in the form as they are; of the others only what is named below.
PLAIN = ("gezond_ouder_worden", "verpleeghuis", "plannen_later", "doorstroming", "migratie")
RATES = ("clustered_homes_per_1000_75plus", "care_suited_homes_per_1000_75plus")
SHARES = ("beperking_bewegen_65plus",)
AREA_KIND = "woningen_erbij"
MAIN = ("gezond_ouder_worden", "verpleeghuis", "plannen_later", "doorstroming", "migratie")
LESS = (AREA_KIND, "eigen_kengetal", "eigen_aandeel")
USUAL_HOMES = ("plan_realisation", {"deel_hard": "hard", "deel_zacht": "zacht"})


@dataclass(frozen=True)
class Part:
    """A kind of change as it stands on the page: its first field, and the others."""

    key: str
    label: str
    meaning: str
    first: forms.BoundField
    others: Sequence[forms.BoundField]

    @property
    def is_filled(self) -> bool:
        """Whether one of the others says something: then they stand open."""
        return any(
            one.value() not in ("", None) and str(one.value()) != str(one.field.initial)
            for one in self.others
        )


class ScenarioForm(forms.Form):
    """All that can be tried out; a field left as it is changes nothing."""

    def __init__(self, data: Mapping[str, Any] | None, areas: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.by_kind: dict[str, list[str]] = {}
        known = jobs.kinds_of_change()
        for kind in PLAIN:
            for told in known[kind].fields:
                self.add(kind, told.key, field_of(told, usual_of(told)))
        for key, code in (("eigen_kengetal", RATES), ("eigen_aandeel", SHARES)):
            for name in code:
                self.add(key, name, own_number(known[key], name))
        self.add_homes(known[AREA_KIND], areas)

    def add(self, kind: str, name: str, field: forms.Field) -> None:
        self.fields[f"{kind}.{name}"] = field
        self.by_kind.setdefault(kind, []).append(f"{kind}.{name}")

    def add_homes(self, kind: KindOfChange, areas: Sequence[tuple[str, str]]) -> None:
        for told in kind.fields:
            field = field_of(told, "")
            if told.kind == "area":
                field = forms.ChoiceField(
                    label=told.label, required=False, choices=[("", "geen"), *areas]
                )
            self.add(kind.key, told.key, field)

    def main(self) -> list[Part]:
        """What is tried most, with one field in sight."""
        return [self.part(kind) for kind in MAIN]

    def more(self) -> list[Part]:
        """What is tried less."""
        return [self.part(kind) for kind in LESS]

    def part(self, kind: str) -> Part:
        told = jobs.kinds_of_change()[kind]
        fields = [self[name] for name in self.by_kind[kind]]
        return Part(told.key, told.label, told.meaning, fields[0], fields[1:])

    def changes(self) -> list[dict[str, Any]]:
        """What was filled in, as changes: only what is another than usual.

        Raises
        ------
        ScenarioRefusedError
        """
        filled = {key: value for key, value in self.data.items() if value not in ("", None)}
        given: list[dict[str, Any]] = []
        for kind in (*PLAIN, AREA_KIND):
            values = {
                name.partition(".")[2]: filled[name]
                for name in self.by_kind[kind]
                if name in filled
            }
            if values and (kind != AREA_KIND or "gebied" in values):
                given.append({"soort": kind} | values)
        for name in RATES:
            if (value := filled.get(f"eigen_kengetal.{name}")) is not None:
                given.append({"soort": "eigen_kengetal", "kengetal": name, "waarde": value})
        for name in SHARES:
            if (value := filled.get(f"eigen_aandeel.{name}")) is not None:
                given.append({"soort": "eigen_aandeel", "groep": name, "procent": value})
        return jobs.checked_changes(given)


def field_of(told: ChangeField, usual: str) -> forms.Field:
    """A plain field with its limits in the sentence under it."""
    help_text = help_of(told, usual)
    if told.kind == "choice":
        return forms.ChoiceField(
            label=told.label, required=False, choices=list(told.choices.items()),
            help_text=help_text,
        )  # fmt: skip
    if told.kind == "year":
        bounds = {"min": 2015, "max": 2050, "step": 1, "inputmode": "numeric"}
    else:
        bounds = {"min": told.low, "max": told.high, "step": told.step, "inputmode": "decimal"}
    return forms.CharField(
        label=told.label, required=False, max_length=20, help_text=help_text,
        initial="" if told.usual is None else told.usual,
        widget=forms.NumberInput(attrs=bounds),
    )  # fmt: skip


def help_of(told: ChangeField, usual: str) -> str:
    unit = f"{told.unit}. " if told.unit else ""
    return f"In {unit}{usual}".strip() if told.unit else usual


def usual_of(told: ChangeField) -> str:
    """What holds when nothing is filled in."""
    name, parts = USUAL_HOMES
    if told.key in parts:
        return f"Nu {number(100 * jobs.usual_rate(name, parts[told.key]))}."
    if told.kind == "year":
        return "Leeg is meteen."
    return ""


def own_number(kind: KindOfChange, name: str) -> forms.Field:
    if kind.key == "eigen_kengetal":
        label = kind.field("kengetal").choices[name]  # type: ignore[union-attr]  # our own list
        usual = f"Nu {number(jobs.usual_rate(name), 1).removesuffix(',0')}."
        top, step = 1000, 1.0
    else:
        label = kind.field("groep").choices[name]  # type: ignore[union-attr]  # our own list
        usual = "In procent van de 65-plussers in de gemeente. Leeg is zoals nu."
        top, step = 100, 0.5
    return forms.CharField(
        label=label[:1].upper() + label[1:], required=False, max_length=20, help_text=usual,
        widget=forms.NumberInput(attrs={"min": 0, "max": top, "step": step}),
    )  # fmt: skip


class NameForm(forms.Form):
    """Under which name, and why."""

    name = text_field("Naam", "Geef het scenario een naam.", most=80)
    reason = text_field(
        "Waarom dit scenario?", "Zeg in een zin waarom u dit scenario maakt.", most=1000, rows=3,
        help_text="Bijvoorbeeld: de raad vroeg wat er gebeurt als de bouw vertraagt.",
    )  # fmt: skip
