"""Every wijk or buurt in one table that the reader can put in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wwz.areas.models import Area
from wwz.opgave.presentation.choices import LEVELS, Choices
from wwz.opgave.presentation.cited import Citation, cite
from wwz.opgave.presentation.growth import growth
from wwz.opgave.presentation.reading import Download, Reading
from wwz.opgave.presentation.tables import (
    Cell,
    Column,
    Row,
    Table,
    band_cell,
    in_order,
    number_cell,
)
from wwz.opgave.wording import signed_percentage

INDICATORS = ("inwoners", "inwoners_75plus", "inwoners_85plus", "aandeel_75plus")


@dataclass(frozen=True)
class AreaTable:
    table: Table
    levels: Sequence[tuple[str, str, bool]]  # name, address, chosen
    citation: Citation
    downloads: Sequence[Download]


def area_table(reading: Reading) -> AreaTable | None:
    """The areas of the chosen level; the order comes from the address."""
    level = reading.choices.level
    areas = reading.areas_at(level)
    if not areas:
        return None
    base, last = reading.base_year, reading.to_year
    named = {
        "naam": level.capitalize(), "inwoners": f"Inwoners {base}",
        "aandeel": f"Aandeel 75-plus {base}", "75plus": f"75-plus {base}",
        "75plus-straks": f"75-plus {last}", "band": "Band", "groei": "Verschil",
        "85plus": f"85-plus {last}",
    }  # fmt: skip
    rows = [_row(reading, area) for area in areas]
    columns, at, descending = sortable(reading.choices, named)
    table = Table(
        LEVELS[level],
        f"{LEVELS[level].capitalize()} van {reading.gemeente.name}",
        columns,
        in_order(rows, at, descending=descending),
        total=_row(reading, reading.gemeente, linked=False),
    )
    shown = [reading.now("inwoners"), reading.then("inwoners_75plus")]
    return AreaTable(
        table=table,
        levels=level_links(reading.choices),
        citation=cite(shown, reading.sources),
        downloads=reading.table_downloads(LEVELS[level]),
    )


def sortable(choices: Choices, named: Mapping[str, str]) -> tuple[list[Column], int, bool]:
    """Columns by key and label, the one that the rows stand in order of, and whether downward."""
    keys = list(named)
    at = keys.index(choices.order) if choices.order in keys else 0
    columns = [_column(choices, i, key, named[key], at) for i, key in enumerate(keys)]
    return columns, at, choices.direction == "af"


def _column(choices: Choices, index: int, key: str, label: str, ordered: int) -> Column:
    """Pressing the ordered column turns it; another starts with its largest, names with a."""
    numeric = index > 0
    if key == "band":
        return Column(label, numeric)
    if index == ordered:
        descending = choices.direction == "af"
        address = choices.query(order=key, direction="op" if descending else "af")
        direction = "descending" if descending else "ascending"
        return Column(label, numeric, key, f"{address or '?'}#gebieden", direction)
    address = choices.query(order=key, direction="af" if numeric else "op")
    return Column(label, numeric, key, f"{address or '?'}#gebieden")


def level_links(choices: Choices) -> list[tuple[str, str, bool]]:
    """The levels to choose from: name, address, and whether it is the one shown."""
    return [
        (name, f"{choices.query(level=key) or '?'}#gebieden", key == choices.level)
        for key, name in LEVELS.items()
    ]


def _row(reading: Reading, area: Area, *, linked: bool = True) -> Row:
    code = area.code
    figures, base = reading.figures, reading.base_year
    now, then = figures.at("inwoners_75plus", code, base), reading.then("inwoners_75plus", code)
    found = growth(now, then)
    change = (found.ratio - 1) * 100 if found else None
    # A difference that its band does not bear is not shown as a number.
    sure = found is not None and found.sure
    return Row(
        [
            Cell(area.name, reading.area_address(code) if linked else ""),
            number_cell(figures.at("inwoners", code, base)),
            number_cell(figures.at("aandeel_75plus", code, base)),
            number_cell(now),
            number_cell(then, link=linked),
            band_cell(then),
            Cell(signed_percentage(change) if sure else "niet zeker", sort=change)
            if change is not None
            else Cell(""),
            number_cell(reading.then("inwoners_85plus", code)),
        ]
    )
