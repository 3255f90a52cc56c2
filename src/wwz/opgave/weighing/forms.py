"""Forms of weighing: the limits, a proposal's words, its decision, and the filters of lists."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from wwz.areas.models import Area
from wwz.opgave.weighing.deciding import Decision, Words
from wwz.opgave.weighing.models import ProposalState
from wwz.opgave.weighing.words import payer_words

YEARLY = re.compile(r"(?:(20\d\d)\s*:)?\s*(\d{1,3}(?:\.\d{3})+|\d{1,9})")

BUDGET = "budget-"
SHARES = ("social_least", "target_most", "social_most_wijk", "remaining_most")
FAIRNESS = (("0", "Telt niet mee"), ("200", "Telt mee"), ("2000", "Telt zwaar"))
FIRST_YEAR, LAST_YEAR = 2024, 2050


class YearlyField(forms.CharField):
    """One amount for every year, and others for some: '500; 2029: 800'."""

    def __init__(self, *, label: str, help_text: str = "", initial: str = "") -> None:
        super().__init__(
            label=label, help_text=help_text, initial=initial, required=False, max_length=300,
            widget=forms.TextInput(attrs={"inputmode": "text"}),
        )  # fmt: skip

    def clean(self, value: object) -> dict[int | None, float]:
        """Amounts by year; under no year the one that counts for all others."""
        found: dict[int | None, float] = {}
        for part in filter(None, (one.strip() for one in super().clean(value).split(";"))):
            read = YEARLY.fullmatch(part)
            year = int(read[1]) if read and read[1] else None
            if read is None or year in found:
                raise forms.ValidationError(
                    f"‘{part}’ kunnen wij niet lezen. Schrijf één getal, of 500; 2029: 800."
                )
            found[year] = float(read[2].replace(".", ""))
        return found


def by_year(amounts: Mapping[int | None, float], years: Sequence[int]) -> dict[str, float]:
    """Each year with its amount; a year of which nothing is said has no limit.

    >>> by_year({None: 5.0, 2027: 8.0}, (2026, 2027))
    {'2026': 5.0, '2027': 8.0}
    """
    told = {year: amounts.get(year, amounts.get(None)) for year in years}
    return {str(year): amount for year, amount in told.items() if amount is not None}


def as_yearly(amounts: Mapping[Any, float]) -> str:
    """How amounts by year are written in one field: the usual one, then the others."""
    if not amounts:
        return ""
    values = list(amounts.values())
    usual = max(values, key=values.count)
    others = [f"{year}: {plain(one)}" for year, one in amounts.items() if one != usual]
    return "; ".join([plain(usual), *others])


def plain(value: float) -> str:
    return f"{round(value):,}".replace(",", ".")


def share(label: str, help_text: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, required=False, min_value=0, max_value=100
    )


class LimitsForm(forms.Form):
    """The limits of one question, each with a sentence; empty is no limit."""

    gemeente = forms.ChoiceField(label="Gemeente")
    first_year = forms.IntegerField(
        label="Van jaar", min_value=FIRST_YEAR, max_value=LAST_YEAR,
        help_text="Het eerste jaar waarin gebouwd kan worden.",
    )  # fmt: skip
    last_year = forms.IntegerField(
        label="Tot en met jaar", min_value=FIRST_YEAR, max_value=LAST_YEAR,
        help_text="Wat dan klaar is, telt mee.",
    )  # fmt: skip
    building = YearlyField(
        label="Woningen in aanbouw",
        help_text="Hoeveel woningen de bouwers hier in een jaar kunnen maken. Van een project dat "
        "twee jaar duurt, telt elk jaar de helft.",
    )
    care_hours = YearlyField(
        label="Uren zorg per jaar",
        help_text="Hoeveel uren zorg er zijn voor mensen in nieuwe woningen.",
    )
    social_least = share("Sociale huur, minstens (%)", "Welk deel van alle nieuwe woningen.")
    target_most = share(
        "Wonen met zorg in één gebouw, hoogstens (%)",
        "Zo blijft een gebouw gemengd.",
    )
    social_most_wijk = share(
        "Sociale huur per wijk, hoogstens (%)", "Zo komt niet alles in dezelfde wijk."
    )
    remaining_most = share(
        "Tekort dat een wijk mag houden, hoogstens (%)",
        "Zo krijgt elke wijk een deel van wat er komt.",
    )
    fairness = forms.ChoiceField(
        label="Eerlijk verdelen over wijken",
        choices=FAIRNESS,
        help_text="Hoe zwaar telt de wijk die het meest tekortkomt?",
    )

    def __init__(
        self, data: Any, gemeenten: Sequence[Area], payers: Sequence[str],
        start: Mapping[str, Any],
    ) -> None:  # fmt: skip
        """``start`` is a question as the engine proposes it, or an earlier one."""
        limits = start.get("limits", {})
        weights = start.get("weights", {})
        super().__init__(
            data,
            initial={
                "gemeente": start.get("gemeente", ""),
                "first_year": start.get("first_year"),
                "last_year": start.get("last_year"),
                "building": as_yearly(limits.get("building", {})),
                "care_hours": as_yearly(limits.get("care_hours", {})),
                "fairness": plain_choice(weights.get("fairness", 0)),
                **{name: whole(limits.get(name)) for name in SHARES},
            },
        )
        self.start, self.payers = start, tuple(payers)
        field = self.fields["gemeente"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.code, one.name) for one in gemeenten]
        if len(gemeenten) == 1:
            field.widget = forms.HiddenInput()
            field.initial = self.initial["gemeente"] = gemeenten[0].code
        for number, payer in enumerate(self.payers):
            self.fields[f"{BUDGET}{number}"] = YearlyField(
                label=f"Geld van {payer_words(payer)}",
                help_text="In duizenden euro’s per jaar.",
                initial=as_yearly(limits.get("budgets", {}).get(payer, {})),
            )

    @property
    def budgets(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith(BUDGET)]

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("first_year"), self.cleaned_data.get("last_year")
        if first is not None and last is not None and not first <= last <= first + 30:
            self.add_error("last_year", "Kies een jaar na het eerste, hoogstens 30 jaar verder.")
        return self.cleaned_data

    def question(self) -> dict[str, Any]:
        """What the engine is asked; what the form does not show stays as it was."""
        given = self.cleaned_data
        years = range(given["first_year"], given["last_year"] + 1)
        limits = {name: given[name] for name in SHARES}
        limits |= {name: by_year(given[name], years) for name in ("building", "care_hours")}
        limits["budgets"] = {
            payer: told
            for number, payer in enumerate(self.payers)
            if (told := by_year(given[f"{BUDGET}{number}"], years))
        }
        weights = {**self.start.get("weights", {}), "fairness": float(given["fairness"])}
        return {
            **self.start,
            "gemeente": given["gemeente"],
            "first_year": given["first_year"],
            "last_year": given["last_year"],
            "limits": limits,
            "weights": weights,
        }


def whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def plain_choice(value: float) -> str:
    """The choice that comes nearest to a weight."""
    return min((one for one, _ in FAIRNESS), key=lambda one: abs(float(one) - value))


class WordsForm(forms.Form):
    """What a proposal is called, and why it is made."""

    title = forms.CharField(
        label="Naam van het voorstel", max_length=120,
        error_messages={"required": "Geef het voorstel een naam."},
    )  # fmt: skip
    reason = forms.CharField(
        label="Waarom dit voorstel?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf waarom u dit voorstelt."},
    )

    def words(self) -> Words:
        return Words(self.cleaned_data["title"], self.cleaned_data["reason"])


class DecisionForm(forms.Form):
    """What was decided, in which meeting, when and why."""

    verb = forms.ChoiceField(
        label="Wat is het besluit?",
        choices=(("decide", "Wij doen dit"), ("reject", "Wij doen dit niet"),
                 ("postpone", "Wij stellen het uit")),
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat er is besloten."},
    )  # fmt: skip
    decided_in = forms.CharField(
        label="In welk overleg?", max_length=200,
        help_text="Bijvoorbeeld: bestuurlijk overleg Wonen en zorg.",
        error_messages={"required": "Schrijf in welk overleg dit is besloten."},
    )  # fmt: skip
    decided_on = forms.DateField(
        label="Op welke dag?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Vul de dag in.", "invalid": "Vul een dag in."},
    )
    because = forms.CharField(
        label="Waarom?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Partners en bewoners lezen dit terug.",
        error_messages={"required": "Schrijf waarom zo is besloten."},
    )

    def decision(self) -> Decision:
        given = self.cleaned_data
        return Decision(given["decided_in"], given["decided_on"], given["because"])


class ProposalsFilterForm(forms.Form):
    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["zoek"] = forms.CharField(label="Zoek", required=False, max_length=100)
        self.fields["stand"] = forms.ChoiceField(
            label="Stand", required=False, choices=[("", "Alle"), *ProposalState.choices]
        )

    def wanted(self) -> dict[str, str]:
        """What was asked and can be; an odd value in the address asks for nothing."""
        self.is_valid()
        return {key: str(value) for key, value in self.cleaned_data.items() if value}


class SwapForm(forms.Form):
    """Which project goes out of the programme, and which comes in."""

    out = forms.ChoiceField(label="Eruit", error_messages={"required": "Kies een project."})
    into = forms.ChoiceField(label="Erin", error_messages={"required": "Kies een project."})

    def __init__(
        self, data: Any, inside: Sequence[tuple[str, str]], outside: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        for name, choices in (("out", inside), ("into", outside)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", "Kies een project"), *choices]
