"""Charts with all that stands around them: title, drawing in two sizes, source line, table."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from wwz.opgave.figures import development as drawing
from wwz.opgave.figures.multiples import multiple
from wwz.opgave.figures.rangebar import rangebar
from wwz.opgave.presentation.choices import GROUPS
from wwz.opgave.presentation.cited import Citation, cite
from wwz.opgave.presentation.figure import Figure, has_development
from wwz.opgave.presentation.growth import development_title, growth, low_end
from wwz.opgave.presentation.keeping import keeping_words
from wwz.opgave.presentation.reading import Download, Reading
from wwz.opgave.presentation.tables import Cell, Column, Row, Table
from wwz.opgave.wording import between, lower_first, signed_percentage


@dataclass(frozen=True)
class Chart:
    title: str
    sub: str
    drawings: Sequence[SafeString]
    citation: Citation
    table: Table | None = None
    downloads: Sequence[Download] = ()
    # What the marks mean, for where no legend is drawn beside them.
    notes: Sequence[str] = ()
    # Address of the same drawing for pages of others; empty when it cannot stand alone.
    embed: str = ""

    @property
    def share_id(self) -> str:
        """Name of the part that shares this drawing, one per drawing on a page."""
        return f"deel-{self.embed.partition('?')[0].strip('/').rpartition('/')[2]}"


@dataclass(frozen=True)
class KeyFigure:
    """One big number with its doubt, its band as a drawing, and its source."""

    label: str
    value: str
    doubt: str = ""
    range_words: str = ""
    text: str = ""
    drawing: SafeString | None = None
    citation: Citation | None = None
    soft: bool = False


def projected_key(reading: Reading, indicator: str) -> KeyFigure | None:
    """How many there will be in the last year, beside how many there are."""
    now, then = reading.now(indicator), reading.then(indicator)
    if then is None or then.absent:
        return None
    found = growth(now, then)
    picture = None
    if now and now.value is not None:
        label = f"In {now.year} {now.words()}, in {then.year} {then.sentence()}, {_range(then)}"
        picture = rangebar(now.point(), then.point(), label)
    before = f"In {now.year} waren het er {_now_words(now)}." if now else ""
    return KeyFigure(
        label=f"{then.label} in {then.year}",
        value=then.words(),
        doubt="ongeveer" if then.value is not None else "",
        range_words=_range(then) if then.value is not None else "",
        text=f"{before} {low_end(found) if found else ''}".strip(),
        drawing=picture,
        citation=cite([now, then], reading.sources),
    )


def _now_words(now: Figure) -> str:
    return now.words() if now.kind == "geteld" else f"naar schatting {now.words()}"


def counted_key(reading: Reading, indicator: str, behind: str) -> KeyFigure | None:
    """How many there are, with their share of the people here and in the gemeente.

    A newest figure that is hidden is said to be hidden: an older year in its place would mislead.
    """
    newest = reading.figures.at(indicator, reading.code, reading.base_year)
    hidden = newest is not None and newest.absent == "verborgen"
    now = newest if hidden else reading.now(indicator)
    if now is None:
        return None
    if hidden:
        return KeyFigure(
            label=f"{now.label}, {now.year}",
            value=now.words(),
            text="Het zijn te weinig mensen om te tonen.",
            citation=cite([now], reading.sources),
            soft=True,
        )
    texts = []
    whole = f"; in heel {reading.gemeente.name} {{}}%"
    for code, words in ((reading.code, "{}% van de bewoners"), (reading.gemeente.code, whole)):
        share = _share(reading, indicator, behind, code, now.year)
        if share is not None:
            texts.append(words.format(share))
    return KeyFigure(
        label=f"{now.label}, {now.year}",
        value=now.words(),
        text="".join(texts) + "." if len(texts) == 2 else "",
        citation=cite([now], reading.sources),
    )


def _share(reading: Reading, indicator: str, behind: str, code: str, year: int) -> int | None:
    part, whole = (reading.figures.at(key, code, year) for key in (indicator, behind))
    if part is None or whole is None or part.value is None or not whole.value:
        return None
    return round(part.value / whole.value * 100)


def _range(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return between(figure.low, figure.high, figure.unit, figure.kind)


def group_words(figure: Figure) -> str:
    """How people or homes of a figure are called in a sentence: '75-plussers'."""
    return GROUPS.get(figure.indicator) or lower_first(figure.label)


def group_options(reading: Reading) -> list[tuple[str, str, bool]]:
    """Every number that has more than one year here: value, words and whether chosen."""
    found = {key: words.capitalize() for key, words in GROUPS.items()}
    for key in reading.figures.indicators(reading.code):
        series = reading.figures.series(key, reading.code)
        if has_development(series) and series[0].indicator not in found:
            found[key] = series[0].label
    return [(key, words, key == reading.choices.group) for key, words in found.items()]


def development_chart(reading: Reading) -> Chart | None:
    """The chosen group through the years."""
    indicator = reading.choices.group
    series = reading.figures.series(indicator, reading.code)
    if len(series) < 2:
        return None
    group = group_words(series[0])
    now, then = reading.now(indicator), reading.then(indicator)
    points = [figure.point() for figure in series]
    label = development_label(series, reading.place.name)
    query, keeps = reading.choices.query(), keeping_words(series)
    return Chart(
        title=development_title(growth(now, then), group),
        sub=f"{series[0].label} in {reading.place.name}, {_period(series)}",
        drawings=[
            drawing.development(points, label, series[0].unit, size, before=past_kind(series))
            for size in (drawing.WIDE, drawing.NARROW)
        ],
        citation=cite([now, then], reading.sources),
        table=development_table(series, reading.place.name),
        downloads=[
            *reading.table_downloads("ontwikkeling", {"groep": indicator}),
            *reading.picture_downloads(f"ontwikkeling-{reading.code}", query),
        ],
        notes=[keeps] if keeps else [],
        embed=reading.embed_address(f"ontwikkeling-{reading.code}", query),
    )


def past_kind(series: Sequence[Figure]) -> str:
    """How the years before the projection are known: 'geteld' or 'geschat'."""
    past = [figure.kind for figure in series if figure.kind != "geraamd"]
    return past[-1] if past else "geteld"


def _period(series: Sequence[Figure]) -> str:
    past = [figure for figure in series if figure.kind != "geraamd"]
    projected = [figure.year for figure in series if figure.kind == "geraamd"]
    words = []
    if past:
        first, last = past[0].year, past[-1].year
        years = f"{first}–{last}" if last > first else str(first)
        words.append(f"{past[-1].kind} {years}")
    if projected:
        words.append(f"geraamd tot en met {projected[-1]}")
    return " en ".join(words)


def development_label(series: Sequence[Figure], place: str) -> str:
    """The finding of the chart in one sentence, for who does not see it."""
    first, last = series[0], series[-1]
    what = lower_first(first.label)
    return (
        f"Lijngrafiek: {what} in {place}, van {first.words()} in {first.year} "
        f"naar {last.sentence()} in {last.year}"
        + (f", {_range(last)}." if last.value is not None and last.has_band else ".")
    )


def development_table(series: Sequence[Figure], place: str) -> Table:
    """The same figures as the chart, each with the way to its fact."""
    columns = [
        Column("Jaar", numeric=False), Column("Soort", numeric=False),
        Column("Laag"), Column("Midden"), Column("Hoog"),
    ]  # fmt: skip
    rows = [
        Row(
            [
                Cell(str(figure.year), figure.address),
                Cell(figure.kind),
                Cell(figure.end_words("low")),
                Cell(figure.words() if figure.value is not None or figure.absent else ""),
                Cell(figure.end_words("high")),
            ]
        )
        for figure in series
    ]
    return Table("ontwikkeling", f"{series[0].label}, {place}", columns, rows)


@dataclass(frozen=True)
class Multiple:
    name: str
    address: str
    words: str
    drawing: SafeString


@dataclass(frozen=True)
class Multiples:
    title: str
    sub: str
    items: Sequence[Multiple]
    citation: Citation
    downloads: Sequence[Download] = field(default_factory=tuple)


def multiples(reading: Reading) -> Multiples | None:
    """The chosen group in every wijk, all on one scale, the largest first."""
    indicator = reading.choices.group
    found = {
        area.code: reading.figures.series(indicator, area.code) for area in reading.areas_at("wijk")
    }
    known = {code: series for code, series in found.items() if any(f.value for f in series)}
    if len(known) < 2:
        return None
    top = max(figure.point().top() for series in known.values() for figure in series)
    order = sorted(known, key=lambda code: _size(known[code]), reverse=True)
    group = group_words(next(iter(known.values()))[0])
    return Multiples(
        title=_largest(reading.within[order[0]].name, known[order[0]], group),
        sub=(
            f"{next(iter(known.values()))[0].label} per wijk, {_period(known[order[0]])}. "
            "Elke grafiek heeft dezelfde schaal."
        ),
        items=[_multiple(reading, code, known[code], top) for code in order],
        citation=cite(known[order[0]][-2:], reading.sources),
        downloads=reading.table_downloads("wijken"),
    )


def _newest(series: Sequence[Figure]) -> Figure | None:
    """The newest figure that is no projection, else the first projected one."""
    known = [figure for figure in series if figure.value is not None]
    past = [figure for figure in known if figure.kind != "geraamd"]
    return past[-1] if past else next(iter(known), None)


def _size(series: Sequence[Figure]) -> float:
    newest = _newest(series)
    return newest.value or 0.0 if newest else 0.0


def _largest(name: str, series: Sequence[Figure], group: str) -> str:
    """Names the year: who has the most later may be another."""
    newest = _newest(series)
    if newest is None or newest.kind == "geraamd":
        return f"{name} heeft naar verwachting de meeste {group}"
    doubt = "" if newest.kind == "geteld" else "naar schatting "
    return f"{name} had in {newest.year} {doubt}de meeste {group}"


def _multiple(reading: Reading, code: str, series: Sequence[Figure], top: float) -> Multiple:
    name = reading.within[code].name
    now, then = reading.now(reading.choices.group, code), series[-1]
    words = then.words() if now is None else f"{now.words()} → {then.words()}"
    found = growth(now, then)
    if found and found.sure:
        words += f" ({signed_percentage((found.ratio - 1) * 100)})"
    label = f"{name}: {_plain(now)} naar {then.sentence()} in {then.year}"
    points = [figure.point() for figure in series]
    return Multiple(name, reading.area_address(code), words, multiple(points, top, label))


def _plain(now: Figure | None) -> str:
    return f"van {now.words()} in {now.year}" if now else "nu onbekend,"
