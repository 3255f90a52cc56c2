"""Two to six areas side by side: one figure, on one scale, with all that makes them differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from wwz.areas.models import Area, Level
from wwz.opgave.figures import side_by_side as drawing
from wwz.opgave.models import SourceRecord
from wwz.opgave.presentation.areamap import people_behind
from wwz.opgave.presentation.charts import Chart
from wwz.opgave.presentation.cited import cite
from wwz.opgave.presentation.figure import Figure, Figures, figure_of
from wwz.opgave.presentation.reading import PICTURE_FORMS, Download
from wwz.opgave.presentation.statement import SHARE_SUFFIX
from wwz.opgave.presentation.tables import Cell, Column, Row, Table, band_cell, number_cell
from wwz.opgave.queries.compared import (
    Compared,
    Measurable,
    compared_areas,
    compared_facts,
    measurable,
    sources_of_all,
)
from wwz.opgave.wording import listing, lower_first

FEWEST, MOST = 2, 6
STANDARD = "inwoners_75plus"
NUMBERS = {3: "Drie", 4: "Vier", 5: "Vijf", 6: "Zes"}
AREA, MEASURE = "gebied", "indicator"


@dataclass(frozen=True)
class Measure:
    """A number with its share, or one of the two where the other is not there."""

    key: str
    label: str
    people: str = ""
    share: str = ""

    @property
    def indicators(self) -> list[str]:
        return [key for key in (self.people, self.share) if key]


@dataclass(frozen=True)
class Chosen:
    """An area of the comparison, with the address of the same comparison without it."""

    name: str
    meta: str
    address: str
    without: str


@dataclass(frozen=True)
class Comparison:
    compared: Sequence[Compared]
    measures: Sequence[Measure]
    measure: Measure | None
    figures: Figures
    sources: Mapping[int, SourceRecord]

    def now(self, indicator: str, area: Area) -> Figure | None:
        """The newest that is known; of what is only projected the first year."""
        series = self.figures.series(indicator, area.code)
        past = [figure for figure in series if figure.kind != "geraamd"]
        return self.figures.last_known(indicator, area.code) or next(iter(past or series), None)

    def then(self, indicator: str, one: Compared) -> Figure | None:
        figure = self.figures.at(indicator, one.area.code, one.study.to_year)
        return figure if figure and figure.kind == "geraamd" else None


def query_of(codes: Iterable[str], measure: str = "") -> str:
    pairs = [(AREA, code) for code in codes]
    return f"?{urlencode([*pairs, *([(MEASURE, measure)] if measure else [])])}"


def address_of(codes: Iterable[str], measure: str = "") -> str:
    return reverse("opgave:compare") + query_of(codes, measure)


def comparison_of(codes: Sequence[str], wanted: str) -> Comparison:
    """Everything that is read for these areas; few queries, however many areas."""
    compared = compared_areas(codes)
    measures = measures_of(measurable(compared)) if compared else []
    by_key = {measure.key: measure for measure in measures}
    first = next(iter(measures), None)
    measure = by_key.get(wanted) or by_key.get(STANDARD) or first
    facts = compared_facts(compared, measure.indicators) if measure else []
    return Comparison(
        compared=compared,
        measures=measures,
        measure=measure,
        figures=Figures(map(figure_of, facts)),
        sources=sources_of_all([one.study for one in compared]),
    )


def measures_of(found: Sequence[Measurable]) -> list[Measure]:
    """Numbers with their shares; a share whose number is there is not listed apart."""
    keys = {one.key for one in found}
    shares = {people_behind(one.key): one.key for one in found if one.unit == "procent"}
    listed = []
    for one in found:
        if one.unit != "procent":
            listed.append(Measure(one.key, one.label, one.key, shares.get(one.key, "")))
        elif people_behind(one.key) not in keys:
            label = one.label.removesuffix(SHARE_SUFFIX)
            listed.append(Measure(one.key, label, share=one.key))
    return listed


def compare_page(codes: Sequence[str], wanted: str) -> dict[str, Any]:
    """What templates/opgave/compare.html shows, besides what somebody searches for."""
    found = comparison_of(codes, wanted)
    own = [one.area.code for one in found.compared]
    measure = found.measure
    enough = measure is not None and len(own) >= FEWEST
    return {
        "title": title_of(found.compared),
        "chosen": [chosen(one, own, measure) for one in found.compared],
        "unknown": [code for code in codes if code not in own],
        "full": len(own) >= MOST,
        "codes": own,
        "measure": measure,
        "measures": [
            (one.key, one.label, measure is not None and one.key == measure.key)
            for one in found.measures
        ],
        "carried": [(AREA, code) for code in own],
        "kept": [*((AREA, code) for code in own), *([(MEASURE, measure.key)] if measure else [])],
        "notes": notes(found) if enough else [],
        "charts": list(comparison_charts(found).values()),
        "table": table(found) if enough else None,
        "downloads": downloads(own, measure) if enough else [],
        "fictional": any(one.study.fictional for one in found.compared),
    }


def title_of(compared: Sequence[Compared]) -> str:
    if not compared:
        return "Vergelijk gebieden"
    if len(compared) > FEWEST:
        return f"{NUMBERS[len(compared)]} gebieden naast elkaar"
    names = listing([one.area.name for one in compared])
    return f"{names} naast elkaar" if len(compared) > 1 else f"{names} naast een ander gebied"


def chosen(one: Compared, codes: Sequence[str], measure: Measure | None) -> Chosen:
    key = measure.key if measure and measure.key != STANDARD else ""
    others = [code for code in codes if code != one.area.code]
    return Chosen(
        name=one.area.name,
        meta=place_words(one),
        address=page_of(one),
        without=address_of(others, key),
    )


def place_words(one: Compared) -> str:
    """'buurt in Zwolle, indeling 2024'."""
    level = one.area.get_level_display()
    where = "" if one.area.level == Level.GEMEENTE else f" in {one.gemeente.name}"
    return f"{level}{where}, indeling {one.area.year}"


def page_of(one: Compared) -> str:
    if one.area.level == Level.GEMEENTE:
        return reverse("opgave:gemeente", args=[one.area.code])
    return reverse("opgave:area", args=[one.gemeente.code, one.area.code])


# --- what makes areas hard to compare ---


def notes(found: Comparison) -> list[str]:
    """Every difference that is not in the areas themselves, each in a sentence of its own."""
    said = []
    years = sorted({one.area.year for one in found.compared})
    if len(years) > 1:
        said.append(
            f"Deze gebieden komen uit indelingen van verschillende jaren ({listing_of(years)}). "
            "Grenzen kunnen tussen die jaren verschoven zijn."
        )
    levels = list(dict.fromkeys(one.area.get_level_display() for one in found.compared))
    if len(levels) > 1 and found.measure and found.measure.people:
        said.append(
            f"U vergelijkt een {' met een '.join(levels)}. Die verschillen vanzelf in grootte. "
            "Kijk daarom naar het aandeel, als dat er is, en niet naar het aantal."
        )
    return [*said, *year_notes(found)]


def year_notes(found: Comparison) -> list[str]:
    """Figures of other years, or known in another way."""
    said = []
    for indicator in found.measure.indicators if found.measure else []:
        figures = [found.now(indicator, one.area) for one in found.compared]
        known = [figure for figure in figures if figure and figure.known]
        years = sorted({figure.year for figure in known})
        if len(years) > 1:
            said.append(
                f"Het nieuwste cijfer is niet overal van hetzelfde jaar: {listing_of(years)}."
            )
        kinds = list(dict.fromkeys(figure.kind for figure in known))
        if len(kinds) > 1:
            said.append(f"De cijfers zijn niet op dezelfde manier bekend: {listing(kinds)}.")
    ends = sorted({one.study.to_year for one in found.compared})
    if len(ends) > 1:
        said.append(f"De ramingen gaan niet even ver: tot {listing_of(ends)}.")
    return list(dict.fromkeys(said))


def listing_of(years: Sequence[int]) -> str:
    return listing([str(year) for year in years])


# --- drawings and table ---


def comparison_charts(found: Comparison) -> dict[str, Chart]:
    """By name. The share first, for areas differ in size; then the number."""
    measure = found.measure
    if measure is None or len(found.compared) < FEWEST:
        return {}
    wanted = {
        "aandeel": (measure.share, measure.label + SHARE_SUFFIX),
        "aantal": (measure.people, measure.label),
    }
    drawn = {name: chart(found, key, label, name) for name, (key, label) in wanted.items() if key}
    return {name: one for name, one in drawn.items() if one}


def picture_downloads(found: Comparison, name: str) -> list[Download]:
    codes = [one.area.code for one in found.compared]
    query = query_of(codes, found.measure.key if found.measure else "")
    return [
        Download(label, reverse("opgave:compare-picture", args=[name, kind]) + query)
        for kind, label in PICTURE_FORMS.items()
    ]


def chart(found: Comparison, indicator: str, label: str, name: str) -> Chart | None:
    rows, shown = [], []
    for one in found.compared:
        now, then = found.now(indicator, one.area), found.then(indicator, one)
        shown += [figure for figure in (now, then) if figure]
        rows.append(
            drawing.Area(
                one.area.name,
                now.point() if now and now.kind != "geraamd" else None,
                then.point() if then else None,
                end_words(now, then),
            )
        )
    known = [figure for figure in shown if figure.known]
    if not known:
        return None
    title = finding(found, indicator)
    named = f"Gebieden naast elkaar: {lower_first(label)}. {title}. De tabel staat erbij."
    return Chart(
        title=title,
        sub=f"{label}. {marks_words(shown)}",
        drawings=[
            drawing.side_by_side(rows, known[0].unit, named, layout)
            for layout in (drawing.WIDE, drawing.NARROW)
        ],
        citation=cite(known, found.sources),
        downloads=picture_downloads(found, name),
    )


def end_words(now: Figure | None, then: Figure | None) -> str:
    """What stands at the end of a row: now, and later when that is projected."""
    if now is None:
        return then.words() if then else "geen cijfer"
    if then is None or then.absent:
        return now.words()
    return f"{now.words()} naar {then.words()}" if now.kind != "geraamd" else then.words()


def marks_words(shown: Sequence[Figure]) -> str:
    """What the marks mean, with their years."""
    past = sorted({figure.year for figure in shown if figure.kind != "geraamd"})
    ahead = sorted({figure.year for figure in shown if figure.kind == "geraamd"})
    words = []
    if past:
        words.append(f"Ring: {listing_of(past)}.")
    if ahead:
        words.append(f"Streep met vlak: raming voor {ahead[-1]} met de band.")
    return " ".join(words)


def finding(found: Comparison, indicator: str) -> str:
    """Which area has the most and which the least, as far as figures may be shown."""
    figures = [found.now(indicator, one.area) for one in found.compared]
    known = sorted((f for f in figures if f and f.value is not None), key=_value, reverse=True)
    if len(known) < FEWEST:
        return "Er zijn te weinig cijfers om te vergelijken"
    most, least = known[0], known[-1]
    if most.words() == least.words():
        return f"De gebieden verschillen niet: {most.words()}"
    of = "het hoogste aandeel" if most.unit == "procent" else "het hoogste aantal"
    doubt = {"geraamd": " naar verwachting", "geschat": " naar schatting"}.get(most.kind, "")
    return (
        f"{most.area_name} heeft{doubt} {of}: {most.words()}, "
        f"{least.area_name} het laagste: {least.words()}"
    )


def _value(figure: Figure) -> float:
    return figure.value or 0.0


TableCell = Callable[[Compared], Cell]


def table(found: Comparison) -> Table | None:
    """A row per area with its layout and years, so that nothing is mixed in silence."""
    measure = found.measure
    if measure is None:
        return None
    parts: list[tuple[Column, TableCell]] = [
        (Column("Soort gebied", numeric=False), lambda one: Cell(place_words(one)))
    ]
    for key, name in ((measure.share, "Aandeel"), (measure.people, "Aantal")):
        if key:
            parts += columns_of(found, key, name)
    rows = [
        Row([Cell(one.area.name, page_of(one)), *(cell(one) for _, cell in parts)])
        for one in found.compared
    ]
    columns = [Column("Gebied", numeric=False), *(column for column, _ in parts)]
    return Table("vergelijking", f"{measure.label}, naast elkaar", columns, rows)


def columns_of(found: Comparison, key: str, name: str) -> list[tuple[Column, TableCell]]:
    """Now with its year and kind; later with its band, when anything is projected."""

    def now(one: Compared) -> Figure | None:
        return found.now(key, one.area)

    def later(one: Compared) -> Figure | None:
        return found.then(key, one)

    columns: list[tuple[Column, TableCell]] = [
        (Column(name), lambda one: number_cell(now(one), link=True)),
        (Column("Jaar en soort", numeric=False), lambda one: Cell(when_words(now(one)))),
    ]
    if any(later(one) for one in found.compared):
        columns += [
            (Column(f"{name} later"), lambda one: number_cell(later(one), link=True)),
            (Column("Band"), lambda one: band_cell(later(one))),
            (Column("Geraamd voor"), lambda one: Cell(str(one.study.to_year))),
        ]
    return columns


def when_words(figure: Figure | None) -> str:
    return f"{figure.year}, {figure.kind}" if figure else ""


def downloads(codes: Sequence[str], measure: Measure | None) -> list[Download]:
    query = query_of(codes, measure.key if measure else "")
    return [
        Download(label, reverse("opgave:compare-table", args=[kind]) + query)
        for label, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
