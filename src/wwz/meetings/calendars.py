"""Meetings for people's own calendars (iCalendar, RFC 5545): an invitation, or a feed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event

from wwz.meetings.models import Meeting, MeetingState

MAKER = "-//Platform WWZ//bijeenkomsten//NL"
STATUS = {
    MeetingState.CONCEPT: "TENTATIVE",
    MeetingState.AFGELAST: "CANCELLED",
}


def invitation(meeting: Meeting, *, now: datetime) -> str:
    """One meeting as an invitation that goes along with a mail."""
    return as_text(calendar_of([meeting], now=now, method="REQUEST"))


def feed(meetings: Iterable[Meeting], *, name: str, now: datetime) -> str:
    """Meetings as a feed; calendars fetch it again after some hours."""
    made = calendar_of(meetings, now=now, method="PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", timedelta(hours=4), parameters={"VALUE": "DURATION"})
    return as_text(made)


def calendar_of(meetings: Iterable[Meeting], *, now: datetime, method: str) -> Calendar:
    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("method", method)
    for meeting in meetings:
        made.add_component(event_of(meeting, now=now))
    return made


def event_of(meeting: Meeting, *, now: datetime) -> Event:
    """One meeting. The link back stands in the words too: most calendars ignore URL."""
    address = f"{settings.WWZ_ADDRESS}/bijeenkomst/{meeting.pk}/"
    event = Event()
    event.add("uid", f"{meeting.pk}@{settings.WWZ_MAIL_DOMAIN}")
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", meeting.title)
    event.add("description", "\n\n".join(part for part in (meeting.text, address) if part))
    event.add("url", address)
    event.add("status", STATUS.get(MeetingState(meeting.state), "CONFIRMED"))
    if meeting.place:
        event.add("location", meeting.place)
    return event


def as_text(calendar: Calendar) -> str:
    return bytes(calendar.to_ical()).decode()
