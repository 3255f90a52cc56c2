"""What people fill in about signalen: in plain words, at the desk, and as a professional."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from wwz.partners.choosing import offer
from wwz.partners.fields import choice_field, text_field
from wwz.partners.models import Organisation, Partnership
from wwz.partners.public_forms import PublicForm
from wwz.uitvoering import guard
from wwz.uitvoering.models import Channel, Knelpunt, TerugkoppelingWay, Woonservicezone
from wwz.uitvoering.sealing import Contact
from wwz.uitvoering.services.feedback import Letter
from wwz.uitvoering.services.signals import ON_BEHALF, NewSignaal

GUARDED = ("subject", "text", "quote")


class SignaalForm(PublicForm):
    """For everybody, without an account: what is going on, where, and how to reach you."""

    about_groups = False
    channel: str = Channel.WEB

    zone = choice_field("Waar is het?", help_text="Weet u het niet? Kies ‘weet ik niet’.")
    subject = text_field(
        "Waar gaat het over?",
        "Schrijf in een paar woorden waar het over gaat.",
        most=120,
        help_text="Bijvoorbeeld: geen plek meer om samen te eten.",
    )
    text = text_field(
        "Wat is er aan de hand?",
        "Schrijf op wat er aan de hand is.",
        most=4000,
        rows=7,
        help_text="Schrijf het zoals u het zou vertellen. Noem geen namen van anderen.",
    )
    may_quote = forms.BooleanField(
        label="U mag een zin uit mijn verhaal laten zien, zonder mijn naam", required=False
    )
    name = text_field("Uw naam", most=120)
    email = forms.EmailField(
        label="Uw e-mailadres", required=False,
        help_text="Dan krijgt u antwoord per mail. Alleen de wijkmanager ziet uw gegevens.",
        error_messages={"invalid": "Dit e-mailadres klopt niet. Bijvoorbeeld: naam@voorbeeld.nl."},
    )  # fmt: skip
    phone = text_field("Uw telefoonnummer", most=20)
    address = text_field("Uw adres, als u liever een brief krijgt", most=200, rows=2)

    def __init__(self, *args: Any, zones: Iterable[Woonservicezone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zones = {str(zone.pk): zone for zone in zones}
        offer(self.fields["zone"], [("", "weet ik niet, of ergens anders"), *self.zone_choices()])

    def zone_choices(self) -> list[tuple[str, str]]:
        return [(key, zone.name) for key, zone in self.zones.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.keep_pointers_out()
        return cleaned

    def keep_pointers_out(self) -> None:
        """Point out what leads to one person, and show the text again without it."""
        again = QueryDict(mutable=True)
        again.update(self.data)
        for name in GUARDED:
            typed = self.data.get(name, "")
            found = guard.find(typed, about_groups=self.about_groups)
            if found:
                again[name] = guard.without(typed, found)
                self.add_error(name, self.pointed_out(found))
        self.data = again

    def pointed_out(self, found: list[guard.Found]) -> str:
        where = (
            "Schrijf over groepen, nooit over één cliënt."
            if self.about_groups
            else "Gegevens van uzelf kunt u hieronder invullen: die bewaren wij apart."
        )
        return (
            f"In uw tekst stond {guard.named(found)}. Dat hebben wij eruit gehaald. {where} Lees "
            "uw tekst na en verstuur hem opnieuw."
        )

    def new(self, partnership: Partnership) -> NewSignaal:
        typed = self.cleaned_data
        return NewSignaal(
            partnership=partnership,
            zone=self.zones.get(typed.get("zone", "")),
            channel=self.channel,
            subject=typed["subject"],
            text=typed["text"],
            may_quote=typed.get("may_quote", False),
            quote=self.quoted(),
            contact=Contact(
                typed.get("name", ""), typed.get("email", ""), typed.get("phone", ""),
                typed.get("address", ""),
            ),
            received_on=typed.get("received_on"),
        )  # fmt: skip

    def quoted(self) -> str:
        """The line that may be shown: chosen at the desk, else the beginning of the text."""
        typed = self.cleaned_data
        chosen = str(typed.get("quote", ""))
        if chosen or not typed.get("may_quote"):
            return chosen
        text = " ".join(typed["text"].split())
        return text if len(text) <= 300 else f"{text[:297].rsplit(' ', 1)[0]} …"


class DeskForm(SignaalForm):
    """Written down for somebody: a letter, a call, a visit."""

    channel_of = choice_field("Hoe kwam het binnen?", "Kies hoe het binnenkwam.")
    received_on = forms.DateField(
        label="Ontvangen op", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Vul in wanneer het binnenkwam.",
                        "invalid": "Vul een dag in, bijvoorbeeld 20-11-2026."},
    )  # fmt: skip
    quote = text_field(
        "Zin die mag worden geplaatst",
        most=300,
        rows=2,
        help_text="In de woorden van de melder, zonder naam. Alleen met toestemming.",
    )
    field_order = ("channel_of", "received_on", "zone", "subject", "text", "may_quote", "quote")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        offer(self.fields["zone"], self.zone_choices())
        offer(self.fields["channel_of"], [(one.value, one.label) for one in ON_BEHALF])
        self.fields["received_on"].initial = today
        labels = {
            "may_quote": "De melder vindt het goed dat een zin wordt geplaatst, zonder naam",
            "name": "Naam van de melder", "email": "E-mailadres van de melder",
            "phone": "Telefoonnummer van de melder", "address": "Adres van de melder",
        }  # fmt: skip
        for name, label in labels.items():
            self.fields[name].label = label

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError("Deze dag moet nog komen. Kies vandaag of eerder.")
        return day

    def new(self, partnership: Partnership) -> NewSignaal:
        self.channel = self.cleaned_data["channel_of"]
        return super().new(partnership)


class ProfessionalForm(SignaalForm):
    """About a group of people, never about one client."""

    about_groups = True
    channel = Channel.PROFESSIONAL

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "email", "phone", "address", "may_quote"):
            del self.fields[name]
        self.fields["text"].label = "Wat ziet u bij meer mensen?"
        self.fields[
            "text"
        ].help_text = (
            "Schrijf over een groep, nooit over één cliënt: geen namen, adressen of geboortedata."
        )


class FilterForm(forms.Form):
    """What narrows the list of signalen; what is not in the lists counts as not chosen."""

    def __init__(self, data: Any, *, zones: Iterable[Woonservicezone], states: Any) -> None:
        super().__init__(data)
        # Names of the address, which users see, and so Dutch.
        self.fields |= {
            "zone": choice_field("Zone"),
            "stand": choice_field("Stand"),
            "kanaal": choice_field("Hoe"),
            "te_laat": forms.BooleanField(label="alleen te laat", required=False),
        }
        offer(self.fields["zone"], [("", "alle"), *((str(z.pk), z.name) for z in zones)])
        offer(self.fields["stand"], [("", "open"), ("alle", "alle"), *states])
        offer(self.fields["kanaal"], [("", "alle"), *Channel.choices])

    def wanted(self) -> Mapping[str, Any]:
        self.is_valid()
        return self.cleaned_data


class TriageForm(forms.Form):
    """Ask a partner, give it to a zone, or bundle it."""

    organisation = choice_field("Uitzetten bij")
    zone = choice_field("Zone")
    knelpunt = choice_field(
        "Bij welk knelpunt?", help_text="Of geef hieronder een nieuw knelpunt een titel."
    )
    title = text_field(
        "Titel van een nieuw knelpunt",
        most=200,
        help_text="Wat is er mis voor bewoners? Bijvoorbeeld: ouderen verliezen hun plek.",
    )

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation],
        zones: Iterable[Woonservicezone], knelpunten: Iterable[Knelpunt], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.things: dict[str, Any] = {}
        for name, found, empty in (
            ("organisation", organisations, "kies een organisatie"),
            ("zone", zones, "kies een zone"),
            ("knelpunt", knelpunten, "een nieuw knelpunt"),
        ):
            listed = {str(thing.pk): thing for thing in found}
            self.things |= listed
            offer(self.fields[name], [("", empty), *((key, str(t)) for key, t in listed.items())])

    def chosen(self, name: str) -> Any:
        return self.things.get(self.cleaned_data.get(name, ""))


class LetterForm(forms.Form):
    """What the reporter is told, and how."""

    verb = choice_field("Wat gebeurt er met het signaal?", "Kies wat er met het signaal gebeurt.")
    way = choice_field("Hoe hoort de melder het?", "Kies hoe de melder het hoort.")
    text = text_field(
        "Wat vertelt u de melder?",
        "Schrijf wat u de melder vertelt. Zonder antwoord sluit een signaal niet.",
        most=4000,
        rows=7,
        help_text="In gewone taal: wat is er gedaan, wat niet, en waarom.",
    )

    def __init__(self, *args: Any, may_close: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verbs = [("answer", "beantwoord: dit is ons antwoord"), ("solve", "opgelost"),
                 ("hand_over", "overgedragen aan een ander")]  # fmt: skip
        offer(
            self.fields["verb"],
            [*(verbs if may_close else []), ("tell", "blijft open: dit is een tussenbericht")],
        )
        offer(self.fields["way"], TerugkoppelingWay.choices)

    def letter(self) -> Letter:
        return Letter(self.cleaned_data["way"], self.cleaned_data["text"])


class MailForm(PublicForm):
    """Follow by mail: one address."""

    email = forms.EmailField(
        label="Uw e-mailadres",
        error_messages={"required": "Vul uw e-mailadres in.",
                        "invalid": "Dit e-mailadres klopt niet. Bijvoorbeeld: naam@voorbeeld.nl."},
    )  # fmt: skip


def pk_of(text: str) -> UUID | None:
    """A number of an object out of an address or form; nothing when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
