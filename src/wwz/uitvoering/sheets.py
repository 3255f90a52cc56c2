"""Lists of this step as files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from wwz.opgave.wording import in_full
from wwz.partners.models import Partnership
from wwz.spreadsheets import Column, Sheet
from wwz.uitvoering.models import Initiative, Signaal

CHUNK = 2000


def signalen_sheet(
    partnership: Partnership, found: QuerySet[Signaal], *, today: date
) -> Sheet[Signaal]:
    """Without contact details and without the text: a file goes further than a page."""
    return Sheet(
        name=f"signalen-{partnership.slug}",
        columns=(
            Column("Waarover", lambda s: s.subject, 50),
            Column("Zone", lambda s: str(s.zone or "")),
            Column("Hoe", lambda s: s.get_channel_display()),
            Column("Stand", lambda s: s.get_state_display()),
            Column("Ontvangen op", lambda s: s.received_on),
            Column("Antwoord vóór", lambda s: s.answer_by),
            Column("Afgerond op", lambda s: s.closed_on),
            Column("Knelpunt", lambda s: str(s.knelpunt or ""), 50),
        ),
        rows=found.iterator(chunk_size=CHUNK),
        about=(
            ("Signalen", str(partnership)),
            ("Stand van", in_full(today)),
            ("Niet in dit bestand", "namen, adressen en de tekst van de signalen"),
        ),
    )


def initiatives_sheet(
    partnership: Partnership, found: Iterable[Initiative], *, today: date
) -> Sheet[Initiative]:
    return Sheet(
        name=f"initiatieven-{partnership.slug}",
        columns=(
            Column("Titel", lambda i: i.title, 50),
            Column("Soort", lambda i: i.get_kind_display()),
            Column("Stand", lambda i: i.get_state_display()),
            Column("Trekker", lambda i: str(i.organisation), 30),
            Column("Zone", lambda i: str(i.zone or "")),
            Column("Voor afspraak", lambda i: i.afspraak.number if i.afspraak else None),
            Column("Begint op", lambda i: i.starts_on),
            Column("Loopt tot en met", lambda i: i.ends_on),
            Column("Woningen", lambda i: i.homes),
        ),
        rows=found,
        about=(("Initiatieven", str(partnership)), ("Stand van", in_full(today))),
    )
