"""Per aandachtsgroep: shares beside the country's, numbers now and later, and what is unknown."""

from collections.abc import Sequence
from dataclasses import dataclass

from wwz.areas.models import COUNTRY
from wwz.opgave.figures import comparison as drawing
from wwz.opgave.models import Theme
from wwz.opgave.presentation.areamap import SHARE
from wwz.opgave.presentation.charts import Chart
from wwz.opgave.presentation.cited import Citation, cite
from wwz.opgave.presentation.figure import Figure
from wwz.opgave.presentation.reading import Download, Reading
from wwz.opgave.presentation.statement import SHARE_SUFFIX
from wwz.opgave.presentation.tables import (
    Cell,
    Column,
    Row,
    Table,
    band_cell,
    number_cell,
)
from wwz.opgave.presentation.topic import topic_address
from wwz.opgave.queries.published import topics
from wwz.opgave.wording import lower_first

AGES = {"65plus": "65-plussers", "18plus": "Volwassenen"}


@dataclass(frozen=True)
class GroupTable:
    title: str
    sub: str
    table: Table
    citation: Citation
    downloads: Sequence[Download]


def group_keys(reading: Reading, age: str) -> list[str]:
    """Keys without '_aandeel' of the groups of this age that the place has a share of."""
    suffix = f"_{age}{SHARE}"
    keys = [key for key in reading.figures.indicators(reading.code) if key.endswith(suffix)]
    shares = {key: reading.now(key) for key in keys}
    known = [key for key in keys if shares[key] is not None]
    order = sorted(known, key=lambda key: -(getattr(shares[key], "value", 0) or 0))
    return [key.removesuffix(SHARE) for key in order]


def trait_words(figure: Figure) -> str:
    """What a share is about, after '65-plussers die ...'."""
    _, _, trait = figure.label.removesuffix(SHARE_SUFFIX).partition(" die ")
    return trait or lower_first(figure.label)


def group_table(reading: Reading, age: str) -> GroupTable | None:
    """Share here and in the country, and about how many people that is now and later."""
    keys = group_keys(reading, age)
    if not keys:
        return None
    shares = [reading.now(key + SHARE) for key in keys]
    year = max(figure.year for figure in shares if figure is not None)
    places = _places(reading)
    columns = [
        Column(f"{AGES[age]} die…", numeric=False),
        *(Column(name) for name, _ in places),
        Column(f"Aantal in {reading.base_year}"),
        Column(f"Aantal in {reading.to_year}"),
        Column("Band"),
    ]
    rows = [_row(reading, key, places, year) for key in keys]
    return GroupTable(
        title=_title(reading, keys, year, age),
        sub=f"Aandeel van de {lower_first(AGES[age])} in {year}, en hoeveel mensen dat zijn",
        table=Table(
            f"aandachtsgroepen-{age}",
            f"{AGES[age]} in {reading.place.name} naar aandachtsgroep",
            columns,
            rows,
        ),
        citation=cite(shares[:1], reading.sources),
        downloads=reading.table_downloads("aandachtsgroepen"),
    )


def _places(reading: Reading) -> list[tuple[str, str]]:
    """This place, its gemeente when that is another, and the country."""
    places = [(reading.place.name, reading.code)]
    if reading.code != reading.gemeente.code:
        places.append((reading.gemeente.name, reading.gemeente.code))
    return [*places, ("Nederland", COUNTRY)]


def _row(reading: Reading, key: str, places: Sequence[tuple[str, str]], year: int) -> Row:
    share = reading.now(key + SHARE)
    words = trait_words(share) if share else key
    now, then = reading.now_or_base(key), reading.then(key)
    return Row(
        [
            Cell(words, topic_address(reading.gemeente.code, key, Theme.AANDACHTSGROEP)),
            *(
                number_cell(reading.figures.at(key + SHARE, code, year), link=True)
                for _, code in places
            ),
            number_cell(now),
            number_cell(then),
            band_cell(then),
        ]
    )


def _title(reading: Reading, keys: Sequence[str], year: int, age: str) -> str:
    """The group whose share differs most from the country's, when that is two points or more."""
    differences = []
    for key in keys:
        here = reading.figures.at(key + SHARE, reading.code, year)
        there = reading.figures.at(key + SHARE, COUNTRY, year)
        if here and there and here.value is not None and there.value is not None:
            differences.append((here.value - there.value, here, there))
    place, people = reading.place.name, lower_first(AGES[age])
    if not differences:
        return f"Wat {people} in {place} nodig hebben en doen"
    difference, here, there = max(differences, key=lambda found: abs(found[0]))
    if abs(difference) < 2:
        return f"De {people} in {place} lijken op die in heel Nederland"
    more = "meer" if difference > 0 else "minder"
    return (
        f"In {place} zijn er naar verhouding {more} {people} die {trait_words(here)}: "
        f"{'naar schatting ' if here.kind == 'geschat' else ''}{here.words()}, "
        f"in Nederland {there.words()}"
    )


def comparison_chart(reading: Reading, age: str = "65plus", most: int = 99) -> Chart | None:
    """One area beside its gemeente and the country, as rows of marks, the largest shares first."""
    keys = group_keys(reading, age)
    shares = [reading.now(key + SHARE) for key in keys]
    known = [figure for figure in shares if figure is not None and figure.value is not None][:most]
    if not known:
        return None
    year = known[0].year
    rows = [
        drawing.Row(
            trait_words(figure)[:1].upper() + trait_words(figure)[1:],
            figure.value,
            _value(reading, figure.indicator, reading.gemeente.code, year),
            _value(reading, figure.indicator, COUNTRY, year),
        )
        for figure in known
    ]
    place, name = reading.place.name, f"aandachtsgroepen-{reading.code}"
    label = f"{AGES[age]} in {place}, in de gemeente en in Nederland. De tabel staat erbij."
    return Chart(
        title=_title(reading, keys, year, age),
        sub=f"Aandeel van de {lower_first(AGES[age])}, {year}",
        drawings=[drawing.comparison(rows, label, one) for one in (drawing.WIDE, drawing.NARROW)],
        citation=cite(known[:1], reading.sources),
        downloads=reading.picture_downloads(name),
        notes=[f"Bolletje: {place}. Ruit: {reading.gemeente.name}. Vierkant: Nederland."],
        embed=reading.embed_address(name),
    )


def _value(reading: Reading, indicator: str, code: str, year: int) -> float | None:
    figure = reading.figures.at(indicator, code, year)
    return figure.value if figure else None


def unknown_groups(reading: Reading) -> list[tuple[str, str]]:
    """Groups that no open source counts, with the address of their page: never left out."""
    found = []
    for indicator in (one.key for one in topics(reading.study, Theme.AANDACHTSGROEP)):
        last = reading.figures.last(indicator, reading.code)
        if last and last.absent == "onbekend" and last.unit == "personen":
            address = topic_address(reading.gemeente.code, indicator, Theme.AANDACHTSGROEP)
            found.append((last.label, address))
    return found
