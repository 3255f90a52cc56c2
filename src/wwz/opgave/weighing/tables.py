"""The tables of an outcome: the same on the page, in CSV and in Excel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wwz.opgave.presentation.tables import Cell, Column, Row, Table
from wwz.opgave.weighing.words import FORMS, money, payer_words
from wwz.opgave.wording import number, upper_first
from wwz.spreadsheets import Column as FileColumn
from wwz.spreadsheets import Sheet

Content = Mapping[str, Any]
Names = Mapping[str, str]
# What a programme is weighed by, which is more than the shortage alone.
WEIGHED = "woningjaren tekort, met wat verdeling en kosten meetellen"
WORDS, NUMBERS = False, True
# Of more rows than the first, a page shows the second, and the others on request.
FEW, SHOWN = 12, 8
HEADS: tuple[str, ...] = tuple(upper_first(words) for words in FORMS.values())


def programme_table(content: Content) -> Table:
    """Per year what starts and gets ready, and what that asks."""
    columns = [
        Column("Jaar", numeric=False), Column("Begint"), *(Column(one) for one in HEADS),
        Column("Woningen in aanbouw"), Column("Kosten (euro)"), Column("Uren zorg per jaar"),
    ]  # fmt: skip
    rows = [
        Row([
            Cell(str(one["year"])),
            counted(one["started"]),
            *(counted(one["homes"].get(form, 0)) for form in FORMS),
            counted(one["building"]),
            Cell(money(sum(one["costs"].values())), sort=sum(one["costs"].values()) * 1_000),
            counted(one["care_hours"]),
        ])
        for one in content["years"]
    ]  # fmt: skip
    return Table("programma", "Programma per jaar", columns, rows)


def chosen_table(content: Content, names: Names) -> Table:
    columns = [
        Column("Project", numeric=False), Column("Gebied", numeric=False),
        Column("Partij", numeric=False), Column("Begint"), Column("Klaar"),
        *(Column(one) for one in HEADS), Column("Sociale huur"), Column("Kosten (euro)"),
        Column("Uren zorg per jaar"),
    ]  # fmt: skip
    rows = [
        Row([
            Cell(one["title"]),
            Cell(names.get(one["area"], one["area"])),
            Cell(one["party"]),
            Cell(str(one["start"]), sort=one["start"]),
            Cell(str(one["ready"]), sort=one["ready"]),
            *(counted(one["homes"].get(form, 0)) for form in FORMS),
            counted(one["social"]),
            Cell(money(sum(one["costs"].values())), sort=sum(one["costs"].values()) * 1_000),
            counted(one["care_hours"]),
        ])
        for one in content["chosen"]
    ]  # fmt: skip
    return Table("projecten", "Projecten in het programma", columns, rows)


def short_table(content: Content) -> Table:
    """The projects as a page lists them; all there is to tell stands in the file."""
    columns = [
        Column("Project", numeric=False), Column("Partij", numeric=False), Column("Begint"),
        Column("Klaar"), Column("Woningen"), Column("Geld"),
    ]  # fmt: skip
    rows = [
        Row([
            Cell(one["title"]), Cell(one["party"]), Cell(str(one["start"])),
            Cell(str(one["ready"])), counted(sum(one["homes"].values())),
            Cell(money(sum(one["costs"].values()))),
        ])
        for one in content["chosen"]
    ]  # fmt: skip
    return Table("projecten", "Projecten in het programma", columns, rows)


def folded(table: Table) -> tuple[Table, Table | None]:
    """The first rows, and the others when there are many: a page shows those on request."""
    if len(table.rows) <= FEW:
        return table, None
    others = replace(table, caption=f"{table.caption}, vervolg", rows=table.rows[SHOWN:])
    return replace(table, rows=table.rows[:SHOWN]), others


def parties_table(content: Content) -> Table:
    columns = [
        Column("Partij", numeric=False), Column("Projecten"), Column("Woningen"),
        Column("Waarvan sociaal"), Column("Geld (euro)"),
    ]  # fmt: skip
    rows = [
        Row([
            Cell(upper_first(payer_words(one["party"]))), counted(one["plans"]),
            counted(one["homes"]), counted(one["social"]),
            Cell(money(one["costs"]), sort=one["costs"] * 1_000),
        ])
        for one in content["parties"]
    ]  # fmt: skip
    return Table("partijen", "Wat elke partij brengt", columns, rows)


def shortages_table(content: Content, names: Names, year: int | None = None) -> Table:
    """What stays short per area and woonvorm; of one year on the page, of all in a file."""
    columns = [
        Column("Gebied", numeric=False), Column("Woonvorm", numeric=False), Column("Jaar"),
        Column("Zonder programma"), Column("Nog tekort"), Column("Laag"), Column("Hoog"),
    ]  # fmt: skip
    rows = [
        Row([
            Cell(names.get(one["area"], one["area"])), Cell(FORMS.get(one["form"], one["form"])),
            Cell(str(one["year"]), sort=one["year"]), counted(one["without"]),
            counted(one["left"]), counted(one["low"]), counted(one["high"]),
        ])
        for one in content["shortages"]
        if year is None or one["year"] == year
    ]  # fmt: skip
    caption = f"Wat er in {year} nog tekort is" if year else "Wat er nog tekort is"
    return Table("tekorten", caption, columns, rows)


def prices_table(content: Content) -> Table:
    columns = [Column("Als een grens ruimer wordt", numeric=False), Column("Jaar")]
    rows = [
        Row([Cell(one["sentence"]), Cell(str(one["year"] or "alle"), sort=one["year"] or 0)])
        for one in content["prices"]
    ]
    return Table("grenzen", "Wat één meer van een grens geeft", columns, rows)


def why_not_table(content: Content) -> Table:
    columns = [Column("Project", numeric=False), Column("Waarom niet", numeric=False)]
    rows = [Row([Cell(one["title"]), Cell(one["sentence"])]) for one in content["why_not"]]
    return Table("waarom-niet", "Projecten die er niet in zitten", columns, rows)


def regrets_table(content: Content) -> Table:
    columns = [
        Column("Toekomst", numeric=False), Column("Hoe zwaar die telt"),
        Column("Dit programma"), Column("Het beste dat wij vonden"), Column("Verschil"),
    ]  # fmt: skip
    rows = [
        Row([
            Cell(f"toekomst {one['draw'] + 1}", sort=one["draw"]),
            Cell(f"{number(100 * one['weight'])}%", sort=one["weight"]), counted(one["short"]),
            counted(one["best"]), counted(one["regret"]),
        ])
        for one in content["regrets"]
    ]  # fmt: skip
    return Table("toekomsten", f"Als de toekomst anders loopt: {WEIGHED}", columns, rows)


def scenarios_table(content: Content) -> Table:
    """The regret in each shared scenario; what has no answer says why."""
    columns = [
        Column("Scenario", numeric=False), Column("Dit programma"),
        Column("Het beste dat wij vonden"), Column("Spijt"), Column("Hooguit"),
    ]  # fmt: skip
    rows = [
        Row([Cell(one["name"]), counted(one["short"]), counted(one["best"]),
             counted(one["short"] - one["best"]), counted(one["most"])])
        if "short" in one
        else Row([Cell(one["name"]), *(Cell("onbekend") for _ in range(4))])
        for one in content.get("scenarios", ())
    ]  # fmt: skip
    return Table("scenarios", f"Per scenario: {WEIGHED}", columns, rows)


def counted(value: float) -> Cell:
    """In whole numbers, also in a file: the digits of homes would tell of people."""
    return Cell(number(value), sort=float(round(value)))


def tables_of(content: Content, names: Names) -> dict[str, Callable[[], Table]]:
    """Every table of an outcome, by the name in its address."""
    return {
        "programma": lambda: programme_table(content),
        "projecten": lambda: chosen_table(content, names),
        "partijen": lambda: parties_table(content),
        "tekorten": lambda: shortages_table(content, names),
        "grenzen": lambda: prices_table(content),
        "waarom-niet": lambda: why_not_table(content),
        "toekomsten": lambda: regrets_table(content),
        "scenarios": lambda: scenarios_table(content),
    }


def as_sheet(table: Table, name: str, about: Iterable[tuple[str, str]]) -> Sheet[Row]:
    """A table of a page as a file: numbers as numbers."""

    def column(place: int, head: Column) -> FileColumn[Row]:
        def value(row: Row) -> str | float:
            cell = row.cells[place]
            return cell.sort if head.numeric and cell.sort is not None else cell.words

        return FileColumn(head.label, value, 40 if not head.numeric else 16)

    columns: Sequence[FileColumn[Row]] = [
        column(place, head) for place, head in enumerate(table.columns)
    ]
    return Sheet(f"{name}-{table.name}", tuple(columns), table.rows, tuple(about))
