"""What a team fills in about a knelpunt: analysis, figures, options, what residents said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from wwz.akkoord.models import Afspraak
from wwz.meetings.models import Meeting
from wwz.opgave.wording import in_full
from wwz.partners.choosing import offer
from wwz.partners.fields import choice_field, text_field
from wwz.partners.models import Organisation
from wwz.uitvoering import guard
from wwz.uitvoering.models import Initiative, Oplossing, Signaal, TerugkoppelingWay
from wwz.uitvoering.services.feedback import Letter
from wwz.uitvoering.services.knelpunten import Discussion, NewOption, Votes


class DescribeForm(forms.Form):
    thread_title = text_field("Hoe heet de draad?", most=200,
                        help_text="Wat bewoners krijgen, niet wat er mis is. Bijvoorbeeld: de plek "
                        "om elkaar te ontmoeten komt terug.")  # fmt: skip
    analysis = text_field(
        "Wat is er aan de hand?",
        "Schrijf in een paar zinnen wat er aan de hand is.",
        most=4000,
        rows=6,
        help_text="Alleen partners lezen dit. Geen namen.",
    )

    def clean_analysis(self) -> str:
        text = str(self.cleaned_data["analysis"])
        found = guard.find(text, about_groups=True)
        if found:
            raise forms.ValidationError(
                f"In uw tekst staat {guard.named(found)}. Haal dat weg en probeer het opnieuw."
            )
        return text


class FactSearchForm(forms.Form):
    """Find a figure to lay beside: by indicator, area and year."""

    def __init__(self, data: Any, *, indicators: Any, areas: Any, years: Any) -> None:
        super().__init__(data)
        # Names of the address, which users see, and so Dutch.
        self.fields |= {
            "cijfer": choice_field("Welk cijfer?"),
            "gebied": choice_field("Welk gebied?"),
            "jaar": choice_field("Welk jaar?"),
        }
        offer(self.fields["cijfer"], [("", "kies een cijfer"), *indicators])
        offer(self.fields["gebied"], [("", "kies een gebied"), *areas])
        offer(self.fields["jaar"], [("", "alle jaren"), *((str(y), str(y)) for y in years)])


class OptionForm(forms.Form):
    title = text_field("Wat is het idee?", "Schrijf in één zin wat het idee is.", most=200)
    pros = text_field("Wat is er goed aan?", most=1000, rows=3)
    cons = text_field("Wat is er lastig aan?", most=1000, rows=3)
    cost = text_field("Wat kost het?", most=120, help_text="Bijvoorbeeld: 18.000 euro per jaar.")
    organisation = choice_field("Wie zou het doen?")

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(one.pk): one for one in organisations}
        listed = [(key, str(one)) for key, one in self.organisations.items()]
        offer(self.fields["organisation"], [("", "weten wij nog niet"), *listed])

    def new(self) -> NewOption:
        typed = self.cleaned_data
        return NewOption(
            title=typed["title"], pros=typed["pros"], cons=typed["cons"], cost=typed["cost"],
            organisation=self.organisations.get(typed["organisation"]),
        )  # fmt: skip


class DiscussForm(forms.Form):
    """Per option how many preferred it, and a condition that came from an objection."""

    meeting = choice_field(
        "Op welk wijkplatform?", "Kies het wijkplatform waar bewoners erover spraken."
    )

    def __init__(
        self, *args: Any, meetings: Iterable[Meeting], options: Sequence[Oplossing], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meetings = {str(one.pk): one for one in meetings}
        self.options = options
        listed = [
            (key, f"{one}, {in_full(one.starts_at.date())}") for key, one in self.meetings.items()
        ]
        offer(self.fields["meeting"], [("", "kies een bijeenkomst"), *listed])
        for option in options:
            for place, words in (
                ("zaal", "in de zaal"),
                ("online", "online"),
                ("papier", "op papier"),
            ):
                self.fields[f"{place}_{option.letter}"] = forms.IntegerField(
                    label=f"({option.letter}) voorkeur {words}", min_value=0, required=False,
                    max_value=9999, error_messages={"invalid": "Vul een getal in."},
                )  # fmt: skip
            self.fields[f"voorwaarde_{option.letter}"] = text_field(
                f"({option.letter}) voorwaarde uit een bezwaar", most=300
            )

    def said(self) -> Discussion:
        typed = self.cleaned_data
        votes = {
            one.pk: Votes(*(typed.get(f"{place}_{one.letter}") or 0 for place in
                            ("zaal", "online", "papier")))
            for one in self.options
        }  # fmt: skip
        conditions = {one.pk: typed.get(f"voorwaarde_{one.letter}", "") for one in self.options}
        return Discussion(votes, conditions)


class ChooseForm(forms.Form):
    option = choice_field("Welke oplossing is het geworden?", "Kies de oplossing.")
    because = text_field(
        "Waarom deze?",
        "Schrijf waarom deze oplossing is gekozen.",
        most=1000,
        rows=4,
        help_text="Bewoners lezen dit in de draad.",
    )

    def __init__(self, *args: Any, options: Iterable[Oplossing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = {str(one.pk): one for one in options}
        offer(self.fields["option"], [(key, str(one)) for key, one in self.options.items()])


class LinkForm(forms.Form):
    afspraak = choice_field("Afspraak")
    initiative = choice_field("Initiatief")

    def __init__(
        self, *args: Any, afspraken: Iterable[Afspraak], initiatives: Iterable[Initiative],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.afspraken = {str(one.pk): one for one in afspraken}
        self.initiatives = {str(one.pk): one for one in initiatives}
        for name, things in (("afspraak", self.afspraken), ("initiative", self.initiatives)):
            listed = [(key, str(one)) for key, one in things.items()]
            offer(self.fields[name], [("", "geen"), *listed])


class ReasonForm(forms.Form):
    because = text_field(
        "Waarom wordt hier niets aan gedaan?",
        "Schrijf waarom. Iedereen mag dat lezen.",
        most=1000,
        rows=4,
    )


class FeedbackForm(forms.Form):
    """One text for everybody; per reporter another way or other words."""

    verb = forms.ChoiceField(
        label="Wat gebeurt er met de signalen?",
        choices=[("answer", "beantwoord: dit is ons antwoord"), ("solve", "opgelost")],
        widget=forms.RadioSelect,
        initial="answer",
        error_messages={"required": "Kies wat er met de signalen gebeurt."},
    )
    text = text_field(
        "Wat vertelt u de melders?",
        "Schrijf wat u de melders vertelt.",
        most=4000,
        rows=8,
        help_text="Iedereen krijgt deze tekst, tenzij u hieronder iets anders schrijft.",
    )

    def __init__(self, *args: Any, signalen: Sequence[Signaal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signalen = signalen
        for number, signaal in enumerate(signalen, start=1):
            how, day = signaal.get_channel_display(), in_full(signaal.received_on)
            of = f"signaal {number}, {how} van {day}"
            way = choice_field(
                f"Hoe hoort de melder van {of} het?", "Kies hoe de melder het hoort."
            )
            way.initial = "brief"
            self.fields[f"hoe_{number}"] = way
            offer(way, TerugkoppelingWay.choices)
            self.fields[f"tekst_{number}"] = text_field(
                f"Andere tekst voor {of}", most=4000, rows=3
            )

    def letters(self) -> list[tuple[Signaal, Letter]]:
        typed = self.cleaned_data
        return [
            (signaal, Letter(typed[f"hoe_{n}"], typed[f"tekst_{n}"] or typed["text"]))
            for n, signaal in enumerate(self.signalen, start=1)
        ]
