"""Every data set we know, the folders it may lie in, and the one way to load it."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from wwz_engine.sources import (
    amsterdam_key_figures,
    boundaries,
    cpb_spending,
    doors,
    dordrecht_key_figures,
    household_positions,
    households,
    kwb,
    osm,
    pc4_key_figures,
    pc4_population,
    population_by_age,
    postcode_boundaries,
    postcodes,
    region_names,
    rivm_gemeenten,
    rivm_health,
    un_wpp,
    un_wpp_2019,
    un_wpp_excerpt,
    vektis_costs,
    verzonnendam,
    zwolle_buurten,
    zwolle_survey,
)
from wwz_engine.sources.areas import check_gemeente
from wwz_engine.sources.dataset import Dataset, Holding, Opened, Reading, Wish
from wwz_engine.sources.downloads import DATA
from wwz_engine.sources.errors import (
    FETCH_AGAIN_COMMAND,
    DatasetNotFoundError,
    SourceDamagedError,
    UnknownDatasetError,
)
from wwz_engine.sources.folders import DiskFolder, Folder, default_folders
from wwz_engine.sources.osm_elements import elements_in
from wwz_engine.sources.raw import RawFile, decoded, opened, sha256_of
from wwz_engine.sources.tidy import Source, Table, stack

DATASETS: dict[str, Dataset] = {
    dataset.key: dataset
    for dataset in (
        amsterdam_key_figures.DATASET,
        *boundaries.DATASETS,
        cpb_spending.DATASET,
        *doors.DATASETS,
        dordrecht_key_figures.DATASET,
        household_positions.DATASET,
        households.DATASET,
        kwb.DATASET,
        *osm.DATASETS,
        pc4_key_figures.DATASET,
        pc4_population.DATASET,
        population_by_age.DATASET,
        postcode_boundaries.DATASET,
        postcodes.DATASET,
        region_names.DATASET,
        rivm_gemeenten.DATASET,
        rivm_health.DATASET,
        un_wpp.DATASET,
        un_wpp_2019.DATASET,
        un_wpp_excerpt.DATASET,
        vektis_costs.DATASET,
        *verzonnendam.DATASETS,
        zwolle_buurten.DATASET,
        zwolle_survey.DATASET,
    )
}
# One question, several possible answers: the first that has the gemeente gives it.
PROVIDERS: dict[str, tuple[str, ...]] = {
    "buurt_series": ("zwolle_buurten", "fictional_buurten"),
    "buurt_boundaries": (
        "zwolle_boundaries",
        "cbs_buurt_boundaries",
        "fictional_boundaries",
    ),
    "doors": ("zwolle_doors", "address_points"),
    "national_rates": ("un_wpp", "un_wpp_excerpt"),
}

# An invented figure never carries the name of a real publisher.
FICTIONAL_PUBLISHER = "Verzonnen (geen bron)"
FICTIONAL_TABLE = "verzonnen, in de vorm van {}"
FICTIONAL_LICENCE = "geen: verzonnen gegevens"

# The code of no gemeente.
NOWHERE = "GM0000"

Request = tuple[str, str | None, int | None]
Parts = tuple[list[RawFile], Reading]


@dataclass(frozen=True)
class Found:
    """A data set as `wwz data list` shows it; ``problem`` when it cannot be trusted."""

    dataset: Dataset
    places: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    periods: tuple[int, ...] = ()
    source: Source | None = None
    rows: int = 0
    problem: str = ""
    fetched: bool = False


class Catalogue:
    """Data sets in folders, first folder first.

    A table is read once per request and kept; a damaged file raises and nothing of it
    is loaded.
    """

    def __init__(self, folders: Sequence[Path | Folder]) -> None:
        self.folders: tuple[Folder, ...] = tuple(
            DiskFolder(folder) if isinstance(folder, Path) else folder for folder in folders
        )
        self._tables: dict[Request, Table] = {}
        self._parts: dict[tuple[str, str, tuple[str, ...], str | None], Parts] = {}

    def has(self, key: str, gemeente: str | None = None, period: int | None = None) -> bool:
        """Whether there are files for it; says nothing about their state."""
        if key in PROVIDERS:
            return any(self.has(one, gemeente, period) for one in PROVIDERS[key])
        return bool(self._holdings(key, gemeente, period))

    def load(self, key: str, gemeente: str | None = None, period: int | None = None) -> Table:
        """The tidy table of a data set.

        Parameters
        ----------
        gemeente : code; keeps its areas and the country's row. None keeps every area.
        period : year; None gives every period there is

        Returns
        -------
        a gemeente or period the files do not hold gives a table without rows

        Raises
        ------
        UnknownDatasetError, DatasetNotFoundError, SourceDamagedError
        """
        request = (key, None if gemeente is None else check_gemeente(gemeente), period)
        if request not in self._tables:
            self._tables[request] = self._load(*request)
        return self._tables[request]

    def forget(self, gemeente: str) -> None:
        """Let go of what was read for one gemeente: many in a row would fill the memory."""
        self._tables = {key: table for key, table in self._tables.items() if key[1] != gemeente}
        self._parts = {key: parts for key, parts in self._parts.items() if key[3] != gemeente}

    def available(self) -> list[Found]:
        """Every known data set in order of key, found or not.

        What belongs to the fictional gemeente is only named where it is.
        """
        found = [self._found(dataset) for _, dataset in sorted(DATASETS.items())]
        return [one for one in found if one.files or one.dataset.gemeente != verzonnendam.GEMEENTE]

    def _load(self, key: str, gemeente: str | None, period: int | None) -> Table:
        for one in PROVIDERS.get(key, ()):
            if self.has(one, gemeente, period):
                return self.load(one, gemeente, period)
        holdings = self._holdings(key, gemeente, period)
        if not holdings:
            dataset = DATASETS[PROVIDERS.get(key, (key,))[0]]
            raise DatasetNotFoundError(key, dataset.title, dataset.how_to_get)
        dataset = DATASETS[key]
        found = [self._read(dataset, holding, gemeente) for holding in holdings]
        files = [file for one, _ in found for file in one]
        return _joined(dataset, holdings, files, [reading for _, reading in found])

    def _read(self, dataset: Dataset, holding: Holding, gemeente: str | None) -> Parts:
        """The files (for their hash) and the reading of one holding, read once."""
        request = (dataset.key, holding.folder.place, holding.names, gemeente)
        if request not in self._parts:
            content = open_holding(holding)
            reading = dataset.read(content, Wish(gemeente, self))
            # The unpacked text is many times larger than the file, and no longer needed.
            self._parts[request] = [replace(file, data=b"") for file in content.files], reading
        return self._parts[request]

    def _holdings(self, key: str, gemeente: str | None, period: int | None) -> list[Holding]:
        """Per period the first folder that has it, newest period first."""
        if key not in DATASETS:
            if key in PROVIDERS:
                return []
            raise UnknownDatasetError(key, [*DATASETS, *PROVIDERS])
        dataset = DATASETS[key]
        if gemeente is not None and dataset.gemeente not in (None, gemeente):
            return []
        by_period: dict[int, list[Holding]] = {}
        for folder in self.folders:
            for holding in holdings_in(folder, dataset):
                if period in (None, holding.period):
                    by_period.setdefault(holding.period, []).append(holding)
        return [
            holding
            for at in sorted(by_period, reverse=True)
            for holding in chosen(by_period[at], gemeente)
        ]

    def _found(self, dataset: Dataset) -> Found:
        holdings = self._holdings(dataset.key, None, None)
        if not holdings:
            return Found(dataset)
        found = Found(
            dataset,
            tuple(dict.fromkeys(holding.folder.place for holding in holdings)),
            tuple(name for holding in holdings for name in holding.names),
            tuple(dict.fromkeys(holding.period for holding in holdings)),
            fetched=any(holding.manifest is not None for holding in holdings),
        )
        try:
            contents = [open_holding(holding) for holding in holdings]
            # Every reader judges its whole file; keeping no area's rows saves the memory.
            for content in contents:
                dataset.read(content, Wish(content.gemeente or NOWHERE, self))
        except SourceDamagedError as error:
            return replace(found, problem=str(error))
        files = [file for content in contents for file in content.files]
        source = _joined(dataset, holdings, files, []).source
        return replace(found, source=source, rows=sum(map(raw_rows, files)))


def raw_rows(file: RawFile) -> int:
    """Rows in a raw file: lines under the header, features, or rows in an answer."""
    if file.name.endswith((".geojson", ".geojson.gz")):
        return file.data.count(b'"Feature"')
    if file.name.endswith(".parquet"):
        return pl.read_parquet(io.BytesIO(file.content)).height
    if file.name.endswith(".pbf"):
        return len(elements_in(file).ways)
    if not file.name.endswith(".json"):
        return file.data.count(b"\n") - 1
    content = json.loads(file.data)
    rows = content.get("value", content.get("features", []))
    return len(rows) if file.kind == DATA else 0


def holdings_in(folder: Folder, dataset: Dataset) -> list[Holding]:
    """What a folder has of one data set: complete sets of files, then finished downloads."""
    names = folder.names()
    holdings = []
    for pattern in dataset.files:
        by_period: dict[int, list[str]] = {}
        for name in names:
            period = pattern.match(name)
            if period is not None:
                by_period.setdefault(period, []).append(name)
        holdings += [
            Holding(dataset.key, folder, tuple(found), period, pattern.table or dataset.table)
            for period, found in by_period.items()
            if len(found) >= pattern.at_least
        ]
    for manifest in folder.fetched(dataset.key):
        pages = tuple(f"{manifest.folder}/{page.file}" for page in manifest.pages)
        holdings.append(
            Holding(dataset.key, folder, pages, manifest.period, manifest.table, manifest)
        )
    return holdings


def chosen(holdings: list[Holding], gemeente: str | None) -> list[Holding]:
    """Of one period, in order of folder: the first that covers what is asked.

    Without a gemeente: the first national one; if there is none, every gemeente's own.
    """
    if gemeente is not None:
        return [h for h in holdings if h.gemeente in (None, gemeente)][:1]
    national = [h for h in holdings if h.gemeente is None]
    return national[:1] or list({h.gemeente: h for h in reversed(holdings)}.values())


def open_holding(holding: Holding) -> Opened:
    """The raw files of a holding, read, decoded and, when fetched, compared with their hash.

    Raises
    ------
    SourceDamagedError
    """
    manifest = holding.manifest
    if manifest is None:
        files = [opened(name, holding.folder.read(name), holding.period) for name in holding.names]
        return Opened(tuple(files), holding.period, table=holding.table)
    files = []
    for name, page in zip(holding.names, manifest.pages, strict=True):
        try:
            content = holding.folder.read(name)
        except FileNotFoundError:
            content = b""
        if hashlib.sha256(content).hexdigest() != page.sha256:
            raise SourceDamagedError(
                name, "ontbreekt of is veranderd sinds het is opgehaald", FETCH_AGAIN_COMMAND
            )
        files.append(RawFile(name, content, decoded(content, name), holding.period, page.kind))
    return Opened(tuple(files), holding.period, manifest.service, holding.table, manifest.gemeente)


def _joined(
    dataset: Dataset, holdings: list[Holding], files: list[RawFile], readings: list[Reading]
) -> Table:
    extras = [reading.extra for reading in readings if reading.extra.width]
    tables = dict.fromkeys(holding.table for holding in holdings)
    fictional = any(holding.folder.fictional for holding in holdings)
    source = Source(
        key=dataset.key,
        publisher=FICTIONAL_PUBLISHER if fictional else dataset.publisher,
        table=FICTIONAL_TABLE.format(", ".join(tables)) if fictional else ", ".join(tables),
        title=dataset.title,
        as_of=dataset.as_of(holdings[0].period),
        licence=FICTIONAL_LICENCE if fictional else dataset.licence,
        sha256=sha256_of(files),
        fictional=fictional,
        modelled=dataset.modelled,
        url="" if fictional else dataset.url,
    )
    rows = stack([reading.rows for reading in readings])
    return Table(source, rows, pl.concat(extras) if extras else pl.DataFrame())


def default_catalogue() -> Catalogue:
    """Data sets in the folders of ``folders.default_folders``, in that order.

    Raises
    ------
    DataFolderError
    """
    return Catalogue(default_folders())
