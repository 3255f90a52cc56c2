"""Past forecasts as tables and files: of a place, of its areas, and of a whole series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from wwz.opgave.presentation.evidence import (
    GROUP_WORDS,
    Evidence,
    deviation,
    deviation_of_no_change,
    groups_of,
    share_close,
)
from wwz.opgave.presentation.tables import Cell, Column, Row, Table
from wwz.opgave.queries.backtests import Origin, Past, Score, Series
from wwz.opgave.wording import in_full, listing, number, percentage, signed_percentage, upper_first
from wwz.spreadsheets import Column as FileColumn
from wwz.spreadsheets import Sheet

NOT_MEASURED = "nog niet gemeten"
NAMED_AT_MOST = 4
MEANINGS = (
    ("Gemiddelde afwijking", "Tel alles op wat te veel of te weinig was, en deel dat door het "
     "aantal mensen dat is geteld. Vakmensen noemen dit WAPE."),
    ("Middelste afwijking", "Zet alle gebieden op volgorde van hun afwijking. Dit is het gebied in "
     "het midden: de helft zat er dichter bij. Vakmensen noemen dit MedAPE."),
    ("Beste eenvoudige methode", "De beste van een aantal vuistregels, zoals ‘alles blijft gelijk’ "
     "of ‘de rechte lijn gaat door’. Wij kozen die achteraf, dus strenger kan niet."),
    ("Winst", "Hoeveel kleiner onze afwijking is dan die van de beste eenvoudige methode. Staat er "
     "een min, dan was de vuistregel beter."),
    ("Binnen 10%", "Van elke honderd keer zo vaak zat de raming er hoogstens 10% naast."),
    ("Binnen de band", "Zo vaak lag de telling binnen de band die wij erbij gaven. Het hoort 80% "
     "te zijn. Meer is te voorzichtig, minder is te stellig."),
)  # fmt: skip


def side(difference: float) -> str:
    return "hoog" if difference > 0 else "laag"


def off_words(past: Past) -> str:
    """'15 te laag', or that it was right."""
    if not past.difference:
        return "precies goed"
    return f"{number(abs(past.difference))} te {side(past.difference)}"


def percent_cell(value: float | None) -> Cell:
    return Cell("niet bekend") if value is None else Cell(percentage(value), sort=value)


def gain_cell(own: float | None, other: float | None) -> Cell:
    if own is None or not other:
        return Cell("niet bekend")
    return Cell(signed_percentage(100 * (1 - own / other)))


# --- on the page ---


def launch_table(pasts: Sequence[Past], place: str, group: str) -> Table:
    """Each forecast of then, and what was counted."""
    columns = [
        Column("Gemaakt in", numeric=False), Column("Voor het jaar"), Column("Geraamd"),
        Column("Geteld"), Column("Verschil"), Column("Afwijking"),
    ]  # fmt: skip
    rows = [
        Row(
            [
                Cell(str(past.launch)),
                Cell(str(past.year)),
                Cell(number(past.forecast)),
                Cell(number(past.counted)),
                Cell(off_words(past)),
                percent_cell(abs(past.percent)),
            ]
        )
        for past in pasts
    ]
    return Table("terugblik", f"Geraamd en geteld: {group}, {place}", columns, rows)


def group_table(evidence: Evidence, place: str, horizons: Sequence[int]) -> Table:
    """Per group and years ahead how far off the forecasts of this place were."""
    columns = [
        Column("Groep", numeric=False), *_ahead_column(horizons), Column("Ramingen"),
        Column("Onze afwijking"), Column("Als alles gelijk bleef"), Column("Winst"),
        Column("Binnen 10%"),
    ]  # fmt: skip
    rows = []
    for group in evidence.groups():
        for horizon in horizons:
            pasts = evidence.of(group, horizon)
            if not pasts:
                continue
            own, same = deviation(pasts), deviation_of_no_change(pasts)
            rows.append(
                Row(
                    [
                        Cell(upper_first(GROUP_WORDS[group])),
                        *_ahead_cell(horizon, horizons),
                        Cell(str(len(pasts))),
                        percent_cell(own),
                        percent_cell(same),
                        gain_cell(own, same),
                        Cell(percentage(share_close(pasts) or 0.0, 0)),
                    ]
                )
            )
    return Table("groepen", _caption(place, horizons), columns, rows)


def _ahead_column(horizons: Sequence[int]) -> list[Column]:
    """A column only where there is more than one to tell apart; else the title says it."""
    return [Column("Jaren vooruit")] if len(horizons) > 1 else []


def _ahead_cell(horizon: int, horizons: Sequence[int]) -> list[Cell]:
    return [Cell(str(horizon))] if len(horizons) > 1 else []


def _caption(place: str, horizons: Sequence[int]) -> str:
    ahead = f", {horizons[0]} jaar vooruit" if len(horizons) == 1 else ""
    return f"Gemiddelde afwijking per groep{ahead}, {place}"


def series_table(series: Series, horizons: Sequence[int]) -> Table:
    """Per group and years ahead: ours, the best simple method, and how often we were near."""
    columns = [
        Column("Groep", numeric=False), *_ahead_column(horizons), Column("Onze afwijking"),
        Column("Beste eenvoudige methode"), Column("Winst"), Column("Middelste afwijking"),
        Column("Binnen 10%"), Column("Binnen de band"),
    ]  # fmt: skip
    rows = [
        Row([*_head(own, horizons), *series_cells(series, own)])
        for group in groups_of(series)
        for horizon in horizons
        if (own := series.ours(group, horizon))
    ]
    return Table("reeks", _caption(series.label, horizons), columns, rows)


def _head(own: Score, horizons: Sequence[int]) -> list[Cell]:
    return [Cell(upper_first(GROUP_WORDS[own.group])), *_ahead_cell(own.horizon, horizons)]


def series_cells(series: Series, own: Score) -> list[Cell]:
    simple = series.simple(own.group, own.horizon)
    held = series.held.get((own.group, own.horizon))
    return [
        percent_cell(own.wape),
        percent_cell(simple.wape if simple else None),
        Cell(signed_percentage(100 * own.skill)),
        percent_cell(own.medape),
        Cell(percentage(own.within[1], 0)),
        Cell(NOT_MEASURED if held is None else percentage(held, 0)),
    ]


def areas_table(
    series: Series,
    group: str,
    horizon: int,
    links: Mapping[str, str],
    every: Iterable[Past] | None = None,
) -> Table:
    """Every area with its newest forecast so far ahead, the largest miss first.

    Of the past forecasts in ``every``, or of all of the series.
    """
    if every is None:
        every = (past for pasts in series.pasts.values() for past in pasts)
    found = [past for past in every if past.group == group and past.horizon == horizon]
    newest = max((past.launch for past in found), default=0)
    shown = [past for past in found if past.launch == newest]
    columns = [
        Column(series.level.capitalize(), numeric=False), Column("Geraamd"), Column("Geteld"),
        Column("Verschil"), Column("Afwijking"),
    ]  # fmt: skip
    rows = [
        Row(
            [
                Cell(series.names.get(past.area, past.area), links.get(past.area, "")),
                Cell(number(past.forecast)),
                Cell(number(past.counted)),
                Cell(off_words(past)),
                percent_cell(abs(past.percent)),
            ]
        )
        for past in sorted(shown, key=lambda past: (-abs(past.percent), past.area))
    ]
    caption = f"{upper_first(GROUP_WORDS[group])}: geraamd in {newest} voor {newest + horizon}"
    return Table("gebieden", caption, columns, rows)


def source_words(series: Series) -> str:
    """'Gemeente Zwolle, bevolking per buurt, 1 januari 2021; ramingen: rekenversie 0.2.0'."""
    named = list(dict.fromkeys(_origin(one) for one in series.sources))
    shown, more = named[:NAMED_AT_MOST], len(named) - NAMED_AT_MOST
    if more > 0:
        shown.append(f"nog {more}")
    return f"{listing(shown)}; ramingen van Platform WWZ, rekenversie {series.engine_version}"


def _origin(one: Origin) -> str:
    return f"{one.publisher}, {one.table}, {in_full(date.fromisoformat(one.as_of))}"


# --- as files ---

Placed = tuple[str, Past]
PAST_COLUMNS: tuple[FileColumn[Placed], ...] = (
    FileColumn("code", lambda row: row[1].area, 14),
    FileColumn("gebied", lambda row: row[0], 30),
    FileColumn("leeftijd", lambda row: row[1].group, 12),
    FileColumn("raming gemaakt in", lambda row: row[1].launch, 12),
    FileColumn("voor het jaar", lambda row: row[1].year, 12),
    FileColumn("jaren vooruit", lambda row: row[1].horizon, 12),
    FileColumn("aantal bij het maken", lambda row: row[1].at_launch, 12),
    FileColumn("geraamd", lambda row: row[1].forecast, 12),
    FileColumn("geteld", lambda row: row[1].counted, 12),
    FileColumn("afwijking in procent", lambda row: round(row[1].percent, 1), 14),
)
GroupRow = tuple[str, int, Sequence[Past]]
GROUP_COLUMNS: tuple[FileColumn[GroupRow], ...] = (
    FileColumn("leeftijd", lambda row: row[0], 12),
    FileColumn("jaren vooruit", lambda row: row[1], 12),
    FileColumn("aantal ramingen", lambda row: len(row[2]), 12),
    FileColumn("gemiddelde afwijking in procent", lambda row: _tenth(deviation(row[2])), 18),
    FileColumn("afwijking als alles gelijk bleef", lambda row: _tenth(
        deviation_of_no_change(row[2])), 18),
    FileColumn("binnen 10 procent", lambda row: _tenth(share_close(row[2])), 14),
)  # fmt: skip
SERIES_COLUMNS: tuple[FileColumn[tuple[Series, Score]], ...] = (
    FileColumn("leeftijd", lambda row: row[1].group, 12),
    FileColumn("jaren vooruit", lambda row: row[1].horizon, 12),
    FileColumn("methode", lambda row: row[1].method, 20),
    FileColumn("methode in woorden", lambda row: row[0].methods.get(row[1].method, ""), 44),
    FileColumn("onze methode", lambda row: row[1].method == row[0].default, 12),
    FileColumn("startjaren", lambda row: row[1].launches, 12),
    # Every area once for each launch, so not a number of areas.
    FileColumn("ramingen", lambda row: row[1].areas, 12),
    FileColumn("gemiddelde afwijking (WAPE)", lambda row: row[1].wape, 16),
    FileColumn("middelste afwijking (MedAPE)", lambda row: row[1].medape, 16),
    FileColumn("te hoog of te laag (MALPE)", lambda row: row[1].malpe, 16),
    FileColumn("binnen 5 procent", lambda row: row[1].within[0], 12),
    FileColumn("binnen 10 procent", lambda row: row[1].within[1], 12),
    FileColumn("binnen 20 procent", lambda row: row[1].within[2], 12),
    FileColumn("beste eenvoudige methode", lambda row: row[1].baseline, 20),
    FileColumn("winst in procent", lambda row: round(100 * row[1].skill, 1), 12),
    FileColumn("binnen de band in procent", lambda row: row[0].held.get(
        (row[1].group, row[1].horizon)) if row[1].method == row[0].default else None, 14),
)  # fmt: skip


def _tenth(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def past_sheet(name: str, series: Series, placed: Sequence[Placed]) -> Sheet[Placed]:
    return Sheet(name, PAST_COLUMNS, placed, about(series))


def group_sheet(name: str, evidence: Evidence) -> Sheet[GroupRow]:
    rows: list[GroupRow] = [
        (group, horizon, pasts)
        for group in evidence.groups()
        for horizon in evidence.horizons()
        if (pasts := evidence.of(group, horizon))
    ]
    return Sheet(name, GROUP_COLUMNS, rows, about(evidence.series))


def series_sheet(series: Series) -> Sheet[tuple[Series, Score]]:
    """Every method on every group, not only ours."""
    rows = [(series, one) for one in series.scores.values()]
    ordered = sorted(rows, key=lambda row: (
        list(series.groups).index(row[1].group), row[1].horizon, row[1].wape))  # fmt: skip
    return Sheet(f"hoe-goed-{series.key}", SERIES_COLUMNS, ordered, about(series))


def about(series: Series) -> tuple[tuple[str, str], ...]:
    return (
        ("reeks", series.label),
        ("bron", source_words(series)),
        ("kenmerk van de meting", series.stamp),
        ("afronding", "Aantallen zijn afgerond op vijf; kleine aantallen staan er niet bij."),
        *MEANINGS,
        *(("let op", text) for text in series.left_out),
    )
