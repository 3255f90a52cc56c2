"""What a swap at the table of the board changes: homes, money, hours, areas, and other projects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wwz.opgave.presentation.tables import Cell, Column, Row, Table
from wwz.opgave.weighing.tables import Content, Names, counted
from wwz.opgave.weighing.words import FORMS, gap_words, money, payer_words
from wwz.opgave.wording import listing, number, upper_first

MOST_NAMED = 4


def swap_table(swap: Mapping[str, Any]) -> Table:
    """What a swap changes in homes, money and hours."""
    columns = [Column("Wat verandert", numeric=False), Column("Verschil")]
    rows = [
        *(
            Row([Cell(upper_first(FORMS[form])), Cell(signed(many))])
            for form, many in swap["homes"].items()
            if many
        ),
        Row([Cell("Sociale huur"), Cell(signed(swap["social"]))]),
        *(
            Row([Cell(f"Geld van {payer_words(payer)}"), Cell(signed_money(cost))])
            for payer, cost in swap["costs"].items()
            if cost
        ),
        Row([Cell("Uren zorg per jaar"), Cell(signed(swap["care_hours"]))]),
    ]
    return Table("ruil", "Wat de ruil verandert", columns, rows)


def how_good(swap: Mapping[str, Any]) -> str:
    """A swap is told of the best programme with it that was found: how good that is, stands by."""
    gap = gap_words(swap["answer"]["gap"], proven=True)
    return f"Dit verschil geldt voor het beste programma met deze ruil dat wij vonden. {gap}"


def signed(value: float) -> str:
    words = number(value)
    return f"+{words}" if value > 0 else words


def signed_money(value: float) -> str:
    return f"+{money(value)}" if value > 0 else money(value)


def shortage_changes(before: Content, after: Content, names: Names) -> Table:
    """Per area how much less or more is short in the last year after a swap."""
    columns = [
        Column("Gebied", numeric=False), Column("Nu nog tekort"), Column("Na de ruil"),
        Column("Verschil"),
    ]  # fmt: skip
    last = max((one["year"] for one in before["shortages"]), default=None)
    now, then = left_by_area(before, last), left_by_area(after, last)
    rows = [
        Row([Cell(names.get(area, area)), counted(now.get(area, 0)), counted(left),
             Cell(signed(left - now.get(area, 0)))])
        for area, left in then.items()
        if round(left) != round(now.get(area, 0))
    ]  # fmt: skip
    return Table("tekort-na-ruil", f"Tekort per gebied in {last}", columns, rows)


def left_by_area(content: Content, year: int | None) -> dict[str, float]:
    found: dict[str, float] = {}
    for one in content["shortages"]:
        if one["year"] == year:
            found[one["area"]] = found.get(one["area"], 0.0) + one["left"]
    return found


def moved_along(before: Content, swap: Mapping[str, Any]) -> str:
    """Which other projects go out or come in with a swap, in a sentence; empty when none do."""
    picked = {*swap["entered"], *swap["left"]}
    then = {one["id"]: one["title"] for one in before["chosen"] if one["id"] not in picked}
    now = {one["id"]: one["title"] for one in swap["answer"]["chosen"] if one["id"] not in picked}
    gone = [title for key, title in then.items() if key not in now]
    new = [title for key, title in now.items() if key not in then]
    if not gone and not new:
        return ""
    told = [f"eruit: {some(gone)}"] * bool(gone) + [f"erin: {some(new)}"] * bool(new)
    words = "; ".join(told)
    return f"Binnen de grenzen schuiven er meer projecten. {upper_first(words)}."


def some(titles: list[str]) -> str:
    """The first few, and how many more."""
    more = len(titles) - MOST_NAMED
    if more <= 1:
        return listing(titles)
    return listing([*titles[:MOST_NAMED], f"nog {more}"])
