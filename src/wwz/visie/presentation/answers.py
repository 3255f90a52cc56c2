"""Every proposal with its decision and the reason, as a file: the antwoordnota."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wwz.spreadsheets import Column, Sheet
from wwz.visie.models import Amendment, Visie
from wwz.visie.presentation.amendments import proposer

COLUMNS: tuple[Column[Amendment], ...] = (
    Column("passage", lambda one: f"{one.passage.chapter}.{one.passage.number}", 10),
    Column("concept", lambda one: one.passage.version.number, 9),
    Column("indiener", proposer, 30),
    Column("ingediend op", lambda one: one.made_at, 13),
    Column("oude tekst", lambda one: one.old_text, 60),
    Column("voorgestelde tekst", lambda one: one.new_text, 60),
    Column("waarom", lambda one: one.reason, 40),
    Column("stand", lambda one: one.get_state_display(), 18),
    Column("reden van het besluit", lambda one: one.decision, 40),
    Column("besloten op", lambda one: one.decided_at, 13),
)


def answer_sheet(visie: Visie, rows: Iterable[Amendment], *, today: date) -> Sheet[Amendment]:
    return Sheet(
        name="antwoordnota",
        columns=COLUMNS,
        rows=rows,
        about=(
            ("Antwoordnota", visie.title),
            ("Samenwerkingsverband", visie.partnership.name),
            ("Gemaakt op", f"{today:%d-%m-%Y}"),
        ),
    )
