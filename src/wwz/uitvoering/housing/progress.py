"""How far each line is: what its party told, beside the year that was promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wwz.opgave.wording import in_full, number
from wwz.partners.models import Partnership
from wwz.uitvoering.housing.content import Row
from wwz.uitvoering.housing.models import HousingProgress


@dataclass(frozen=True)
class Stand:
    """``light`` is the key of a lamp; ``words`` say the same."""

    light: str
    words: str
    delivered: int | None = None
    told_on: date | None = None
    demo: bool = False


def newest_progress(partnership: Partnership) -> dict[int, HousingProgress]:
    """By number of the line the newest that was told, in whatever version; one query."""
    told = HousingProgress.objects.filter(line__programme__partnership=partnership)
    ordered = told.select_related("line").order_by("told_on", "told_at")
    return {one.line.number: one for one in ordered}


def stand_of(row: Row, told: HousingProgress | None, today: date) -> Stand:
    """The lamp of a line. Nobody sets it: it follows from what was told and the year."""
    if row.dropped:
        return Stand("ended", "Vervallen")
    late = row.year < today.year
    if told is None:
        if late:
            return Stand("loopt_achter", f"{row.year} is voorbij en er is niets gemeld")
        return Stand("nog_niet_te_meten", "Nog niets gemeld")
    day = f"gemeld op {in_full(told.told_on)}"
    whole = f" van {number(row.homes)}" if row.homes is not None else ""
    light, words = "op_koers", f"{number(told.delivered)}{whole} opgeleverd, {day}"
    if row.homes is not None and told.delivered >= row.homes:
        every = "Opgeleverd" if row.homes == 1 else f"Alle {number(row.homes)} opgeleverd"
        light, words = "gerealiseerd", f"{every}, {day}"
    elif late:
        light = "loopt_achter"
    return Stand(light, words, told.delivered, told.told_on, told.demo)
