"""A forecast by somebody else on the same table as ours: the same areas, years and counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from wwz.opgave.disclosure import ROUND_TO
from wwz.opgave.models import RivalForecast
from wwz.opgave.presentation.accuracy import citation_of
from wwz.opgave.presentation.accuracy_national import in_order
from wwz.opgave.presentation.accuracy_tables import percent_cell, source_words
from wwz.opgave.presentation.evidence import (
    GROUP_WORDS,
    USUAL_HORIZON,
    WHOLE,
    deviation,
    deviation_of_no_change,
    groups_of,
    old_groups,
    share_close,
)
from wwz.opgave.presentation.reading import Download
from wwz.opgave.presentation.tables import Cell, Column, Row, Table
from wwz.opgave.queries import backtests
from wwz.opgave.queries.backtests import Past, Series
from wwz.opgave.wording import how_many, number, percentage, upper_first
from wwz.spreadsheets import Column as FileColumn
from wwz.spreadsheets import Sheet

SHOWN_ROWS = 12
# Closer than this to each other, two forecasts were as good.
SAME = 0.1
# What invented worlds say about a forecast of real people is nothing.
INVENTED = "wereld-"


@dataclass(frozen=True)
class Scored:
    """One group, years ahead: both forecasts on the very same areas."""

    group: str
    horizon: int
    theirs: Sequence[Past]
    ours: Sequence[Past]
    whole: float | None
    """Ours in all areas, also the small ones; and the best simple method there."""
    simple: float | None

    @property
    def their_deviation(self) -> float:
        return deviation(self.theirs) or 0.0

    @property
    def our_deviation(self) -> float:
        return deviation(self.ours) or 0.0

    @property
    def nearer(self) -> str:
        """Who was nearer, in words."""
        gap = self.their_deviation - self.our_deviation
        if abs(gap) < SAME:
            return "even goed"
        return "onze raming" if gap > 0 else "deze raming"


@dataclass(frozen=True)
class Judged:
    """A forecast with what of it could be held against counts."""

    series: Series
    scored: Sequence[Scored]
    used: int
    unused: int


def comparable_series() -> dict[str, tuple[Series, list[int]]]:
    """Series with counts per area, each with the years that one can have looked ahead from."""
    found = {}
    for series in in_order(backtests.all_series()):
        launches = {past.launch for pasts in series.pasts.values() for past in pasts}
        if launches and not series.key.startswith(INVENTED):
            found[series.key] = (series, sorted(launches))
    return found


def usual_launch(series: Series) -> int:
    """The newest year from which the usual years ahead were counted, or else the newest."""
    seen = {(past.launch, past.horizon) for pasts in series.pasts.values() for past in pasts}
    ahead = [launch for launch, horizon in seen if horizon == USUAL_HORIZON]
    return max(ahead or [launch for launch, _ in seen])


def judge(forecast: RivalForecast) -> Judged | None:
    """None when the series it was made for is not measured here any more."""
    series = backtests.all_series().get(forecast.series)
    if series is None:
        return None
    return judged(series, forecast.launch, forecast.rows)


def judged(series: Series, launch: int, rows: Sequence[Sequence[Any]]) -> Judged:
    """Every number that has a count and a forecast of ours beside it."""
    given = {(area, group, year): people for area, group, year, people in rows}
    pairs: dict[tuple[str, int], list[tuple[Past, Past]]] = {}
    for ours in pasts_of(series, launch):
        people = given.get((ours.area, ours.group, ours.year))
        if people is not None:
            # As coarse as ours, so that neither is nearer by its decimals.
            theirs = replace(ours, forecast=float(round(people / ROUND_TO) * ROUND_TO))
            pairs.setdefault((ours.group, ours.horizon), []).append((theirs, ours))
    scored = list(_scored(series, launch, pairs))
    used = sum(len(found) for found in pairs.values())
    return Judged(series, scored, used, len(given) - used)


def pasts_of(series: Series, launch: int) -> Iterator[Past]:
    return (past for pasts in series.pasts.values() for past in pasts if past.launch == launch)


def _scored(
    series: Series, launch: int, pairs: dict[tuple[str, int], list[tuple[Past, Past]]]
) -> Iterator[Scored]:
    first = groups_of(series)
    order = [*first, *(group for group in series.groups if group not in first)]
    for group, horizon in sorted(pairs, key=lambda one: (order.index(one[0]), one[1])):
        found = pairs[group, horizon]
        whole = series.of_launch.get((series.default, group, horizon, launch))
        key = (whole.baseline, group, horizon, launch) if whole else None
        simple = series.of_launch.get(key) if key else None
        yield Scored(
            group, horizon, [theirs for theirs, _ in found], [ours for _, ours in found],
            whole.wape if whole else None, simple.wape if simple else None,
        )  # fmt: skip


# --- on the page ---


def forecast_page(forecast: RivalForecast) -> dict[str, Any]:
    """What templates/rivals/forecast.html shows of a forecast, beside who may do what."""
    found = judge(forecast)
    base = {
        "forecast": forecast,
        "partnership": forecast.partnership,
        "crumbs": crumbs(forecast),
        "judged": found,
        "title": title_of(forecast, found),
    }
    if found is None:
        return base
    told = groups_of(found.series)
    main = [one for one in found.scored if one.group in told]
    rest = [one for one in found.scored if one.group not in told]
    return base | {
        "table": table_of(forecast, found, main),
        "rest": table_of(forecast, found, rest) if rest else None,
        "citation": citation_of(found.series),
        "preview": preview_of(forecast, found.series),
        "number": number(len(forecast.rows)),
        "used": number(found.used),
        "unused": number(found.unused),
        "downloads": [
            Download(words, reverse("rivals:table", args=[forecast.pk, kind]))
            for words, kind in (("CSV", "csv"), ("Excel", "xlsx"))
        ],
    }


def crumbs(forecast: RivalForecast) -> list[tuple[str, str]]:
    slug = forecast.partnership.slug
    return [
        (str(forecast.partnership), f"/samen/{slug}/"),
        ("Ramingen van anderen", reverse("rivals:index", args=[slug])),
        (forecast.name, ""),
    ]


def title_of(forecast: RivalForecast, found: Judged | None) -> str:
    """'Drie jaar vooruit zat ‘Primos’ er gemiddeld 9% naast, en onze raming 7%'."""
    told = told_of(found) if found else []
    if not told:
        return f"‘{forecast.name}’ is nergens naast een telling te leggen"
    theirs = deviation([past for one in told for past in one.theirs]) or 0.0
    ours = deviation([past for one in told for past in one.ours]) or 0.0
    ahead = upper_first(how_many(told[0].horizon, "jaar", "jaar"))
    who = "" if told[0].group == WHOLE else " bij ouderen"
    return (
        f"{ahead} vooruit zat ‘{forecast.name}’ er{who} gemiddeld {number(theirs)}% naast, en "
        f"onze raming {number(ours)}%"
    )


def told_of(found: Judged) -> list[Scored]:
    """What the title is about: old age, else everybody, else the rest; as far ahead as it goes."""
    old = old_groups(found.series)
    for groups in (old, [WHOLE], list(found.series.groups)):
        some = [one for one in found.scored if one.group in groups]
        if some:
            furthest = max(one.horizon for one in some)
            return [one for one in some if one.horizon == furthest]
    return []


def table_of(forecast: RivalForecast, found: Judged, scored: Sequence[Scored]) -> Table:
    columns = [
        Column("Groep", numeric=False), Column("Jaren vooruit"), Column("Deze raming"),
        Column("Onze raming"), Column("Dichterbij", numeric=False),
        Column("Als alles gelijk bleef"), Column("Binnen 10%: deze"), Column("Binnen 10%: onze"),
        Column("Gebieden"),
    ]  # fmt: skip
    rows = [
        Row(
            [
                Cell(upper_first(GROUP_WORDS.get(one.group, f"{one.group} jaar"))),
                Cell(str(one.horizon)),
                percent_cell(one.their_deviation),
                percent_cell(one.our_deviation),
                Cell(one.nearer),
                percent_cell(deviation_of_no_change(one.ours)),
                Cell(percentage(share_close(one.theirs) or 0.0, 0)),
                Cell(percentage(share_close(one.ours) or 0.0, 0)),
                Cell(str(len(one.theirs))),
            ]
        )
        for one in scored
    ]
    caption = f"Gemiddelde afwijking vanaf {forecast.launch}, {found.series.label}"
    return Table("raming", caption, columns, rows)


def preview_of(forecast: RivalForecast, series: Series) -> Table:
    """The first numbers as they were understood."""
    columns = [Column("Gebied", numeric=False), Column("Leeftijd", numeric=False),
               Column("Jaar"), Column("Aantal")]  # fmt: skip
    rows = [
        Row([Cell(series.names.get(area, area)), Cell(group), Cell(str(year)),
             Cell(number(people, 0 if people == int(people) else 1))])
        for area, group, year, people in forecast.rows[:SHOWN_ROWS]
    ]  # fmt: skip
    return Table("regels", "De eerste regels van het bestand", columns, rows)


# --- as files ---

COLUMNS: tuple[FileColumn[Scored], ...] = (
    FileColumn("leeftijd", lambda one: one.group, 12),
    FileColumn("jaren vooruit", lambda one: one.horizon, 12),
    FileColumn("gebieden", lambda one: len(one.theirs), 12),
    FileColumn("afwijking van deze raming", lambda one: round(one.their_deviation, 1), 18),
    FileColumn("afwijking van onze raming", lambda one: round(one.our_deviation, 1), 18),
    FileColumn("afwijking als alles gelijk bleef", lambda one: round(
        deviation_of_no_change(one.ours) or 0.0, 1), 18),
    FileColumn("onze raming, alle gebieden", lambda one: one.whole, 18),
    FileColumn("beste eenvoudige methode, alle gebieden", lambda one: one.simple, 18),
    FileColumn("deze raming binnen 10 procent", lambda one: round(
        share_close(one.theirs) or 0.0, 1), 16),
    FileColumn("onze raming binnen 10 procent", lambda one: round(
        share_close(one.ours) or 0.0, 1), 16),
    FileColumn("dichterbij", lambda one: one.nearer, 16),
)  # fmt: skip


def forecast_sheet(forecast: RivalForecast, found: Judged) -> Sheet[Scored]:
    about = (
        ("raming", forecast.name),
        ("gebracht door", str(forecast.organisation)),
        ("bestand", forecast.file_name),
        ("sha256", forecast.sha256),
        ("vanaf", str(forecast.launch)),
        ("reeks", found.series.label),
        ("bron van de tellingen", source_words(found.series)),
        ("afwijking", "gemiddelde afwijking in procent van wat is geteld (WAPE)"),
    )
    return Sheet(f"raming-{forecast.series}-{forecast.launch}", COLUMNS, found.scored, about)


Empty = tuple[str, str, int, str]
TEMPLATE_COLUMNS: tuple[FileColumn[Empty], ...] = (
    FileColumn("gebied", lambda row: row[0], 14),
    FileColumn("naam", lambda row: row[1], 30),
    FileColumn("jaar", lambda row: row[2], 8),
    FileColumn("leeftijd", lambda row: row[3], 10),
    FileColumn("aantal", lambda row: None, 10),
)


def template_sheet(series: Series, launch: int) -> Sheet[Empty]:
    """A file to fill in: every area, year and age that can be held against a count."""
    cells = {(past.area, past.year, past.group) for past in pasts_of(series, launch)}
    order = {group: place for place, group in enumerate(series.groups)}
    rows: list[Empty] = [
        (area, series.names.get(area, area), year, group)
        for area, year, group in sorted(cells, key=lambda one: (one[0], one[1], order[one[2]]))
    ]
    about = (
        ("wat u invult", "het aantal mensen in de kolom aantal, zonder punt voor duizendtallen"),
        ("wat leeg mag blijven", "elke regel waar uw raming niets over zegt"),
        ("bron van de tellingen", source_words(series)),
    )
    return Sheet(f"voorbeeld-{series.key}-{launch}", TEMPLATE_COLUMNS, rows, about)
