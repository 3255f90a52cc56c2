"""The promises with both their lights as a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wwz.monitor.queries.promises import Promise
from wwz.partners.models import Partnership
from wwz.spreadsheets import Column, Sheet

COLUMNS: tuple[Column[Promise], ...] = (
    Column("akkoord", lambda one: str(one.afspraak.akkoord), 30),
    Column("nummer", lambda one: one.afspraak.number, 9),
    Column("afspraak", lambda one: one.afspraak.title, 50),
    Column("thema", lambda one: one.theme, 24),
    Column("trekker", lambda one: str(one.lead) if one.lead else None, 28),
    Column("partij zegt", lambda one: one.light.stated.replace("_", " "), 16),
    Column("in woorden", lambda one: one.stated.text, 60),
    Column("gezegd op", lambda one: one.stated.approved_at, 13),
    Column("cijfers zeggen", lambda one: one.light.measured.replace("_", " "), 18),
    Column("cijfer", lambda one: one.measured.value, 12),
    Column("beloofd voor deze dag", lambda one: one.measured.promised, 12),
    Column("eenheid", lambda one: one.measured.unit, 16),
    Column("gemeten op", lambda one: one.measured.as_of, 13),
    Column("bron", lambda one: one.measured.source, 34),
    Column("verzonnen voor de demo", lambda one: one.measured.demo, 12),
    Column("cijfers wijken af", lambda one: one.light.differs, 12),
    Column("geld stopt op", lambda one: one.gap.starts_on if one.gap else None, 13),
    Column("klaar op", lambda one: one.afspraak.due_on, 13),
)


def promise_sheet(
    partnership: Partnership, listed: Iterable[Promise], *, today: date
) -> Sheet[Promise]:
    about = (
        ("Wat", f"Afspraken die binden in {partnership}"),
        ("Stand", f"{today:%d-%m-%Y}"),
        ("Partij zegt", "Wat de trekker zegt en zelf heeft geaccordeerd, hoogstens 200 dagen oud."),
        ("Cijfers zeggen", "De nieuwste meting naast het beloofde pad, hoogstens 200 dagen oud."),
        (
            "Cijfers wijken af",
            "De partij zegt dat het goed gaat, de cijfers niet, buiten de marge.",
        ),
    )
    return Sheet(f"monitor-{partnership.slug}-{today.isoformat()}", COLUMNS, listed, about)
