"""What is filled in about a meeting, its agenda, its people and its outcomes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from wwz.meetings.models import (
    Attendance,
    Meeting,
    MeetingKind,
    OutcomeKind,
    Purpose,
    StandingBody,
)
from wwz.meetings.queries import Wanted
from wwz.meetings.services import Counts, NewMeeting, NewOutcome
from wwz.partners.choosing import offer, shorten
from wwz.partners.fields import day_field, text_field
from wwz.partners.models import Organisation, Person, Visibility

TIMES = ["%H:%M", "%H.%M", "%H:%M:%S"]
FILTER = ("soort", "overleg", "woorden")


def clock(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=TIMES,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "required": "Vul een tijd in, bijvoorbeeld 19:30.",
            "invalid": "Vul een tijd in als 19:30.",
        },
    )


class MeetingForm(forms.Form):
    """When, where and what."""

    title = text_field("Titel", "Geef de bijeenkomst een titel.", most=200)
    kind = forms.ChoiceField(label="Soort", choices=MeetingKind.choices)
    body = forms.ModelChoiceField(
        StandingBody.objects.none(),
        label="Overleg",
        required=False,
        empty_label="geen vast overleg",
    )
    on = day_field("Dag", "Kies een dag.")
    begins = clock("Begint om")
    ends = clock("Eindigt om")
    place = text_field("Waar", most=200, help_text="Schrijf erbij of de zaal zonder drempel is.")
    text = text_field("Waarover", most=4000, rows=4)
    seats = forms.IntegerField(
        label="Aantal plaatsen",
        required=False,
        min_value=1,
        max_value=2000,
        error_messages={"invalid": "Vul een getal in, of laat het leeg."},
    )
    visibility = forms.ChoiceField(
        label="Wie mag dit zien?", choices=Visibility.choices, initial=Visibility.PARTNER
    )

    def __init__(self, data: Any = None, *, bodies: Any, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        chosen: Any = self.fields["body"]
        chosen.queryset = bodies
        shorten(self)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "begins" in cleaned and "ends" in cleaned and cleaned["ends"] <= cleaned["begins"]:
            self.add_error(
                "ends", "De bijeenkomst eindigt voordat zij begint. Kies een latere tijd."
            )
        return cleaned

    def new_meeting(self) -> NewMeeting:
        filled = self.cleaned_data
        return NewMeeting(
            kind=filled["kind"],
            title=filled["title"],
            starts_at=moment(filled["on"], filled["begins"]),
            ends_at=moment(filled["on"], filled["ends"]),
            place=filled["place"],
            text=filled["text"],
            body=filled["body"],
            visibility=filled["visibility"],
            seats=filled["seats"],
        )

    def changes(self) -> dict[str, object]:
        """The fields of a meeting that is there already."""
        new = self.new_meeting()
        names = ("kind", "title", "starts_at", "ends_at", "place", "text", "body", "visibility",
                 "seats")  # fmt: skip
        return {name: getattr(new, name) for name in names}


def filled_from(meeting: Meeting) -> dict[str, object]:
    """What the form shows of a meeting that is there."""
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return {
        "title": meeting.title,
        "kind": meeting.kind,
        "body": meeting.body_id,
        "on": starts.date(),
        "begins": starts.time(),
        "ends": ends.time(),
        "place": meeting.place,
        "text": meeting.text,
        "seats": meeting.seats,
        "visibility": meeting.visibility,
    }


def moment(on: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(on, at))


class ItemForm(forms.Form):
    title = text_field("Onderwerp", "Schrijf waar het over gaat.", most=200)
    purpose = forms.ChoiceField(label="Doel", choices=Purpose.choices, initial=Purpose.BESPREKING)
    minutes = forms.IntegerField(
        label="Minuten",
        initial=10,
        min_value=1,
        max_value=480,
        error_messages={"required": "Vul in hoeveel minuten.", "invalid": "Vul een getal in."},
    )


class ReasonForm(forms.Form):
    reason = text_field("Waarom?", "Schrijf waarom. Anderen lezen dit.", most=300, rows=3)


class CountsForm(forms.Form):
    """Who was there: the invited by name, the others as numbers."""

    in_room = forms.IntegerField(
        label="Hoeveel andere mensen waren er in de zaal?",
        help_text="Bewoners en anderen die hieronder niet staan. Wij tellen hen, zonder naam.",
        initial=0,
        min_value=0,
        max_value=5000,
    )
    on_paper = forms.IntegerField(
        label="Hoeveel mensen deden mee op papier?",
        help_text="Een brief of formulier telt even zwaar als een stoel in de zaal.",
        initial=0,
        min_value=0,
        max_value=5000,
    )
    present = forms.MultipleChoiceField(
        label="Wie van de genodigden was er?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, rows: Iterable[Attendance]) -> None:
        super().__init__(data)
        listed = [(str(row.pk), f"{row.person}, {row.organisation}") for row in rows]
        offer(self.fields["present"], listed)
        if not listed:
            del self.fields["present"]

    def counts(self) -> Counts:
        filled = self.cleaned_data
        return Counts(
            in_room=filled["in_room"],
            on_paper=filled["on_paper"],
            present=frozenset(filled.get("present", ())),
        )


class MinutesForm(forms.Form):
    text = text_field("Verslag", "Schrijf wat er is besproken.", most=20000, rows=16,
                 help_text="Schrijf zakelijk en noem organisaties, geen mensen.")  # fmt: skip


class OutcomeForm(forms.Form):
    """What came out of a meeting."""

    kind = forms.ChoiceField(label="Soort", choices=OutcomeKind.choices, initial=OutcomeKind.ACTIE)
    text = text_field(
        "Wat", "Schrijf op wat er is besloten, beloofd of gevraagd.", most=2000, rows=3
    )
    owner = forms.ModelChoiceField(
        Organisation.objects.none(), label="Wie doet dit?", required=False, empty_label="niemand"
    )
    due_on = day_field("Voor welke dag?")
    review_on = day_field(
        "Opnieuw bekijken op",
        help_text="Op die dag komt het punt vanzelf terug.",
    )

    def __init__(self, data: Any = None, *, parties: Any) -> None:
        super().__init__(data)
        owner: Any = self.fields["owner"]
        owner.queryset = parties
        shorten(self)

    def new_outcome(self) -> NewOutcome:
        return NewOutcome(**self.cleaned_data)


class BodyForm(forms.Form):
    """A group that meets in a rhythm."""

    name = text_field("Naam", "Geef het overleg een naam.", most=120)
    members = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label="Leden",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    chair = forms.ModelChoiceField(
        Person.objects.none(), label="Voorzitter", required=False, empty_label="nog niemand"
    )
    every_months = forms.IntegerField(
        label="Om de hoeveel maanden?", initial=6, min_value=1, max_value=24
    )
    visibility = forms.ChoiceField(
        label="Wie mag dit zien?", choices=Visibility.choices, initial=Visibility.PARTNER
    )

    def __init__(self, data: Any = None, *, parties: Any, people: Any, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        members: Any = self.fields["members"]
        members.queryset = parties
        chair: Any = self.fields["chair"]
        chair.queryset = people
        shorten(self)


class FilterForm(forms.Form):
    """Narrows the list of meetings."""

    def __init__(self, data: Any, *, bodies: Iterable[StandingBody]) -> None:
        super().__init__(data)
        kinds = [("", "alle soorten"), *MeetingKind.choices]
        listed = [("", "alle"), *((str(body.pk), body.name) for body in bodies)]
        self.fields["soort"] = forms.ChoiceField(label="Soort", required=False, choices=kinds)
        self.fields["overleg"] = forms.ChoiceField(label="Overleg", required=False, choices=listed)
        self.fields["woorden"] = forms.CharField(label="Woord in de titel", required=False)
        shorten(self)

    def wanted(self) -> Wanted:
        self.is_valid()
        kind, body, sought = (self.cleaned_data.get(name, "") for name in FILTER)
        return Wanted(kind=kind, body=UUID(body) if body else None, words=sought[:100])


class PointsFilterForm(forms.Form):
    """Narrows the list of open points."""

    def __init__(self, data: Any, *, parties: Iterable[Organisation]) -> None:
        super().__init__(data)
        listed = [("", "alle"), *((str(party.pk), str(party)) for party in parties)]
        kinds = [("", "alle"), *OutcomeKind.choices]
        self.fields["wie"] = forms.ChoiceField(label="Wie", required=False, choices=listed)
        self.fields["soort"] = forms.ChoiceField(label="Soort", required=False, choices=kinds)
        shorten(self)

    def owner(self) -> UUID | None:
        self.is_valid()
        chosen = self.cleaned_data.get("wie", "")
        return UUID(chosen) if chosen else None

    def kind(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("soort", ""))
