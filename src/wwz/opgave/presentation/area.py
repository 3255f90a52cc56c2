"""The page of a wijk or buurt: who lives there, how they fare, how it changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from wwz.areas.models import Area
from wwz.opgave.figures.choropleth import location
from wwz.opgave.models import Study
from wwz.opgave.presentation.areamap import outlines_of
from wwz.opgave.presentation.charts import (
    Chart,
    KeyFigure,
    counted_key,
    development_chart,
    group_options,
)
from wwz.opgave.presentation.choices import Choices
from wwz.opgave.presentation.cited import Citation, cite
from wwz.opgave.presentation.compare import MOST, address_of
from wwz.opgave.presentation.gemeente import certainty
from wwz.opgave.presentation.groups import comparison_chart, group_table
from wwz.opgave.presentation.homes import homes
from wwz.opgave.presentation.in_short import in_short
from wwz.opgave.presentation.loading import read_area
from wwz.opgave.presentation.places import pages_of
from wwz.opgave.presentation.reading import Download, Reading
from wwz.opgave.presentation.tables import Cell, Column, Row, Table, band_cell, number_cell

KEYS = ("inwoners_65plus", "inwoners_75plus", "inwoners_85plus")
NUMBERS = (
    "", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"
)  # fmt: skip
# Below this share one in so many is nearer than so many in ten; below the second, neither helps.
IN_TENTHS, TOO_FEW = 0.28, 0.05


def area_page(study: Study, area: Area, choices: Choices) -> dict[str, Any]:
    """Everything that templates/opgave/area.html shows."""
    reading = read_area(study, area, choices)
    keys, comparison = key_figures(reading), comparison_chart(reading)
    few = few_people(reading, keys, comparison)
    return {
        "study": study,
        "gemeente": study.gemeente,
        "area": area,
        "crumbs": crumbs(reading),
        "carried": reading.choices.carried("group"),
        "certainty": certainty(reading.choices.group),
        "lookback": reverse("opgave:accuracy-area", args=[study.gemeente.code, area.code]),
        "lead": lead(reading),
        "few": few,
        "keys": [] if few else keys,
        "comparison": comparison,
        "development": None if few else development_chart(reading),
        "groups_of_age": group_options(reading),
        "groups": [table for age in ("65plus", "18plus") if (table := group_table(reading, age))],
        "homes": None if few else homes(reading),
        "short": [] if few else in_short(reading),
        "buurten": children(reading),
        "location": where(reading),
        "neighbours": neighbours(reading),
        "comparisons": comparisons(reading),
        "others": pages_of(study.gemeente.code, area.code),
    }


def key_figures(reading: Reading) -> list[KeyFigure]:
    return [key for one in KEYS if (key := counted_key(reading, one, "inwoners"))]


@dataclass(frozen=True)
class Around:
    """In place of a page of hidden figures: the wijk or gemeente around it, and its figures."""

    words: str
    name: str
    address: str
    figures: Sequence[str]


def few_people(
    reading: Reading, keys: Sequence[KeyFigure], comparison: Chart | None
) -> Around | None:
    """When every figure about older people is hidden or zero: why, and where to look instead."""
    if comparison is not None or any(not key.soft and key.value != "0" for key in keys):
        return None
    place = reading.within.get(reading.code, reading.place)
    above = place.parent if place.parent and place.parent.code in reading.within else None
    around, gemeente = above or reading.gemeente, reading.gemeente
    address = (
        reading.area_address(above.code)
        if above
        else reverse("opgave:gemeente", args=[gemeente.code])
    )
    return Around(
        words=(
            f"In {place.name} wonen zo weinig ouderen dat wij geen cijfers over hen tonen: dan zou "
            "te zien zijn over wie het gaat."
        ),
        name=around.name,
        address=address,
        figures=[
            f"{figure.label}, {figure.year}: {figure.sentence()}"
            for key in ("inwoners", "inwoners_75plus")
            for figure in (reading.now(key, around.code), reading.then(key, around.code))
            if figure and figure.known
        ],
    )


def crumbs(reading: Reading) -> list[tuple[str, str]]:
    """Gemeente, wijk, buurt; the last is this page."""
    gemeente, place = reading.gemeente, reading.place
    items = [(gemeente.name, reverse("opgave:gemeente", args=[gemeente.code]))]
    if place.parent and place.parent.code != gemeente.code:
        items.append((place.parent.name, reading.area_address(place.parent.code)))
    return [*items, (place.name, "")]


def lead(reading: Reading) -> str:
    """How many people, and about which part is 65 or older; where nothing is known, that."""
    people = reading.now("inwoners")
    if people is None or people.value is None:
        return "Hoeveel mensen hier wonen, is niet bekend of mag niet worden getoond."
    if not people.value:
        return f"Hier woonde in {people.year} niemand."
    sentences = [f"In {people.year} woonden hier {people.words()} mensen."]
    old = reading.figures.at("inwoners_65plus", reading.code, people.year)
    if old and old.value is not None:
        sentences.append(part_words(old.value / people.value))
    return " ".join(filter(None, [*sentences, _most(reading)]))


def part_words(share: float) -> str:
    """'Ongeveer een op de zeven is 65 jaar of ouder.' for 14%; nothing for very few."""
    if share < TOO_FEW or share >= 1 - TOO_FEW:
        return ""
    if share < IN_TENTHS:
        of = round(1 / share)
        return f"Ongeveer een op de {NUMBERS[of] if of <= 10 else of} is 65 jaar of ouder."
    return f"Ongeveer {NUMBERS[round(share * 10)]} op de tien zijn 65 jaar of ouder."


def _most(reading: Reading) -> str:
    """Said only of the one area of its level that has the most of the oldest."""
    year, level = reading.base_year, reading.place.level
    counts = {
        code: figure.value
        for code, figure in reading.figures.over("inwoners_85plus", year).items()
        if figure.value is not None
        and code in reading.within
        and reading.within[code].level == level
    }
    here = counts.pop(reading.code, None)
    if here is None or not counts or here <= max(counts.values()):
        return ""
    figure = reading.figures.at("inwoners_85plus", reading.code, year)
    words = figure.words() if figure else ""
    return f"Geen andere {level} in {reading.gemeente.name} had zoveel 85-plussers: {words}."


def children(reading: Reading) -> tuple[Table, Citation, Sequence[Download]] | None:
    """The buurten of a wijk with the line for their source; nothing for a buurt."""
    inside = [area for area in reading.within.values() if _parent_code(area) == reading.code]
    if not inside:
        return None
    base, last = reading.base_year, reading.to_year
    rows = [
        Row(
            [
                Cell(area.name, reading.area_address(area.code)),
                number_cell(reading.figures.at("inwoners", area.code, base)),
                number_cell(reading.figures.at("inwoners_75plus", area.code, base)),
                number_cell(reading.then("inwoners_75plus", area.code)),
                band_cell(reading.then("inwoners_75plus", area.code)),
            ]
        )
        for area in inside
    ]
    columns = [
        Column("Buurt", numeric=False), Column(f"Inwoners {base}"),
        Column(f"75-plus {base}"), Column(f"75-plus {last}"), Column("Band"),
    ]  # fmt: skip
    table = Table("buurten", f"Buurten van {reading.place.name}", columns, rows)
    shown = [reading.now("inwoners"), reading.then("inwoners_75plus")]
    return table, cite(shown, reading.sources), reading.table_downloads("wijk")


def _parent_code(area: Area) -> str:
    return area.parent.code if area.parent else ""


def neighbours(reading: Reading) -> list[tuple[str, str]]:
    """Other buurten of the same wijk, or the other wijken: name and address."""
    place = reading.within.get(reading.code, reading.place)
    return [
        (area.name, reading.area_address(area.code))
        for area in reading.within.values()
        if area.level == place.level
        and area.code != place.code
        and _parent_code(area) == _parent_code(place)
    ]


def comparisons(reading: Reading) -> list[tuple[str, str]]:
    """Ways to compare this area: words and address."""
    place, own = reading.within.get(reading.code, reading.place), reading.code
    above = place.parent if place.parent else reading.gemeente
    beside = [
        area.code
        for area in reading.within.values()
        if area.level == place.level and _parent_code(area) == _parent_code(place)
    ]
    around = [own, *(code for code in beside if code != own)][:MOST]
    ways = [(above.name, address_of([own, above.code]))]
    if len(around) > 1:
        words = "de buurten ernaast" if place.level == "buurt" else "andere wijken"
        ways.append((words, address_of(around)))
    return [*ways, ("een ander gebied", address_of([own]))]


def where(reading: Reading) -> str:
    """A small map with this area in red, or nothing when no borders are known."""
    place = reading.place
    own = outlines_of(reading.study.pk, place.level)
    picked = frozenset({place.code})
    if not picked & own.paths.keys():
        return ""
    return location(own, picked, f"Ligging van {place.name} in {reading.gemeente.name}")
