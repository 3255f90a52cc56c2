"""A group as it stands in the classification: since when, what names it, what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from wwz.opgave import jobs
from wwz.opgave.models import SourceRecord, Study, Theme
from wwz.opgave.own.group_pages import (
    ASKED,
    CONFIDENCE,
    day_words,
    documents_of,
    value_words,
)
from wwz.opgave.own.groups import GroupOnDay, GroupValue
from wwz.opgave.presentation.cited import Citation, brought_by, cite
from wwz.opgave.presentation.figure import Figure
from wwz.opgave.presentation.reading import Reading
from wwz.opgave.presentation.support import OVERLAPPING, Part
from wwz.opgave.presentation.tables import Cell, Column, Row, Table, number_cell
from wwz.opgave.queries import published

OWN_PREFIX = "eigen_"
ENDS = {
    "stock": "", "inflow": "_instroom", "stay": "_verblijfsduur", "independent": "_zelfstandig",
    "clustered": "_geclusterd", "supported": "_begeleid",
}  # fmt: skip
MODELLED = "_gemodelleerd"
HOMES_ASKED = {
    "_woningen_zelfstandig": "Zelfstandige woningen die de groep per jaar vraagt",
    "_woningen_geclusterd": "Geclusterde woningen die de groep per jaar vraagt",
    "_woningen_begeleid": "Woningen met begeleiding die de groep per jaar vraagt",
}
BOUNDS = (("Geschat", ""), ("Minstens", "_minstens"), ("Hoogstens", "_hoogstens"))
WITH_OTHERS = {
    "0": "In geen van de andere vier groepen",
    "1": "In één andere groep",
    "2plus": "In twee of meer andere groepen",
}


@dataclass(frozen=True)
class Classified:
    """What the page of a group tells of its place in the classification.

    since : since when it counts as a group; nothing for a group of a partnership's own
    """

    label: str
    since: str
    documents: Sequence[str]
    searched: str
    table: Table
    citation: Citation


def group_of(indicator: str, day: date) -> GroupOnDay | None:
    """The group of the classification that an indicator counts."""
    return next((one for one in jobs.groups_on(day) if one.stock_key == indicator), None)


def keys_of(indicator: str, day: date) -> list[str]:
    """Indicators beside the number of people that the page of a group shows."""
    group = group_of(indicator, day)
    key = group.group.key if group is not None else indicator
    named = [end for end in ENDS.values() if end]
    slug = slug_of(indicator)
    pairs = [] if slug is None else [
        pair_key(slug, other) + end
        for other in OVERLAPPING if other != slug for _, end in BOUNDS
    ]  # fmt: skip
    beside = [] if slug is None else [f"samen_{slug}_met_{number}" for number in WITH_OTHERS]
    return [*(key + end for end in (*named, MODELLED, *HOMES_ASKED)), *pairs, *beside]


def classified(reading: Reading, indicator: str, label: str, day: date) -> Classified | None:
    """What the classification and the study tell of a group; nothing for what is no group."""
    group = group_of(indicator, day)
    if group is None and not indicator.startswith(OWN_PREFIX):
        return None
    key = group.group.key if group is not None else indicator
    figures = {end: reading.figures.last(key + end, reading.code)
               for end in (*ENDS.values(), MODELLED, *HOMES_ASKED) if end}  # fmt: skip
    figures[""] = reading.now_or_base(indicator)
    rows = [_row(reading, ASKED[what][0], figures[end], group, what) for what, end in ENDS.items()]
    modelled = figures[MODELLED]
    if modelled is not None:
        rows.insert(1, _row(reading, "Geschat zonder eigen cijfer", modelled))
    rows += [
        _row(reading, words, figure)
        for end, words in HOMES_ASKED.items()
        if (figure := figures[end]) is not None
    ]
    columns = [Column("Wat", numeric=False), Column("Hoeveel"),
               Column("Waar het vandaan komt", numeric=False),
               Column("Zekerheid", numeric=False)]  # fmt: skip
    table = Table("groep", f"Wat wij weten van ‘{label}’", columns, rows)
    shown = [one for one in figures.values() if one is not None and one.known]
    return Classified(
        label=group.group.label if group is not None else label,
        since=day_words(group.group.start) if group is not None else "",
        documents=documents_of(group) if group is not None else (),
        # Of a group without a trait the definition says this already.
        searched=group.group.searched if group is not None and group.stock_key != key else "",
        table=table,
        citation=cite(shown, reading.sources),
    )


def _row(
    reading: Reading, words: str, figure: Figure | None, group: GroupOnDay | None = None,
    what: str = "",
) -> Row:  # fmt: skip
    """One line: what the study says, else what the classification says, else unknown."""
    value = group.values[what] if group is not None and what else None
    if figure is not None and figure.known:
        used = [reading.sources[one] for one in figure.source_ids if one in reading.sources]
        whose, sure = _origin(used, figure, value)
        return Row([Cell(words), Cell(figure.words(), figure.address), Cell(whose), Cell(sure)])
    if value is None or value.number is None:
        return Row([Cell(words), Cell("onbekend"), Cell("–"), Cell("–")])
    told = value_words(value, ASKED[what][1])
    origin = f"landelijke standaard: {value.source}, {value.year}"
    return Row([Cell(words), Cell(told), Cell(origin), Cell(CONFIDENCE[value.confidence])])


def _origin(
    used: Sequence[SourceRecord], figure: Figure, value: GroupValue | None
) -> tuple[str, str]:
    """Whose a figure is, and how sure; of an own one its source stands in the title."""
    own = next((one for one in used if one.is_own()), None)
    if own is None and value is not None and value.trait:
        words = f"{figure.kind} met {value.source} ({value.year})"
        return words, CONFIDENCE[value.confidence]
    if own is None:
        return f"{figure.kind}, {figure.year}", "–"
    _, _, sure = own.title.rstrip(")").rpartition("zekerheid ")
    words = f"eigen cijfer van {brought_by([own])}, {figure.year}"
    return words, CONFIDENCE.get(sure, "–")


# --- how the group overlaps with others ---


def slug_of(indicator: str) -> str | None:
    """The group of adults of which the study says how it overlaps."""
    slug = indicator.removesuffix("_18plus")
    return slug if slug in OVERLAPPING and indicator.endswith("_18plus") else None


def pair_key(one: str, other: str) -> str:
    order = list(OVERLAPPING)
    first, second = sorted((one, other), key=order.index)
    return f"samen_{first}_{second}"


def overlap_of(reading: Reading, indicator: str) -> list[Part]:
    """With which other groups, and with how many; nothing when the study does not say."""
    slug = slug_of(indicator)
    if slug is None:
        return []
    found = {
        words: [reading.figures.last(pair_key(slug, other) + end, reading.code)
                for _, end in BOUNDS]
        for other, words in OVERLAPPING.items() if other != slug
    }  # fmt: skip
    beside = {words: reading.figures.last(f"samen_{slug}_met_{number}", reading.code)
              for number, words in WITH_OTHERS.items()}  # fmt: skip
    if not any(figures[0] for figures in found.values()):
        return []
    pairs = Table(
        "overlap",
        "Mensen uit deze groep die ook in een andere groep vallen",
        [Column("En ook", numeric=False), *(Column(words) for words, _ in BOUNDS)],
        [Row([Cell(words), *(number_cell(one, link=True) for one in figures)])
         for words, figures in found.items()],
    )  # fmt: skip
    counted = Table(
        "andere-groepen",
        "Mensen uit deze groep naar het aantal andere groepen",
        [Column("In hoeveel andere groepen", numeric=False), Column("Mensen")],
        [Row([Cell(words), number_cell(figure, link=True)]) for words, figure in beside.items()],
    )
    used = [one for figures in found.values() for one in figures if one is not None]
    source = cite(used, reading.sources)
    return [Part(pairs, source), Part(counted, source)]


# --- all groups of a gemeente ---


def groups_list(reading: Reading, day: date) -> Table:
    """Every group of the classification, with what the study knows of it."""
    labels = {one.key: one.label for one in published.topics(reading.study, Theme.AANDACHTSGROEP)}
    groups = [one for one in jobs.groups_on(day) if one.stock_key in labels]
    lines = [(one.group.label, day_words(one.group.start), one.stock_key, one.group.key)
             for one in groups]  # fmt: skip
    lines += [(label, "eigen groep", key, key) for key, label in labels.items()
              if key.startswith(OWN_PREFIX)]  # fmt: skip
    columns = [Column("Groep", numeric=False), Column("In de indeling sinds", numeric=False),
               Column("Aantal nu"), Column("Erbij per jaar"), Column("Jaar"),
               Column("Herkomst", numeric=False)]  # fmt: skip
    rows = [_listed(reading, *line) for line in lines]
    caption = f"Aandachtsgroepen in {reading.gemeente.name}"
    return Table("aandachtsgroepen", caption, columns, rows)


def _listed(reading: Reading, label: str, since: str, stock: str, key: str) -> Row:
    now = reading.now_or_base(stock)
    inflow = reading.figures.last(f"{key}_instroom", reading.code)
    known = [one for one in (now, inflow) if one is not None and one.known]
    used = [reading.sources[n] for one in known for n in one.source_ids if n in reading.sources]
    own = brought_by(used)
    origin = f"eigen cijfer van {own}" if own else known[0].kind if known else "onbekend"
    address = reverse("opgave:group", args=[reading.gemeente.code, stock])
    return Row(
        [
            Cell(label, address),
            Cell(since),
            number_cell(now) if now is not None else Cell("onbekend"),
            number_cell(inflow) if inflow is not None else Cell("onbekend"),
            Cell(" en ".join(dict.fromkeys(str(one.year) for one in known))),
            Cell(origin),
        ]
    )


def list_keys(study: Study, day: date) -> list[str]:
    """Indicators that the list of all groups shows."""
    topics = [one.key for one in published.topics(study, Theme.AANDACHTSGROEP)]
    groups = [one.group.key for one in jobs.groups_on(day)]
    own = [key for key in topics if key.startswith(OWN_PREFIX)]
    return [*topics, *(f"{key}_instroom" for key in (*groups, *own))]
