"""Homes of one place per woonvorm: asked for, there, planned and short; counted another way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from wwz.areas.models import Area
from wwz.opgave.models import Indicator, Study
from wwz.opgave.presentation.cited import Citation, cite
from wwz.opgave.presentation.figure import Figure
from wwz.opgave.presentation.places import crumbs_of, pages_of, place_address
from wwz.opgave.presentation.reading import Reading
from wwz.opgave.presentation.sentences import Piece, Sentence, not_known, sentence
from wwz.opgave.presentation.tables import Cell, Column, Row, Table, number_cell
from wwz.opgave.presentation.ten_sentences import BRING_HOMES, read_place
from wwz.opgave.presentation.yearly import shown_in, yearly_table
from wwz.opgave.queries import published

FORMS = {
    "nultreden": "Nultredenwoningen",
    "geclusterd": "Geclusterde woningen",
    "zorggeschikt": "Zorggeschikte woningen",
}
ROWS = (
    ("Nodig", "vraag_{}"),
    ("Nodig voor wie wil verhuizen", "verhuisvraag_{}"),
    ("Voorraad", "voorraad_{}"),
    ("Voorraad voor de doelgroep", "voorraad_{}_effectief"),
    ("Misschien, een gegeven ontbreekt", "voorraad_{}_onbekend"),
    ("Harde plannen, tot en met dit jaar", "plannen_hard_{}"),
    ("Zachte plannen, tot en met dit jaar", "plannen_zacht_{}"),
    ("Verwachte oplevering", "oplevering_{}"),
    ("Tekort", "tekort_{}"),
    ("Tekort als de hele gemeente telt", "tekort_{}_gemeentebreed"),
)
# Of these homes the demand is a task on top of what was there: see docs/methods/shortage.md.
EXTRA, MORE = ("zorggeschikt", "Nodig"), "Extra nodig"
COUNTED, DOUBTFUL = "telling_", "_onbekend"
# How the study begins its sentence on gemeenten that are alike: they are not facts of its own.
PEERS = "Tekorten zijn niet te vergelijken met die van andere gemeenten"


@dataclass(frozen=True)
class Form:
    """One woonvorm; ``crossing`` is when what is there becomes too little."""

    key: str
    title: str
    crossing: Sentence
    table: Table
    citation: Citation


@dataclass(frozen=True)
class Counting:
    """The same stock under a definition that the reader chose, and under all others."""

    label: str
    text: str
    said: Sentence
    options: Sequence[tuple[str, str, bool]]
    table: Table
    citation: Citation


def housing_page(study: Study, place: Area, definition: str) -> dict[str, Any]:
    """Everything that templates/opgave/housing.html shows."""
    reading = read_place(study, place)
    forms = [form for key in FORMS if (form := form_of(reading, key))]
    stock = [reading.figures.last(f"voorraad_{key}", reading.gemeente.code) for key in FORMS]
    return {
        "study": study,
        "gemeente": study.gemeente,
        "area": place,
        "crumbs": crumbs_of(reading, "Woningen"),
        "forms": forms,
        "told": any(figure and figure.known for figure in stock),
        "counting": counting(reading, definition),
        "peers": next((gap for gap in study.gaps if gap.startswith(PEERS)), ""),
        "back": place_address(reading),
        "others": pages_of(study.gemeente.code, place.code, "opgave:housing"),
        "downloads": reading.table_downloads("woonvormen"),
    }


def form_of(reading: Reading, key: str) -> Form | None:
    rows = [(MORE if (key, words) == EXTRA else words, name.format(key)) for words, name in ROWS]
    shown = shown_in(reading, rows)
    if not shown:
        return None
    table = yearly_table(reading, f"woonvorm-{key}", FORMS[key], rows)
    citation = replace(cite(shown, reading.sources), address="")
    return Form(key, FORMS[key], crossing(reading, key), table, citation)


def crossing(reading: Reading, key: str) -> Sentence:
    """The year in which more is asked for than there is."""
    what = "Wanneer het aanbod te klein wordt"
    when = reading.figures.last(f"kruisjaar_{key}", reading.code)
    if when is None and reading.code != reading.gemeente.code:
        to_do = "Een woning dient haar hele wijk: kijk bij de wijk of de gemeente."
        return not_known(what, when, to_do)
    if when is None or when.absent == "onbekend":
        return not_known(what, when, BRING_HOMES)
    if when.absent == "geen cijfer":
        return sentence(f"Het aanbod blijft tot en met {reading.to_year} groot genoeg: er is ",
                        when, " voor een jaar waarin het te klein wordt.")  # fmt: skip
    if when.absent:
        return not_known(what, when, BRING_HOMES)
    if when.value is not None and when.value <= reading.base_year:
        year = Piece(when.words(), when.address)
        return Sentence([Piece("Het aanbod was al te klein in "), year, Piece(".")], [when])
    return sentence("Het aanbod wordt te klein: de helft van de berekeningen komt uit op ",
                    when, " of eerder.")  # fmt: skip


def counting(reading: Reading, chosen: str) -> Counting | None:
    """The stock under one definition, and a table of all."""
    known = [
        (one, figure)
        for one in published.indicators_named(reading.study, COUNTED)
        if not one.key.endswith(DOUBTFUL)
        and (figure := reading.figures.last(one.key, reading.code)) is not None
        and figure.known
    ]
    if not known:
        return None
    keys = [one.key.removeprefix(COUNTED) for one, _ in known]
    at = keys.index(chosen) if chosen in keys else 0
    indicator, figure = known[at]
    maybe = reading.figures.last(indicator.key + DOUBTFUL, reading.code)
    end = (", en misschien nog ", maybe) if maybe is not None and maybe.known else ()
    return Counting(
        label=indicator.label,
        text=indicator.definition,
        said=sentence(f"In {figure.year} waren dit er ", figure, *end, "."),
        options=[
            (key, one.label, number == at)
            for number, (key, (one, _)) in enumerate(zip(keys, known, strict=True))
        ],
        table=counted_table(reading, known, at),
        citation=replace(cite([found for _, found in known], reading.sources), address=""),
    )


def counted_table(
    reading: Reading, known: Sequence[tuple[Indicator, Figure]], picked: int
) -> Table:
    columns = [Column("Omschrijving", numeric=False), Column("Woningen"), Column("Misschien")]
    rows = [
        Row(
            [
                Cell(one.label),
                number_cell(figure, link=True),
                number_cell(reading.figures.last(one.key + DOUBTFUL, reading.code), link=True),
            ],
            picked=number == picked,
        )
        for number, (one, figure) in enumerate(known)
    ]
    caption = f"Dezelfde voorraad, {len(known)} keer geteld, {reading.place.name}"
    return Table("omschrijvingen", caption, columns, rows)
