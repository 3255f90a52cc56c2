"""A gemeente beside those that are most like it: what each asks for, who lives there, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from django.urls import reverse

from wwz.areas.models import Area
from wwz.opgave.figures import dotstrip as drawing
from wwz.opgave.models import Study
from wwz.opgave.presentation.charts import Chart
from wwz.opgave.presentation.choices import Choices
from wwz.opgave.presentation.cited import Citation, cite
from wwz.opgave.presentation.figure import Figure, figure_of
from wwz.opgave.presentation.loading import reading_of
from wwz.opgave.presentation.places import crumbs_of, pages_of, place_address
from wwz.opgave.presentation.reading import Reading
from wwz.opgave.presentation.sentences import Piece, Sentence, number_of
from wwz.opgave.presentation.tables import Cell, Column, Row, Table, number_cell
from wwz.opgave.queries import published
from wwz.opgave.wording import amount, lower_first, number_word

BESIDE = published.BESIDE
FAR = f"{BESIDE}afstand"
STANDARD = f"{BESIDE}vraag_geclusterd"
ASKED = tuple(f"{BESIDE}vraag_{form}" for form in ("nultreden", "geclusterd", "zorggeschikt"))
PEOPLE = tuple(
    BESIDE + name
    for name in ("75plus", "alleen_75plus", "eenpersoons", "beperking_bewegen", "eenzaam")
)
KEY = tuple(
    BESIDE + name
    for name in ("65plus", "koop", "laag_inkomen", "woningwaarde", "stedelijkheid", "inwoners")
)
HEADS = {
    "naast_vraag_nultreden": "Nultreden",
    "naast_vraag_geclusterd": "Geclusterd",
    "naast_vraag_zorggeschikt": "Zorggeschikt",
    "naast_75plus": "75+ per 1.000",
    "naast_alleen_75plus": "75+ alleen",
    "naast_eenpersoons": "Eén persoon",
    "naast_beperking_bewegen": "Moeilijk bewegen",
    "naast_eenzaam": "Eenzaam",
    "naast_afstand": "Afstand",
    "naast_65plus": "65+",
    "naast_koop": "Koop",
    "naast_laag_inkomen": "Laag inkomen",
    "naast_woningwaarde": "WOZ × 1.000",
    "naast_stedelijkheid": "Stedelijk",
    "naast_inwoners": "Inwoners × 1.000",
}
"""What stands above a column: the text above the table says the rest."""
STOCK = Column("Voorraad")
NO_STOCK = Cell("onbekend")


@dataclass(frozen=True)
class Part:
    """One table with its title and source."""

    title: str
    intro: str
    name: str
    table: Table
    citation: Citation


def read_similar(study: Study) -> Reading:
    """The gemeente with the figures of all that it is laid beside."""
    figures = [figure_of(fact) for fact in published.facts_named(study, BESIDE)]
    return reading_of(study, study.gemeente, Choices(), figures)


def similar_page(study: Study, place: Area, chosen: str) -> dict[str, Any]:
    """Everything that templates/opgave/similar.html shows."""
    reading = read_similar(study)
    offered = [key for key in (*ASKED, *PEOPLE) if reading.figures.series(key, reading.code)]
    key = chosen if chosen in offered else next((k for k in offered if k == STANDARD), "")
    return {
        "study": study,
        "gemeente": study.gemeente,
        "area": place,
        "crumbs": crumbs_of(reading, "Vergelijkbare gemeenten"),
        "said": [said for one in ASKED if (said := finding(reading, one))],
        "chart": similar_chart(reading, key),
        "options": [(one, own_figure(reading, one).label, one == key) for one in offered],
        "parts": [part for part in parts_of(reading) if part.table.rows],
        "back": place_address(reading),
        "others": pages_of(study.gemeente.code, place.code, "opgave:similar"),
        "downloads": reading.table_downloads("vergelijkbaar"),
    }


def codes_of(reading: Reading) -> list[str]:
    """The gemeente itself, and the others, the most alike first."""
    far = [reading.figures.over(FAR, year) for year in _years(reading, FAR)]
    found = far[-1] if far else {}
    others = [code for code in found if code != reading.code]
    own = [reading.code] if found else []
    return own + sorted(others, key=lambda code: (found[code].value or 0.0, code))


def _years(reading: Reading, key: str) -> list[int]:
    return [figure.year for figure in reading.figures.series(key, reading.code)]


def own_figure(reading: Reading, key: str) -> Figure:
    return reading.figures.series(key, reading.code)[-1]


def others_of(reading: Reading, key: str) -> list[Figure]:
    """The figure of every other gemeente of which it is known."""
    found = [reading.figures.last(key, code) for code in codes_of(reading)[1:]]
    return [figure for figure in found if figure is not None and figure.value is not None]


def middle(figures: Sequence[Figure]) -> float | None:
    values = [figure.value for figure in figures if figure.value is not None]
    return median(values) if values else None


def finding(reading: Reading, key: str) -> Sentence | None:
    """What is asked for here, and in the middle of the others."""
    if not reading.figures.series(key, reading.code):
        return None
    own, others = own_figure(reading, key), others_of(reading, key)
    between = middle(others)
    if own.value is None or between is None:
        return None
    what = lower_first(own.label).removeprefix("vraag naar ")
    return Sentence(
        [
            Piece(f"{reading.gemeente.name} vraagt ongeveer "),
            number_of(own),
            Piece(f" {what} {own.unit}. Bij de {number_word(len(others))} andere gemeenten is "
                  f"dat in het midden {amount(between, own.unit)}."),
        ],
        [own],
    )  # fmt: skip


def similar_chart(reading: Reading, key: str) -> Chart | None:
    """Every gemeente as a dot, one's own with its name."""
    if not reading.figures.series(key, reading.code):
        return None
    own, others = own_figure(reading, key), others_of(reading, key)
    between = middle(others)
    if own.value is None or between is None:
        return None
    values = [figure.value for figure in others if figure.value is not None]
    here = drawing.Mark(own.value, f"{amount(own.value, own.unit)} {reading.gemeente.name}")
    whole = drawing.Mark(between, f"{amount(between, own.unit)} in het midden")
    title = title_of(own, values)
    label = f"Puntenrij van {len(values)} vergelijkbare gemeenten: {title}."
    return Chart(
        title=title,
        sub=f"{own.label}, {own.unit}, {own.year}. Elk bolletje is een gemeente; de lijn is het "
        "midden van de anderen.",
        drawings=[
            drawing.dotstrip(values, here, whole, own.unit, label, strip)
            for strip in (drawing.WIDE, drawing.NARROW)
        ],
        citation=replace(cite([own, *others], reading.sources), address=own.address),
        downloads=reading.picture_downloads(f"vergelijkbaar-{key}"),
    )


def title_of(own: Figure, others: Sequence[float]) -> str:
    """How many of the others have more or less, said from the side that tells most."""
    here, name, count = own.value or 0.0, own.area_name, len(others)
    less, more = sum(value < here for value in others), sum(value > here for value in others)
    if less == count:
        return f"{name} heeft het meest van alle {count + 1} gemeenten"
    if more == count:
        return f"{name} heeft het minst van alle {count + 1} gemeenten"
    if more > less:
        return f"{more} van de {count} vergelijkbare gemeenten hebben meer dan {name}"
    return f"{name} heeft meer dan {less} van de {count} vergelijkbare gemeenten"


def parts_of(reading: Reading) -> list[Part]:
    asked = _part(
        reading, ASKED, "Wat elke gemeente vraagt",
        "Gevraagde woningen per 1.000 inwoners in 2020, overal op dezelfde manier gerekend. "
        "De voorraad van andere gemeenten staat in geen open tabel. Wij vullen niets in.",
        "vraag",
    )  # fmt: skip
    with_stock = replace(
        asked.table,
        columns=(*asked.table.columns, STOCK),
        rows=[replace(row, cells=(*row.cells, NO_STOCK)) for row in asked.table.rows],
        total=replace(asked.table.total, cells=(*asked.table.total.cells, Cell("")))
        if asked.table.total
        else None,
    )
    return [
        replace(asked, table=with_stock),
        _part(
            reading, PEOPLE, "Wie er wonen",
            "Alles van 2020. Moeilijk bewegen en eenzaam gaan over 65-plussers. Eén persoon is "
            "het deel van alle huishoudens.", "mensen",
        ),
        _part(
            reading, (FAR, *KEY), "Waarop zij lijken",
            "Deze gemeenten zijn gekozen op zes kenmerken samen, alle van 2022. Hoe "
            "kleiner de afstand, hoe meer een gemeente lijkt. Stedelijk loopt van 1 (zeer sterk) "
            "tot 5 (niet). WOZ is de gemiddelde waarde van een woning in euro's.", "sleutel",
        ),
    ]  # fmt: skip


def _part(reading: Reading, keys: Sequence[str], title: str, intro: str, name: str) -> Part:
    there = [key for key in keys if reading.figures.series(key, reading.code)]
    columns = [
        Column("Gemeente", numeric=False), *(Column(HEADS[key]) for key in there)
    ]  # fmt: skip
    codes = codes_of(reading) if there else []
    rows = [
        Row([_name_cell(reading, code), *_cells(reading, code, there)], picked=code == reading.code)
        for code in codes
    ]
    total = [Cell("In het midden van de anderen"), *(_middle_cell(reading, k) for k in there)]
    shown = [figure for key in there for figure in (own_figure(reading, key),)]
    citation = replace(cite(shown, reading.sources), address="")
    caption = f"{title}: {reading.gemeente.name} en vergelijkbare gemeenten"
    table = Table(f"vergelijkbaar-{name}", caption, columns, rows, Row(total) if rows else None)
    return Part(title, intro, name, table, citation)


def _name_cell(reading: Reading, code: str) -> Cell:
    figure = reading.figures.last(FAR, code)
    name = figure.area_name if figure else code
    if code == reading.code:
        return Cell(name, reverse("opgave:gemeente", args=[code]))
    return Cell(name)


def _cells(reading: Reading, code: str, keys: Sequence[str]) -> list[Cell]:
    return [number_cell(reading.figures.last(key, code), link=True) for key in keys]


def _middle_cell(reading: Reading, key: str) -> Cell:
    """Nothing for what is no amount: a class, or how far a gemeente is from this one."""
    own, between = own_figure(reading, key), middle(others_of(reading, key))
    plain = between is None or own.unit.startswith(("klasse", "afstand"))
    return Cell("" if plain or between is None else amount(between, own.unit))
