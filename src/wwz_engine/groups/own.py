"""The classification of groups as a partnership keeps it: own numbers, own groups, and ends.

One row holds for one group from a day on. See ``COLUMNS``; as a table of a study the key is
``own_groups``. Loads nothing that makes tables, so that a page may check rows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from wwz_engine.aandachtsgroepen import ASKED, classification
from wwz_engine.sources.alike import comparable
from wwz_engine.sources.cells import (
    FIRST_YEAR,
    CellError,
    CellProblem,
    Checked,
    area_named,
    day_in,
    each_cell,
    fraction_in,
    id_in,
    layout_in,
    number_in,
)

KEY = "own_groups"
OWN, OWN_LABEL = "eigen", "een eigen groep"
TEXT, NUMBER, CHOICE, AREA, DAY = "tekst", "getal", "keuze", "gebied", "datum"
SHARES = ("independent", "clustered", "supported")
CONFIDENCE_LABELS = {
    "A": "A: geteld in een register",
    "B": "B: gepubliceerde schatting",
    "C": "C: gerekend uit gepubliceerde cijfers",
    "D": "D: ingeschat",
}
LAST_YEAR = 2100
LONGEST_STAY = 50.0
LONGEST_NAME, LONGEST_TEXT = 50, 200


def _groups() -> dict[str, str]:
    found = {group.key: group.label for group in classification().groups}
    return found | {OWN: OWN_LABEL}


@dataclass(frozen=True)
class Column:
    """One column: key, heading, what stands in it, its kind, and the values of a choice."""

    key: str
    label: str
    meaning: str
    kind: str = TEXT
    values: Mapping[str, str] | None = None
    required: bool = False


COLUMNS = (
    Column("id", "Kenmerk", "Uw eigen nummer van deze regel. Het blijft gelijk.", required=True),
    Column("area", "Gebied", "Code of naam van de gemeente.", AREA, required=True),
    Column("area_year", "Jaar van de indeling", "Jaar van de gebiedscodes, zoals 2023.", NUMBER,
           required=True),
    Column("group", "Groep", "Een groep uit de indeling, of een eigen groep.", CHOICE, _groups(),
           required=True),
    Column("name", "Naam van de eigen groep", "Alleen bij een eigen groep."),
    Column("meaning", "Wie hoort erbij?", "Alleen bij een eigen groep, in één zin."),
    Column("since", "Geldt vanaf", "De eerste dag waarop deze regel telt, zoals 2026-01-01.", DAY,
           required=True),
    Column("until", "Groep eindigt op", "Vanaf deze dag telt de groep niet meer mee. Leeg: de "
           "groep blijft.", DAY),
    Column("stock", "Aantal nu", "Hoeveel mensen er in de groep zijn.", NUMBER),
    Column("inflow", "Erbij per jaar", "Hoeveel mensen er in een jaar bij komen.", NUMBER),
    Column("stay", "Hoe lang iemand blijft", "In jaren, zoals 0,5.", NUMBER),
    Column("independent", "Deel dat een zelfstandige woning vraagt", "In procenten.", NUMBER),
    Column("clustered", "Deel dat een geclusterde woning vraagt", "In procenten.", NUMBER),
    Column("supported", "Deel dat een woning met begeleiding vraagt", "In procenten.", NUMBER),
    Column("source", "Bron", "Waar de getallen vandaan komen. Nodig bij elk getal."),
    Column("year", "Jaar van de bron", "Het jaar waarover de getallen gaan.", NUMBER),
    Column("confidence", "Zekerheid", "Hoe zeker de getallen zijn, van A tot en met D.", CHOICE,
           CONFIDENCE_LABELS),
)  # fmt: skip


@dataclass(frozen=True)
class OwnGroup:
    """What a partnership says of one group from a day on; None where it says nothing.

    group : key of the classification, or ``OWN`` with a name and a meaning
    stay : years
    independent, clustered, supported : percent of those who come in
    """

    id: str
    area: str
    area_year: int
    group: str
    name: str
    meaning: str
    since: date
    until: date | None
    stock: float | None
    inflow: float | None
    stay: float | None
    independent: float | None
    clustered: float | None
    supported: float | None
    source: str
    year: int | None
    confidence: str

    @property
    def key(self) -> str:
        """The group itself: all rows with this key are of one group."""
        return self.group if self.group != OWN else own_key(self.name)

    def numbers(self) -> dict[str, float]:
        """What is known, by what is asked of every group."""
        found = {what: getattr(self, what) for what in ASKED}
        return {what: number for what, number in found.items() if number is not None}


def own_key(name: str) -> str:
    """The key of a group that a partnership has of its own.

    Examples
    --------
    >>> own_key("Sociaal café-gangers"), own_key("SOCIAAL CAFE GANGERS")
    ('eigen_sociaal_cafe_gangers', 'eigen_sociaal_cafe_gangers')
    """
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return f"{OWN}_{re.sub(r'[^a-z0-9]+', '_', plain).strip('_')}"


def of_text(cells: Mapping[str, str]) -> OwnGroup:
    """The row whose cells were stored as text after ``check_row``."""

    def value(column: Column) -> Any:
        text = cells.get(column.key, "")
        if column.kind == DAY:
            return date.fromisoformat(text) if text else None
        if column.kind != NUMBER:
            return text
        number = float(text.replace(",", ".")) if text else None
        whole = column.key in ("area_year", "year") and number is not None
        return int(number) if whole and number is not None else number

    return OwnGroup(**{column.key: value(column) for column in COLUMNS})


def check_row(
    cells: Mapping[str, str],
    areas: Mapping[str, str],
    layout: int,
    today: date,
    *,
    hints: bool = True,
) -> Checked[OwnGroup]:
    """Read one row of text.

    Parameters
    ----------
    cells : text per key of ``COLUMNS``
    areas : names of the gemeenten that rows can be of, by code
    layout : year of those codes
    today : no source is of a later year
    hints : whether to look for a word that is much like a wrong one, which takes long

    Returns
    -------
    Checked

    Examples
    --------
    >>> cells = {"id": "1", "area": "GM9999", "area_year": "2023", "group": "dakloos",
    ...          "since": "2026-01-01", "stock": "12"}
    >>> found = check_row(cells, {"GM9999": "Verzonnendam"}, 2023, date(2026, 1, 1))
    >>> [problem.column for problem in found.problems]
    ['source', 'year', 'confidence']
    """
    text = {column.key: str(cells.get(column.key) or "").strip() for column in COLUMNS}
    readers: dict[str, Callable[[str], Any]] = {
        "id": id_in,
        "area": lambda cell: area_named(cell, areas, hints=hints),
        "area_year": lambda cell: layout_in(cell, layout),
        "group": lambda cell: _choice(cell, _groups(), hints=hints),
        "name": _name,
        "meaning": _short,
        "since": _day,
        "until": _day,
        **dict.fromkeys(("stock", "inflow"), _people),
        "stay": _stay,
        **dict.fromkeys(SHARES, _share),
        "source": _short,
        "year": lambda cell: _year(cell, today),
        "confidence": lambda cell: _choice(cell, CONFIDENCE_LABELS, hints=hints),
    }
    values, problems = each_cell(
        COLUMNS, lambda column: _read(column, text[column.key], readers[column.key])
    )
    if not problems:
        row = OwnGroup(**values)
        problems = list(_contradictions(row))
        if not problems:
            return Checked(row, ())
    return Checked(None, tuple(problems))


_EMPTY: dict[str, Any] = {TEXT: "", CHOICE: ""}


def _read(column: Column, text: str, reader: Callable[[str], Any]) -> Any:
    if text:
        return reader(text)
    if column.required:
        raise CellError(f"‘{column.label}’ is leeg. {column.meaning}")
    return _EMPTY.get(column.kind)


def _contradictions(row: OwnGroup) -> list[CellProblem]:
    return [*_about_own(row), *_about_days(row), *_about_numbers(row)]


def _about_own(row: OwnGroup) -> list[CellProblem]:
    """A group of the classification is called what it is called there."""
    if row.group == OWN:
        lacking = {"name": "Geef de eigen groep een naam.",
                   "meaning": "Zeg in één zin wie er bij de eigen groep horen."}  # fmt: skip
        return [CellProblem(key, words) for key, words in lacking.items() if not getattr(row, key)]
    return [
        CellProblem(key, "Laat dit leeg, of kies bij ‘Groep’ een eigen groep.")
        for key in ("name", "meaning")
        if getattr(row, key)
    ]


def _about_days(row: OwnGroup) -> list[CellProblem]:
    if row.until is None or row.until >= row.since:
        return []
    words = "De groep kan niet eindigen voor de dag waarop deze regel ingaat."
    return [CellProblem("until", words)]


def _about_numbers(row: OwnGroup) -> list[CellProblem]:
    """A number has a source, a year and a confidence; a row that says nothing is none."""
    numbers = row.numbers()
    if not numbers:
        if row.until is not None or row.group == OWN:
            return []
        return [
            CellProblem("stock", "Vul minstens één getal in, of de dag waarop de groep eindigt.")
        ]
    lacking = {
        "source": "Zeg waar de getallen vandaan komen.",
        "year": "Zeg over welk jaar de getallen gaan.",
        "confidence": "Zeg hoe zeker de getallen zijn: A, B, C of D.",
    }
    problems = [CellProblem(key, words) for key, words in lacking.items() if not getattr(row, key)]
    if sum(numbers.get(share, 0.0) for share in SHARES) > 100 + 1e-9:
        words = "De drie delen zijn samen meer dan 100 procent. Maak een ervan kleiner."
        problems.append(CellProblem("supported", words))
    return problems


def _choice(text: str, values: Mapping[str, str], *, hints: bool) -> str:
    for value, label in values.items():
        if comparable(text) in (comparable(value), comparable(label)):
            return value
    near = get_close_matches(text, list(values.values()), n=1) if hints else []
    hint = f"Bedoelt u ‘{near[0]}’?" if near else "Kies uit de lijst."
    raise CellError(f"‘{text}’ kennen we niet. {hint}")


def _name(text: str) -> str:
    if len(text) > LONGEST_NAME:
        raise CellError(f"De naam is te lang. Gebruik hooguit {LONGEST_NAME} tekens.")
    if own_key(text) == f"{OWN}_":
        raise CellError("Gebruik in de naam letters of cijfers.")
    if comparable(text) in {comparable(label) for label in _groups().values()}:
        raise CellError(f"‘{text}’ staat al in de indeling. Kies die groep bij ‘Groep’.")
    return text


def _short(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise CellError(f"De tekst is te lang. Gebruik hooguit {LONGEST_TEXT} tekens.")
    return text


def _people(text: str) -> float:
    number = number_in(text)
    if number != int(number):
        raise CellError(f"{text} is geen heel getal. Tel hele mensen.")
    return number


def _stay(text: str) -> float:
    number = fraction_in(text)
    if not 0 < number <= LONGEST_STAY:
        raise CellError(f"{text} jaar kan niet. Geef meer dan 0 en hooguit {LONGEST_STAY:g} jaar.")
    return number


def _share(text: str) -> float:
    number = fraction_in(text.removesuffix("%").strip())
    if number > 100:
        raise CellError(f"{text} procent is meer dan alles. Geef een deel van 0 tot en met 100.")
    return number


def _year(text: str, today: date) -> int:
    number = number_in(text)
    if not FIRST_YEAR <= number <= today.year or number != int(number):
        raise CellError(f"Het jaar {text} kan niet. Geef een jaar van {FIRST_YEAR} tot nu.")
    return int(number)


def _day(text: str) -> date:
    day = day_in(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellError(f"De dag {text} kan niet. Geef een dag tussen {FIRST_YEAR} en {LAST_YEAR}.")
    return day
