"""Words and tables of the pages with the classification of groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.dateformat import format as format_date

from wwz.opgave.own.groups import GroupOnDay, GroupValue, Standing
from wwz.opgave.own.models import OwnRow
from wwz.opgave.presentation.tables import Cell, Column, Row, Table
from wwz.opgave.wording import number
from wwz.partners.models import Partnership
from wwz.spreadsheets import Column as FileColumn
from wwz.spreadsheets import Sheet

OWN, DEFAULT, NOT_KNOWN = "eigen", "standaard", "onbekend"
OWN_GROUP = "eigen"
# What is asked of every group, as the pages call it, with its unit.
ASKED = {
    "stock": ("Aantal nu", "mensen"),
    "inflow": ("Erbij per jaar", "mensen"),
    "stay": ("Hoe lang iemand blijft", "jaar"),
    "independent": ("Vraagt een zelfstandige woning", "%"),
    "clustered": ("Vraagt een geclusterde woning", "%"),
    "supported": ("Vraagt een woning met begeleiding", "%"),
}
IN_LIST = ("stock", "inflow", "stay")
HOMES = ("independent", "clustered", "supported")
CONFIDENCE = {
    "A": "A, geteld in een register",
    "B": "B, gepubliceerde schatting",
    "C": "C, gerekend uit gepubliceerde cijfers",
    "D": "D, ingeschat",
}


@dataclass(frozen=True)
class Line:
    """One thing that is asked of a group, in words."""

    name: str
    words: str
    origin: str
    year: str
    confidence: str


def day_words(day: date) -> str:
    return format_date(day, "j F Y")


def value_words(value: GroupValue, unit: str) -> str:
    """'120 mensen', '30.600 in heel Nederland', 'per buurt geschat' or 'onbekend'."""
    if value.trait:
        return "per buurt geschat"
    if value.number is None:
        return NOT_KNOWN
    shown = short(value.number)
    words = f"{shown}%" if unit == "%" else f"{shown} {unit}"
    return f"{words} in heel Nederland" if value.area == "land" else words


def short(value: float) -> str:
    """With no more decimals than it needs: 120, 0,5, 0,25.

    >>> short(1200.0), short(0.5), short(0.25)
    ('1.200', '0,5', '0,25')
    """
    decimals = next((n for n in range(2) if round(value, n) == round(value, 2)), 2)
    return number(value, decimals)


def origin_words(value: GroupValue) -> str:
    """'eigen cijfer: telling van de gemeente', 'standaard: RIVM', or 'onbekend'."""
    if value.origin == NOT_KNOWN:
        return NOT_KNOWN
    kind = "eigen cijfer" if value.origin == OWN else "landelijke standaard"
    return f"{kind}: {value.source}"


def lines_of(group: GroupOnDay) -> list[Line]:
    found = []
    for what, (name, unit) in ASKED.items():
        value = group.values[what]
        confidence = CONFIDENCE.get(value.confidence, "")
        year = str(value.year or "")
        found.append(Line(name, value_words(value, unit), origin_words(value), year, confidence))
    return found


def values_table(group: GroupOnDay) -> Table:
    """All that is asked of one group, with where it comes from."""
    names = ("Wat", "Hoeveel", "Waar het vandaan komt", "Jaar", "Zekerheid")
    columns = [Column(name, numeric=False) for name in names]
    rows = [
        Row([Cell(line.name), *map(Cell, (line.words, line.origin, line.year or "–",
                                         line.confidence or "–"))])
        for line in lines_of(group)
    ]  # fmt: skip
    return Table("groep", f"Wat wij weten van ‘{group.group.label}’", columns, rows)


def groups_table(partnership: Partnership, standing: Standing) -> Table:
    """Every group that counts, with its numbers and whose they are."""
    names = ("Groep", "In de indeling sinds", *(ASKED[what][0] for what in IN_LIST), "Herkomst")
    columns = [Column(name, numeric=False) for name in names]
    rows = [
        Row(
            [
                Cell(one.group.label, address(partnership, standing, one)),
                Cell(day_words(one.group.start)),
                *(Cell(value_words(one.values[what], ASKED[what][1])) for what in IN_LIST),
                Cell(whose(one)),
            ]
        )
        for one in standing.groups
        if one.ended is None
    ]
    caption = f"Aandachtsgroepen in {standing.place}"
    return Table("aandachtsgroepen", caption, columns, rows)


def whose(group: GroupOnDay) -> str:
    """Whether any number of a group is own, national, or nothing is known."""
    origins = {value.origin for value in group.values.values()}
    if OWN in origins:
        return "eigen cijfer"
    if is_own_group(group):
        return "eigen groep"
    return DEFAULT if DEFAULT in origins else NOT_KNOWN


def is_own_group(group: GroupOnDay) -> bool:
    return not group.group.named_in


def address(partnership: Partnership, standing: Standing, group: GroupOnDay) -> str:
    found = reverse("own:group", args=[partnership.slug, group.group.key])
    return f"{found}{standing.query}"


def documents_of(group: GroupOnDay) -> list[str]:
    """The laws and programmes that name a group, each with its date."""
    return [
        f"{one.title}, {day_words(one.dated)}"
        + ("" if one.read else ". Deze tekst is niet opnieuw nagelezen: kijk dit na.")
        for one in group.group.named_in
    ]


@dataclass(frozen=True)
class RowShown:
    """A row of a group: since when, and whether it holds."""

    row: OwnRow
    title: str
    meta: str


def rows_shown(rows: Sequence[OwnRow], holding: OwnRow | None, today: date) -> list[RowShown]:
    found = []
    for row in rows:
        since = date.fromisoformat(row.cells["since"])
        state = "gaat later in" if since > today else "vervangen door een latere regel"
        if holding is not None and row.pk == holding.pk:
            state = "geldt nu"
        by = f"{state} · {row.organisation} · gewijzigd {format_date(row.changed_at, 'j F Y')}"
        found.append(RowShown(row, f"Vanaf {day_words(since)}", by))
    return found


# --- as a file ---

Told = tuple[GroupOnDay, str]


def classification_sheet(partnership: Partnership, standing: Standing) -> Sheet[Told]:
    """The classification as it stands, one line per group and thing that is asked of it."""

    def value(told: Told) -> GroupValue:
        return told[0].values[told[1]]

    columns = (
        FileColumn[Told]("groep", lambda told: told[0].group.label, 40),
        FileColumn[Told]("in de indeling sinds", lambda told: told[0].group.start, 14),
        FileColumn[Told]("eindigt op", lambda told: told[0].ended, 14),
        FileColumn[Told]("genoemd in", lambda told: "; ".join(documents_of(told[0])), 40),
        FileColumn[Told]("wat", lambda told: ASKED[told[1]][0], 34),
        FileColumn[Told]("getal", lambda told: value(told).number, 12),
        FileColumn[Told]("eenheid", lambda told: ASKED[told[1]][1], 10),
        FileColumn[Told]("gebied", lambda told: area_words(standing, value(told)), 18),
        FileColumn[Told]("herkomst", lambda told: file_origin(partnership, value(told)), 30),
        FileColumn[Told]("bron", lambda told: value(told).source, 40),
        FileColumn[Told]("jaar", lambda told: value(told).year, 8),
        FileColumn[Told]("zekerheid", lambda told: value(told).confidence, 10),
        FileColumn[Told]("toelichting", lambda told: told[0].group.searched, 60),
    )
    about = (
        ("Wat", f"Indeling van aandachtsgroepen, {standing.place}"),
        ("Van", str(partnership)),
        ("Leeg vak", "Niet bekend. Leeg is nooit nul."),
        ("Groepen", "Groepen overlappen: tel ze niet bij elkaar op."),
        *((f"Zekerheid {key}", words.partition(", ")[2]) for key, words in CONFIDENCE.items()),
        *((("Let op", "Eigen cijfers van een demo zijn verzonnen."),) if partnership.demo else ()),
    )
    return Sheet(f"aandachtsgroepen-{partnership.slug}", columns, told_of(standing), about)


def told_of(standing: Standing) -> Iterator[Told]:
    for group in standing.groups:
        for what in ASKED:
            yield group, what


def area_words(standing: Standing, value: GroupValue) -> str:
    if value.origin == NOT_KNOWN:
        return ""
    if value.trait:
        return "per buurt geschat"
    return "Nederland" if value.area == "land" else standing.place


def file_origin(partnership: Partnership, value: GroupValue) -> str:
    if value.origin == OWN:
        made_up = ", verzonnen voor de demo" if partnership.demo else ""
        return f"eigen cijfer van {partnership}{made_up}"
    return "landelijke standaard" if value.origin == DEFAULT else NOT_KNOWN
