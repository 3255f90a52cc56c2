"""The page of one fact: value, doubt, meaning, origin, other years, and how others compare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from wwz.areas.models import COUNTRY
from wwz.opgave.figures import development as lines
from wwz.opgave.figures import dotstrip as drawing
from wwz.opgave.models import Fact, SourceRecord
from wwz.opgave.presentation.areamap import people_behind
from wwz.opgave.presentation.changes import revision_chart
from wwz.opgave.presentation.charts import Chart, KeyFigure, past_kind
from wwz.opgave.presentation.choices import LEVELS
from wwz.opgave.presentation.cited import Citation, brought_by, cite, date_words, source_words
from wwz.opgave.presentation.explanation import NOTHING, computation, meaning
from wwz.opgave.presentation.figure import Figure, Figures, figure_of
from wwz.opgave.presentation.keeping import keeping_label, keeping_words
from wwz.opgave.presentation.reading import PICTURE_FORMS, Download
from wwz.opgave.presentation.references import references
from wwz.opgave.presentation.statement import SHARE_SUFFIX, statement
from wwz.opgave.presentation.tables import Cell, Column, Row, Table, number_cell
from wwz.opgave.queries import published
from wwz.opgave.queries.changes import versions_of
from wwz.opgave.queries.objections import answered, said_of
from wwz.opgave.wording import amount, between, number

# Fewer years than this are read sooner in a table than in a chart.
LONG_SERIES = 5


@dataclass(frozen=True)
class Origin:
    """One line of the panel 'Herkomst'."""

    name: str
    words: str
    address: str = ""


def fact_page(fact: Fact, site: str = "") -> dict[str, Any]:
    """Everything that templates/opgave/fact.html shows; ``site`` stands before addresses."""
    figure, figures, sources = read(fact)
    used = [sources[number] for number in fact.source_ids if number in sources]
    versions, said = versions_of(fact), said_of(fact)
    series = figures.series(figure.indicator, figure.area) if fact.kind == "geraamd" else []
    newer = versions.newer
    return {
        "fact": fact,
        "figure": figure,
        "crumbs": crumbs(fact),
        "study": fact.study,
        "gemeente": fact.study.gemeente,
        "title": statement(figure),
        "key": key_figure(fact, figure, figures),
        "comparison": comparison(fact, figure, figures, sources),
        "own": brought_by(used),
        "keeps": keeping_words(series, fact.year),
        "revision": revision_chart(fact, versions.earlier, sources),
        "meaning": meaning(fact, figure),
        "computation": computation(fact, figure, used),
        "modelled": fact.kind == "geschat" and figure.absent not in NOTHING,
        "development": development(
            figures.series(figure.indicator, figure.area),
            sources,
            picture_downloads(fact, "ontwikkeling"),
        ),
        "history": history(fact, figure, figures),
        "lookback": lookback_address(fact),
        "origin": origin(fact, figure, used, keeping_label(series)),
        "sources": [source_lines(source) for source in used],
        "references": references(fact, figure, source_words(used), site),
        "embed": reverse("opgave:embed-fact", args=[fact.pk]),
        "objections": answered(said),
        "waiting": sum(one.is_open() for one in said),
        "newer": reverse("opgave:fact", args=[newer.pk]) if newer else "",
        "json_address": reverse("opgave:fact-json", args=[fact.pk]),
    }


def lookback_address(fact: Fact) -> str:
    """Of a projected figure, where past forecasts of its place are held against counts."""
    gemeente, area = fact.study.gemeente, fact.area
    if fact.kind != "geraamd":
        return ""
    if area.level in LEVELS:
        return reverse("opgave:accuracy-area", args=[gemeente.code, area.code])
    if area.code == gemeente.code:
        return reverse("opgave:accuracy-gemeente", args=[gemeente.code])
    return ""


def embedded_fact(fact: Fact) -> dict[str, Any]:
    """A fact for pages of others: the number, its source, and the address of the whole."""
    figure = figure_of(fact)
    places = [fact.study.gemeente.code, COUNTRY]
    beside_it = published.facts_of_places(fact.study, places, [figure.indicator])
    key = key_figure(fact, figure, Figures(map(figure_of, beside_it)))
    return {
        "title": statement(figure),
        "key": key,
        "citation": cite([figure], published.sources_of(fact.study)),
        "address": figure.address,
    }


def fact_charts(fact: Fact) -> dict[str, Chart]:
    """The drawings of a fact by name, for files: of two years as well, that the page lists."""
    figure, figures, sources = read(fact)
    series = figures.series(figure.indicator, figure.area)
    named = {
        "vergelijking": comparison(fact, figure, figures, sources),
        "ontwikkeling": development(series, sources, least=2),
        "verandering": revision_chart(fact, versions_of(fact).earlier, sources),
    }
    return {name: chart for name, chart in named.items() if chart}


def read(fact: Fact) -> tuple[Figure, Figures, dict[int, SourceRecord]]:
    """The fact and what it is compared with: its other years, the gemeente, the country."""
    figure = figure_of(fact)
    codes = {fact.area.code, fact.study.gemeente.code, COUNTRY}
    keys = {figure.indicator, people_behind(figure.indicator)}
    facts = published.facts_of_places(fact.study, codes, keys)
    return figure, Figures(map(figure_of, facts)), published.sources_of(fact.study)


def picture_downloads(fact: Fact, name: str) -> list[Download]:
    return [
        Download(label, reverse("opgave:fact-picture", args=[fact.pk, name, kind]))
        for kind, label in PICTURE_FORMS.items()
    ]


def crumbs(fact: Fact) -> list[tuple[str, str]]:
    """Gemeente, the area when it has a page, and this fact."""
    gemeente, area = fact.study.gemeente, fact.area
    items = [(gemeente.name, reverse("opgave:gemeente", args=[gemeente.code]))]
    if area.level in LEVELS:
        items.append((area.name, reverse("opgave:area", args=[gemeente.code, area.code])))
    return [*items, (f"Feit {fact.engine_id[:8]}", "")]


def key_figure(fact: Fact, figure: Figure, figures: Figures) -> KeyFigure:
    """The value with its band, and beside it the gemeente and the country."""
    doubt = "ongeveer" if figure.kind != "geteld" and figure.value is not None else ""
    band = ""
    if figure.value is not None and figure.low is not None and figure.high is not None:
        band = between(figure.low, figure.high, figure.unit, figure.kind)
    return KeyFigure(
        label=f"{figure.label.removesuffix(SHARE_SUFFIX)}, {figure.area_name}, {figure.year}",
        value=figure.words(),
        doubt=doubt,
        range_words=band or beside(fact, figures),
        text=people_words(figure, figures),
        soft=bool(figure.absent),
    )


def beside(fact: Fact, figures: Figures) -> str:
    """'Zwolle 21,2% · Nederland 20,9%' for a share; numbers of people do not compare so."""
    if fact.indicator.unit != "procent":
        return ""
    gemeente = fact.study.gemeente
    places = [(gemeente.name, gemeente.code), ("Nederland", COUNTRY)]
    found = [
        (name, figures.at(fact.indicator.key, code, fact.year))
        for name, code in places
        if code != fact.area.code
    ]
    return " · ".join(f"{name} {other.words()}" for name, other in found if other and other.known)


def people_words(figure: Figure, figures: Figures) -> str:
    """The number of people behind a share: never a percentage alone."""
    if figure.unit != "procent" or figure.absent:
        return ""
    series = figures.series(people_behind(figure.indicator), figure.area)
    people = next((other for other in series if other.year >= figure.year), None)
    if people is None or people.absent:
        return ""
    return f"Dat zijn {people.sentence()} mensen ({people.year}, {people.kind})."


def comparison(
    fact: Fact, figure: Figure, figures: Figures, sources: Mapping[int, SourceRecord]
) -> Chart | None:
    """Where this wijk or buurt stands among those of its gemeente."""
    level = fact.area.level
    if level not in LEVELS or figure.value is None:
        return None
    facts = published.facts_within(fact.study, [fact.indicator.key], (level,), (fact.year,))
    others = [found for found in map(figure_of, facts) if found.value is not None]
    if len(others) < 3:
        return None
    values = [other.value for other in others if other.value is not None]
    higher = sum(value > figure.value for value in values)
    title = _rank_title(figure, higher, len(values), LEVELS[level])
    whole = _whole_mark(fact, figures)
    here = drawing.Mark(figure.value, f"{amount(figure.value, figure.unit)} deze {level}")
    label = f"Puntenrij van {len(values)} {LEVELS[level]} in {fact.study.gemeente.name}: {title}."
    drawings = [
        drawing.dotstrip(values, here, whole, figure.unit, label, strip)
        for strip in (drawing.WIDE, drawing.NARROW)
    ]
    sub = (
        f"{figure.label.removesuffix(SHARE_SUFFIX)}, {len(values)} {LEVELS[level]}, {figure.year}. "
        f"Elk bolletje is een {level}."
    )
    return Chart(
        title,
        sub,
        drawings,
        _of_this_page(figure, sources),
        _ranking(others, figure, level),
        picture_downloads(fact, "vergelijking"),
    )


def _of_this_page(figure: Figure, sources: Mapping[int, SourceRecord]) -> Citation:
    """The source line without the link that would lead to this same page."""
    return replace(cite([figure], sources), address="")


def _rank_title(figure: Figure, higher: int, count: int, areas: str) -> str:
    if higher == 0:
        return f"Geen van de {count} {areas} heeft meer dan {figure.area_name}"
    if higher <= count / 3:
        return f"{figure.area_name} hoort bij de {higher + 1} hoogste van {count} {areas}"
    if higher >= count * 2 / 3:
        return f"{figure.area_name} hoort bij de {count - higher} laagste van {count} {areas}"
    return f"{figure.area_name} zit in het midden van de {count} {areas}"


def _whole_mark(fact: Fact, figures: Figures) -> drawing.Mark | None:
    gemeente = fact.study.gemeente
    whole = figures.at(fact.indicator.key, gemeente.code, fact.year)
    if fact.indicator.unit != "procent" or whole is None or whole.value is None:
        return None
    return drawing.Mark(whole.value, f"{gemeente.name} {whole.words()}")


def _ranking(others: Sequence[Figure], figure: Figure, level: str) -> Table:
    rows = [
        Row([Cell(other.area_name, other.address), number_cell(other)], other.area == figure.area)
        for other in sorted(others, key=lambda other: -(other.value or 0))
    ]
    columns = [Column(level.capitalize(), numeric=False), Column(str(figure.year))]
    return Table("vergelijking", f"{figure.label}, {figure.year}", columns, rows)


def development(
    series: Sequence[Figure],
    sources: Mapping[int, SourceRecord],
    downloads: Sequence[Download] = (),
    least: int = LONG_SERIES,
) -> Chart | None:
    """The years as a chart; not of a modelled share, for its years carry no trend."""
    drawable = [figure for figure in series if figure.known]
    if len(drawable) < least:
        return None
    first, last = drawable[0], drawable[-1]
    path = f"{first.words()} in {first.year}, {last.sentence()} in {last.year}"
    label = f"Lijngrafiek: {first.label} in {first.area_name}, {path}."
    points = [figure.point() for figure in drawable]
    return Chart(
        title=path[:1].upper() + path[1:],
        sub=f"{first.label}, {first.area_name}",
        drawings=[
            lines.development(points, label, first.unit, one, past_kind(drawable))
            for one in (lines.WIDE, lines.NARROW)
        ],
        citation=replace(cite([first, last], sources), address=""),
        downloads=downloads,
    )


def history(fact: Fact, figure: Figure, figures: Figures) -> Table | None:
    """The same figure in other years, beside the gemeente when that is another area."""
    series = figures.series(figure.indicator, figure.area)
    if len(series) < 2:
        return None
    gemeente = fact.study.gemeente
    banded = any(other.has_band for other in series)
    beside_it = gemeente.code != figure.area
    columns = [
        Column("Jaar", numeric=False),
        Column(figure.area_name),
        *([Column("Band")] if banded else []),
        *([Column(gemeente.name)] if beside_it else []),
        Column("Soort", numeric=False),
    ]
    rows = []
    for other in series:
        here = other.year == figure.year
        band = Cell(other.band_words() if other.value is not None else "")
        whole = number_cell(figures.at(figure.indicator, gemeente.code, other.year))
        cells = [
            Cell(str(other.year), "" if here else other.address),
            number_cell(other),
            *([band] if banded else []),
            *([whole] if beside_it else []),
            Cell(f"{other.kind}, dit feit" if here else other.kind),
        ]
        rows.append(Row(cells, here))
    return Table("jaren", "Zelfde cijfer, andere jaren", columns, rows)


def origin(
    fact: Fact, figure: Figure, sources: Sequence[SourceRecord], keeps: str = ""
) -> list[Origin]:
    """All that must be known to trust the figure, or to work it out again."""
    study = fact.study
    missing = figure.absent in NOTHING
    band = "8 van de 10 uitkomsten" if figure.has_band else NO_BAND[fact.kind]
    lines = [
        Origin("Gebied", f"{fact.area.code}, indeling {fact.area.year}"),
        Origin("Jaar", str(fact.year) if missing else f"{fact.year}, {fact.kind}"),
        Origin("Eenheid", fact.indicator.unit),
        *([] if missing else [Origin("Band", band)]),
        *([Origin("Houdbaar tot", keeps)] if keeps else []),
        Origin("Scenario", study.scenario_name),
        Origin("Rekenversie", study.engine_version or "onbekend"),
        Origin("Kenmerk van het feit", fact.engine_id),
    ]
    if fact.kind == "geraamd" and not missing:
        draws = f"{number(study.draws)} trekkingen, startgetal {study.seed}"
        lines.insert(-1, Origin("Berekend met", draws))
    if not sources:
        lines.insert(0, Origin("Bron", "er is geen open bron"))
    return lines


NO_BAND = {
    "geteld": "geen: dit is een telling",
    "geschat": "onbekend: de bron geeft er geen",
    "geraamd": "onbekend",
}


def source_lines(source: SourceRecord) -> list[Origin]:
    """One source as lines of the panel."""
    return [
        Origin("Bron", f"{source.publisher}, {source.title}", source.url),
        Origin("Tabel of bestand", source.table_words()),
        Origin("Peildatum", date_words(source)),
        Origin("Licentie", source.licence),
        Origin("Bestand (sha256)", source.sha256),
    ]


def fact_json(fact: Fact) -> dict[str, Any]:
    """The fact for machines, with the keys of the command line and only what may be shown."""
    figure = figure_of(fact)
    sources = published.sources_of(fact.study)
    used = [source for number, source in sources.items() if number in fact.source_ids]
    return {
        "id": fact.engine_id,
        "uuid": str(fact.pk),
        "indicator": fact.indicator.key,
        "label": fact.indicator.label,
        "unit": fact.indicator.unit,
        "area": {
            "code": fact.area.code,
            "name": fact.area.name,
            "level": fact.area.level,
            "year": fact.area.year,
        },
        "year": fact.year,
        "scenario": fact.scenario,
        "scenario_name": fact.study.scenario_name,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "missing": figure.absent or None,
        "kind": fact.kind,
        "definition": fact.indicator.definition,
        "sources": [
            {
                "publisher": source.publisher,
                "table": source.table,
                "title": source.title,
                "as_of": source.as_of.isoformat(),
                "licence": source.licence,
                "sha256": source.sha256,
                "fictional": source.fictional,
                "own": source.is_own(),
            }
            for source in used
        ],
        "fictional": fact.fictional,
        "own": sorted({source.publisher for source in used if source.is_own()}),
        "engine_version": fact.study.engine_version,
        "sentence": statement(figure),
    }
