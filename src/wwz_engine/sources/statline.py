"""Fetched StatLine pages to a frame of strings, the same from v3 and v4."""

from __future__ import annotations

import json
import re

import polars as pl

from wwz_engine.sources.dataset import Opened
from wwz_engine.sources.downloads import DATA
from wwz_engine.sources.errors import EmptyFileError, MissingColumnError
from wwz_engine.sources.odata3 import Row, rows_of
from wwz_engine.sources.odata4 import MEASURES, REASONS, stem_of_title

ODATA3, ODATA4 = "odata3", "odata4"
# Columns of an observation in v4 that are no dimension.
_NOT_DIMENSIONS = {"Id", "Measure", "ValueAttribute", "Value", "StringValue"}


def frame(opened: Opened) -> pl.DataFrame:
    """All fetched rows; one column per dimension and measure, as stripped strings.

    A missing value is ``.`` (withheld) or empty (cannot exist), as v3 writes it.

    Raises
    ------
    EmptyFileError, MissingColumnError
    """
    rows = _rows(opened, DATA)
    if not rows:
        raise EmptyFileError(opened.name, "bevat geen rijen")
    if opened.service == ODATA4:
        rows = _wide(rows, opened)
    columns = list(rows[0])
    cells = {name: [_text(row.get(name)) for row in rows] for name in columns}
    return pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String))


def titles(opened: Opened, dimension: str) -> dict[str, str]:
    """Title of each key of a dimension, as the service lists them; keys without blanks."""
    name = "Identifier" if opened.service == ODATA4 else "Key"
    return {_text(row.get(name)): _text(row.get("Title")) for row in _rows(opened, dimension)}


def _rows(opened: Opened, kind: str) -> list[Row]:
    pages = [json.loads(file.data) for file in opened.files if file.kind == kind]
    return [row for page in pages for row in rows_of(page, opened.table)]


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _wide(observations: list[Row], opened: Opened) -> list[Row]:
    stems = {code: stem_of_title(title) for code, title in titles(opened, MEASURES).items()}
    dimensions = [name for name in observations[0] if name not in _NOT_DIMENSIONS]
    wide: dict[tuple[str, ...], dict[str, object]] = {}
    for row in observations:
        code = _text(row.get("Measure"))
        if code not in stems:
            raise MissingColumnError(opened.name, f"mist de uitleg van onderwerp ‘{code}’")
        place = tuple(_text(row.get(name)) for name in dimensions)
        line = wide.setdefault(place, dict(zip(dimensions, place, strict=True)))
        # Titles repeat (energy per type of home); the code keeps such columns apart.
        name = (
            stems[code] if list(stems.values()).count(stems[code]) == 1 else f"{stems[code]}_{code}"
        )
        line[name] = _cell(row)
    columns = list(dict.fromkeys(name for line in wide.values() for name in line))
    return [{name: line.get(name, "") for name in columns} for line in wide.values()]


def _cell(row: Row) -> str:
    if row.get("StringValue") is not None:
        return _text(row.get("StringValue"))
    if row.get("Value") is not None:
        return _text(row.get("Value"))
    return REASONS.get(_text(row.get("ValueAttribute")), ".")


def age_label(title: str) -> str | None:
    """Our label of an age group from its title; None when it is no age group.

    >>> age_label("0 tot 5 jaar"), age_label("95 jaar of ouder"), age_label("7 jaar")
    ('0-4', '95+', '7')
    """
    if title.lower().startswith("totaal"):
        return "totaal"
    span = re.fullmatch(r"(\d+) (?:tot|-) (\d+) jaar", title)
    if span:
        return f"{span[1]}-{int(span[2]) - 1}"
    open_end = re.fullmatch(r"(\d+) jaar (?:of ouder|en ouder)", title)
    if open_end:
        return f"{open_end[1]}+"
    single = re.fullmatch(r"(\d+) jaar", title)
    return single[1] if single else None


def sex_label(title: str) -> str | None:
    """``totaal``, ``man`` or ``vrouw`` from the title of a sex.

    >>> sex_label("Totaal mannen en vrouwen"), sex_label("Vrouwen")
    ('totaal', 'vrouw')
    """
    word = title.lower()
    for start, label in (("totaal", "totaal"), ("man", "man"), ("vrouw", "vrouw")):
        if word.startswith(start):
            return label
    return None
