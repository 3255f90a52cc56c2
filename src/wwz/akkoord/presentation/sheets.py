"""Promises as a file: what stands in each column."""

from __future__ import annotations

from collections.abc import Sequence

from wwz.akkoord.models import Pledge
from wwz.akkoord.presentation.lines import Line
from wwz.spreadsheets import Column, Sheet

LIGHTS = {
    "gerealiseerd": "gerealiseerd",
    "op_koers": "op koers",
    "aandacht": "aandacht",
    "loopt_achter": "loopt achter",
    "niets_gehoord": "niets gehoord",
    "nog_niet_te_meten": "nog niet te meten",
}


def part(pledge: Pledge) -> str:
    return f"{pledge.organisation} ({pledge.get_role_display()})"


def rounded(line: Line) -> float | None:
    return None if line.measured.promised is None else round(float(line.measured.promised), 1)


COLUMNS: tuple[Column[Line], ...] = (
    Column("Akkoord", lambda line: line.afspraak.akkoord.title, 36),
    Column("Nr", lambda line: line.number, 6),
    Column("Afspraak", lambda line: line.title, 50),
    Column("Tekst", lambda line: line.afspraak.text, 60),
    Column("Thema", lambda line: str(line.afspraak.theme or ""), 22),
    Column("Trekker", lambda line: line.lead, 26),
    Column("Partijen", lambda line: "; ".join(map(part, line.afspraak.pledges.all())), 50),
    Column("Hoeveel", lambda line: line.afspraak.quantity, 10),
    Column("Eenheid", lambda line: line.afspraak.unit, 16),
    Column("Klaar op", lambda line: line.afspraak.due_on, 12),
    Column("Stand", lambda line: line.afspraak.get_state_display(), 16),
    Column("Zegt de partij", lambda line: LIGHTS[line.said.light], 18),
    Column("Zeggen de cijfers", lambda line: LIGHTS[line.measured.light], 20),
    Column("Gemeten", lambda line: line.measured.value, 12),
    Column("Gemeten op", lambda line: line.measured.as_of, 12),
    Column("Afgesproken pad", rounded, 14),
    Column("Eenheid van de meting", lambda line: line.measured.unit, 18),
    Column("Bron", lambda line: line.measured.source, 40),
    Column("Let op", lambda line: "; ".join(flag.words for flag in line.flags), 30),
)


def promises_sheet(name: str, title: str, lines: Sequence[Line]) -> Sheet[Line]:
    about = (
        ("Wat", f"Afspraken van {title}"),
        ("Zegt de partij", "Wat de trekker het laatst meldde en haar organisatie bevestigde."),
        ("Zeggen de cijfers", "Het nieuwste cijfer naast het afgesproken pad van vandaag."),
        ("Leeg vak", "Niet gemeten of niet afgesproken. Leeg is nooit nul."),
    )
    return Sheet(name=name, columns=COLUMNS, rows=lines, about=about)
