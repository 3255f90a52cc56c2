"""What narrows the list of promises, and what the programme manager writes for the board."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from wwz.meetings.models import Meeting
from wwz.monitor.queries.promises import Promise
from wwz.partners.choosing import offer, shorten
from wwz.partners.fields import text_field

SAID = (
    ("", "alle"),
    ("gerealiseerd", "gerealiseerd"),
    ("op_koers", "op koers"),
    ("aandacht", "aandacht"),
    ("loopt_achter", "loopt achter"),
    ("niets_gehoord", "niets gehoord"),
)
FIGURES = (
    ("", "alle"),
    ("op_koers", "op koers"),
    ("aandacht", "aandacht"),
    ("loopt_achter", "loopt achter"),
    ("nog_niet_te_meten", "nog niet te meten"),
)
ONLY = (("", "alle"), ("afwijking", "cijfers wijken af"), ("vraagt", "vraagt aandacht"))


class PromiseFilter(forms.Form):
    """What a reader narrows the list to; the names stand in the address."""

    def __init__(self, data: Any, *, themes: Iterable[str]) -> None:
        super().__init__(data)
        named = (("", "alle"), *((name, name) for name in dict.fromkeys(themes)))
        for key, label, choices in (
            ("gezegd", "Partij zegt", SAID),
            ("gemeten", "Cijfers zeggen", FIGURES),
            ("thema", "Thema", named),
            ("alleen", "Alleen", ONLY),
        ):
            self.fields[key] = forms.ChoiceField(label=label, choices=choices, required=False)
        shorten(self)

    def narrowed(self, all_of_them: Sequence[Promise]) -> list[Promise]:
        """The promises that fit; a choice that does not exist narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        return [one for one in all_of_them if fits(one, chosen)]


def fits(one: Promise, chosen: dict[str, str]) -> bool:
    only = {
        "afwijking": one.light.differs,
        "vraagt": one.asks_attention,
    }
    return (
        chosen.get("gezegd", "") in ("", one.light.stated)
        and chosen.get("gemeten", "") in ("", one.light.column)
        and chosen.get("thema", "") in ("", one.theme)
        and only.get(chosen.get("alleen", ""), True)
    )


class DecisionForm(forms.Form):
    """One decision that the board is asked to take."""

    question = forms.CharField(
        label="Wat vraagt u het bestuur?",
        help_text="Eén vraag, te beantwoorden met akkoord of niet akkoord.",
        max_length=200,
        error_messages={"required": "Schrijf de vraag aan het bestuur op."},
    )
    text = forms.CharField(
        label="Waarom, wat kost het, en wat gebeurt er zonder besluit?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Schrijf erbij waarom u het vraagt en wat het kost."},
    )
    yes_words = forms.CharField(
        label="Woorden van de eerste knop",
        help_text="Leeg laten geeft ‘Akkoord’.",
        max_length=40,
        required=False,
    )
    meeting = forms.ChoiceField(
        label="Voor welk overleg?",
        error_messages={"required": "Kies een overleg.", "invalid_choice": "Kies een overleg."},
    )
    afspraak = forms.ChoiceField(
        label="Over welke afspraak?",
        required=False,
        error_messages={"invalid_choice": "Kies een afspraak uit de lijst."},
    )

    def __init__(
        self, *args: Any, meetings: Iterable[Meeting], afspraken: Iterable[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meetings = {str(one.pk): one for one in meetings}
        self.afspraken = {str(one.pk): one for one in afspraken}
        named = [(key, str(one)) for key, one in self.meetings.items()]
        offer(self.fields["meeting"], named)
        about = [("", "geen afspraak"), *((k, str(a)) for k, a in self.afspraken.items())]
        offer(self.fields["afspraak"], about)
        shorten(self)


class OutcomeForm(forms.Form):
    """What the board decided, and when residents read of it in which words."""

    decision = text_field(
        "Wat is besloten?", "Schrijf op wat het bestuur heeft besloten.", most=1000, rows=3
    )
    public = text_field(
        "Tekst voor de openbare draad", most=1000, rows=3,
        help_text="Dit leest iedereen. Laat u het leeg, dan staat daar wat er is besloten.",
    )  # fmt: skip

    def __init__(self, *args: Any, reaches_residents: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not reaches_residents:
            del self.fields["public"]


class ErratumForm(forms.Form):
    text = forms.CharField(
        label="Wat klopt er niet, en wat moet er staan?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf op wat er niet klopt."},
    )
