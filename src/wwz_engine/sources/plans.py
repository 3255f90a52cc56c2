"""Building plans that a gemeente brings: CSV or XLSX, read with every fault named at once.

Columns ``gebied``, ``jaar``, ``woningen`` and ``hardheid`` (hard or zacht), and ``naam`` if
wanted. A row below nil is demolition. Rows that cannot be used are told one sentence each,
so that somebody can mend the whole file in one go.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

import polars as pl

from wwz_engine.sources.alike import comparable
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.delimited import read_delimited, require
from wwz_engine.sources.errors import (
    MissingColumnError,
    SourceDamagedError,
    SourceError,
    TooLargeError,
)
from wwz_engine.sources.lists import as_delimited, delimiter_of
from wwz_engine.sources.raw import MEBIBYTE
from wwz_engine.sources.tidy import Source, Table, conform

KEY = "housing_plans"
HARD, SOFT = "hard", "zacht"
KINDS = {"hard": HARD, "zacht": SOFT, "hard plan": HARD, "zacht plan": SOFT}
COLUMNS = ("gebied", "jaar", "woningen", "hardheid")
ADVICE = "geef de kolommen gebied, jaar, woningen en hardheid, als CSV of XLSX"
LAST_YEAR = 2050
MOST_HOMES = 5_000
MOST_BYTES = 5 * MEBIBYTE
_WHOLE = re.compile(r"^[-\N{MINUS SIGN}]?\d+(?:[.,]0+)?$")
_THOUSANDS = re.compile(r"^[-\N{MINUS SIGN}]?\d{1,3}(?:\.\d{3})+$")


@dataclass(frozen=True)
class ListedPlan:
    """One usable row: where, when, how many homes and how firm; ``line`` as in the file."""

    line: int
    area: str
    year: int
    homes: int
    kind: str
    name: str = ""


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be used, and what to do, in one Dutch sentence."""

    line: int
    words: str


@dataclass(frozen=True)
class Preview:
    """What a file would bring: shown before anything is stored."""

    file: str
    sha256: str
    plans: tuple[ListedPlan, ...]
    problems: tuple[Problem, ...]

    @property
    def usable(self) -> bool:
        """Whether every row can be used: half a file would be other plans."""
        return bool(self.plans) and not self.problems

    def homes(self, kind: str) -> int:
        return sum(plan.homes for plan in self.plans if plan.kind == kind)


def read_plans(name: str, content: bytes, areas: Mapping[str, str], after: int) -> Preview:
    """Read a file with building plans.

    Parameters
    ----------
    areas : names of the areas that plans can be in, by code
    after : the last counted year; plans are of later years

    Raises
    ------
    SourceDamagedError
        the file as a whole cannot be read
    """
    frame = _frame(name, content)
    reader = _Reader(areas, after)
    for line, row in enumerate(frame.to_dicts(), start=2):
        reader.take(line, {key: str(value or "").strip() for key, value in row.items()})
    digest = hashlib.sha256(content).hexdigest()
    return Preview(name, digest, tuple(reader.plans), tuple(reader.problems))


class PlansRefusedError(SourceError):
    """Plans of which a row cannot be used; half a file would be other plans."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems) or ("In het bestand staat geen enkel bouwplan.",)
        super().__init__("\n".join(self.problems))


class _RowError(Exception):
    """A row that cannot be used; the message says why."""


class _Reader:
    """Takes row after row, and remembers what was seen."""

    def __init__(self, areas: Mapping[str, str], after: int) -> None:
        self._codes = {code.casefold(): code for code in areas}
        self._names = {comparable(label): code for code, label in areas.items()}
        self._labels = [*areas.values(), *areas]
        self._after = after
        self._seen: dict[tuple[str, int, str, str], int] = {}
        self.plans: list[ListedPlan] = []
        self.problems: list[Problem] = []

    def take(self, line: int, row: Mapping[str, str]) -> None:
        if not any(row.values()):
            return
        try:
            self.plans.append(self._plan(line, row))
        except _RowError as error:
            self.problems.append(Problem(line, f"Regel {line}: {error}"))

    def _plan(self, line: int, row: Mapping[str, str]) -> ListedPlan:
        name = row.get("naam", "")
        area, year = self._area(row["gebied"]), self._year(row["jaar"])
        homes, kind = _homes(row["woningen"]), _kind(row["hardheid"])
        first = self._seen.setdefault((area, year, kind, name), line)
        if first != line:
            raise _RowError(
                f"dit plan staat al in regel {first}. Haal een van de twee weg, of geef ze een "
                "eigen naam."
            )
        return ListedPlan(line, area, year, homes, kind, name)

    def _area(self, text: str) -> str:
        if not text:
            raise _RowError(
                "het gebied ontbreekt. Vul de code of de naam van een buurt of wijk in."
            )
        found = self._codes.get(text.casefold()) or self._names.get(comparable(text))
        if found is None:
            near = get_close_matches(text, self._labels, n=1)
            hint = (
                f" Bedoelt u {near[0]}?" if near else " Gebruik de code of de naam van een buurt."
            )
            raise _RowError(f"het gebied ‘{text}’ kennen we niet.{hint}")
        return found

    def _year(self, text: str) -> int:
        if not _WHOLE.match(text):
            raise _RowError(f"‘{text}’ is geen jaar. Schrijf het als 2030.")
        year = _number(text)
        if not self._after < year <= LAST_YEAR:
            raise _RowError(
                f"het jaar {year} kan niet. Kies een jaar van {self._after + 1} tot en met "
                f"{LAST_YEAR}; wat al gebouwd is, zit in de tellingen."
            )
        return year


def _homes(text: str) -> int:
    if not _WHOLE.match(text) and not _THOUSANDS.match(text):
        raise _RowError(f"‘{text}’ is geen aantal woningen. Schrijf een heel getal, zoals 120.")
    homes = _number(text.replace(".", "") if _THOUSANDS.match(text) else text)
    if homes == 0:
        raise _RowError("het aantal woningen is nul. Haal de regel weg.")
    if abs(homes) > MOST_HOMES:
        raise _RowError(
            f"{homes} woningen in één plan is meer dan {MOST_HOMES}. Controleer het getal, of "
            "verdeel het plan over jaren."
        )
    return homes


def _kind(text: str) -> str:
    found = KINDS.get(text.casefold())
    if found is None:
        raise _RowError(
            f"een plan is hard of zacht, niet ‘{text}’. Hard is vastgesteld, zacht nog niet."
        )
    return found


def _number(text: str) -> int:
    return int(float(text.replace(",", ".").replace("\N{MINUS SIGN}", "-")))


def _frame(name: str, content: bytes) -> pl.DataFrame:
    """The rows of the file as text, with column names in lower case.

    Raises
    ------
    SourceDamagedError
    """
    if len(content) > MOST_BYTES:
        raise TooLargeError(name, "is groter dan 5 MB", "maak een kleiner bestand")
    raw = as_delimited(name, content)
    try:
        frame = read_delimited(raw, delimiter_of(raw.data), cut_at=None)
        frame.columns = [column.strip().casefold() for column in frame.columns]
        require(frame, COLUMNS, name)
    except MissingColumnError as error:
        raise MissingColumnError(name, error.problem, ADVICE) from error
    except SourceDamagedError as error:
        raise type(error)(name, error.problem, ADVICE) from error
    return frame


# --- plans as a table of a study ---


def plans_table(preview: Preview, publisher: str, as_of: date) -> Table:
    """Plans as tidy rows, with the file they came from as their source."""
    rows = pl.DataFrame(
        [
            {
                "area": plan.area,
                "area_year": as_of.year,
                "level": "buurt",
                "area_name": plan.name,
                "period": plan.year,
                "measure": f"woningen_{plan.kind}",
                "sex": "totaal",
                "age": "totaal",
                "value": float(plan.homes),
                "missing": None,
                "unit": "woningen",
            }
            for plan in preview.plans
        ]
    )
    source = Source(
        key=KEY,
        publisher=publisher,
        table=preview.file,
        title="Bouwplannen",
        as_of=as_of,
        licence="eigen opgave van de gemeente",
        sha256=preview.sha256,
    )
    return Table(source, conform(rows))


@dataclass(frozen=True)
class WithPlans:
    """The tables of a catalogue, and building plans beside them."""

    tables: Tables
    plans: Table

    def has(self, key: str, gemeente: str | None = None, period: int | None = None) -> bool:
        if key == KEY:
            return bool(self.load(key, gemeente, period).rows.height)
        return self.tables.has(key, gemeente, period)

    def load(self, key: str, gemeente: str | None = None, period: int | None = None) -> Table:
        if key != KEY:
            return self.tables.load(key, gemeente, period)
        rows = self.plans.rows
        if gemeente is not None:
            rows = rows.filter(pl.col("area").str.slice(2, 4) == gemeente[2:])
        if period is not None:
            rows = rows.filter(pl.col("period") == period)
        return replace(self.plans, rows=rows)
