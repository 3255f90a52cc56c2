"""What a data set is to the registry, and what its reader gets and gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import polars as pl

from wwz_engine.sources.downloads import Manifest
from wwz_engine.sources.folders import Folder
from wwz_engine.sources.raw import RawFile
from wwz_engine.sources.tidy import Table

CC_BY = "CC BY 4.0"
NOT_STATED = "niet vermeld; noem de bron"


class Tables(Protocol):
    """Gives the tables of other data sets; a catalogue is one."""

    def load(self, key: str, gemeente: str | None = None, period: int | None = None) -> Table: ...

    def has(self, key: str, gemeente: str | None = None, period: int | None = None) -> bool: ...


@dataclass(frozen=True)
class Wish:
    """What was asked for: a gemeente (None is all), and the tables a reader may consult."""

    gemeente: str | None
    tables: Tables


@dataclass(frozen=True)
class Opened:
    """The raw files of one data set and period; ``service`` is empty for a plain file.

    ``gemeente`` is set when they hold only one: then nothing else may be asked of them.
    """

    files: tuple[RawFile, ...]
    period: int
    service: str = ""
    table: str = ""
    gemeente: str | None = None

    @property
    def name(self) -> str:
        return self.files[0].name


@dataclass(frozen=True)
class Reading:
    rows: pl.DataFrame
    extra: pl.DataFrame = field(default_factory=pl.DataFrame)


@dataclass(frozen=True)
class FilePattern:
    """Names of downloaded files; the period is fixed or the group ``period`` of the name.

    ``at_least`` files make a period complete: half a pair is no data set.
    """

    regex: str
    period: int | None = None
    table: str = ""
    at_least: int = 1

    def match(self, name: str) -> int | None:
        """The period of a file with this name, or None when it is another file."""
        found = re.fullmatch(self.regex, name)
        if found is None:
            return None
        return self.period if self.period is not None else int(found["period"])


@dataclass(frozen=True)
class Holding:
    """Files of one data set and period in one folder, not yet opened."""

    key: str
    folder: Folder
    names: tuple[str, ...]
    period: int
    table: str
    manifest: Manifest | None = None

    @property
    def gemeente(self) -> str | None:
        """The only gemeente it holds, when it was fetched for one."""
        return None if self.manifest is None else self.manifest.gemeente


@dataclass(frozen=True)
class Dataset:
    """One public data set: how its files are called, and how they are read."""

    key: str
    title: str
    publisher: str
    table: str
    url: str
    files: tuple[FilePattern, ...]
    read: Callable[[Opened, Wish], Reading]
    as_of: Callable[[int], date]
    how_to_get: str
    licence: str = CC_BY
    modelled: bool = False
    # The only gemeente it holds, when it is a local series.
    gemeente: str | None = None


def first_of_january(period: int) -> date:
    return date(period, 1, 1)


def last_of_december(period: int) -> date:
    return date(period, 12, 31)
