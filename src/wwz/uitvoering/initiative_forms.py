"""What people fill in about initiatives and their milestones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from wwz.akkoord.models import Afspraak
from wwz.partners.choosing import filter_field, offer, shorten
from wwz.partners.fields import choice_field, day_field, text_field
from wwz.partners.models import Organisation, Partnership, Visibility
from wwz.uitvoering.models import InitiativeKind, InitiativeState, Woonservicezone
from wwz.uitvoering.services.initiatives import Experiment, NewInitiative


class FilterForm(forms.Form):
    """Search and narrow the list; what is not in the lists counts as not chosen."""

    def __init__(
        self, data: Any, *, zones: Iterable[Woonservicezone], leads: Iterable[Organisation] | None
    ) -> None:
        super().__init__(data)
        # Names of the address, which users see, and so Dutch.
        self.fields |= {
            "zoek": text_field("Zoek", most=80),
            "zone": choice_field("Zone"),
            "trekker": choice_field("Trekker"),
            "soort": choice_field("Soort"),
            "stand": choice_field("Stand"),
            "volgorde": choice_field("Op volgorde van"),
        }
        offer(self.fields["zone"], [("", "alle"), *((str(z.pk), z.name) for z in zones)])
        self.fields["trekker"] = filter_field("Trekker", leads, of="trekkers")
        offer(self.fields["soort"], [("", "alle"), *InitiativeKind.choices])
        offer(self.fields["stand"], [("", "alle"), *InitiativeState.choices])
        offer(
            self.fields["volgorde"],
            [("", "titel"), ("begin", "begin"), ("stand", "stand"), ("trekker", "trekker")],
        )
        shorten(self)

    def wanted(self) -> Mapping[str, Any]:
        self.is_valid()
        return self.cleaned_data


class NewForm(forms.Form):
    kind = choice_field("Wat is het?", "Kies wat het is.")
    title = text_field("Titel", "Geef het initiatief een titel.", most=200)
    text = text_field("Wat gebeurt er?", most=4000, rows=5)
    organisation = choice_field("Wie trekt het?", "Kies wie het trekt.")
    zone = choice_field("In welke zone?")
    afspraak = choice_field("Voor welke afspraak?")
    starts_on = day_field("Begint op")
    ends_on = day_field("Loopt tot en met")
    homes = forms.IntegerField(
        label="Hoeveel woningen komen er?", required=False, min_value=0, max_value=100_000,
        help_text="Alleen bij een project met woningen. Weet u het nog niet, laat het dan leeg.",
        error_messages={
            "invalid": "Vul een heel getal in, bijvoorbeeld 24.",
            "min_value": "Vul nul of een hoger getal in.",
            "max_value": "Vul een getal onder de 100.000 in.",
        },
    )  # fmt: skip
    public = forms.BooleanField(label="Iedereen mag dit lezen", required=False)
    hypothesis = text_field("Alleen voor een proeftuin: wat verwacht u?", most=1000, rows=3)
    measure = text_field("Alleen voor een proeftuin: waaraan ziet u dat het werkt?", most=300)
    stop_rule = text_field("Alleen voor een proeftuin: wanneer stopt u?", most=300)
    decide_on = day_field("Alleen voor een proeftuin: wanneer besluit u?")

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation],
        zones: Iterable[Woonservicezone], afspraken: Iterable[Afspraak], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.things: dict[str, Any] = {}
        offer(self.fields["kind"], InitiativeKind.choices)
        for name, found, empty in (
            ("organisation", organisations, "kies een organisatie"),
            ("zone", zones, "niet in één zone"),
            ("afspraak", afspraken, "geen afspraak"),
        ):
            listed = {str(thing.pk): thing for thing in found}
            self.things |= listed
            offer(self.fields[name], [("", empty), *((key, str(t)) for key, t in listed.items())])
        shorten(self)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == InitiativeKind.PROEFTUIN:
            for name in ("hypothesis", "measure", "stop_rule", "decide_on"):
                if not cleaned.get(name):
                    self.add_error(name, "Een proeftuin heeft dit nodig. Vul het in.")
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "Het einde ligt voor het begin. Kies een latere dag.")
        return cleaned

    def new(self, partnership: Partnership) -> NewInitiative:
        typed = self.cleaned_data
        return NewInitiative(
            partnership=partnership,
            kind=typed["kind"],
            title=typed["title"],
            text=typed["text"],
            organisation=self.things[typed["organisation"]],
            zone=self.things.get(typed["zone"]),
            afspraak=self.things.get(typed["afspraak"]),
            starts_on=typed["starts_on"],
            ends_on=typed["ends_on"],
            homes=typed["homes"],
            visibility=Visibility.OPENBAAR if typed["public"] else Visibility.PARTNER,
        )

    def experiment(self) -> Experiment | None:
        typed = self.cleaned_data
        if typed["kind"] != InitiativeKind.PROEFTUIN:
            return None
        return Experiment(
            typed["hypothesis"], typed["measure"], typed["stop_rule"], typed["decide_on"]
        )


class EndForm(forms.Form):
    verb = choice_field("Hoe eindigt het?", "Kies hoe het eindigt.")
    because = text_field(
        "Waarom stopt het?", most=1000, rows=3, help_text="Alleen nodig als het stopt."
    )
    learned = text_field(
        "Wat is er geleerd?",
        most=2000,
        rows=4,
        help_text="Bij een proeftuin altijd nodig, ook als het niet werkte.",
    )
    pays_next = choice_field(
        "Wie betaalt hierna?", help_text="Nodig als een proeftuin groter wordt of wordt aangepast."
    )

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation], verbs: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        words = {"finish": "het is afgerond", "stop": "het stopt",
                 "adapt": "het gaat aangepast verder", "scale_up": "het wordt groter"}  # fmt: skip
        self.organisations = {str(one.pk): one for one in organisations}
        offer(self.fields["verb"], [(verb, words[verb]) for verb in words if verb in set(verbs)])
        listed = [(key, str(one)) for key, one in self.organisations.items()]
        offer(self.fields["pays_next"], [("", "nog niemand"), *listed])
        shorten(self)


class MilestoneForm(forms.Form):
    title = text_field("Mijlpaal", "Schrijf wat er dan klaar is.", most=200)
    due_on = day_field("Op welke dag?", "Kies een dag.")


class ShiftForm(forms.Form):
    due_on = day_field("Nieuwe dag", "Kies een latere dag.")
    because = text_field(
        "Waarom later?", "Schrijf waarom het later wordt: dat staat in de draad.", most=300
    )


class DropForm(forms.Form):
    because = text_field("Waarom vervalt het?", "Schrijf waarom het vervalt.", most=300)
