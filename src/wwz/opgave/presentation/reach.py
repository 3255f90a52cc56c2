"""What people of 75 and older can walk to: a map, a table per area and one per kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from wwz.areas.models import Area
from wwz.opgave import jobs
from wwz.opgave.models import SourceRecord, Study
from wwz.opgave.presentation.areamap import MOST_NAMED, AreaMap, Option, area_map
from wwz.opgave.presentation.choices import Choices
from wwz.opgave.presentation.cited import Citation, cite
from wwz.opgave.presentation.figure import Figure
from wwz.opgave.presentation.loading import figures_of_places, figures_within, reading_of
from wwz.opgave.presentation.places import crumbs_of, pages_of, place_address
from wwz.opgave.presentation.reading import Reading
from wwz.opgave.presentation.tables import Cell, Column, Row, Table, number_cell
from wwz.opgave.wording import number

PROFILES = {
    "algemeen": "iedereen",
    "65plus": "65-plussers",
    "rollator": "mensen met een rollator",
    "rolstoel": "mensen met een rolstoel",
}
STREETS = "streets"
# Percent: with fewer than this most people lack it.
MOST = 50.0


@dataclass(frozen=True)
class Walked:
    """How distances were measured: along streets or as the crow flies, and whether made up."""

    straight: bool
    invented: bool


@dataclass(frozen=True)
class Kinds:
    """The table per kind of facility, with its source."""

    table: Table
    citation: Citation


def all_key(profile: str) -> str:
    return f"bereik_alles_{profile}"


def people_key(profile: str) -> str:
    return f"bereik_alles_{profile}_75plus"


def profile_of(given: str) -> str:
    """Who walks; an odd word is the same as none."""
    return given if given in PROFILES else next(iter(PROFILES))


def is_lacking(share: float | None) -> bool:
    """Whether fewer than half have it near; of what is not shown nothing is said."""
    return share is not None and share < MOST


def reach_page(study: Study, place: Area, profile: str) -> dict[str, Any]:
    """Everything that templates/opgave/reach.html shows."""
    chosen = profile_of(profile)
    reading = read_reach(study, place, chosen)
    whole = reading.figures.last(all_key(chosen), reading.code)
    people = reading.figures.last(people_key(chosen), reading.code)
    year = whole.year if whole else reading.base_year
    return {
        "study": study,
        "gemeente": study.gemeente,
        "area": place,
        "crumbs": crumbs_of(reading, "Voorzieningen op loopafstand"),
        "profile": chosen,
        "who": PROFILES[chosen],
        "profiles": [(key, words, key == chosen) for key, words in PROFILES.items()],
        "whole": whole,
        "people": people,
        "map": reach_map(reading, chosen),
        "kinds": kinds_of(reading, chosen),
        "lacking": lacking_table(reading, chosen),
        "lacking_files": reading.table_downloads("ontbreekt", {"profiel": chosen}),
        "walked": walked(reading, whole),
        "norm": norm_table(year),
        "basics": [one.label.lower() for one in jobs.facility_kinds() if one.basic],
        "told": [gap for gap in study.gaps if "voorziening" in gap.lower()],
        "year": year,
        "back": place_address(reading),
        "others": pages_of(study.gemeente.code, place.code, "opgave:reach"),
        "downloads": reading.table_downloads("bereik"),
    }


def read_reach(study: Study, place: Area, profile: str) -> Reading:
    """The place with its gemeente, and of all wijken and buurten who has everything near."""
    own = figures_of_places(study, (place.code, study.gemeente.code))
    keys = (all_key(profile), people_key(profile), *basic_keys(profile).values())
    others = figures_within(study, keys)
    return reading_of(study, place, Choices(), [*own, *others])


def reach_map(reading: Reading, profile: str) -> AreaMap | None:
    """The share of each buurt on a map and in a table; of a gemeente or a wijk alone."""
    if reading.place.level == "buurt":
        return None
    whole = reading.figures.last(all_key(profile), reading.gemeente.code)
    if whole is None:
        return None
    option = Option(
        f"{all_key(profile)}-{whole.year}",
        f"Aandeel 75-plussers met alle basisvoorzieningen op loopafstand, {whole.year}",
        all_key(profile), people_key(profile), whole.year, chosen=True,
    )  # fmt: skip
    found = area_map(reading, [option])
    if found is None:
        return None
    table = inside(reading, found.whole)
    files = list(reading.table_downloads("kaart", {"maat": option.value}))
    chart = replace(found.chart, downloads=files, embed="", table=table)
    most = table.rows[:MOST_NAMED]
    caption = f"{len(most)} {found.level} waar het vaakst alles dichtbij is"
    top = replace(found.top, caption=caption, rows=most)
    return replace(found, chart=chart, top=top, whole=table)


def inside(reading: Reading, table: Table) -> Table:
    """Of a wijk only the rows of its own buurten."""
    if reading.code == reading.gemeente.code:
        return table
    mine = {
        reading.area_address(area.code)
        for area in reading.within.values()
        if area.parent and area.parent.code == reading.code
    }
    return replace(table, rows=[row for row in table.rows if row.head.address in mine])


def basic_keys(profile: str) -> dict[str, str]:
    """Per basic kind, in lower case, the share that has it near."""
    return {
        one.label.lower(): f"bereik_{one.key}_{profile}"
        for one in jobs.facility_kinds()
        if one.basic
    }


def lacking_table(reading: Reading, profile: str) -> Table | None:
    """Per buurt which basics most people of 75 and older lack; None where none is known."""
    if reading.place.level == "buurt":
        return None
    whole = reading.code == reading.gemeente.code
    rows = []
    for area in reading.areas_at("buurt") or reading.areas_at("wijk"):
        if not whole and (area.parent is None or area.parent.code != reading.code):
            continue
        shares = {
            label: reading.figures.last(key, area.code)
            for label, key in basic_keys(profile).items()
        }
        less = [label for label, one in shares.items() if one and is_lacking(one.value)]
        if less:
            head = Cell(area.name, reading.area_address(area.code))
            rows.append(Row([head, Cell(str(len(less))), Cell(", ".join(less))]))
    columns = [
        Column("Buurt", numeric=False), Column("Hoeveel"), Column("Wat ontbreekt", numeric=False),
    ]  # fmt: skip
    rows.sort(key=lambda row: (-int(row.cells[1].words), row.head.words))
    caption = f"Wat de meeste 75-plussers niet op loopafstand hebben, voor {PROFILES[profile]}"
    return Table("ontbreekt", caption, columns, rows) if rows else None


def kinds_of(reading: Reading, profile: str) -> Kinds | None:
    """Per kind who has it near, and how far half of them walk; the basics first."""
    known = sorted(jobs.facility_kinds(), key=lambda one: not one.basic)
    rows, shown = [], []
    for kind in known:
        share = reading.figures.last(f"bereik_{kind.key}_{profile}", reading.code)
        metres = reading.figures.last(f"loopafstand_{kind.key}", reading.code)
        if share is None and metres is None:
            continue
        shown += [figure for figure in (share, metres) if figure]
        rows.append(
            Row([Cell(kind.label), Cell(kind.area), Cell("ja" if kind.basic else "nee"),
                 number_cell(share, link=True), number_cell(metres, link=True)])
        )  # fmt: skip
    if not rows:
        return None
    columns = [
        Column("Voorziening", numeric=False), Column("Leefgebied", numeric=False),
        Column("Basis", numeric=False), Column("75-plussers met dit op loopafstand"),
        Column("Meter waarbinnen de helft dit heeft"),
    ]  # fmt: skip
    caption = f"Per voorziening, voor {PROFILES[profile]}, {reading.place.name}"
    citation = replace(cite(shown, reading.sources), address="")
    return Kinds(Table("bereik", caption, columns, rows), citation)


def walked(reading: Reading, whole: Figure | None) -> Walked:
    """What the sources of the figure say of the streets it was measured along."""
    used = sources_of(reading, [whole] if whole else [])
    streets = [source for source in used if source.key == STREETS]
    return Walked(not streets, any(source.fictional for source in streets))


def sources_of(reading: Reading, figures: Sequence[Figure]) -> list[SourceRecord]:
    numbers = {number for figure in figures for number in figure.source_ids}
    return [reading.sources[one] for one in numbers if one in reading.sources]


def norm_table(year: int) -> Table:
    """How far is near, for whom."""
    norm = jobs.walking_norm(year)
    rows = [
        Row([Cell(PROFILES[key].capitalize()), Cell(f"{number(norm.metres[key])} meter"),
             Cell(f"{number(min(norm.metres[key], norm.bench))} meter")])
        for key in PROFILES
    ]  # fmt: skip
    columns = [Column("Wie loopt", numeric=False), Column("Norm"), Column("Norm voor een bankje")]
    return Table("norm", "Wat wij loopafstand noemen", columns, rows)
