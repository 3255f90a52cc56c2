"""One group or woonvorm over a whole gemeente: where it plays, how it grows, what is unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from wwz.areas.models import COUNTRY, Area
from wwz.opgave.models import Indicator, Study, Theme
from wwz.opgave.presentation.areamap import AreaMap, area_map, map_options
from wwz.opgave.presentation.areatable import level_links, sortable
from wwz.opgave.presentation.charts import (
    KeyFigure,
    development_chart,
    projected_key,
)
from wwz.opgave.presentation.choices import LEVELS, Choices, choices_from
from wwz.opgave.presentation.cited import cite
from wwz.opgave.presentation.classified import (
    OWN_PREFIX,
    classified,
    group_of,
    groups_list,
    keys_of,
    list_keys,
    overlap_of,
)
from wwz.opgave.presentation.figure import Figure, Figures, figure_of
from wwz.opgave.presentation.loading import base_year, reading_of
from wwz.opgave.presentation.reading import Download, Reading
from wwz.opgave.presentation.statement import SHARE_SUFFIX, statement
from wwz.opgave.presentation.tables import Cell, Row, Table, band_cell, in_order, number_cell
from wwz.opgave.queries import published

SHARE = "_aandeel"
ASKED, SUPPLY, SHORTAGE = "vraag_", "voorraad_", "tekort_"
KINDS = {Theme.AANDACHTSGROEP: "groep", Theme.WOONVORM: "woonvorm"}
REASONS = {
    "verborgen": "is het cijfer verborgen, omdat het om te weinig mensen gaat",
    "geen cijfer": "geeft de bron geen cijfer",
    "niet gevraagd": "heeft de bron er in dat jaar niet naar gevraagd",
    "onbekend": "is er geen open bron",
}


@dataclass(frozen=True)
class Topic:
    """``key`` counts people or homes; ``share`` is its share, of homes there is none."""

    key: str
    share: str
    beside: tuple[str, ...]
    theme: str

    @property
    def indicators(self) -> list[str]:
        return [key for key in (self.key, self.share, *self.beside) if key]


def topic_of(key: str, theme: str) -> Topic:
    """What belongs to a group or woonvorm, named by the key of its number."""
    if theme == Theme.WOONVORM:
        kind = key.removeprefix(ASKED)
        return Topic(key, "", (SUPPLY + kind, SHORTAGE + kind), theme)
    return Topic(key, key + SHARE, (), theme)


def topic_address(gemeente: str, indicator: str, theme: str) -> str:
    """The page of a group or woonvorm; of a share that of its number."""
    name = "opgave:group" if theme == Theme.AANDACHTSGROEP else "opgave:homes"
    return reverse(name, args=[gemeente, indicator.removesuffix(SHARE)])


def topic_page(study: Study, indicator: Indicator, choices: Choices) -> dict[str, Any]:
    """Everything that templates/opgave/topic.html shows."""
    topic = topic_of(indicator.key, indicator.theme)
    reading = read_topic(study, topic, choices)
    newest = reading.then(topic.key) or reading.figures.last(topic.key, reading.code)
    return {
        "study": study,
        "gemeente": study.gemeente,
        "indicator": indicator,
        "kind": KINDS[Theme(indicator.theme)],
        "crumbs": crumbs(reading, indicator),
        "title": statement(newest) if newest else indicator.label,
        "lead": lead(reading, topic),
        "known": newest is not None and newest.known,
        "keys": keys(reading, topic),
        "development": development_chart(reading),
        "certainty": "shares",
        "map": topic_map(reading, topic),
        "map_data": map_address(reading, topic),
        "table": topic_table(reading, topic, choices),
        "parted": any(reading.figures.last(topic.key, area) for area in reading.within),
        "levels": level_links(choices),
        "citation": cite([newest], reading.sources),
        "downloads": topic_downloads(reading, topic),
        "unknown": unknown_words(reading, topic) if newest and newest.known else [],
        "beside": [found for key in topic.beside if (found := _last(reading, key))],
        "stocked": any((found := _last(reading, key)) and found.known for key in topic.beside),
        "others": others(study, indicator),
        **of_classification(reading, indicator),
    }


def of_classification(reading: Reading, indicator: Indicator) -> dict[str, Any]:
    """Of a group its place in the classification, and how it overlaps with others."""
    if indicator.theme != Theme.AANDACHTSGROEP:
        return {}
    return {
        "classified": classified(reading, indicator.key, indicator.label, localdate()),
        "overlap": overlap_of(reading, indicator.key),
        "all_groups": reverse("opgave:groups", args=[reading.gemeente.code]),
    }


def groups_page(study: Study) -> dict[str, Any]:
    """Everything that templates/opgave/groups.html shows."""
    today = localdate()
    facts = published.facts_of_places(
        study, [study.gemeente.code], [*list_keys(study, today), "inwoners"]
    )
    reading = reading_of(study, study.gemeente, choices_from({}), list(map(figure_of, facts)))
    table = groups_list(reading, today)
    shown = [figure_of(fact) for fact in facts if fact.indicator.key != "inwoners"]
    return {
        "study": study,
        "gemeente": study.gemeente,
        "crumbs": [
            (study.gemeente.name, reverse("opgave:gemeente", args=[study.gemeente.code])),
            ("Aandachtsgroepen", ""),
        ],
        "table": table,
        "citation": replace(cite([one for one in shown if one.known], reading.sources), address=""),
        "measured": [
            (one.label, topic_address(study.gemeente.code, one.key, one.theme))
            for one in published.topics(study, Theme.AANDACHTSGROEP)
            if group_of(one.key, today) is None and not one.key.startswith(OWN_PREFIX)
        ],
        "downloads": reading.table_downloads("aandachtsgroepen"),
    }


def read_topic(study: Study, topic: Topic, choices: Choices) -> Reading:
    """The gemeente and the country in all years; every wijk and buurt in the years shown."""
    gemeente = study.gemeente
    wanted = [*topic.indicators, "inwoners"]
    if topic.theme == Theme.AANDACHTSGROEP:
        wanted += keys_of(topic.key, localdate())
    own = [
        figure_of(fact)
        for fact in published.facts_of_places(study, [gemeente.code, COUNTRY], wanted)
    ]
    shown = Figures(own)
    years = {base_year(own, study), study.to_year}
    years |= {figure.year for key in topic.indicators if (figure := _newest(shown, key, gemeente))}
    within = published.facts_within(study, topic.indicators, years=sorted(years))
    share = shown.last_known(topic.share, gemeente.code)
    picked = replace(choices, group=topic.key, share=f"{topic.share}-{share.year}" if share else "")
    return reading_of(study, gemeente, picked, [*own, *map(figure_of, within)])


def _newest(figures: Figures, key: str, gemeente: Area) -> Figure | None:
    return figures.last_known(key, gemeente.code) or figures.last(key, gemeente.code)


def _last(reading: Reading, key: str) -> Figure | None:
    return reading.figures.last(key, reading.code)


def crumbs(reading: Reading, indicator: Indicator) -> list[tuple[str, str]]:
    gemeente = reading.gemeente
    address = reverse("opgave:gemeente", args=[gemeente.code])
    part = "aandachtsgroepen" if indicator.theme == Theme.AANDACHTSGROEP else "woonvormen"
    return [
        (gemeente.name, address),
        (f"Per {KINDS[Theme(indicator.theme)]}", f"{address}#{part}"),
        (indicator.label, ""),
    ]


def lead(reading: Reading, topic: Topic) -> str:
    """How many now, which share, and the country's share beside it."""
    now, share = reading.now(topic.key), reading.now(topic.share)
    sentences = []
    # Without a later year the title says this already.
    if now and now.known and reading.then(topic.key):
        verb = "was er vraag naar" if topic.theme == Theme.WOONVORM else "waren het er"
        sentences.append(f"In {now.year} {verb} {now.sentence()}.")
    if share and share.known:
        country = reading.figures.at(topic.share, COUNTRY, share.year)
        beside = f", in heel Nederland {country.words()}" if country and country.known else ""
        sentences.append(f"Het aandeel in {share.year} was {share.sentence()}{beside}.")
    return " ".join(sentences)


def keys(reading: Reading, topic: Topic) -> list[KeyFigure]:
    found = [projected_key(reading, topic.key), share_key(reading, topic)]
    return [key for key in found if key]


def share_key(reading: Reading, topic: Topic) -> KeyFigure | None:
    share = reading.now(topic.share)
    if share is None:
        return None
    country = reading.figures.at(topic.share, COUNTRY, share.year)
    return KeyFigure(
        label=f"{share.label.removesuffix(SHARE_SUFFIX)}, {share.year}",
        value=share.words(),
        doubt="" if share.kind == "geteld" else "ongeveer",
        range_words=f"Nederland {country.words()}" if country and country.known else "",
        text="Dit is een schatting met een model. De bron geeft geen band."
        if share.kind == "geschat"
        else "",
        citation=cite([share], reading.sources),
    )


# --- where ---


def topic_map(reading: Reading, topic: Topic) -> AreaMap | None:
    """The share on the map; homes are counts, and counts are not put on a map."""
    options = _options(reading, topic)
    return area_map(reading, options) if options else None


def _options(reading: Reading, topic: Topic) -> list[Any]:
    found = map_options(reading.figures, reading.code, reading.choices.share)
    return [option for option in found if option.chosen and option.indicator == topic.share]


def map_address(reading: Reading, topic: Topic) -> str:
    chosen = next((option.value for option in _options(reading, topic)), "")
    address = reverse("opgave:map-data", args=[reading.code])
    return f"{address}?maat={chosen}" if chosen else ""


def topic_table(reading: Reading, topic: Topic, choices: Choices) -> Table:
    """Every wijk or buurt, in the order that the address asks for."""
    level = choices.level
    share, now = reading.now(topic.share), reading.now_or_base(topic.key)
    named = {"naam": level.capitalize()}
    cells: list[Mapping[str, Figure]] = []
    if share:
        named["aandeel"] = f"Aandeel {share.year}"
        cells.append(reading.figures.over(topic.share, share.year))
    if now and now.year != reading.to_year:
        named["nu"] = f"Aantal {now.year}"
        cells.append(reading.figures.over(topic.key, now.year))
    named |= {"straks": f"Aantal {reading.to_year}", "band": "Band"}
    columns, at, descending = sortable(choices, named)

    def row(area: Area, *, linked: bool = True) -> Row:
        then = reading.then(topic.key, area.code)
        address = reading.area_address(area.code) if linked else ""
        known = [number_cell(found.get(area.code), link=linked) for found in cells]
        return Row([Cell(area.name, address), *known, number_cell(then), band_cell(then)])

    rows = [row(area) for area in reading.areas_at(level)]
    caption = f"{LEVELS[level].capitalize()} van {reading.gemeente.name}"
    ordered = in_order(rows, at, descending=descending)
    return Table(LEVELS[level], caption, columns, ordered, row(reading.gemeente, linked=False))


def topic_downloads(reading: Reading, topic: Topic) -> Sequence[Download]:
    return reading.table_downloads(KINDS[Theme(topic.theme)], {"indicator": topic.key})


# --- what nobody knows ---


def unknown_words(reading: Reading, topic: Topic) -> list[str]:
    """Per level how many areas have no figure, and why: said, never left out."""
    said = []
    now, share = reading.now_or_base(topic.key), reading.now(topic.share)
    for label, figure in (("het aandeel", share), ("het aantal", now)):
        if figure is None:
            continue
        shown = reading.figures.over(figure.indicator, figure.year)
        for level, name in LEVELS.items():
            areas = reading.areas_at(level)
            said += _counted(label, figure.year, name, [shown.get(area.code) for area in areas])
    return said


def _counted(label: str, year: int, name: str, figures: Sequence[Figure | None]) -> list[str]:
    reasons = Counter(
        "geen cijfer" if figure is None else figure.absent
        for figure in figures
        if figure is None or figure.absent
    )
    return [
        f"Van {count} van de {len(figures)} {name} {REASONS[reason]} ({label} in {year})."
        for reason, count in reasons.items()
    ]


def others(study: Study, indicator: Indicator) -> list[tuple[str, str]]:
    """The other groups or woonvormen of this gemeente: words and address."""
    return [
        (other.label, topic_address(study.gemeente.code, other.key, other.theme))
        for other in published.topics(study, indicator.theme)
        if other.key != indicator.key
    ]
