"""What people fill in about a programme: a version, a line, its progress, a filter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from wwz.akkoord.models import Afspraak, Regime
from wwz.areas.models import Area
from wwz.meetings.models import Outcome
from wwz.partners.choosing import MOST, TypedChoice, flat, offer, shorten
from wwz.partners.fields import choice_field, day_field, number_field, text_field
from wwz.partners.models import Organisation
from wwz.uitvoering.housing.content import Contents, Row
from wwz.uitvoering.housing.lines import LineText
from wwz.uitvoering.housing.models import HousingKind, HousingLine
from wwz.uitvoering.housing.versions import VersionText
from wwz.uitvoering.models import Initiative
from wwz.visie.presentation.citing import FactChoice

MOST_HOMES = 99_999
Fields = Mapping[str, forms.Field]


def whole_field(label: str, missing: str = "", *, least: int = 0, most: int = MOST_HOMES,
                help_text: str = "") -> forms.IntegerField:  # fmt: skip
    return forms.IntegerField(
        label=label, required=bool(missing), min_value=least, max_value=most, help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": missing,
            "invalid": "Vul een heel getal in, bijvoorbeeld 24.",
            "min_value": f"Vul {least} of een hoger getal in.",
            "max_value": f"Vul hoogstens {most} in.",
        },
    )  # fmt: skip


@dataclass(frozen=True)
class LineChoices:
    """What can be chosen in a line, by the key that is stored."""

    groups: Mapping[str, str]
    areas: Mapping[str, Area]
    parties: Mapping[str, Organisation]
    everyone: Mapping[str, Organisation]
    initiatives: Mapping[str, Initiative]
    afspraken: Mapping[str, Afspraak]

    def fields(self, *, years: range) -> dict[str, forms.Field]:
        """The fields of a line; nothing in them changes while they are used."""
        areas = {code: place_words(area) for code, area in self.areas.items()}
        return {
            "group": pick("Voor welke groep?", self.groups, "Kies een groep."),
            "woonvorm": pick("Welke woonvorm?", dict(HousingKind.choices), "Kies een woonvorm."),
            "year": whole_field(
                "Klaar in", "Vul het jaar in.", least=years.start, most=years.stop - 1
            ),
            "area": pick("Waar?", areas, "Kies een gebied."),
            "organisation": pick("Welke partij zorgt ervoor?", named(self.parties),
                                 "Kies een partij."),
            "homes": whole_field("Woningen of plekken", help_text="Nog niet bekend? Laat leeg."),
            "support_places": whole_field("Plekken met begeleiding"),
            "support_hours": number_field("Uren begeleiding per week"),
            "supported_by": pick("Wie begeleidt?", named(self.everyone)),
            "amount": number_field("Bedrag in euro"),
            "regime": pick("Geld uit", dict(Regime.choices)),
            "initiative": pick("Welk project?", named(self.initiatives)),
            "afspraak": pick("Welke afspraak?", named(self.afspraken)),
            "text": text_field("Toelichting", most=500, rows=3),
            "because": text_field("Waarom is dit anders dan in de vorige versie?", most=300),
        }  # fmt: skip


def named(things: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(thing) for key, thing in things.items()}


def place_words(area: Area) -> str:
    return f"{area.name} ({area.get_level_display()})"


def pick(label: str, choices: Mapping[str, str], missing: str = "") -> forms.Field:
    field = choice_field(label, missing, [("", "kies" if missing else "niet gekozen")])
    listed = [*flat(field.choices), *choices.items()]
    offer(field, listed)
    return TypedChoice(field, listed) if len(choices) > MOST else field


class LineForm(forms.Form):
    """One line, on screen or from a file."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, fields: Fields, *, choices: LineChoices, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields.update(fields)
        self.choices = choices

    def line(self) -> LineText:
        typed, among = self.cleaned_data, self.choices
        return LineText(
            group=typed["group"],
            woonvorm=typed["woonvorm"],
            year=typed["year"],
            area=among.areas[typed["area"]],
            organisation=among.parties[typed["organisation"]],
            homes=typed["homes"],
            support_places=typed["support_places"],
            support_hours=typed["support_hours"],
            supported_by=among.everyone.get(typed["supported_by"]),
            amount=typed["amount"],
            regime=typed["regime"],
            initiative=among.initiatives.get(typed["initiative"]),
            afspraak=among.afspraken.get(typed["afspraak"]),
            text=typed["text"],
            because=typed.get("because", ""),
        )


def short(value: Decimal | None) -> Decimal | int | None:
    """Without decimals that are nil."""
    whole = value is not None and value == value.to_integral_value()
    return int(value) if value is not None and whole else value


def initial_of(line: HousingLine) -> dict[str, Any]:
    return {
        "revision": line.revision,
        "group": line.group,
        "woonvorm": line.woonvorm,
        "year": line.year,
        "area": line.area.code,
        "organisation": str(line.organisation_id),
        "homes": line.homes,
        "support_places": line.support_places,
        "support_hours": short(line.support_hours),
        "supported_by": str(line.supported_by_id or ""),
        "amount": short(line.amount),
        "regime": line.regime,
        "initiative": str(line.initiative_id or ""),
        "afspraak": str(line.afspraak_id or ""),
        "text": line.text,
        "because": line.because,
    }


class VersionForm(forms.Form):
    title = text_field("Titel", "Geef het programma een titel.", most=200)
    first_year = whole_field("Eerste jaar", "Vul het eerste jaar in.", least=2000, most=2100)
    last_year = whole_field("Laatste jaar", "Vul het laatste jaar in.", least=2000, most=2100)
    text = text_field("Inleiding", most=4000, rows=6)

    def wanted(self) -> VersionText:
        return VersionText(**self.cleaned_data)


class DropLineForm(forms.Form):
    because = text_field("Waarom vervalt deze regel?", "Schrijf waarom deze regel vervalt: dat "
                         "leest het bestuur.", most=300)  # fmt: skip


class SendBackForm(forms.Form):
    because = text_field("Wat moet er eerst anders?", "Schrijf wat er eerst anders moet.", most=300)


class CiteForm(forms.Form):
    """One of the figures that were found."""

    fact = forms.ChoiceField(
        label="Welk jaar?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies een cijfer.",
            "invalid_choice": "Dit cijfer is er niet meer. Kies een ander.",
        },
    )

    def __init__(self, data: Any, *, facts: Sequence[FactChoice]) -> None:
        super().__init__(data)
        offer(self.fields["fact"], [(str(one.pk), one.words) for one in facts])


class KeepFigureForm(forms.Form):
    because = text_field(
        "Waarom blijft het oude cijfer staan?",
        "Schrijf waarom het oude cijfer blijft staan.", most=300,
    )  # fmt: skip


class ProgressForm(forms.Form):
    delivered = whole_field(
        "Hoeveel woningen of plekken zijn nu opgeleverd?", "Vul in hoeveel er nu zijn.",
        help_text="Alles bij elkaar, niet alleen wat er bij kwam.",
    )  # fmt: skip
    told_on = day_field("Stand van", "Kies een dag.")
    text = text_field("Toelichting", most=300)


class AdoptForm(forms.Form):
    outcome = choice_field(
        "Uit welk besluit?", help_text="Een besluit uit een bijeenkomst, als dat er is vastgelegd."
    )

    def __init__(self, *args: Any, outcomes: Iterable[Outcome], **more: Any) -> None:
        super().__init__(*args, **more)
        self.outcomes = {str(one.pk): one for one in outcomes}
        listed = [(key, str(one)) for key, one in self.outcomes.items()]
        offer(self.fields["outcome"], [("", "zonder vastgelegd besluit"), *listed])
        shorten(self)

    def chosen(self) -> Outcome | None:
        return self.outcomes.get(self.cleaned_data["outcome"])


class RowsFilter(forms.Form):
    """Narrows the lines; what is not in the lists counts as not chosen. Names of the address."""

    OF: Mapping[str, tuple[str, str, str]] = {
        "groep": ("Groep", "group", "group_label"),
        "woonvorm": ("Woonvorm", "woonvorm", "woonvorm_label"),
        "jaar": ("Klaar in", "year", "year"),
        "gebied": ("Gebied", "area", "place"),
        "partij": ("Partij", "party", "party_name"),
    }

    def __init__(self, data: Any, contents: Contents) -> None:
        super().__init__(data)
        for name, (label, key, words) in self.OF.items():
            there = {str(getattr(row, key)): str(getattr(row, words)) for row in contents.rows}
            listed = sorted(there.items(), key=lambda one: one[1])
            self.fields[name] = choice_field(label, "", [("", "alle"), *listed])

    def chosen(self, rows: Sequence[Row]) -> list[Row]:
        self.is_valid()
        wanted = [(self.OF[name][1], value) for name, value in self.cleaned_data.items() if value]
        return [row for row in rows if all(str(getattr(row, key)) == v for key, v in wanted)]
