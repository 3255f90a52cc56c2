"""The drawings of a page outside the page: as a file of their own, and for the map script."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.timezone import localdate

from wwz.opgave.figures.classes import classes_for
from wwz.opgave.figures.sheet import Words, sheet
from wwz.opgave.models import Fact, Study
from wwz.opgave.presentation.areamap import (
    HATCH_ID,
    LegendRow,
    area_map,
    chosen_option,
    legend_words,
    map_values,
    shares_on_map,
)
from wwz.opgave.presentation.charts import Chart, development_chart
from wwz.opgave.presentation.choices import Choices
from wwz.opgave.presentation.compare import Comparison, comparison_charts
from wwz.opgave.presentation.fact import fact_charts
from wwz.opgave.presentation.groups import comparison_chart
from wwz.opgave.presentation.loading import read_area, read_gemeente
from wwz.opgave.presentation.reading import Reading
from wwz.opgave.presentation.similar import read_similar, similar_chart
from wwz.opgave.queries import published
from wwz.opgave.wording import lower_first

# What the drawings take from the style sheet; a file on its own has no style sheet.
STANDALONE_STYLE = """<style>
svg { background: #fff; font-family: "Source Sans 3", "Segoe UI", Arial, sans-serif; }
text { font-size: 14px; fill: #3f5358; } .t-soft { fill: #586a6e; } .t-small { font-size: 12.5px; }
.t1 { fill: #0b5a6b; font-weight: 700; } .t-strong { fill: #12262b; font-weight: 700; }
.axis { stroke: #6d7d80; } .grid { stroke: #d0d9d7; } .dot { fill: #6d7d80; }
.line { fill: none; stroke-width: 2.75; stroke-linejoin: round; stroke-linecap: round; }
.s1 { stroke: #0b5a6b; } .s2 { stroke: #b86e00; } .s6 { stroke: #6d7d80; }
.f1 { fill: #0b5a6b; } .band { fill: #0b5a6b; opacity: .18; }
.t2 { fill: #8a5200; font-weight: 700; }
.f2 { fill: #b86e00; } .ink-line { stroke: #12262b; fill: none; } .wwz-ring { fill: #fff; }
.band-edge { fill: none; stroke: #0b5a6b; opacity: .55; }
.halo { paint-order: stroke; stroke: #fff; stroke-width: 4px; }
.area { stroke: #5d6c70; stroke-width: .7; } .outline { fill: none; stroke: #12262b; }
.here { fill: #c2361c; stroke: #fff; stroke-width: 1.5; }
.out { fill: #e5ebe9; stroke: #fff; stroke-width: 1.5; }
.q1 { fill: #e9f0ea; } .q2 { fill: #b2d4ce; } .q3 { fill: #74b2b4; } .q4 { fill: #2b7d8e; }
.q5 { fill: #0a4157; } .title { font-size: 18px; font-weight: 700; fill: #12262b; }
</style>"""


@dataclass(frozen=True)
class Picture:
    """A drawing outside its page. ``place`` is put before a title that names no place itself."""

    chart: Chart
    publisher: str
    legend: Sequence[LegendRow] = ()
    place: str = ""

    @property
    def title(self) -> str:
        title = self.chart.title
        return f"{self.place}: {lower_first(title)}" if self.place else title

    @property
    def notes(self) -> list[str]:
        """What must stand under the drawing: it soon stands in a text without its page."""
        lines = [*self.chart.notes, f"Bron: {self.chart.citation.words}.", self.publisher]
        if self.chart.citation.fictional:
            lines.insert(0, "Let op: bevat verzonnen invoer.")
        if self.chart.citation.own:
            lines.append(f"Eigen cijfer van {self.chart.citation.own}.")
        return lines


def picture(study: Study, name: str, choices: Choices) -> Picture | None:
    """``kaart``, a drawing with the code of an area, or ``vergelijkbaar-`` with a figure."""
    if name == "kaart":
        reading, options = read_gemeente(study, choices)
        found = area_map(reading, options)
        if found is None or not found.drawn:
            return None
        return Picture(found.chart, publisher_of(study), found.legend, study.gemeente.name)
    kind, _, code = name.partition("-")
    if kind == "vergelijkbaar":
        beside = similar_chart(read_similar(study), code)
        return Picture(beside, publisher_of(study)) if beside else None
    place = place_of(study, code, choices) if kind in PICTURES else None
    chart = PICTURES[kind](place) if place else None
    return Picture(chart, publisher_of(study)) if chart else None


PICTURES: dict[str, Callable[[Reading], Chart | None]] = {
    "ontwikkeling": development_chart,
    "aandachtsgroepen": comparison_chart,
}


def place_of(study: Study, code: str, choices: Choices) -> Reading | None:
    if code == study.gemeente.code:
        return read_gemeente(study, choices)[0]
    area = next((one for one in published.areas_of(study) if one.code == code), None)
    return read_area(study, area, choices) if area else None


def picture_of_fact(fact: Fact, name: str) -> Picture | None:
    """``vergelijking`` (among the other areas) or ``ontwikkeling`` (the years) of a fact."""
    chart = fact_charts(fact).get(name)
    return Picture(chart, publisher_of(fact.study)) if chart else None


def picture_of_comparison(found: Comparison, name: str) -> Picture | None:
    """``aandeel`` or ``aantal`` of areas side by side."""
    drawn = comparison_charts(found).get(name)
    if drawn is None:
        return None
    studies = {one.study.pk: one.study for one in found.compared}
    return Picture(drawn, " ".join(publisher_of(study) for study in studies.values()))


def publisher_of(study: Study) -> str:
    finished = study.finished_at
    published_on = f" {format_date(localdate(finished), 'j F Y')}" if finished else ""
    return f"Platform WWZ, opgave van {study.gemeente.name}, gepubliceerd{published_on}."


def as_svg(found: Picture) -> str:
    """The wide drawing with title, legend, source and date in the image."""
    legend = [row.words for row in found.legend]
    words = Words(found.title, found.chart.sub, found.notes, legend)
    return sheet(found.chart.drawings[0], words, STANDALONE_STYLE, HATCH_ID)


def map_features(study: Study, choices: Choices) -> dict[str, Any] | None:
    """GeoJSON of the chosen share: per area its name, its words, and its class (0: no figure)."""
    reading, options = read_gemeente(study, choices)
    option = chosen_option(options)
    if option is None:
        return None
    level, shown = shares_on_map(reading, option)
    shapes = published.borders(study.pk, level)
    values = map_values(reading, shown)
    known = [value.value for value in values.values() if value.value is not None]
    classes = classes_for(known, "procent")
    features = []
    for code, shape in shapes.items():
        found = values.get(code)
        number = classes.of(found.value) if found and found.value is not None else 0
        properties = {
            "code": code,
            "name": found.name if found else code,
            "words": found.words if found else "geen cijfer",
            "class": number,
            "address": reading.area_address(code),
        }
        features.append({"type": "Feature", "geometry": shape, "properties": properties})
    return {
        "type": "FeatureCollection",
        "features": features,
        "labels": legend_words(classes),
    }
