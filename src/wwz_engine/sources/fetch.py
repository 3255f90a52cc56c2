"""What to fetch for a gemeente, in which order, and doing it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import quote, urlsplit

from wwz_engine.sources import (
    boundaries,
    household_positions,
    kwb_statline,
    odata4,
    ogc,
    pc4_population,
    population_by_age,
    region_names,
    rivm_health,
    statline,
)
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.delimited import stem
from wwz_engine.sources.downloads import Download, parsed
from wwz_engine.sources.errors import (
    FetchError,
    IncompleteTableError,
    ServerSilentError,
    SourceError,
    UnknownGemeenteError,
)
from wwz_engine.sources.odata3 import CBS, THIRD_PARTIES, Selection, Table3, rows_of
from wwz_engine.sources.odata4 import Table4
from wwz_engine.sources.transport import Transport

StatLineTable = Table3 | Table4
Work = Callable[[Download], None]
OGC = "ogc"
NAMES_TABLE = kwb_statline.TABLES[region_names.YEAR]
RIVM_TABLE = "50150NED"
RIVM_PERIODS = (2012, 2016, 2020, 2022, 2024)
BOUNDARY_YEAR = 2024
AGE_YEARS = range(2015, 2026)
POSITION_YEARS = (2020, 2024)
POSTCODE_YEARS = (2016, 2021)
ANY_CIVIL_STATUS = "Totaal burgerlijke staat"


@dataclass(frozen=True)
class Job:
    """One download: for which data set, from which table and period, and how."""

    key: str
    table: str
    period: int
    service: str
    work: Work

    @property
    def hosts(self) -> tuple[str, ...]:
        """Where it can be had, best first."""
        if self.service == OGC:
            return (urlsplit(ogc.BASE).netloc,)
        if self.key == "rivm_health":
            return (urlsplit(THIRD_PARTIES).netloc,)
        return urlsplit(CBS).netloc, urlsplit(odata4.BASE).netloc


@dataclass(frozen=True)
class Outcome:
    """What became of a job; ``problem`` is empty when all went well."""

    job: Job
    pages: int = 0
    problem: str = ""
    already: bool = False


@dataclass
class Fetcher:
    """Fetches all open data of one gemeente into a cache folder."""

    gemeente: str
    cache: Path
    tables: Tables
    transport: Transport = field(default_factory=Transport)
    tick: Callable[[], None] = lambda: None
    keys: frozenset[str] = frozenset()
    _lists: dict[str, bytes] = field(default_factory=dict)
    # Hosts that gave no answer in this run: not every table waits for them again.
    _silent: dict[str, FetchError] = field(default_factory=dict)

    def jobs(self) -> list[Job]:
        """What is fetched, names first: later jobs lean on them; all when ``keys`` is empty."""
        return [job for job in self._all_jobs() if not self.keys or job.key in self.keys]

    def _all_jobs(self) -> list[Job]:
        return [
            Job("region_names", NAMES_TABLE, region_names.YEAR, statline.ODATA3, self._names),
            *(
                Job("kwb", table, year, statline.ODATA3, self._key_figures)
                for year, table in sorted(kwb_statline.TABLES.items(), reverse=True)
            ),
            *(
                Job("rivm_health", RIVM_TABLE, year, statline.ODATA3, self._health)
                for year in RIVM_PERIODS
            ),
            *self._boundary_jobs(),
            *(
                Job("population_by_age", population_by_age.TABLE, year, statline.ODATA3, self._ages)
                for year in AGE_YEARS
            ),
            *(
                Job("household_positions", "71488ned", year, statline.ODATA3, self._positions)
                for year in POSITION_YEARS
            ),
            *(
                Job("pc4_population", "83502NED", year, statline.ODATA3, self._postcodes)
                for year in POSTCODE_YEARS
            ),
        ]

    def run(self, *, again: bool = False) -> Iterator[Outcome]:
        """Do the jobs one by one; a failing one does not stop the rest.

        What was finished before is left alone, unless ``again``.
        """
        for job in self.jobs():
            yield self._done(job, again=again)

    def _done(self, job: Job, *, again: bool) -> Outcome:
        download = self._download(job, job.service)
        if again:
            shutil.rmtree(download.folder, ignore_errors=True)
        if download.done:
            return Outcome(job, already=True)
        problem = ""
        for host, service in zip(job.hosts, (job.service, statline.ODATA4), strict=False):
            try:
                return self._through(job, host, service)
            except FetchError as error:
                problem = problem or str(error)
        return Outcome(job, problem=problem)

    def _through(self, job: Job, host: str, service: str) -> Outcome:
        """Do a job at one host; a host that fails leaves it to the next."""
        if host in self._silent:
            raise self._silent[host]
        download = self._download(job, service)
        try:
            job.work(download)
        except ServerSilentError as error:
            self._silent[host] = error
            raise
        except FetchError:
            raise
        except SourceError as error:
            return Outcome(job, problem=str(error))
        return Outcome(job, len(download.finish().pages))

    def _download(self, job: Job, service: str) -> Download:
        return Download(
            self.cache,
            job.key,
            job.table,
            service,
            job.period,
            self.gemeente,
            self.transport,
            self.tick,
            lists=self._lists,
        )

    def _boundary_jobs(self) -> list[Job]:
        keys = {
            "gemeente": "gemeente_boundaries",
            "wijk": "wijk_boundaries",
            "buurt": "cbs_buurt_boundaries",
        }

        def work_for(level: str) -> Work:
            return lambda download: self._boundary(download, level)

        table = f"wijken-en-buurten-{BOUNDARY_YEAR}"
        return [Job(key, table, BOUNDARY_YEAR, OGC, work_for(level)) for level, key in keys.items()]

    def _names(self, download: Download) -> None:
        statline_table(download).region_codes(region_names.REGION, self.gemeente)

    def _key_figures(self, download: Download) -> None:
        table = statline_table(download)
        regions = table.region_codes(kwb_statline.REGION, self.gemeente)
        _expect_regions(regions, self.gemeente, download)
        table.rows(Selection({kwb_statline.REGION: tuple(regions)}))

    def _health(self, download: Download) -> None:
        table = statline_table(download, THIRD_PARTIES)
        regions = table.region_codes("WijkenEnBuurten", self.gemeente)
        _expect_regions(regions, self.gemeente, download)
        ages = [c for c in table.codes("Leeftijd") if c.strip() in rivm_health.AGES]
        margins = [c for c in table.codes("Marges") if c.strip() == rivm_health.ESTIMATE]
        selection = {
            "WijkenEnBuurten": tuple(regions),
            "Leeftijd": tuple(ages),
            "Marges": tuple(margins),
            "Perioden": _period(table, download),
        }
        table.rows(Selection(selection))

    def _ages(self, download: Download) -> None:
        table = statline_table(download)
        wanted = set(population_by_age.AGES)
        statuses = table.codes("BurgerlijkeStaat")
        selection = {
            "RegioS": _own_region(table, self.gemeente, download),
            "Geslacht": tuple(table.codes("Geslacht")),
            "Leeftijd": _ages_in(table, wanted),
            "BurgerlijkeStaat": tuple(c for c, t in statuses.items() if t == ANY_CIVIL_STATUS),
            "Perioden": _period(table, download),
        }
        table.rows(Selection(selection))

    def _positions(self, download: Download) -> None:
        table = statline_table(download)
        sexes = table.codes("Geslacht")
        selection = {
            "RegioS": _own_region(table, self.gemeente, download),
            "Geslacht": tuple(c for c, t in sexes.items() if statline.sex_label(t) == "totaal"),
            "Leeftijd": _ages_in(table, set(household_positions.AGES.values())),
            "Perioden": _period(table, download),
        }
        table.rows(Selection(selection))

    def _postcodes(self, download: Download) -> None:
        table = statline_table(download)
        wanted = self._known_postcodes()
        found = {code: code.strip().removeprefix("PC") for code in table.codes("Postcode")}
        selection = {
            "Postcode": tuple(code for code, number in found.items() if number in wanted),
            "Geslacht": tuple(table.codes("Geslacht")),
            "Leeftijd": _ages_in(table, set(pc4_population.AGES)),
            "Perioden": _period(table, download),
        }
        if not selection["Postcode"]:
            raise IncompleteTableError(
                f"antwoord van {download.table}", f"bevat geen postcodes van {self.gemeente}"
            )
        table.rows(Selection(selection))

    def _known_postcodes(self) -> set[str]:
        """From the postcode file, or else the commonest postcode of each buurt (KWB)."""
        if self.tables.has("postcodes"):
            return set(self.tables.load("postcodes", self.gemeente).rows["area"])
        job = next(job for job in self._all_jobs() if job.key == "kwb" and job.table == NAMES_TABLE)
        found: set[str] = set()
        for path in self._download(job, job.service).folder.glob("*.json"):
            for row in json.loads(path.read_bytes()).get("value", []):
                found |= {str(v).strip() for k, v in row.items() if stem(k) == _COMMONEST}
        return found

    def _boundary(self, download: Download, level: str) -> None:
        box = None
        if level != "gemeente" and self.tables.has("gemeente_boundaries", self.gemeente):
            known = boundaries.shapes(self.tables, self.gemeente, "gemeente")
            if known is not None and self.gemeente in known.geometries:
                box = ogc.box_of(known.geometries[self.gemeente])
        ogc.fetch_features(download, level, box)


_GEMEENTEN = "startswith(Key,'GM')"
_COMMONEST = "MeestVoorkomendePostcode"


def statline_table(download: Download, base: str = CBS) -> StatLineTable:
    """The table behind a download, through the service it was started with."""
    if download.service == statline.ODATA4:
        return Table4(download)
    return Table3(download, base)


def ask_gemeente(name: str, transport: Transport) -> tuple[str, str]:
    """Code and name of a gemeente, asked of StatLine: for when nothing is known locally.

    Raises
    ------
    UnknownGemeenteError, FetchError
    """
    found: dict[str, str] = {}
    address = f"{CBS}/{NAMES_TABLE}/{region_names.REGION}"
    url = f"{address}?$format=json&$filter={quote(_GEMEENTEN)}"
    while url:
        content = parsed(transport.get(url), "lijst van gemeenten")
        for row in rows_of(content, "lijst van gemeenten"):
            found[str(row["Key"]).strip()] = str(row["Title"]).strip()
        url = str(content.get("odata.nextLink") or "")
    wanted = name.strip().casefold()
    for code, title in found.items():
        if wanted in (code.casefold(), title.casefold()):
            return code, title
    spelled = {title.casefold(): title for title in found.values()}
    near = [spelled[one] for one in get_close_matches(wanted, list(spelled))]
    raise UnknownGemeenteError(name, near)


def _expect_regions(regions: dict[str, str], gemeente: str, download: Download) -> None:
    if not any(code.strip() == gemeente for code in regions):
        raise IncompleteTableError(
            f"antwoord van {download.table}", f"bevat {gemeente} niet", "controleer de gemeente"
        )


def _own_region(table: StatLineTable, gemeente: str, download: Download) -> tuple[str, ...]:
    regions = table.codes("RegioS", _starts(table, gemeente))
    _expect_regions(regions, gemeente, download)
    return tuple(regions)


def _starts(table: StatLineTable, gemeente: str) -> str:
    name = "Identifier" if isinstance(table, Table4) else "Key"
    return f"startswith({name},'{gemeente}')"


def _period(table: StatLineTable, download: Download) -> tuple[str, ...]:
    wanted = f"{download.period}JJ00"
    found = tuple(code for code in table.codes("Perioden") if code.strip() == wanted)
    if not found:
        raise IncompleteTableError(
            f"antwoord van {download.table}",
            f"bevat het jaar {download.period} niet",
            "dit jaar wordt overgeslagen",
        )
    return found


def _ages_in(table: StatLineTable, wanted: set[str]) -> tuple[str, ...]:
    codes = table.codes("Leeftijd")
    return tuple(code for code, title in codes.items() if statline.age_label(title) in wanted)
