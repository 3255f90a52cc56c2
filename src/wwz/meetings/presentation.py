"""Meetings and open points as files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from wwz.meetings.models import Meeting, Outcome
from wwz.partners.models import Partnership
from wwz.spreadsheets import Column, Sheet


def meetings_sheet(
    partnership: Partnership, found: Iterable[Meeting], *, now: datetime
) -> Sheet[Meeting]:
    return Sheet(
        name=f"bijeenkomsten-{partnership.slug}",
        columns=(
            Column("Dag", lambda one: timezone.localtime(one.starts_at).date()),
            Column("Begint", lambda one: f"{timezone.localtime(one.starts_at):%H:%M}"),
            Column("Eindigt", lambda one: f"{timezone.localtime(one.ends_at):%H:%M}"),
            Column("Titel", lambda one: one.title, 40),
            Column("Soort", lambda one: one.get_kind_display()),
            Column("Overleg", lambda one: str(one.body or "")),
            Column("Waar", lambda one: one.place, 30),
            Column("Organisator", lambda one: str(one.organiser or ""), 30),
            Column("Stand", lambda one: one.get_state_display()),
            Column("Nummer", lambda one: str(one.pk), 38),
        ),
        rows=found,
        about=about(partnership, "Bijeenkomsten", now),
    )


def points_sheet(
    partnership: Partnership, found: Iterable[Outcome], *, now: datetime
) -> Sheet[Outcome]:
    return Sheet(
        name=f"open-punten-{partnership.slug}",
        columns=(
            Column("Wat", lambda one: one.text, 60),
            Column("Soort", lambda one: one.get_kind_display()),
            Column("Wie", lambda one: str(one.owner or ""), 30),
            Column("Voor", lambda one: one.due_on),
            Column("Opnieuw bekijken op", lambda one: one.review_on),
            Column("Stand", lambda one: one.get_state_display()),
            Column("Uit bijeenkomst", lambda one: one.meeting.title, 40),
            Column("Van", lambda one: timezone.localtime(one.meeting.starts_at).date()),
            Column("Nummer", lambda one: str(one.pk), 38),
        ),
        rows=found,
        about=about(partnership, "Open punten uit bijeenkomsten", now),
    )


def about(partnership: Partnership, what: str, now: datetime) -> tuple[tuple[str, str], ...]:
    at = timezone.localtime(now)
    lines = [("Wat", what), ("Van", str(partnership)), ("Gemaakt op", f"{at:%d-%m-%Y %H:%M} uur")]
    if partnership.demo:
        lines.append(("Let op", "Organisaties en mensen zijn verzonnen voor de demo."))
    return tuple(lines)
