"""Cells of lists that people bring: what is wrong with one, and the area that one names.

Loads nothing of what makes tables, so that a page may ask it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from math import isfinite
from typing import Any, Generic, Protocol, TypeVar

from wwz_engine.sources.alike import comparable

OWN_LICENCE = "eigen opgave van het samenwerkingsverband"
MOST = 10_000_000.0
FIRST_YEAR = 2000
LONGEST_ID = 40
_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
_THOUSANDS = re.compile(r"^-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$")
_EITHER = re.compile(r"^[1-9]\d{0,2}\.\d{3}$")
_NUMBER = re.compile(r"^-?\d+(?:,\d+|\.\d{1,2}|\.\d{4,}|\.0+)?$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?$")
_DUTCH = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with one cell, in one Dutch sentence; ``column`` is its key."""

    column: str
    words: str


class CellError(Exception):
    """A cell that cannot be used; the message says why and what to do."""


class Heading(Protocol):
    """A column of a list, as far as reading its cells asks."""

    @property
    def key(self) -> str: ...

    @property
    def label(self) -> str: ...


Row = TypeVar("Row")
AnyHeading = TypeVar("AnyHeading", bound=Heading)


@dataclass(frozen=True)
class Checked(Generic[Row]):
    """A row when every cell is right, otherwise what is wrong with it."""

    row: Row | None
    problems: tuple[CellProblem, ...]


def each_cell(
    columns: Iterable[AnyHeading], read: Callable[[AnyHeading], Any], *, named: bool = False
) -> tuple[dict[str, Any], list[CellProblem]]:
    """What every column of a row reads as; a cell that cannot be used is told, not given.

    Parameters
    ----------
    read : gives the value of a column, or raises ``CellError``
    named : whether words about a cell begin with the heading of its column
    """
    values: dict[str, Any] = {}
    problems = []
    for column in columns:
        try:
            values[column.key] = read(column)
        except CellError as error:
            words = f"{column.label}: {error}" if named else str(error)
            problems.append(problem_of(column.key, words))
    return values, problems


def problem_of(key: str, words: str) -> CellProblem:
    """A problem of one cell whose words begin with a capital."""
    return CellProblem(key, words[:1].upper() + words[1:])


def area_named(text: str, areas: Mapping[str, str], *, hints: bool) -> str:
    """The code of an area that was written as a code or as a name.

    Parameters
    ----------
    areas : name by code
    hints : whether to look for a name that is much like a wrong one, which takes long

    Raises
    ------
    CellError
        when no area, or more than one, is called so

    Examples
    --------
    >>> area_named("aalanden oost", {"BU01933110": "Aa-landen-Oost"}, hints=True)
    'BU01933110'
    """
    codes = {code.casefold(): code for code in areas}
    if text.casefold() in codes:
        return codes[text.casefold()]
    plain = comparable(text)
    named = [code for code, name in areas.items() if comparable(name) == plain]
    if len(named) > 1:
        raise CellError(
            f"‘{text}’ is de naam van {len(named)} gebieden. Kies een code: {', '.join(named)}."
        )
    if not named:
        near = get_close_matches(text, [*areas.values(), *areas], n=1) if hints else []
        hint = f"Bedoelt u {near[0]}?" if near else "Gebruik de code of de naam van een gebied."
        raise CellError(f"het gebied ‘{text}’ kennen we niet. {hint}")
    return named[0]


def id_in(text: str) -> str:
    """The number that a row keeps.

    Raises
    ------
    CellError
    """
    if not _ID.match(text) or len(text) > LONGEST_ID:
        raise CellError(
            f"‘{text[:LONGEST_ID]}’ kan geen nummer zijn. Gebruik letters, cijfers, punten en "
            f"streepjes, hooguit {LONGEST_ID}."
        )
    return text


def layout_in(text: str, layout: int) -> int:
    """The year of area codes, which is that of the study.

    Raises
    ------
    CellError
    """
    if text.removesuffix(".0") != str(layout):
        raise CellError(
            f"‘{text}’ is niet het jaar van de indeling waarmee we rekenen. Dat is {layout}."
        )
    return layout


def number_in(text: str) -> float:
    """A number as people or Excel write it: 1.200 is twelve hundred, 12,5 and 12.5 the same.

    Raises
    ------
    CellError

    Examples
    --------
    >>> number_in("1.200"), number_in("12,5"), number_in("12.5")
    (1200.0, 12.5, 12.5)
    """
    if not _NUMBER.match(text) and not _THOUSANDS.match(text):
        raise CellError(f"‘{text}’ is geen getal. Schrijf een getal zoals 120 of 12,5.")
    plain = text.replace(".", "") if _THOUSANDS.match(text) else text
    number = float(plain.replace(",", "."))
    if number < 0:
        raise CellError(f"{text} is minder dan nul, en dat kan niet.")
    if not isfinite(number) or number > MOST:
        raise CellError(f"{text} is te groot. Controleer het getal.")
    return number


def fraction_in(text: str) -> float:
    """A number that need not be whole; 12.345 could be either of two, and is refused.

    Raises
    ------
    CellError

    Examples
    --------
    >>> fraction_in("12,345"), fraction_in("1.234.567"), fraction_in("1.234,5")
    (12.345, 1234567.0, 1234.5)
    """
    if _EITHER.match(text):
        whole, _, rest = text.partition(".")
        raise CellError(
            f"‘{text}’ kan {whole}{rest} of {whole},{rest} zijn. Schrijf het zonder punt."
        )
    return number_in(text)


def day_in(text: str) -> date:
    """A day, as 2026-01-01 or 1-1-2026.

    Raises
    ------
    CellError
    """
    iso, dutch = _ISO.match(text), _DUTCH.match(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if dutch:
            return date(int(dutch[3]), int(dutch[2]), int(dutch[1]))
    except ValueError as error:
        raise CellError(f"‘{text}’ is geen dag die bestaat. Schrijf hem als 2026-01-01.") from error
    raise CellError(f"‘{text}’ is geen datum. Schrijf hem als 2026-01-01.")
