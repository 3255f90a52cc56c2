"""The list of progress reports as a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wwz.partners.models import Partnership
from wwz.spreadsheets import Column, Sheet
from wwz.uitvoering.models import ProgressReport, ReportState


def shown(report: ProgressReport, words: str) -> str:
    """What is not approved is not said yet."""
    return words if report.state == ReportState.GEACCORDEERD else ""


COLUMNS: tuple[Column[ProgressReport], ...] = (
    Column("periode", lambda one: str(one.period), 24),
    Column("afspraak", lambda one: one.afspraak.number, 9),
    Column("titel", lambda one: one.afspraak.title, 44),
    Column("partij", lambda one: str(one.organisation), 28),
    Column("stand", lambda one: one.get_state_display(), 16),
    Column("licht", lambda one: shown(one, one.get_light_display()), 14),
    Column("tekst", lambda one: shown(one, one.text), 60),
    Column("gevraagd op", lambda one: one.asked_at, 13),
    Column("herinnerd op", lambda one: one.reminded_at, 13),
    Column("uiterlijk", lambda one: one.period.due_on, 13),
    Column("geaccordeerd op", lambda one: one.approved_at, 14),
)


def report_sheet(
    partnership: Partnership, reports: Iterable[ProgressReport], *, today: date
) -> Sheet[ProgressReport]:
    about = (
        ("Wat", f"Voortgangsmeldingen van {partnership}"),
        ("Stand", f"{today:%d-%m-%Y}"),
        ("Licht en tekst", "Alleen wat de organisatie zelf heeft geaccordeerd."),
    )
    name = f"voortgang-{partnership.slug}-{today.isoformat()}"
    return Sheet(name, COLUMNS, reports, about)
