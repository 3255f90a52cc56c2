"""Every wijk or buurt in one table that the reader can put in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from wwz.areas.models import Area
from wwz.opgave.presentation.choices import LEVELS
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
    keys = ["naam", "inwoners", "aandeel", "75plus", "75plus-straks", "band", "groei", "85plus"]
    labels = [
        level.capitalize(), f"Inwoners {base}", f"Aandeel 75-plus {base}", f"75-plus {base}",
        f"75-plus {last}", "Band", "Verschil", f"85-plus {last}",
    ]  # fmt: skip
    rows = [_row(reading, area) for area in areas]
    at = keys.index(reading.choices.order) if reading.choices.order in keys else 0
    descending = reading.choices.direction == "af"
    columns = [_column(reading, i, key, labels[i], at) for i, key in enumerate(keys)]
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
        levels=[
            (name, f"{reading.choices.query(level=key)}#gebieden", key == level)
            for key, name in LEVELS.items()
        ],
        citation=cite(shown, reading.sources),
        downloads=reading.table_downloads(LEVELS[level]),
    )


def _column(reading: Reading, index: int, key: str, label: str, ordered: int) -> Column:
    """Pressing the ordered column turns it; another starts with its largest, names with a."""
    numeric = index > 0
    if key == "band":
        return Column(label, numeric)
    if index == ordered:
        descending = reading.choices.direction == "af"
        address = reading.choices.query(order=key, direction="op" if descending else "af")
        direction = "descending" if descending else "ascending"
        return Column(label, numeric, key, f"{address or '?'}#gebieden", direction)
    address = reading.choices.query(order=key, direction="af" if numeric else "op")
    return Column(label, numeric, key, f"{address or '?'}#gebieden")


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
