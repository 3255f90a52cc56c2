"""Reading a forecast that somebody brings: every cell that is wrong by name, nothing taken in half.

CSV is read here; a workbook by the engine's reader, which keeps to limits and loads no numpy.
Nothing of a file is kept or run but its cells.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from wwz.areas.names import folded
from wwz.errors import RuleBrokenError
from wwz.opgave.jobs import rows_of_workbook
from wwz.opgave.queries.backtests import Series
from wwz.opgave.wording import listing

COLUMNS = ("gebied", "jaar", "leeftijd", "aantal")
# A whole form, this file in it, stays under what the server takes (LARGEST_FORM).
MOST_BYTES = 900 * 1024
MOST_ROWS = 50_000
MOST_PROBLEMS = 50
MOST_COLUMNS = 50
MOST_PEOPLE = 30_000_000
LONGEST_CELL = 200
WORKBOOK = b"PK\x03\x04"
NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,6})?")
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
Row = tuple[str, str, int, float]
"""Code of an area, group of age, year, people."""


class FileRefusedError(RuleBrokenError):
    """A file that cannot be read at all."""


@dataclass(frozen=True)
class Problem:
    """One cell that is wrong: where it stands, what is in it, and what to do."""

    line: int
    column: str
    given: str
    words: str


@dataclass(frozen=True)
class Told:
    """A problem as it is told: once, however many lines it stands in."""

    first: Problem
    times: int

    @property
    def others(self) -> int:
        return self.times - 1


@dataclass(frozen=True)
class Found:
    """What a file holds. With one problem or more nothing of it is used."""

    rows: Sequence[Row] = ()
    empty: int = 0
    problems: Sequence[Problem] = field(default=())

    @property
    def told(self) -> Sequence[Told]:
        """What is wrong, the same only once: a wrong year stands in every line of a file."""
        same: dict[tuple[str, str, str], list[Problem]] = {}
        for one in self.problems:
            same.setdefault((one.column, one.given, one.words), []).append(one)
        return [Told(found[0], len(found)) for found in same.values()]

    @property
    def shown(self) -> Sequence[Told]:
        return self.told[:MOST_PROBLEMS]

    @property
    def more(self) -> int:
        return sum(one.times for one in self.told[MOST_PROBLEMS:])


def read_rival(name: str, content: bytes, series: Series, launch: int) -> Found:
    """A forecast on the areas and groups of a series, for years after its launch.

    Raises
    ------
    FileRefusedError
    """
    if len(content) > MOST_BYTES:
        raise FileRefusedError("Dit bestand is groter dan 900 kB. Maak een kleinere selectie.")
    lines = [within_limits(line) for line in rows_of(name, content)]
    if not lines:
        raise FileRefusedError("Dit bestand is leeg. Gebruik het voorbeeldbestand.")
    if len(lines) > MOST_ROWS:
        raise FileRefusedError(f"Dit bestand heeft meer dan {MOST_ROWS:,} regels. Maak een "
                               "kleinere selectie.".replace(",", "."))  # fmt: skip
    places = {title.strip().casefold(): place for place, title in enumerate(lines[0])}
    missing = [column for column in COLUMNS if column not in places]
    if missing:
        words = f"Zet {listing([f'‘{one}’' for one in missing])} als kop in de eerste regel."
        given = ", ".join(lines[0])[:LONGEST_CELL]
        return Found(problems=[Problem(1, "koppen", given, words)])
    return Reader(series, launch, places).read(lines[1:])


def rows_of(name: str, content: bytes, *, keep_empty: bool = False) -> Iterator[list[str]]:
    """The lines of a CSV or of the first sheet of a workbook, as text.

    Raises
    ------
    FileRefusedError
    """
    if content.startswith(WORKBOOK):
        yield from rows_of_workbook(name, content, FileRefusedError, keep_empty=keep_empty)
        return
    text = decoded(content)
    head = text.split("\n", 1)[0]
    delimiter = max((";", ",", "\t"), key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise FileRefusedError(
            "Dit bestand is geen gewone CSV. Sla het opnieuw op als CSV of XLSX."
        ) from error


def within_limits(line: Sequence[str]) -> list[str]:
    """The cells of a line, as long as any honest one; of either kind of file.

    Raises
    ------
    FileRefusedError
    """
    if len(line) > MOST_COLUMNS:
        raise FileRefusedError("Dit bestand heeft te veel kolommen. Gebruik het voorbeeld.")
    return [cell.strip()[:LONGEST_CELL] for cell in line]


def decoded(content: bytes) -> str:
    """Text as Excel and others write it: UTF-8, else the old code page of Windows.

    Raises
    ------
    FileRefusedError
    """
    if b"\0" in content:
        raise FileRefusedError(
            "Dit is geen CSV of XLSX. Sla het bestand opnieuw op als een van die."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


class Reader:
    """Reads line by line, and goes on after a problem so that all are told at once."""

    def __init__(self, series: Series, launch: int, places: Mapping[str, int]) -> None:
        self.series, self.launch, self.places = series, launch, places
        self.codes = {code.casefold(): code for code in series.names}
        self.names = {folded(name): code for code, name in series.names.items()}
        self.groups = {group.casefold(): group for group in series.groups}
        self.problems: list[Problem] = []
        self.seen: dict[tuple[str, str, int], int] = {}

    def read(self, lines: Sequence[Sequence[str]]) -> Found:
        rows, empty = [], 0
        for number, line in enumerate(lines, start=2):
            cells = {column: self.cell(line, column) for column in COLUMNS}
            if not any(cells.values()):
                continue
            if not cells["aantal"]:
                empty += 1
                continue
            row = self.row(number, cells)
            if row is not None:
                rows.append(row)
        if not rows and not self.problems:
            self.say(2, "aantal", "", "Er staat geen enkel aantal in dit bestand. Vul er een in.")
        return Found(rows, empty, self.problems)

    def cell(self, line: Sequence[str], column: str) -> str:
        place = self.places[column]
        return line[place] if place < len(line) else ""

    def say(self, line: int, column: str, given: str, words: str) -> None:
        self.problems.append(Problem(line, column, given, words))

    def row(self, line: int, cells: Mapping[str, str]) -> Row | None:
        """The row, or nothing when a cell is wrong; all its cells are looked at."""
        area = self.area(line, cells["gebied"])
        year = self.year(line, cells["jaar"])
        group = self.group(line, cells["leeftijd"])
        people = self.people(line, cells["aantal"])
        if area is None or year is None or group is None or people is None:
            return None
        before = self.seen.setdefault((area, group, year), line)
        if before != line:
            self.say(line, "aantal", cells["aantal"],
                     f"In regel {before} staat al een aantal voor dit gebied, jaar en deze "
                     "leeftijd. Haal er een weg.")  # fmt: skip
            return None
        return area, group, year, people

    def area(self, line: int, given: str) -> str | None:
        code = self.codes.get(given.casefold()) or self.names.get(folded(given))
        if code is None:
            self.say(line, "gebied", given, f"Dit gebied zit niet in de reeks.{self.hint(given)}")
        return code

    def hint(self, given: str) -> str:
        """A name much like it. Searching takes long, so only for problems that are shown."""
        if len(self.problems) >= MOST_PROBLEMS:
            return ""
        near = get_close_matches(given, [*self.series.names.values(), *self.series.names], n=1)
        return f" Bedoelt u ‘{near[0]}’?" if near else " Kies er een uit het voorbeeldbestand."

    def year(self, line: int, given: str) -> int | None:
        if not re.fullmatch(r"(19|20|21)\d\d", given):
            self.say(line, "jaar", given, "Schrijf een jaar met vier cijfers, zoals 2021.")
            return None
        if int(given) <= self.launch:
            self.say(line, "jaar", given,
                     f"Een raming vanaf {self.launch} gaat over jaren erna. Kies hieronder een "
                     "eerder jaar, of haal de regel weg.")  # fmt: skip
            return None
        return int(given)

    def group(self, line: int, given: str) -> str | None:
        group = self.groups.get(given.casefold())
        if group is None:
            known = ", ".join(self.series.groups)
            self.say(line, "leeftijd", given, f"Kies uit: {known}.")
        return group

    def people(self, line: int, given: str) -> float | None:
        if THOUSANDS.fullmatch(given):
            self.say(line, "aantal", given, "Schrijf het aantal zonder punt voor duizendtallen.")
            return None
        if not NUMBER.fullmatch(given) or float(given.replace(",", ".")) > MOST_PEOPLE:
            self.say(line, "aantal", given, "Schrijf een getal van nul of hoger, zoals 312.")
            return None
        return float(given.replace(",", "."))
