"""Two versions line by line: what is new, what became other and why, what was dropped and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wwz.uitvoering.housing.content import Contents, Row
from wwz.uitvoering.housing.totals import Sum, summed
from wwz.uitvoering.housing.wording import euros, hours, shown

Reader = Callable[[Contents, Row], str]


def need_words(whole: Contents, row: Row) -> str:
    need = whole.need_of(row)
    return f"{need.title}: {need.words}" if need else "geen cijfer"


COMPARED: tuple[tuple[str, Reader], ...] = (
    ("groep", lambda _, row: row.group_label),
    ("woonvorm", lambda _, row: row.woonvorm_label),
    ("klaar in", lambda _, row: str(row.year)),
    ("gebied", lambda _, row: row.place),
    ("partij", lambda _, row: row.party_name),
    ("woningen of plekken", lambda _, row: shown(row.homes)),
    ("plekken met begeleiding", lambda _, row: shown(row.support_places)),
    ("uren begeleiding per week", lambda _, row: hours(row.support_hours)),
    ("begeleiding door", lambda _, row: row.supported_by or "niemand genoemd"),
    ("bedrag", lambda _, row: euros(row.amount)),
    ("geld uit", lambda _, row: row.regime or "niet genoemd"),
    ("antwoord op", need_words),
    ("toelichting", lambda _, row: row.text or "geen"),
)
NO_REASON = "Er staat geen reden bij."


@dataclass(frozen=True)
class Changed:
    """One line in both versions: each field as it was and as it is."""

    before: Row
    after: Row
    fields: Sequence[tuple[str, str, str]]

    @property
    def because(self) -> str:
        return self.after.because or NO_REASON


@dataclass(frozen=True)
class Comparison:
    """``dropped`` are rows as they were, each with the reason of the newer version.

    ``ready`` were delivered in a year that is past, and stand in no later version.
    """

    older: Contents
    newer: Contents
    new: Sequence[Row]
    changed: Sequence[Changed]
    dropped: Sequence[tuple[Row, str]]
    ready: Sequence[Row]
    same: int

    @property
    def before(self) -> Sum:
        return summed(self.older.counting)

    @property
    def after(self) -> Sum:
        return summed(self.newer.counting)


def compare(older: Contents, newer: Contents) -> Comparison:
    """Lines are the same when they have the same number; dropped ones count in neither."""
    were = {row.number: row for row in older.counting}
    are = {row.number: row for row in newer.counting}
    reasons = {row.number: row.because for row in newer.rows if row.dropped}
    both = [(were[number], row) for number, row in are.items() if number in were]
    changed = [
        Changed(before, after, differences)
        for before, after in both
        if (differences := differing(older, before, newer, after))
    ]
    return Comparison(
        older=older,
        newer=newer,
        new=[row for number, row in are.items() if number not in were],
        changed=changed,
        dropped=[(row, reasons[number]) for number, row in were.items() if number in reasons],
        ready=[row for number, row in were.items() if number not in are and number not in reasons],
        same=len(both) - len(changed),
    )


def differing(
    older: Contents, before: Row, newer: Contents, after: Row
) -> list[tuple[str, str, str]]:
    told = [(name, of(older, before), of(newer, after)) for name, of in COMPARED]
    return [one for one in told if one[1] != one[2]]
