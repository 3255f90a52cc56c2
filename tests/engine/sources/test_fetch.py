"""Fetching: the same tables as from files, through faults and limits, and again offline."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from tests.engine.sources.copies import ORIGINS, Origin
from tests.engine.sources.published import publishers_of
from tests.engine.sources.publishers import Fault, Publishers, serving
from wwz_engine.sources import kwb_statline, statline
from wwz_engine.sources.areas import LAND
from wwz_engine.sources.boundaries import shapes
from wwz_engine.sources.downloads import Download
from wwz_engine.sources.errors import (
    NotDataError,
    RowLimitError,
    ServerSilentError,
    SourceDamagedError,
    UnknownGemeenteError,
)
from wwz_engine.sources.fetch import Fetcher, Outcome, ask_gemeente
from wwz_engine.sources.folders import PACKAGED
from wwz_engine.sources.odata3 import Selection, Table3
from wwz_engine.sources.odata4 import Table4
from wwz_engine.sources.registry import Catalogue
from wwz_engine.sources.tidy import TIDY_SCHEMA
from wwz_engine.sources.transport import Transport
from wwz_engine.study import StudyRequest, run_study

LEVELS = ("gemeente", "wijk", "buurt")
KWB_2021 = kwb_statline.TABLES[2021]


@pytest.fixture
def publishers(origin: Origin) -> Iterator[Publishers]:
    with serving(publishers_of(origin)) as server:
        yield server


@pytest.fixture
def transport(publishers: Publishers) -> Transport:
    return Transport(stand_ins=publishers.stand_ins, wait=lambda seconds: None)


@pytest.fixture
def fetcher(origin: Origin, transport: Transport, tmp_path: Path) -> Fetcher:
    return Fetcher(origin.gemeente, tmp_path, Catalogue([tmp_path]), transport)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Everything of each origin's gemeente, fetched once; only to be read."""
    folders = {}
    for name, one in ORIGINS.items():
        folders[one.gemeente] = tmp_path_factory.mktemp(name)
        with serving(publishers_of(one)) as server:
            transport = Transport(stand_ins=server.stand_ins, wait=lambda seconds: None)
            tables = Catalogue([folders[one.gemeente]])
            list(Fetcher(one.gemeente, folders[one.gemeente], tables, transport).run())
    return folders


@pytest.fixture
def fetched(whole: dict[str, Path], origin: Origin) -> Catalogue:
    return Catalogue([whole[origin.gemeente]])


@pytest.fixture
def download(origin: Origin, transport: Transport, tmp_path: Path) -> Callable[..., Download]:
    def make(key: str, table: str, period: int, service: str = "odata3") -> Download:
        return Download(tmp_path, key, table, service, period, origin.gemeente, transport)

    return make


def run(fetcher: Fetcher, **options: bool) -> dict[tuple[str, int], Outcome]:
    return {(one.job.key, one.job.period): one for one in fetcher.run(**options)}


def files_of(origin: Origin, copy_of: Callable[[str], Path], key: str) -> Catalogue:
    return Catalogue([copy_of(key)])


def sorted_rows(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort(list(TIDY_SCHEMA))


def test_everything_of_a_gemeente_is_fetched_and_works_offline(
    fetcher: Fetcher, origin: Origin, publishers: Publishers, tmp_path: Path
) -> None:
    outcomes = run(fetcher)

    done = {place for place, one in outcomes.items() if not one.problem}
    assert {("kwb", 2020), ("kwb", 2021), ("kwb", 2024), ("region_names", 2024)} <= done
    assert {("rivm_health", year) for year in (2012, 2016, 2020)} <= done
    assert {("population_by_age", 2020), ("household_positions", 2020)} <= done
    assert {("pc4_population", 2021), ("cbs_buurt_boundaries", 2024)} <= done
    # Years and tables that the publisher does not have are named, and stop nothing.
    assert "bevat het jaar 2022 niet" in outcomes["rivm_health", 2022].problem
    assert outcomes["kwb", 2019].problem

    publishers.faults.append(Fault("", "503", times=10_000))
    offline = Catalogue([tmp_path])
    for key, period in done:
        table = offline.load(key, origin.gemeente, period)
        assert table.rows.height + table.extra.height > 0
        assert not table.source.fictional
    again = run(fetcher)
    assert all(one.already for place, one in again.items() if place in done)


def test_health_is_the_same_from_file_and_service(
    fetched: Catalogue, origin: Origin, copy_of: Callable[[str], Path]
) -> None:
    wish = ("rivm_health", origin.gemeente, 2020)
    served = fetched.load(*wish)
    read = files_of(origin, copy_of, "rivm_health").load(*wish)

    # The service has the layout of 2024, the file that of 2020.
    assert set(served.rows["area_year"]) == {2024}
    assert served.source.table == "50150NED"
    by_year = pl.col("area_year").cast(pl.Int16) * 0
    assert sorted_rows(served.rows.with_columns(area_year=by_year)).equals(
        sorted_rows(read.rows.with_columns(area_year=by_year))
    )


def test_postcodes_are_the_same_from_file_and_service(
    fetcher: Fetcher, origin: Origin, copy_of: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = copy_of("pc4_population")
    fetcher.tables = Catalogue([folder])
    fetcher.keys = frozenset({"pc4_population"})
    run(fetcher)

    served = Catalogue([tmp_path]).load("pc4_population", origin.gemeente)
    read = Catalogue([folder]).load("pc4_population", origin.gemeente)
    assert sorted_rows(served.rows).equals(sorted_rows(read.rows))


def test_household_positions_are_the_same_from_file_and_service(
    fetched: Catalogue, origin: Origin, copy_of: Callable[[str], Path]
) -> None:
    wish = ("household_positions", origin.gemeente, 2020)
    read = files_of(origin, copy_of, "household_positions").load(*wish)
    assert sorted_rows(fetched.load(*wish).rows).equals(sorted_rows(read.rows))


def test_key_figures_are_the_same_from_file_v3_and_v4(
    origin: Origin,
    download: Callable[..., Download],
    copy_of: Callable[[str], Path],
    tmp_path: Path,
) -> None:
    kept = []
    for service, kind in (("odata3", Table3), ("odata4", Table4)):
        one = download("kwb", KWB_2021, 2021, service)
        table = kind(one)
        found = table.region_codes("WijkenEnBuurten", origin.gemeente)
        table.rows(Selection({"WijkenEnBuurten": tuple(found)}))
        one.finish()
        kept.append(sorted_rows(Catalogue([tmp_path]).load("kwb", origin.gemeente).rows))
        for path in one.folder.iterdir():
            path.unlink()
    assert kept[0].equals(kept[1])

    shared = {"inwoners", "aandeel_inwoners", "woningen"}
    rows = files_of(origin, copy_of, "kwb").load("kwb", origin.gemeente, 2022).rows
    # Below 200 people a share cannot be worked back from rounded counts.
    big = rows.filter((pl.col("measure") == "inwoners") & (pl.col("value") >= 200))["area"]
    columns = ["area", "measure", "age", "sex", "value", "unit"]
    both = [
        frame.filter(
            pl.col("measure").is_in(shared)
            & pl.col("area").is_in(big.to_list())
            & pl.col("level").is_in(["gemeente", "wijk"])
            & ((pl.col("measure") != "inwoners") | (pl.col("age") == "totaal"))
        )
        .select(columns)
        .sort(columns)
        for frame in (kept[0], rows)
    ]
    assert both[0].height > 0
    assert both[0].equals(both[1])


def test_boundaries_are_thinned_but_whole(
    fetched: Catalogue, origin: Origin, publishers: Publishers
) -> None:
    found = shapes(fetched, origin.gemeente, "wijk")
    assert found is not None
    assert found.area_year == 2024
    assert set(found.geometries) == {
        one["properties"]["wijkcode"]
        for one in publishers.features["wijken"]
        if one["properties"]["gemeentecode"] == origin.gemeente
    }


def test_table_of_ages_is_complete(fetched: Catalogue, origin: Origin) -> None:
    rows = fetched.load("population_by_age", origin.gemeente, 2021).rows

    assert rows.height == 3 * 96
    by_sex = rows.group_by("sex").agg(pl.col("value").sum()).sort("sex")["value"]
    both, men, women = by_sex.sort(descending=True)
    assert both == men + women


@pytest.mark.parametrize("kind", ["503", "500", "429", "html", "json error", "cut"])
def test_passing_fault_is_tried_again_or_told(
    kind: str, download: Callable[..., Download], publishers: Publishers
) -> None:
    publishers.faults.append(Fault("UntypedDataSet?", kind))
    one = download("kwb", KWB_2021, 2021)
    selection = Selection({"WijkenEnBuurten": ("NL00      ",)})

    if kind in ("html", "json error"):
        # An answer that is no data is not tried again, and not kept.
        with pytest.raises(NotDataError):
            Table3(one).rows(selection)
        assert not list(one.folder.glob("*.json"))
    assert Table3(one).rows(selection) == 1


def test_lasting_fault_says_so_and_keeps_what_came(
    fetcher: Fetcher, publishers: Publishers
) -> None:
    publishers.faults.append(Fault("50150NED", "503", times=10_000))
    fetcher.keys = frozenset({"rivm_health", "kwb"})
    outcomes = run(fetcher)

    assert "‘dataderden.cbs.nl’ geeft geen bruikbaar antwoord" in (
        outcomes["rivm_health", 2020].problem
    )
    assert not outcomes["kwb", 2021].problem


def test_broken_download_goes_on_where_it_stopped(
    origin: Origin, download: Callable[..., Download], publishers: Publishers
) -> None:
    one = download("rivm_health", "50150NED", 2020)
    address = "https://dataderden.cbs.nl/ODataFeed/odata"
    table = Table3(one, address)
    regions = tuple(table.region_codes("WijkenEnBuurten", origin.gemeente))
    selection = Selection({"WijkenEnBuurten": regions, "Perioden": ("2020JJ00",)})
    pieces = len(selection.pieces(size=5))
    publishers.most_terms = 7
    publishers.faults.append(Fault(regions[-1], "503", times=10_000))
    with pytest.raises(ServerSilentError):
        table.rows(selection)
    assert not one.done
    kept = {path.name for path in one.folder.glob("*.json")}

    publishers.faults.clear()
    publishers.log.clear()
    rows = Table3(download("rivm_health", "50150NED", 2020), address).rows(selection)

    asked = [line for line in publishers.log if "UntypedDataSet?" in line]
    assert rows == len(regions) * 4
    assert pieces > 1
    assert kept <= {path.name for path in one.folder.glob("*.json")}
    assert len(asked) < len({path.name for path in one.folder.glob("*.json")})


@pytest.mark.parametrize("mode", ["silent", "error"])
@pytest.mark.parametrize("counts", [True, False])
def test_more_rows_than_the_limit_are_fetched_in_parts(
    mode: str, counts: bool, download: Callable[..., Download], publishers: Publishers
) -> None:
    publishers.limit_mode, publishers.counts = mode, counts
    big = publishers.tables[KWB_2021]
    template = big.rows[0]
    years = tuple(f"{year}JJ00" for year in range(2000, 2004))
    big.rows = [
        template | {"ID": number, "Perioden": year} for year in years for number in range(4_000)
    ]

    found = Table3(download("kwb", KWB_2021, 2021)).rows(Selection({"Perioden": years}))

    assert found == 16_000


@pytest.mark.parametrize("counts", [True, False])
def test_cut_that_cannot_be_divided_is_refused(
    counts: bool, download: Callable[..., Download], publishers: Publishers
) -> None:
    publishers.counts = counts
    big = publishers.tables[KWB_2021]
    big.rows = [big.rows[0] | {"ID": number, "Perioden": "2021JJ00"} for number in range(12_000)]
    one = download("kwb", KWB_2021, 2021)

    with pytest.raises(RowLimitError) as error:
        Table3(one).rows(Selection({"Perioden": ("2021JJ00",)}))

    assert "afgekapt op 10000 rijen" in str(error.value)
    assert not one.pages
    assert not list(one.folder.glob("*.json"))


def test_filter_that_is_too_long_is_halved(
    origin: Origin, download: Callable[..., Download], publishers: Publishers
) -> None:
    publishers.most_terms = 3
    table = Table3(download("kwb", KWB_2021, 2021))
    regions = table.region_codes("WijkenEnBuurten", origin.gemeente)

    assert table.rows(Selection({"WijkenEnBuurten": tuple(regions)})) == len(regions)


def test_ended_v3_service_is_replaced_by_v4(
    fetcher: Fetcher, origin: Origin, publishers: Publishers, tmp_path: Path
) -> None:
    publishers.v3 = False
    fetcher.keys = frozenset({"kwb", "population_by_age"})
    outcomes = run(fetcher)

    assert outcomes["kwb", 2021].problem == ""
    assert outcomes["population_by_age", 2021].problem == ""
    manifest = json.loads(
        (tmp_path / f"fetched/kwb/{KWB_2021}-2021-{origin.gemeente}/manifest.json").read_bytes()
    )
    assert manifest["service"] == statline.ODATA4
    assert Catalogue([tmp_path]).load("kwb", origin.gemeente, 2021).rows.height > 0


def test_manifest_keeps_address_hash_and_moment(whole: dict[str, Path], origin: Origin) -> None:
    path = whole[origin.gemeente] / f"fetched/kwb/{KWB_2021}-2021-{origin.gemeente}/manifest.json"
    manifest = json.loads(path.read_bytes())

    assert manifest["retrieved_at"].endswith("+00:00")
    for page in manifest["pages"]:
        assert page["url"].startswith("https://opendata.cbs.nl/")
        assert len(page["sha256"]) == 64
        assert (path.parent / page["file"]).is_file()


@pytest.mark.parametrize("change", [lambda path: path.write_bytes(b"{}"), Path.unlink])
def test_changed_or_lost_page_is_refused(
    change: Callable[[Path], None], fetcher: Fetcher, origin: Origin, tmp_path: Path
) -> None:
    fetcher.keys = frozenset({"kwb"})
    run(fetcher)
    folder = tmp_path / f"fetched/kwb/{KWB_2021}-2021-{origin.gemeente}"
    manifest = json.loads((folder / "manifest.json").read_bytes())
    change(folder / manifest["pages"][0]["file"])

    with pytest.raises(SourceDamagedError, match="veranderd sinds het is opgehaald"):
        Catalogue([tmp_path]).load("kwb", origin.gemeente, 2021)


def test_again_fetches_what_was_there(fetcher: Fetcher, publishers: Publishers) -> None:
    fetcher.keys = frozenset({"kwb"})
    run(fetcher)
    publishers.log.clear()

    assert not run(fetcher, again=True)["kwb", 2021].already
    assert any(KWB_2021 in line for line in publishers.log)


def test_gemeente_is_found_by_asking(origin: Origin, transport: Transport) -> None:
    name = "Zwolle" if origin.gemeente == "GM0193" else "Verzonnendam"

    assert ask_gemeente(name.upper(), transport) == (origin.gemeente, name)
    assert ask_gemeente(origin.gemeente, transport) == (origin.gemeente, name)
    with pytest.raises(UnknownGemeenteError, match=f"bedoelt u {name}"):
        ask_gemeente(name[:-1], transport)


def test_fetched_country_row_is_there_for_comparison(fetched: Catalogue, origin: Origin) -> None:
    for key, period in (("kwb", 2021), ("rivm_health", 2020)):
        assert LAND in set(fetched.load(key, origin.gemeente, period).rows["area"])


def test_opgave_is_worked_out_from_what_was_fetched_alone(
    whole: dict[str, Path], origin: Origin
) -> None:
    catalogue = Catalogue([whole[origin.gemeente], PACKAGED])

    result = run_study(StudyRequest(origin.gemeente, to=2030, draws=20), catalogue)

    keys = {source.key for source in result.sources}
    assert {"kwb", "rivm_health", "population_by_age", "wijk_boundaries"} <= keys
    people = [f for f in result.facts if f.indicator.key == "inwoners" and f.year == 2030]
    per_level = {level: sum(f.value for f in people if f.area.level == level) for level in LEVELS}
    assert per_level["buurt"] == pytest.approx(per_level["gemeente"])
    assert per_level["wijk"] == pytest.approx(per_level["gemeente"])
    assert not any(source.fictional for source in result.sources)
    levels = {level: [a for a in result.areas if a.level == level] for level in LEVELS}
    assert all(levels.values())
    assert {area.code for areas in levels.values() for area in areas} == set(result.shapes)
