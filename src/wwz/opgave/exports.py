"""Tables of a study as rows for a file: which facts are in it, and what stands in each column.

Every row is one fact and carries its own source, date, definition and version, so that a row that
is copied out of its file still says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from uuid import UUID

from django.utils.timezone import localdate

from wwz.areas.models import COUNTRY, Level
from wwz.errors import RuleBrokenError
from wwz.opgave.disclosure import disclose
from wwz.opgave.jobs import last_year_near
from wwz.opgave.models import Fact, Kind, SourceRecord, Study, Theme
from wwz.opgave.presentation.reach import basic_keys, is_lacking, profile_of
from wwz.opgave.queries import compared, files, published
from wwz.opgave.queries.compared import Compared
from wwz.opgave.scenarios.kinds import BASE
from wwz.opgave.wording import listing

FICTION_NOTE = "bevat verzonnen invoer"
OWN_NOTE = "eigen cijfer van {}"
REMARKS = {
    "verborgen": "verborgen: te weinig mensen om te tonen",
    "geheim": "geen cijfer: de uitgever maakt het niet openbaar",
    "niet gevraagd": "niet gevraagd in dit jaar",
    "bestaat niet": "geen cijfer: de bron kent dit gebied niet",
    "onbekend": "onbekend: er is geen open bron",
}
BAND_ONLY_REMARK = "alleen de band: te weinig mensen voor een los cijfer"

Value = str | float | int | date | None


class NoSuchTableError(RuleBrokenError):
    def __init__(self, name: str) -> None:
        super().__init__(f"De tabel ‘{name}’ bestaat niet. Er zijn: {', '.join(sorted(TABLES))}.")


@dataclass(frozen=True)
class FileColumn:
    """A column of a file; ``number`` columns hold numbers or nothing."""

    title: str
    width: int
    value: Callable[[FileRow], Value]
    number: bool = False


@dataclass(frozen=True)
class FileRow:
    """A fact as it may leave the server, with the sources it rests on."""

    fact: Fact
    value: float | None
    low: float | None
    high: float | None
    remark: str
    sources: tuple[SourceRecord, ...]
    version: str
    keeps: int | None = None
    """Of a projection the last year that keeps; nothing when none does, or it cannot be said."""
    scenario: str = BASE


@dataclass(frozen=True)
class FileTable:
    """One table of a study, or of several. ``rows`` can be walked once."""

    name: str
    title: str
    studies: tuple[Study, ...]
    rows: Iterator[FileRow]
    sources: tuple[SourceRecord, ...]

    @property
    def file_name(self) -> str:
        names = {study.gemeente.search_name.replace(" ", "-"): None for study in self.studies}
        days = (localdate(study.finished_at or study.requested_at) for study in self.studies)
        return f"opgave-{'-'.join(names)}-{self.name}-{max(days).isoformat()}"


def source_words(row: FileRow) -> str:
    return "; ".join(f"{source.publisher}, {source.table_words()}" for source in row.sources)


def oldest_day(row: FileRow) -> date | None:
    """The figure is as old as its oldest source."""
    return min((source.as_of for source in row.sources), default=None)


COLUMNS: tuple[FileColumn, ...] = (
    FileColumn("gebied", 28, lambda row: row.fact.area.name),
    FileColumn("gebiedscode", 13, lambda row: row.fact.area.code),
    FileColumn("soort gebied", 12, lambda row: row.fact.area.level),
    FileColumn("indeling van jaar", 9, lambda row: row.fact.area.year, number=True),
    FileColumn("cijfer", 44, lambda row: row.fact.indicator.label),
    FileColumn("eenheid", 10, lambda row: row.fact.indicator.unit),
    FileColumn("jaar", 7, lambda row: row.fact.year, number=True),
    FileColumn("scenario", 9, lambda row: row.scenario),
    FileColumn("soort", 9, lambda row: row.fact.kind),
    FileColumn("waarde", 12, lambda row: row.value, number=True),
    FileColumn("laag", 12, lambda row: row.low, number=True),
    FileColumn("hoog", 12, lambda row: row.high, number=True),
    FileColumn("houdbaar tot", 9, lambda row: row.keeps, number=True),
    FileColumn("opmerking", 30, lambda row: row.remark),
    FileColumn("bron", 40, source_words),
    FileColumn("peildatum oudste bron", 12, oldest_day),
    FileColumn("omschrijving", 60, lambda row: row.fact.indicator.definition),
    FileColumn("rekenversie", 10, lambda row: row.version),
    FileColumn("kenmerk van het feit", 38, lambda row: str(row.fact.pk)),
)


# --- which facts are in which table ---

PARTS_OF_WOONVORM = (
    "vraag_{}", "verhuisvraag_{}", "voorraad_{}", "voorraad_{}_onbekend", "voorraad_{}_effectief",
    "plannen_hard_{}", "plannen_zacht_{}", "oplevering_{}", "tekort_{}", "tekort_{}_gemeentebreed",
    "kruisjaar_{}", "kruiskans_{}",
)  # fmt: skip
OF_A_YEAR = re.compile(r"(?P<key>.+)-(?P<year>[0-9]{4})")
Choices = Mapping[str, str]
Selection = Callable[[Study, Choices], Iterable[Fact]]


def place(study: Study, choices: Choices) -> str:
    return choices.get("gebied") or study.gemeente.code


def development(study: Study, choices: Choices) -> Iterable[Fact]:
    key = choices.get("groep") or "inwoners_75plus"
    facts = published.facts_of_places(study, [place(study, choices)])
    return [fact for fact in facts if fact.indicator.key == key]


def mapped(study: Study, choices: Choices) -> Iterable[Fact]:
    """The figure on the map, named as the page does: indicator-year."""
    chosen = choices.get("maat") or "beperking_bewegen_65plus_aandeel"
    named = OF_A_YEAR.fullmatch(chosen)
    if named is None:
        return published.facts_within(study, [chosen])
    return published.facts_within(study, [named["key"]], years=[int(named["year"])])


def districts(study: Study, choices: Choices) -> Iterable[Fact]:
    return per_area(study, Level.WIJK)


def neighbourhoods(study: Study, choices: Choices) -> Iterable[Fact]:
    return per_area(study, Level.BUURT)


def per_area(study: Study, level: str) -> Iterable[Fact]:
    """The population of every area of a level, and of the gemeente as a whole."""
    whole = of_theme(published.facts_of_places(study, [study.gemeente.code]), Theme.BEVOLKING)
    keys = {fact.indicator.key for fact in whole}
    return [*whole, *published.facts_within(study, keys, [level])]


def groups(study: Study, choices: Choices) -> Iterable[Fact]:
    codes = {place(study, choices), study.gemeente.code, COUNTRY}
    return of_theme(published.facts_of_places(study, codes), Theme.AANDACHTSGROEP)


def homes(study: Study, choices: Choices) -> Iterable[Fact]:
    return of_theme(published.facts_of_places(study, [place(study, choices)]), Theme.WOONVORM)


def care(study: Study, choices: Choices) -> Iterable[Fact]:
    """Care and support of one place, and how its groups overlap."""
    facts = published.facts_of_places(study, [place(study, choices)])
    together = [fact for fact in facts if fact.indicator.key.startswith(published.OVERLAP)]
    return [*of_theme(facts, Theme.ZORG), *together]


def reach(study: Study, choices: Choices) -> Iterable[Fact]:
    """How far people walk to what they need: the gemeente, its wijken and buurten."""
    known = published.indicators_named(study, "")
    keys = [one.key for one in known if one.theme == Theme.BEREIK]
    return of_keys(study, keys) if keys else []


def lacking(study: Study, choices: Choices) -> Iterable[Fact]:
    """Per buurt the basics that most people of 75 and older lack, as the page of reach lists."""
    keys = basic_keys(profile_of(choices.get("profiel", ""))).values()
    areas = {area.pk: area for area in published.areas_of(study)}
    levels = {area.level for area in areas.values()}
    level = Level.BUURT if Level.BUURT in levels else Level.WIJK
    newest: dict[tuple[int, UUID], Fact] = {}
    for fact in sorted(published.facts_within(study, keys, [level]), key=lambda one: one.year):
        parent = areas[fact.area_id].parent if fact.area_id in areas else None
        inside = (study.gemeente.code, parent.code if parent else "")
        if place(study, choices) in inside:
            newest[fact.indicator_id, fact.area_id] = fact
    shown = {one: disclose(fact).value for one, fact in newest.items()}
    return [fact for one, fact in newest.items() if is_lacking(shown[one])]


def buurten_of_wijk(study: Study, choices: Choices) -> Iterable[Fact]:
    """The population of one wijk and its buurten; of every buurt when none is named."""
    code, facts = choices.get("gebied"), per_area(study, Level.BUURT)
    if not code:
        return facts
    areas = published.areas_of(study)
    inside = {area.pk for area in areas if area.parent and area.parent.code == code}
    whole = of_theme(published.facts_of_places(study, [code]), Theme.BEVOLKING)
    return [*whole, *(fact for fact in facts if fact.area_id in inside)]


def one_group(study: Study, choices: Choices) -> Iterable[Fact]:
    """Everything of one group: the country, the gemeente, its wijken and buurten."""
    key = choices.get("indicator") or "beperking_bewegen_65plus"
    return of_keys(study, [key, f"{key}_aandeel"])


def one_woonvorm(study: Study, choices: Choices) -> Iterable[Fact]:
    """Everything of one woonvorm: asked, there, planned, short, and when it becomes too little."""
    kind = (choices.get("indicator") or "vraag_nultreden").removeprefix("vraag_")
    return of_keys(study, [part.format(kind) for part in PARTS_OF_WOONVORM])


def of_keys(study: Study, keys: Sequence[str]) -> Iterable[Fact]:
    whole = published.facts_of_places(study, {study.gemeente.code, COUNTRY}, keys)
    return [*whole, *published.facts_within(study, keys)]


def of_theme(facts: Iterable[Fact], theme: Theme) -> list[Fact]:
    return [fact for fact in facts if fact.indicator.theme == theme]


def beside(study: Study, choices: Choices) -> Iterable[Fact]:
    """The gemeente and those that are most like it."""
    return published.facts_named(study, published.BESIDE)


def everything(study: Study, choices: Choices) -> Iterable[Fact]:
    return files.every_fact(study)


TABLES: dict[str, tuple[str, Selection]] = {
    "ontwikkeling": ("Ontwikkeling per jaar", development),
    "kaart": ("Cijfer op de kaart, per gebied", mapped),
    "wijken": ("Bevolking per wijk", districts),
    "buurten": ("Bevolking per buurt", neighbourhoods),
    "aandachtsgroepen": ("Aandachtsgroepen", groups),
    "woonvormen": ("Woonvormen", homes),
    "zorg": ("Zorg en ondersteuning", care),
    "bereik": ("Voorzieningen op loopafstand, per gebied", reach),
    "ontbreekt": ("Wat de meeste 75-plussers niet op loopafstand hebben", lacking),
    "groep": ("Eén aandachtsgroep, per gebied", one_group),
    "woonvorm": ("Eén woonvorm, per gebied", one_woonvorm),
    "wijk": ("Bevolking van één wijk, per buurt", buurten_of_wijk),
    "vergelijkbaar": ("Vergelijkbare gemeenten", beside),
    "feiten": ("Alle cijfers", everything),
}
# Tables in which the reader has nothing to choose.
SAME_FOR_ALL = frozenset({"wijken", "buurten", "vergelijkbaar", "bereik", "feiten"})


def table_of(study: Study, name: str, choices: Choices) -> FileTable:
    """A table of a published study, with what the reader chose.

    Raises
    ------
    NoSuchTableError
    """
    if name not in TABLES:
        raise NoSuchTableError(name)
    title, selection = TABLES[name]
    sources = published.sources_of(study)
    facts = in_order(selection(study, choices))
    rows = with_shelf_lives(
        row_of(fact, sources, study.engine_version, study.scenario_name) for fact in facts
    )
    full_title = f"{title}, {study.gemeente.name}"
    return FileTable(name, full_title, (study,), rows, tuple(sources.values()))


def compared_table(found: Sequence[Compared], indicators: Sequence[str], label: str) -> FileTable:
    """Facts of a few areas, each out of the newest study that has figures of it."""
    studies = tuple({one.study.pk: one.study for one in found}.values())
    sources = compared.sources_of_all(studies)
    versions = {study.pk: study.engine_version for study in studies}
    facts = in_order(compared.compared_facts(found, indicators))
    rows = with_shelf_lives(row_of(fact, sources, versions[fact.study_id]) for fact in facts)
    names = listing([one.area.name for one in found])
    title = f"{label}: {names}"
    return FileTable("vergelijking", title, studies, rows, tuple(sources.values()))


def in_order(facts: Iterable[Fact]) -> Iterable[Fact]:
    """By figure, area and year, so that the same table is the same file; a stream stays one."""
    if isinstance(facts, Iterator):
        return facts
    return sorted(
        facts,
        key=lambda fact: (fact.indicator_id, fact.area.search_name, fact.area.code, fact.year),
    )


def with_shelf_lives(rows: Iterable[FileRow]) -> Iterator[FileRow]:
    """The same rows; those of one figure stand together, so that only they are held at once."""
    for _, together in groupby(
        rows, key=lambda row: (row.fact.study_id, row.fact.indicator_id, row.fact.area_id)
    ):
        years = list(together)
        keeps = shelf_life([row for row in years if row.fact.kind == Kind.PROJECTED])
        for row in years:
            yield replace(row, keeps=keeps) if row.fact.kind == Kind.PROJECTED else row


def shelf_life(rows: Sequence[FileRow]) -> int | None:
    """Of one year alone nothing can be said: an earlier one may be too wide already."""
    if len(rows) < 2:
        return None
    columns = ([row.value for row in rows], [row.low for row in rows], [row.high for row in rows])
    return last_year_near([row.fact.year for row in rows], *columns)


def row_of(
    fact: Fact, sources: Mapping[int, SourceRecord], version: str, scenario: str = BASE
) -> FileRow:
    shown = disclose(fact)
    remark = REMARKS.get(shown.absent, shown.absent)
    if not shown.absent and shown.value is None:
        remark = BAND_ONLY_REMARK
    if fact.fictional:
        remark = f"{remark}; {FICTION_NOTE}" if remark else FICTION_NOTE
    used = tuple(sources[number] for number in fact.source_ids if number in sources)
    own = listing(sorted({source.publisher for source in used if source.is_own()}))
    if own:
        remark = "; ".join(part for part in (remark, OWN_NOTE.format(own)) if part)
    return FileRow(
        fact, shown.value, shown.low, shown.high, remark, used, version, scenario=scenario
    )
