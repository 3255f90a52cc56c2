"""Forms of this step. What was typed stays when a form comes back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from wwz.akkoord.models import Afspraak, AfspraakState, AkkoordKind, PledgeRole, Regime
from wwz.akkoord.queries.ledger import Wanted
from wwz.akkoord.services.drafting import AfspraakText, AkkoordText
from wwz.akkoord.services.promising import Figure, Money, PledgeText
from wwz.akkoord.services.revising import Change
from wwz.akkoord.services.signing import Reservation
from wwz.areas.models import Area
from wwz.partners.choosing import filter_field, offer, shorten
from wwz.partners.fields import choice_field, day_field, number_field, text_field
from wwz.partners.models import Organisation, Visibility
from wwz.visie.models import Theme

ALL = "Alle"


def named(rows: Iterable[Any], empty: str) -> list[tuple[str, str]]:
    return [("", empty), *((str(row.pk), str(row)) for row in rows)]


# --- narrowing a list ---


ORDERS = (
    ("klaar", "Eerst klaar"), ("-klaar", "Laatst klaar"), ("titel", "Titel, A tot Z"),
    ("-titel", "Titel, Z tot A"), ("nummer", "Nummer"),
)  # fmt: skip


class LedgerFilter(forms.Form):
    """Everything in the address; what nobody knows is left out, never refused.

    The names stand in the address, so they are Dutch.
    """

    q = forms.CharField(label="Zoek", required=False, max_length=100)

    def __init__(self, data: Any, parties: Iterable[Organisation] | None) -> None:
        super().__init__(data)
        self.fields |= {
            "partij": filter_field("Partij", parties, everything="Alle partijen", of="partijen"),
            "soort": choice_field("Soort", "", [("", ALL), *AkkoordKind.choices]),
            "stand": choice_field("Stand", "", [("", ALL), *AfspraakState.choices]),
            "volgorde": choice_field("Volgorde", "", ORDERS),
        }

    def wanted(self, page: str) -> Wanted:
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            party=given.get("partij", ""),
            kind=given.get("soort", ""),
            state=given.get("stand", ""),
            text=given.get("q", ""),
            order=given.get("volgorde") or "klaar",
            page=page,
        )


STANDS = (
    ("", ALL), ("afwijkend", "Cijfers wijken af"), ("stil", "Niets gehoord"),
    ("geld", "Geld stopt eerder"), ("voorbehoud", "Onder voorbehoud"),
    ("toezegging", "Nog niet toegezegd"),
)  # fmt: skip


class AkkoordFilter(forms.Form):
    def __init__(
        self, data: Any, parties: Iterable[Organisation], places: Iterable[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self.fields |= {
            "partij": choice_field("Partij", "", named(parties, "Alle partijen")),
            "gebied": choice_field("Gebied", "", [("", "Alle gebieden"), *places]),
            "stand": choice_field("Stand", "", STANDS),
        }
        shorten(self)

    def wanted(self) -> tuple[Wanted, str]:
        """What to read, and the stand that is worked out from figures afterwards."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(party=given.get("partij", ""), place=given.get("gebied", "")), given.get(
            "stand", ""
        )


# --- drafting ---


class AkkoordForm(forms.Form):
    kind = forms.ChoiceField(label="Soort", choices=AkkoordKind.choices)
    title = text_field("Titel", "Vul in hoe het akkoord heet.", most=200)
    text = forms.CharField(
        label="Inleiding", max_length=8000, required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    ends_on = day_field("Loopt tot en met", "Kies tot wanneer het akkoord loopt.")
    visibility = forms.ChoiceField(
        label="Wie mag het lezen?", choices=Visibility.choices, initial=Visibility.PARTNER
    )

    def result(self) -> AkkoordText:
        return AkkoordText(**self.cleaned_data)


class PartyForm(forms.Form):
    organisation = forms.ChoiceField(
        label="Partij", error_messages={"required": "Kies een organisatie."}
    )
    required = forms.BooleanField(
        label="Zonder haar handtekening is het akkoord niet van kracht", required=False,
        initial=True,
    )  # fmt: skip

    def __init__(self, data: Any, parties: Iterable[Organisation]) -> None:
        super().__init__(data)
        offer(self.fields["organisation"], named(parties, "Kies een organisatie"))
        shorten(self)


class AfspraakForm(forms.Form):
    title = text_field(
        "Titel",
        "Vul in één zin in wat u belooft.",
        most=200,
        help_text="Met een aantal en een plek, bijvoorbeeld: 120 woningen in Stadshagen.",
    )
    text = text_field(
        "Tekst", "Beschrijf wat er komt, voor wie en hoe dat blijkt.", most=4000, rows=5
    )
    theme = forms.ChoiceField(label="Thema", required=False)
    area = forms.ChoiceField(label="Gebied", required=False)
    quantity = number_field("Hoeveel")
    unit = text_field("Eenheid", most=40, help_text="Bijvoorbeeld: woningen, plekken, procent.")
    due_on = day_field("Klaar op", "Kies wanneer de afspraak klaar is.")
    group = text_field(
        "Voor wie", most=120, help_text="Een aandachtsgroep, bijvoorbeeld 75-plussers."
    )
    measure = text_field("Wat wordt gemeten", most=200)
    measure_unit = text_field("In welke eenheid", most=40)
    target = number_field("Doel", help_text="Alleen als er geen pad per jaar is.")
    tolerance = number_field("Marge", help_text="Hoeveel het cijfer achter mag lopen op het pad.")
    evidence = text_field("Waaruit blijkt het", most=300)

    def __init__(
        self, data: Any, themes: Iterable[Theme], areas: Iterable[Area], **initial: Any
    ) -> None:
        super().__init__(data, initial=initial)
        self.themes = {str(one.pk): one for one in themes}
        self.areas = {str(one.pk): one for one in areas}
        offer(self.fields["theme"], named(self.themes.values(), "Geen thema"))
        offer(self.fields["area"], named(self.areas.values(), "Heel het verband"))
        shorten(self)

    def result(self) -> AfspraakText:
        given = dict(self.cleaned_data)
        area = self.areas.get(given.pop("area", ""))
        theme = self.themes.get(given.pop("theme", ""))
        given["tolerance"] = given["tolerance"] or Decimal(0)
        return AfspraakText(**given, theme=theme, areas=[area] if area else [])


def typed(afspraak: Afspraak) -> dict[str, Any]:
    """What stands there, for the form with which it is written anew."""
    names = ("title", "text", "quantity", "unit", "due_on", "group", "measure", "measure_unit",
             "target", "tolerance", "evidence")  # fmt: skip
    area = afspraak.areas.first()
    return {
        **{name: getattr(afspraak, name) for name in names},
        "theme": str(afspraak.theme_id or ""),
        "area": str(area.pk) if area else "",
    }


class PledgeForm(forms.Form):
    organisation = forms.ChoiceField(
        label="Partij", error_messages={"required": "Kies wie dit doet."}
    )
    role = forms.ChoiceField(label="Rol", choices=PledgeRole.choices)
    text = text_field("Wat doet zij", "Vul in wat deze partij doet.", most=300)
    quantity = number_field("Hoeveel", help_text="Vul in hoeveel u toezegt, als dat te tellen is.")
    unit = text_field("Eenheid", most=40)
    year = forms.IntegerField(
        label="In welk jaar", required=False, min_value=2000, max_value=2100,
        error_messages={"invalid": "Vul een jaar in met vier cijfers, bijvoorbeeld 2029."},
    )  # fmt: skip
    condition = text_field("Onder voorwaarde dat", most=300)

    def __init__(self, data: Any, parties: Iterable[Organisation], **initial: Any) -> None:
        super().__init__(data, initial=initial)
        self.parties = {str(one.pk): one for one in parties}
        offer(self.fields["organisation"], named(self.parties.values(), "Kies een partij"))
        shorten(self)

    def result(self) -> PledgeText:
        given = dict(self.cleaned_data)
        return PledgeText(**given | {"organisation": self.parties[given["organisation"]]})


class MoneyForm(forms.Form):
    organisation = forms.ChoiceField(
        label="Wie betaalt", error_messages={"required": "Kies wie betaalt."}
    )
    regime = forms.ChoiceField(label="Waaruit", choices=Regime.choices)
    text = text_field("Waarvoor", "Vul in waarvoor het geld is.", most=200)
    amount = number_field("Euro per jaar")
    starts_on = day_field("Van", "Kies vanaf wanneer er geld is.")
    ends_on = day_field("Tot en met", "Kies tot wanneer er geld is.")

    def __init__(self, data: Any, parties: Iterable[Organisation]) -> None:
        super().__init__(data)
        self.parties = {str(one.pk): one for one in parties}
        offer(self.fields["organisation"], named(self.parties.values(), "Kies een partij"))
        shorten(self)

    def result(self) -> Money:
        given = dict(self.cleaned_data)
        return Money(**given | {"organisation": self.parties[given["organisation"]]})


PATH_HELP = "Elk jaar op een eigen regel, bijvoorbeeld 2027: 40."


def read_path(text: str) -> dict[int, Decimal]:
    """Years with their values, one on a line.

    >>> read_path("2027: 40\\n2028: 62,5")
    {2027: Decimal('40'), 2028: Decimal('62.5')}
    """
    found: dict[int, Decimal] = {}
    for line in filter(None, (part.strip() for part in text.splitlines())):
        year, _, value = line.partition(":")
        number = value.strip().replace(".", "").replace(",", ".")
        if not (year.strip().isdecimal() and len(year.strip()) == 4 and is_amount(number)):
            raise forms.ValidationError(
                f"‘{line}’ begrijpen we niet. Schrijf elk jaar als 2027: 40, op een eigen regel."
            )
        found[int(year)] = Decimal(number)
    return found


def is_amount(text: str) -> bool:
    whole, _, part = text.partition(".")
    return whole.isdecimal() and len(whole) <= 10 and (part.isdecimal() or not part)


class PathForm(forms.Form):
    path = text_field("Pad", "Vul minstens één jaar in.", most=1000, rows=5, help_text=PATH_HELP)

    def clean_path(self) -> dict[int, Decimal]:
        return read_path(self.cleaned_data["path"])


class SearchForm(forms.Form):
    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["zoek"] = forms.CharField(
            label="Zoek een feit", required=False, max_length=100,
            help_text="Op onderwerp of gebied, bijvoorbeeld: eenzaam Aa-landen.",
        )  # fmt: skip


class FigureForm(forms.Form):
    value = number_field("Waarde", "Vul in wat er is gemeten.")
    measured_on = day_field("Gemeten op", "Kies de dag waarop is gemeten.")
    source = text_field("Bron", "Vul in wie dit heeft gemeten en hoe.", most=200)

    def result(self) -> Figure:
        return Figure(**self.cleaned_data)


# --- signing and changing ---


TEXT_CHANGED = (
    "De bevroren tekst is veranderd sinds u deze bladzijde opende. Lees het akkoord opnieuw en "
    "teken daarna."
)


class SignForm(forms.Form):
    reservation = text_field(
        "Voorbehoud", most=300, help_text="Alleen als uw handtekening nog van een besluit afhangt."
    )
    until = day_field("Voorbehoud tot en met")
    # The number of the text that stood on the page: nobody signs another one than was read.
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, frozen: str, initial: Any) -> None:
        super().__init__(data, initial={**initial, "read": frozen})
        self.frozen = frozen

    def clean_read(self) -> None:
        if self.cleaned_data["read"] != self.frozen:
            self.data = {**self.data, "read": self.frozen}
            self.add_error(None, TEXT_CHANGED)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("reservation")) != bool(given.get("until")) and "until" in given:
            raise forms.ValidationError(
                "Vul bij een voorbehoud beide in: waarvan het afhangt en tot wanneer."
            )
        return given

    def held(self) -> Reservation | None:
        text, until = self.cleaned_data["reservation"], self.cleaned_data["until"]
        return Reservation(text, until) if isinstance(until, date) else None


class ReasonForm(forms.Form):
    reason = text_field("Waarom niet", "Vul in waarom: de andere partijen lezen dat.", most=300)


class EvidenceForm(forms.Form):
    how = forms.ChoiceField(
        label="Hoe eindigt de afspraak",
        choices=[("realise", "Gerealiseerd"), ("realise_partly", "Deels gerealiseerd"),
                 ("fail", "Niet gerealiseerd")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe de afspraak eindigt."},
    )  # fmt: skip
    evidence = text_field(
        "Waaruit blijkt dat",
        "Vul in waaruit dit blijkt.",
        most=300,
        help_text="Een telling, een document of een link.",
    )


class ChangeForm(forms.Form):
    words = text_field("In één zin", "Vul in één zin in wat er verandert.", most=300)
    reason = text_field("Waarom", "Vul in waarom dit nodig is.", most=1000, rows=5)
    due_on = day_field("Nieuwe dag")
    quantity = number_field("Nieuw aantal")
    text = forms.CharField(
        label="Nieuwe tekst",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    path = forms.CharField(
        label="Nieuw pad",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=PATH_HELP,
    )
    drop = forms.BooleanField(label="De afspraak vervalt", required=False)

    def clean_path(self) -> dict[int, Decimal] | None:
        return read_path(self.cleaned_data["path"]) or None

    def result(self) -> Change:
        return Change(**self.cleaned_data)
