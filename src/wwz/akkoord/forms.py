"""Forms of this step. What was typed stays when a form comes back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from wwz.akkoord.models import Afspraak, AfspraakState, Akkoord, AkkoordKind, PledgeRole, Regime
from wwz.akkoord.queries.ledger import Wanted
from wwz.akkoord.services.drafting import AfspraakText, AkkoordText
from wwz.akkoord.services.promising import Figure, Money, PledgeText
from wwz.akkoord.services.revising import Change
from wwz.akkoord.services.signing import Reservation
from wwz.areas.models import Area
from wwz.partners.choosing import filter_field, offer, shorten
from wwz.partners.models import Organisation, Visibility
from wwz.visie.models import Theme

ALL = "Alle"


def written(label: str, missing: str, *, most: int, help_text: str = "", long: bool = False) -> Any:
    """A required text with its own sentence when it is empty."""
    return forms.CharField(
        label=label,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 5}) if long else forms.TextInput(),
        error_messages={
            "required": missing,
            "max_length": f"Dit is te lang: er passen {most} tekens in. Maak de tekst korter.",
        },
    )


def maybe(label: str, *, most: int, help_text: str = "") -> Any:
    return forms.CharField(
        label=label, max_length=most, required=False, help_text=help_text,
        error_messages={"max_length": f"Dit is te lang: er passen {most} tekens in."},
    )  # fmt: skip


def calendar(label: str, missing: str, *, required: bool = True, help_text: str = "") -> Any:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(), help_text=help_text,
        error_messages={
            "required": missing,
            "invalid": "Kies een dag die bestaat, bijvoorbeeld 31-12-2029.",
        },
    )  # fmt: skip


def many(label: str, *, required: bool = False, missing: str = "", help_text: str = "") -> Any:
    return forms.DecimalField(
        label=label, required=required, max_digits=12, decimal_places=2, min_value=0,
        help_text=help_text, localize=True, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "required": missing,
            "invalid": "Vul een getal in, bijvoorbeeld 120 of 0,5.",
            "min_value": "Vul nul of een hoger getal in.",
        },
    )  # fmt: skip


def named(rows: Iterable[Any], empty: str) -> list[tuple[str, str]]:
    return [("", empty), *((str(row.pk), str(row)) for row in rows)]


# --- narrowing a list ---


def choice(label: str, choices: Iterable[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=list(choices))


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
            "soort": choice("Soort", [("", ALL), *AkkoordKind.choices]),
            "stand": choice("Stand", [("", ALL), *AfspraakState.choices]),
            "volgorde": choice("Volgorde", ORDERS),
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
            "partij": choice("Partij", named(parties, "Alle partijen")),
            "gebied": choice("Gebied", [("", "Alle gebieden"), *places]),
            "stand": choice("Stand", STANDS),
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
    title = written("Titel", "Vul in hoe het akkoord heet.", most=200)
    text = forms.CharField(
        label="Inleiding", max_length=8000, required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    ends_on = calendar("Loopt tot en met", "Kies tot wanneer het akkoord loopt.")
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
    title = written(
        "Titel",
        "Vul in één zin in wat u belooft.",
        most=200,
        help_text="Met een aantal en een plek, bijvoorbeeld: 120 woningen in Stadshagen.",
    )
    text = written(
        "Tekst", "Beschrijf wat er komt, voor wie en hoe dat blijkt.", most=4000, long=True
    )
    theme = forms.ChoiceField(label="Thema", required=False)
    area = forms.ChoiceField(label="Gebied", required=False)
    quantity = many("Hoeveel")
    unit = maybe("Eenheid", most=40, help_text="Bijvoorbeeld: woningen, plekken, procent.")
    due_on = calendar("Klaar op", "Kies wanneer de afspraak klaar is.")
    group = maybe("Voor wie", most=120, help_text="Een aandachtsgroep, bijvoorbeeld 75-plussers.")
    measure = maybe("Wat wordt gemeten", most=200)
    measure_unit = maybe("In welke eenheid", most=40)
    target = many("Doel", help_text="Alleen als er geen pad per jaar is.")
    tolerance = many("Marge", help_text="Hoeveel het cijfer achter mag lopen op het pad.")
    evidence = maybe("Waaruit blijkt het", most=300)

    def __init__(self, data: Any, akkoord: Akkoord, **initial: Any) -> None:
        super().__init__(data, initial=initial)
        self.themes = {
            str(one.pk): one
            for one in Theme.objects.filter(visie__partnership=akkoord.partnership_id)
        }
        places = Area.objects.filter(partnerships=akkoord.partnership_id).defer("geometry")
        self.areas = {str(one.pk): one for one in places.order_by("name", "-year")}
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
    text = written("Wat doet zij", "Vul in wat deze partij doet.", most=300)
    quantity = many("Hoeveel", help_text="Vul in hoeveel u toezegt, als dat te tellen is.")
    unit = maybe("Eenheid", most=40)
    year = forms.IntegerField(
        label="In welk jaar", required=False, min_value=2000, max_value=2100,
        error_messages={"invalid": "Vul een jaar in met vier cijfers, bijvoorbeeld 2029."},
    )  # fmt: skip
    condition = maybe("Onder voorwaarde dat", most=300)

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
    text = written("Waarvoor", "Vul in waarvoor het geld is.", most=200)
    amount = many("Euro per jaar")
    starts_on = calendar("Van", "Kies vanaf wanneer er geld is.")
    ends_on = calendar("Tot en met", "Kies tot wanneer er geld is.")

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
    path = written("Pad", "Vul minstens één jaar in.", most=1000, long=True, help_text=PATH_HELP)

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
    value = many("Waarde", required=True, missing="Vul in wat er is gemeten.")
    measured_on = calendar("Gemeten op", "Kies de dag waarop is gemeten.")
    source = written("Bron", "Vul in wie dit heeft gemeten en hoe.", most=200)

    def result(self) -> Figure:
        return Figure(**self.cleaned_data)


# --- signing and changing ---


TEXT_CHANGED = (
    "De bevroren tekst is veranderd sinds u deze bladzijde opende. Lees het akkoord opnieuw en "
    "teken daarna."
)


class SignForm(forms.Form):
    reservation = maybe(
        "Voorbehoud", most=300, help_text="Alleen als uw handtekening nog van een besluit afhangt."
    )
    until = calendar("Voorbehoud tot en met", "", required=False)
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
    reason = written("Waarom niet", "Vul in waarom: de andere partijen lezen dat.", most=300)


class EvidenceForm(forms.Form):
    how = forms.ChoiceField(
        label="Hoe eindigt de afspraak",
        choices=[("realise", "Gerealiseerd"), ("realise_partly", "Deels gerealiseerd"),
                 ("fail", "Niet gerealiseerd")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe de afspraak eindigt."},
    )  # fmt: skip
    evidence = written(
        "Waaruit blijkt dat",
        "Vul in waaruit dit blijkt.",
        most=300,
        help_text="Een telling, een document of een link.",
    )


class ChangeForm(forms.Form):
    words = written("In één zin", "Vul in één zin in wat er verandert.", most=300)
    reason = written("Waarom", "Vul in waarom dit nodig is.", most=1000, long=True)
    due_on = calendar("Nieuwe dag", "", required=False)
    quantity = many("Nieuw aantal")
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
