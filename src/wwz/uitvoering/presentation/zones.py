"""The page of a woonservicezone: who lives there, now and later, and what is going on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.utils.safestring import SafeString

from wwz.areas.models import Area, Level
from wwz.opgave.figures.choropleth import choropleth
from wwz.opgave.figures.classes import classes_for
from wwz.opgave.figures.geometry import Outlines, outlines
from wwz.opgave.models import Study
from wwz.opgave.presentation.areamap import LegendRow, legend, map_values
from wwz.opgave.presentation.charts import KeyFigure, projected_key
from wwz.opgave.presentation.choices import Choices
from wwz.opgave.presentation.cited import Citation, cite
from wwz.opgave.presentation.figure import Figures, figure_of
from wwz.opgave.presentation.growth import growth
from wwz.opgave.presentation.reading import Reading
from wwz.opgave.presentation.tables import Cell, Column, Row, Table, in_order, number_cell
from wwz.opgave.queries import published
from wwz.opgave.wording import how_many, upper_first
from wwz.uitvoering.models import Woonservicezone

PEOPLE, OLD, OLDER, OLDEST = "inwoners", "inwoners_65plus", "inwoners_75plus", "inwoners_85plus"
SHARE, LONELY = "aandeel_75plus", "eenzaam_65plus_aandeel"
KEYS = (PEOPLE, OLD, OLDER, OLDEST, SHARE, LONELY)
HATCH = "geen-cijfer-zone"


@dataclass(frozen=True)
class ZoneFigures:
    """What the opgave says of a zone.

    ``keys`` only when the zone is one whole wijk: bands of separate buurten cannot be added up.
    """

    title: str
    lead: str
    keys: Sequence[KeyFigure]
    drawing: SafeString | None
    legend: Sequence[LegendRow]
    map_sub: str
    table: Table
    citation: Citation
    whole: str


def zone_figures(zone: Woonservicezone) -> ZoneFigures | None:
    """The figures of the buurten of a zone, or nothing when no study has them."""
    buurten = list(zone.areas.select_related("parent", "gemeente").defer("geometry"))
    gemeente = next((one.gemeente for one in buurten if one.gemeente), None)
    study = published.latest_study(gemeente.code) if gemeente else None
    if study is None:
        return None
    wijk = whole_wijk(study, buurten)
    reading = read(study, wijk or study.gemeente, buurten)
    base = reading.figures.last_known(PEOPLE, buurten[0].code)
    year = base.year if base else reading.base_year
    drawing, rows = drawn(reading, buurten, year)
    keys = [projected_key(reading, key) for key in (OLDER, OLDEST)] if wijk else []
    return ZoneFigures(
        title=zone_title(zone, reading) if wijk else zone.name,
        lead=zone_lead(reading) if wijk else "",
        keys=[key for key in keys if key],
        drawing=drawing,
        legend=rows,
        map_sub=f"Aandeel 75-plussers, {year}",
        table=buurt_table(reading, buurten, year),
        citation=cite(
            [reading.figures.at(SHARE, buurten[0].code, year),
             reading.figures.last_known(LONELY, buurten[0].code)],
            reading.sources,
        ),
        whole=f"de wijk {wijk.name}" if wijk else "",
    )  # fmt: skip


def whole_wijk(study: Study, buurten: Sequence[Area]) -> Area | None:
    """The wijk that the buurten make up together, when they do."""
    parents = {one.parent.code for one in buurten if one.parent}
    if len(parents) != 1 or any(one.parent is None for one in buurten):
        return None
    areas = published.areas_of(study)
    inside = {
        area.code for area in areas
        if area.level == Level.BUURT and area.parent and area.parent.code in parents
    }  # fmt: skip
    if inside - {one.code for one in buurten}:
        return None
    return next((area for area in areas if area.code in parents), None)


def read(study: Study, place: Area, buurten: Sequence[Area]) -> Reading:
    codes = [place.code, study.gemeente.code, *(one.code for one in buurten)]
    facts = published.facts_of_places(study, codes, KEYS)
    return Reading(
        study=study,
        place=place,
        within={one.code: one for one in buurten},
        figures=Figures(figure_of(fact) for fact in facts),
        sources=published.sources_of(study),
        choices=Choices(),
    )


def zone_title(zone: Woonservicezone, reading: Reading) -> str:
    """A claim only when the low end of the band bears it; else the name of the place."""
    found = growth(reading.now(OLDEST), reading.then(OLDEST))
    if found is None or not found.grows:
        return zone.name
    words = "veel meer" if found.low >= 1.25 else "meer"
    return f"{zone.name}: straks {words} 85-plussers"


def zone_lead(reading: Reading) -> str:
    people, old = reading.now(PEOPLE), reading.now(OLD)
    now, then = reading.now(OLDEST), reading.then(OLDEST)
    parts = []
    if people and people.value is not None:
        some = f", van wie {old.words()} van 65 jaar en ouder" if old and old.known else ""
        parts.append(f"In {people.year} woonden hier {people.words()} mensen{some}.")
    if now and then and then.value is not None:
        parts.append(
            f"Het aantal 85-plussers gaat naar verwachting van {now.sentence()} naar ongeveer "
            f"{then.words()} in {then.year}."
        )
    return " ".join(parts)


def drawn(
    reading: Reading, buurten: Sequence[Area], year: int
) -> tuple[SafeString | None, Sequence[LegendRow]]:
    """The buurten on a map by their share of people of 75 and older, as the table says it."""
    shapes = zone_outlines(reading.study.pk, tuple(sorted(one.code for one in buurten)))
    shares = {
        one.code: found for one in buurten if (found := reading.figures.at(SHARE, one.code, year))
    }
    if not shapes.paths or not shares:
        return None, ()
    values = map_values(reading, shares)
    classes = classes_for([v.value for v in values.values() if v.value is not None], "procent")
    names = how_many(len(buurten), "buurt", "buurten")
    label = f"Kaart van {names}: aandeel 75-plussers. De tabel staat erbij."
    drawing = choropleth(shapes, values, classes, label, HATCH, edge="picked")
    return drawing, legend(classes)


@lru_cache(maxsize=64)
def zone_outlines(study: UUID, codes: tuple[str, ...]) -> Outlines:
    """Only these buurten; worked out once, for what is published stays."""
    found = published.borders(study, Level.BUURT)
    return outlines({code: found[code] for code in codes if code in found})


def buurt_table(reading: Reading, buurten: Sequence[Area], year: int) -> Table:
    figures = reading.figures
    rows = [
        Row(
            [
                Cell(one.name, reading.area_address(one.code)),
                number_cell(figures.at(OLDER, one.code, year)),
                number_cell(figures.at(SHARE, one.code, year)),
                number_cell(figures.last_known(LONELY, one.code)),
            ]
        )
        for one in buurten
    ]
    columns = [Column("Buurt", numeric=False), Column("75-plus"), Column("Aandeel"),
               Column("Eenzaam")]  # fmt: skip
    return Table("zone", "Buurten van de zone", columns, in_order(rows, 2, descending=True))


def kicker(zone: Woonservicezone, figures: ZoneFigures | None, number: int) -> str:
    words = upper_first(how_many(number, "buurt", "buurten"))
    return f"{words} in {figures.whole}" if figures and figures.whole else words
