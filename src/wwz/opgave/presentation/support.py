"""Care and support of one place: nursing under a policy, help, spending, how groups overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from wwz.areas.models import Area
from wwz.opgave.models import Study, Theme
from wwz.opgave.presentation.cited import Citation, cite
from wwz.opgave.presentation.figure import Figure
from wwz.opgave.presentation.places import crumbs_of, pages_of, place_address
from wwz.opgave.presentation.reading import Reading
from wwz.opgave.presentation.tables import Cell, Column, Row, Table, number_cell
from wwz.opgave.presentation.ten_sentences import read_place
from wwz.opgave.presentation.yearly import shown_in, yearly_table
from wwz.opgave.queries import published

POLICIES = {
    "meegroeien": "Het aandeel in een verpleeghuis blijft gelijk",
    "bevriezen": "Het aantal plekken in verpleeghuizen blijft gelijk",
    "scheiden": "Wonen en zorg worden verder gescheiden",
}
NURSING = (
    ("Nodig, thuis of in een verpleeghuis", "wlz_vv_clienten"),
    ("In een verpleeghuis", "wlz_vv_verblijf_{}"),
    ("Verpleging thuis", "wlz_vv_thuis_{}"),
    ("Mensen voor elke voltijdbaan in een verpleeghuis", "wlz_vv_verblijf_per_baan"),
)
SPENDING = ("uitgaven_", "kosten_")
# Groups of which the study says how they overlap, as they stand in a table.
OVERLAPPING = {
    "beperking_bewegen": "Moeilijk bewegen",
    "ernstig_eenzaam": "Ernstig eenzaam",
    "weinig_regie": "Weinig regie",
    "moeite_rondkomen": "Moeite met rondkomen",
    "mantelzorger": "Mantelzorg geven",
}
IN_GROUPS = {"0": "Geen", "1": "Eén", "2": "Twee", "3plus": "Drie of meer"}


@dataclass(frozen=True)
class Part:
    """A table with its source."""

    table: Table
    citation: Citation


@dataclass(frozen=True)
class Unknown:
    """A service of which figures are not known: what they count, and their facts."""

    service: str
    figures: Sequence[tuple[str, str]]


def support_page(study: Study, place: Area, policy: str) -> dict[str, Any]:
    """Everything that templates/opgave/support.html shows."""
    reading = read_place(study, place)
    chosen = policy if policy in POLICIES else next(iter(POLICIES))
    services = services_of(reading)
    return {
        "study": study,
        "gemeente": study.gemeente,
        "area": place,
        "crumbs": crumbs_of(reading, "Zorg en ondersteuning"),
        "nursing": part(
            reading, "verpleging", POLICIES[chosen],
            [(words, key.format(chosen)) for words, key in NURSING],
        ),
        "policies": [(key, words, key == chosen) for key, words in POLICIES.items()],
        "services": part(reading, "ondersteuning", "Hulp en ondersteuning", services),
        "unknown": unknown_services(reading),
        "spending": part(reading, "uitgaven", "Uitgaven in miljoen euro", spending_of(reading)),
        "overlap": overlap(reading),
        "in_groups": in_groups(reading),
        "back": place_address(reading),
        "others": pages_of(study.gemeente.code, place.code, "opgave:support"),
        "downloads": reading.table_downloads("zorg"),
    }  # fmt: skip


def part(reading: Reading, name: str, caption: str, rows: Sequence[tuple[str, str]]) -> Part | None:
    table = yearly_table(reading, name, caption, rows)
    if not table.rows:
        return None
    return Part(table, _source(reading, shown_in(reading, rows)))


def _source(reading: Reading, figures: Iterable[Figure]) -> Citation:
    return replace(cite(figures, reading.sources), address="")


def _labels(reading: Reading) -> list[tuple[str, str]]:
    """Words and key of every figure on care of this place, in the order of publishing."""
    found = published.indicators_named(reading.study, "")
    return [(one.label, one.key) for one in found if one.theme == Theme.ZORG]


def _is_service(words: str, key: str) -> bool:
    """Figures on services are named 'dienst: wat er is geteld'."""
    nursing = [name.format(policy) for _, name in NURSING for policy in POLICIES]
    return ": " in words and key not in nursing


def services_of(reading: Reading) -> list[tuple[str, str]]:
    """What is known of help and support, and of places and staff in nursing homes."""
    return [
        (words, key)
        for words, key in _labels(reading)
        if _is_service(words, key)
        and any(figure.absent != "onbekend" for figure in _series(reading, key))
    ]


def _series(reading: Reading, key: str) -> Sequence[Figure]:
    return reading.figures.series(key, reading.code)


def unknown_services(reading: Reading) -> list[Unknown]:
    """Per service what nobody publishes or brought, each with its fact."""
    found: dict[str, list[tuple[str, str]]] = {}
    for words, key in _labels(reading):
        last = reading.figures.last(key, reading.code)
        if _is_service(words, key) and last is not None and last.absent == "onbekend":
            service, _, measure = words.partition(": ")
            found.setdefault(service, []).append((measure, last.address))
    return [Unknown(service, figures) for service, figures in found.items()]


def spending_of(reading: Reading) -> list[tuple[str, str]]:
    return [(words, key) for words, key in _labels(reading) if key.startswith(SPENDING)]


def overlap(reading: Reading) -> Part | None:
    """How many adults are in both of two groups; the study tells this of the gemeente alone."""
    pairs = {
        pair: reading.figures.last(f"samen_{pair[0]}_{pair[1]}", reading.code)
        for pair in combinations(OVERLAPPING, 2)
    }
    if not any(pairs.values()):
        return None
    rows = [
        Row([Cell(words), *(_both(pairs, one, other) for other in OVERLAPPING)])
        for one, words in OVERLAPPING.items()
    ]
    columns = [Column("En ook", numeric=False), *map(Column, OVERLAPPING.values())]
    caption = f"Volwassenen die in twee groepen vallen, {reading.place.name}"
    source = _source(reading, [figure for figure in pairs.values() if figure])
    return Part(Table("overlap", caption, columns, rows), source)


def _both(pairs: dict[tuple[str, str], Figure | None], one: str, other: str) -> Cell:
    if one == other:
        return Cell("")
    return number_cell(pairs.get((one, other)) or pairs.get((other, one)), link=True)


def in_groups(reading: Reading) -> Part | None:
    """How many adults are in none, one or more of the groups: together all adults."""
    figures = {
        words: reading.figures.last(f"samen_in_{number}_groepen", reading.code)
        for number, words in IN_GROUPS.items()
    }
    if not any(figures.values()):
        return None
    rows = [Row([Cell(words), number_cell(figure, link=True)]) for words, figure in figures.items()]
    columns = [Column("In hoeveel van de vijf groepen", numeric=False), Column("Volwassenen")]
    caption = f"Volwassenen naar aantal groepen, {reading.place.name}"
    source = _source(reading, [figure for figure in figures.values() if figure])
    return Part(Table("aantal-groepen", caption, columns, rows), source)
