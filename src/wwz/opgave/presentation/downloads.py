"""The drawings of a page outside the page: as a file of their own, and for the map script."""

from collections.abc import Sequence
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.timezone import localdate

from wwz.opgave.figures.classes import classes_for
from wwz.opgave.figures.sheet import Words, sheet
from wwz.opgave.models import Study
from wwz.opgave.presentation.areamap import (
    HATCH_ID,
    area_map,
    chosen_option,
    legend_words,
    map_values,
    shares_on_map,
)
from wwz.opgave.presentation.charts import Chart, development_chart
from wwz.opgave.presentation.choices import Choices
from wwz.opgave.presentation.loading import read_area, read_gemeente
from wwz.opgave.queries import published
from wwz.opgave.wording import lower_first

# What the drawings take from the style sheet; a file on its own has no style sheet.
STANDALONE_STYLE = """<style>
svg { background: #fff; font-family: "Source Sans 3", "Segoe UI", Arial, sans-serif; }
text { font-size: 14px; fill: #3f5358; } .t-soft { fill: #586a6e; } .t-small { font-size: 12.5px; }
.t1 { fill: #0b5a6b; font-weight: 650; } .axis { stroke: #6d7d80; } .grid { stroke: #d0d9d7; }
.line { fill: none; stroke-width: 2.75; stroke-linejoin: round; stroke-linecap: round; }
.s1 { stroke: #0b5a6b; } .f1 { fill: #0b5a6b; } .band { fill: #0b5a6b; opacity: .18; }
.band-edge { fill: none; stroke: #0b5a6b; opacity: .55; }
.halo { paint-order: stroke; stroke: #fff; stroke-width: 4px; }
.area { stroke: #5d6c70; stroke-width: .7; } .outline { fill: none; stroke: #12262b; }
.q1 { fill: #e9f0ea; } .q2 { fill: #b2d4ce; } .q3 { fill: #74b2b4; } .q4 { fill: #2b7d8e; }
.q5 { fill: #0a4157; } .title { font-size: 18px; font-weight: 700; fill: #12262b; }
</style>"""


def picture(study: Study, name: str, choices: Choices) -> str | None:
    """``kaart``, or ``ontwikkeling-<area code>``: the wide drawing with all that explains it."""
    if name == "kaart":
        reading, options = read_gemeente(study, choices)
        found = area_map(reading, options)
        if found is None or not found.drawn:
            return None
        return _alone(found.chart, study, [row.words for row in found.legend])
    kind, _, code = name.partition("-")
    if kind != "ontwikkeling":
        return None
    if code == study.gemeente.code:
        chart = development_chart(read_gemeente(study, choices)[0])
    else:
        area = next((one for one in published.areas_of(study) if one.code == code), None)
        chart = development_chart(read_area(study, area, choices)) if area else None
    return _alone(chart, study) if chart else None


def _alone(chart: Chart, study: Study, legend: Sequence[str] = ()) -> str:
    """With title, source and date in the image: it soon stands in a text without its page."""
    finished = study.finished_at
    published_on = f" {format_date(localdate(finished), 'j F Y')}" if finished else ""
    notes = [
        f"Bron: {chart.citation.words}.",
        f"Platform WWZ, opgave van {study.gemeente.name}, gepubliceerd{published_on}.",
    ]
    if chart.citation.fictional:
        notes.insert(0, "Let op: bevat verzonnen invoer.")
    # A map names no place in its title: on the page that stands above it.
    title = f"{study.gemeente.name}: {lower_first(chart.title)}" if legend else chart.title
    words = Words(title, chart.sub, notes, legend)
    return sheet(chart.drawings[0], words, STANDALONE_STYLE, HATCH_ID)


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
