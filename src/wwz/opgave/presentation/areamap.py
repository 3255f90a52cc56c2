"""'Waar het speelt': one share per buurt as a map, and the same figures as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.utils.safestring import SafeString

from wwz.areas.models import COUNTRY
from wwz.opgave.figures.choropleth import MapValue, choropleth, legend_swatch
from wwz.opgave.figures.classes import Classes, classes_for
from wwz.opgave.figures.geometry import Outlines, outlines
from wwz.opgave.presentation.charts import Chart
from wwz.opgave.presentation.choices import LEVELS
from wwz.opgave.presentation.cited import cite
from wwz.opgave.presentation.figure import Figure, Figures
from wwz.opgave.presentation.reading import Reading
from wwz.opgave.presentation.statement import SHARE_SUFFIX
from wwz.opgave.presentation.tables import Cell, Column, Row, Table, in_order, number_cell
from wwz.opgave.queries.published import borders
from wwz.opgave.wording import listing, lower_first

STANDARD = "beperking_bewegen_65plus_aandeel"
SHARE = "_aandeel"
REACH = "bereik_"
MOST_NAMED = 8
HATCH_ID = "geen-cijfer"
NO_FIGURE = "geen cijfer, of verborgen"


@dataclass(frozen=True)
class Option:
    """A figure that can be on the map: a share in a year. ``people`` counts who it is about."""

    value: str
    label: str
    indicator: str
    people: str
    year: int
    chosen: bool = False


@dataclass(frozen=True)
class LegendRow:
    swatch: SafeString
    words: str


@dataclass(frozen=True)
class AreaMap:
    """``drawn`` is false when no borders are known; then there is only the table."""

    chart: Chart
    legend: Sequence[LegendRow]
    top: Table
    whole: Table
    options: Sequence[Option]
    level: str
    drawn: bool

    def choices(self) -> list[tuple[str, str, bool]]:
        return [(option.value, option.label, option.chosen) for option in self.options]


def people_behind(indicator: str) -> str:
    """The indicator that counts the people of a share."""
    if indicator.endswith(SHARE):
        return indicator.removesuffix(SHARE)
    return indicator.replace("aandeel_", "inwoners_", 1)


def map_options(figures: Figures, gemeente: str, chosen: str) -> list[Option]:
    """Every share of the gemeente: its newest known year, and the last one when projected."""
    found: dict[str, Option] = {}
    for indicator in figures.indicators(gemeente):
        ends = (figures.last_known(indicator, gemeente), figures.last(indicator, gemeente))
        for figure in ends:
            if figure is None or figure.unit != "procent" or figure.absent:
                continue
            # Of these there are more than a hundred: they have a page of their own.
            if indicator.startswith(REACH):
                continue
            value = f"{indicator}-{figure.year}"
            name = figure.label.removesuffix(SHARE_SUFFIX)
            label = f"{name}, {figure.year}"
            found[value] = Option(value, label, indicator, people_behind(indicator), figure.year)
    picked = chosen if chosen in found else _standard(found)
    return [
        Option(o.value, o.label, o.indicator, o.people, o.year, o.value == picked)
        for o in found.values()
    ]


def _standard(found: Mapping[str, Option]) -> str:
    first = next(iter(found), "")
    return next((value for value, option in found.items() if option.indicator == STANDARD), first)


def chosen_option(options: Sequence[Option]) -> Option | None:
    return next((option for option in options if option.chosen), None)


def area_map(reading: Reading, options: Sequence[Option]) -> AreaMap | None:
    """The map of the chosen share on the finest level that has figures."""
    option = chosen_option(options)
    if option is None:
        return None
    level, shown = shares_on_map(reading, option)
    if not shown:
        return None
    values = [figure.value for figure in shown.values() if figure.value is not None]
    classes = classes_for([round(value, 1) for value in values], "procent")
    shapes = outlines_of(reading.study.pk, level)
    drawn = bool(shapes.paths)
    whole = _table(reading, option, shown, level)
    query = reading.choices.query()
    downloads = list(reading.table_downloads("kaart", {"maat": option.value}))
    if drawn:
        downloads += reading.picture_downloads("kaart", query)
    chart = Chart(
        title=_title(shown),
        sub=_sub(reading, option, level),
        drawings=[_draw(reading, shown, shapes, classes, option)] if drawn else [],
        citation=cite([*list(shown.values())[:1], _of_gemeente(reading, option)], reading.sources),
        table=whole,
        downloads=downloads,
        embed=reading.embed_address("kaart", query) if drawn else "",
    )
    top = Table("kaart", f"{len(whole.rows[:MOST_NAMED])} {LEVELS[level]} met het hoogste aandeel",
                whole.columns, whole.rows[:MOST_NAMED])  # fmt: skip
    return AreaMap(chart, legend(classes), top, whole, options, LEVELS[level], drawn)


@lru_cache(maxsize=32)
def outlines_of(study: UUID, level: str) -> Outlines:
    """The areas of a published study as paths; worked out once, for what is published stays."""
    return outlines(borders(study, level))


def shares_on_map(reading: Reading, option: Option) -> tuple[str, dict[str, Figure]]:
    """The finest level that has figures of the chosen share, and those figures by area."""
    shares = reading.figures.over(option.indicator, option.year)
    for level in ("buurt", "wijk"):
        codes = [area.code for area in reading.areas_at(level)]
        shown = {code: shares[code] for code in codes if code in shares}
        if any(figure.value is not None for figure in shown.values()):
            return level, shown
    return "buurt", {}


def _of_gemeente(reading: Reading, option: Option) -> Figure | None:
    return reading.figures.at(option.indicator, reading.gemeente.code, option.year)


def _title(shown: Mapping[str, Figure]) -> str:
    """Names the areas with the highest share as the table writes them."""
    known = sorted(
        (figure for figure in shown.values() if figure.value is not None),
        key=lambda figure: figure.value or 0.0,
        reverse=True,
    )
    names = listing([f"{figure.area_name} ({figure.words()})" for figure in known[:2]])
    doubt = {"geraamd": " naar verwachting", "geschat": " naar schatting"}
    return f"Het hoogste aandeel is{doubt.get(known[0].kind, '')} in {names}"


def _sub(reading: Reading, option: Option, level: str) -> str:
    texts = [f"{option.label}, per {level}."]
    whole = _of_gemeente(reading, option)
    if whole and whole.known:
        texts.append(f"Heel {reading.gemeente.name}: {whole.words()}.")
    country = reading.figures.at(option.indicator, COUNTRY, option.year)
    if country and country.known:
        texts.append(f"Nederland: {country.words()}.")
    return " ".join(texts)


def _draw(reading: Reading, shown: Mapping[str, Figure], shapes: Outlines, classes: Classes,
          option: Option) -> SafeString:  # fmt: skip
    values = map_values(reading, shown)
    label = f"Kaart van {reading.gemeente.name}: {lower_first(option.label)}. De tabel staat erbij."
    return choropleth(shapes, values, classes, label, HATCH_ID)


def map_values(reading: Reading, shown: Mapping[str, Figure]) -> dict[str, MapValue]:
    """Values rounded as they are written, so that table and colour never disagree."""
    return {
        code: MapValue(
            reading.within[code].name if code in reading.within else code,
            figure.words(),
            None if figure.value is None else round(figure.value, 1),
        )
        for code, figure in shown.items()
    }


def legend(classes: Classes) -> list[LegendRow]:
    rows = [
        LegendRow(legend_swatch(number), words)
        for number, words in enumerate(classes.labels(), start=1)
    ]
    return [*rows, LegendRow(legend_swatch(0), NO_FIGURE)]


def legend_words(classes: Classes) -> list[str]:
    return [NO_FIGURE, *classes.labels()]


def _table(reading: Reading, option: Option, shown: Mapping[str, Figure], level: str) -> Table:
    year = _people_year(reading, option)
    people = reading.figures.over(option.people, year)
    columns = [
        Column(level.capitalize(), numeric=False),
        Column(f"Aandeel, {option.year}"),
        Column(f"Aantal mensen, {year}"),
    ]
    rows = [
        Row(
            [
                Cell(reading.within[code].name, reading.area_address(code)),
                number_cell(figure, link=True),
                number_cell(people.get(code)),
            ]
        )
        for code, figure in shown.items()
    ]
    caption = f"{option.label}, per {level}"
    return Table("kaart", caption, columns, in_order(rows, 1, descending=True))


def _people_year(reading: Reading, option: Option) -> int:
    """The year of the share when its people are counted then, else the base year."""
    at = reading.figures.at(option.people, reading.gemeente.code, option.year)
    return option.year if at else reading.base_year
