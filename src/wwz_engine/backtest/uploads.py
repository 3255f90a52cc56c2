"""Files that a user brings: later counts, and forecasts by somebody else.

Both have four columns, ``gebied``, ``jaar``, ``leeftijd`` and ``aantal``, in CSV or XLSX; later
counts may also come in the layout of the series itself. docs/howto/back-test.md shows both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import polars as pl

from wwz_engine.axes import Floats
from wwz_engine.backtest.grid import TOTAL, groups_of
from wwz_engine.backtest.series import Loaded, Rival, cube
from wwz_engine.population.methods.panel import Panel
from wwz_engine.sources import errors, zwolle_buurten
from wwz_engine.sources.alike import comparable
from wwz_engine.sources.dataset import Opened, Tables, Wish
from wwz_engine.sources.delimited import read_delimited, require
from wwz_engine.sources.lists import as_delimited, delimiter_of
from wwz_engine.sources.raw import MEBIBYTE, RawFile

COLUMNS = ("gebied", "jaar", "leeftijd", "aantal")
ADVICE = "geef de kolommen gebied, jaar, leeftijd en aantal, als CSV of XLSX"
MOST_BYTES = 50 * MEBIBYTE
MUNICIPAL = ("Buurt_naam", "jaar")
_NUMBER = re.compile(r"^\d+(?:[.,]\d+)?$")
_THOUSANDS = re.compile(r"^\d{1,3}(?:\.\d{3})+$")


class NothingToScoreError(errors.SourceDamagedError):
    """A file of the right form without a year or area that can be scored."""


@dataclass(frozen=True)
class Upload:
    """Figures on the areas and groups of a series.

    people : (year, area, group), persons; NaN where the file has none
    """

    years: tuple[int, ...]
    people: Floats


def with_truth(loaded: Loaded, path: Path, tables: Tables) -> Loaded:
    """The series with later counts added: years that no method can see.

    Raises
    ------
    SourceDamagedError, NothingToScoreError
    """
    panel = loaded.panel
    raw = _raw(path)
    if _is_municipal(raw) and panel.name == "zwolle-buurten":
        years, bands = _municipal(raw, panel, tables)
    else:
        found = _read(raw, panel)
        years, bands = found.years, found.people[:, :, 1 : 1 + len(panel.bands)]
        if len(panel.bands) == 1:
            bands = found.people
    later = [place for place, year in enumerate(years) if year > panel.years[-1]]
    if not later or np.isnan(bands[later]).all():
        raise NothingToScoreError(
            raw.name,
            f"heeft geen tellingen van na {panel.years[-1]}, het laatste jaar van de reeks",
            "geef tellingen van latere jaren",
        )
    counts = np.concatenate([panel.counts, bands[later]])
    longer = replace(
        panel,
        years=(*panel.years, *(years[place] for place in later)),
        counts=counts,
        parent=np.concatenate([panel.parent, np.nansum(bands[later], axis=1)]),
    )
    truth = loaded.truth
    if truth is not None:
        truth = np.concatenate([truth, bands[later]])
    return replace(loaded, panel=longer, truth=truth)


def read_rival(path: Path, name: str, panel: Panel, launch: int) -> Rival:
    """A forecast by somebody else, on the areas of the series.

    Raises
    ------
    SourceDamagedError, NothingToScoreError
    """
    found = _read(_raw(path), panel)
    counted = [year for year in panel.years if year > launch]
    ahead = [place for place, year in enumerate(found.years) if year in counted]
    if not ahead:
        raise NothingToScoreError(
            path.name,
            f"heeft geen ramingen voor jaren na {launch} die zijn geteld",
            f"kies een ander startjaar, of geef ramingen voor jaren tot en met {panel.years[-1]}",
        )
    return Rival(name, launch, tuple(found.years[p] for p in ahead), found.people[ahead])


def _raw(path: Path) -> RawFile:
    """The file as text; a workbook becomes the CSV of its first sheet.

    Raises
    ------
    SourceDamagedError
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise errors.NotDataError(
            path.name, "is er niet of kan niet worden gelezen", "controleer de naam en de map"
        ) from error
    if size > MOST_BYTES:
        raise errors.TooLargeError(path.name, "is groter dan 50 MB", "maak een kleinere selectie")
    return as_delimited(path.name, content)


def _frame(raw: RawFile) -> pl.DataFrame:
    try:
        return read_delimited(raw, delimiter_of(raw.data), cut_at=None)
    except errors.SourceDamagedError as error:
        if error.advice != errors.FETCH_AGAIN:
            raise
        raise type(error)(error.file, error.problem, ADVICE) from error


def _read(raw: RawFile, panel: Panel) -> Upload:
    frame = _frame(raw)
    frame.columns = [column.strip().casefold() for column in frame.columns]
    try:
        require(frame, COLUMNS, raw.name)
    except errors.MissingColumnError as error:
        raise errors.MissingColumnError(raw.name, error.problem, ADVICE) from error
    groups = {group.label: place for place, group in enumerate(groups_of(panel.bands))}
    areas = _areas(frame["gebied"].to_list(), panel, raw.name)
    _check_ages(frame["leeftijd"].to_list(), list(groups), raw.name)
    years = _years(frame["jaar"].to_list(), raw.name)
    people = np.full((len(years), len(panel.areas), len(groups)), np.nan)
    for number, row in enumerate(frame.select(COLUMNS).rows(), start=2):
        at = (years.index(int(row[1])), areas[row[0]], groups[row[2].casefold()])
        if not np.isnan(people[at]):
            raise errors.DuplicateRowError(
                raw.name, f"geeft in regel {number} een aantal dat er al was", "haal dubbele weg"
            )
        people[at] = _number(row[3], number, raw.name)
    return Upload(tuple(years), _filled(people, panel))


def _filled(people: Floats, panel: Panel) -> Floats:
    """Groups that were not given, added up from bands where all of them were."""
    if len(panel.bands) == 1:
        return people
    bands = people[:, :, 1 : 1 + len(panel.bands)]
    for place, group in enumerate(groups_of(panel.bands)):
        added = bands[:, :, list(group.bands)].sum(axis=2)
        people[:, :, place] = np.where(np.isnan(people[:, :, place]), added, people[:, :, place])
    return people


def _areas(given: Sequence[str], panel: Panel, file: str) -> dict[str, int]:
    codes = {code.casefold(): place for place, code in enumerate(panel.areas)}
    names = {comparable(label): place for place, label in enumerate(panel.labels)}
    found = {}
    for text in dict.fromkeys(given):
        place = codes.get(text.casefold(), names.get(comparable(text)))
        if place is None:
            near = get_close_matches(text, [*panel.labels, *panel.areas], n=1)
            hint = f" (bedoeld is misschien ‘{near[0]}’)" if near else ""
            raise errors.UnknownAreaError(
                file,
                f"bevat het onbekende gebied ‘{text}’{hint}",
                f"gebruik de codes of namen van de reeks {panel.name}",
            )
        found[text] = place
    return found


def _check_ages(given: Sequence[str], labels: list[str], file: str) -> None:
    for text in dict.fromkeys(given):
        if text.casefold() not in labels:
            raise errors.BadValueError(
                file,
                f"bevat de onbekende leeftijdsgroep ‘{text}’",
                f"kies uit {', '.join(labels)}",
            )


def _years(given: Sequence[str], file: str) -> list[int]:
    for text in dict.fromkeys(given):
        if not re.fullmatch(r"(19|20|21)\d\d", text):
            raise errors.WrongPeriodError(
                file, f"bevat ‘{text}’ waar een jaar hoort", "schrijf het jaar als 2023"
            )
    return sorted({int(text) for text in given})


def _number(text: str, line: int, file: str) -> float:
    if _THOUSANDS.match(text):
        raise errors.BadValueError(
            file,
            f"heeft in regel {line} het aantal ‘{text}’ met een punt voor de duizendtallen",
            "schrijf aantallen zonder punt",
        )
    if not _NUMBER.match(text):
        raise errors.BadValueError(
            file, f"heeft in regel {line} ‘{text}’ waar een aantal hoort", "schrijf een getal"
        )
    return float(text.replace(",", "."))


def _is_municipal(raw: RawFile) -> bool:
    header = raw.data.split(b"\n", 1)[0].decode()
    return all(column in header for column in MUNICIPAL)


def _municipal(raw: RawFile, panel: Panel, tables: Tables) -> tuple[tuple[int, ...], Floats]:
    """Counts in the layout of the municipal series, whichever years the file has."""
    frame = _frame(raw)
    require(frame, MUNICIPAL, raw.name)
    years = _years(frame["jaar"].to_list(), raw.name)
    reader = replace(zwolle_buurten.SERIES, first_year=years[0], last_year=years[-1])
    rows = reader(Opened((raw,), years[-1]), Wish(reader.gemeente, tables)).rows
    of_people = rows.filter((pl.col("measure") == "inwoners") & (pl.col("age") != TOTAL))
    return tuple(years), cube(of_people, panel.areas, tuple(years), panel.bands)
