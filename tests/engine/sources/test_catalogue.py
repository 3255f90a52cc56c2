"""Where data are looked for, in which order, and what is kept of where they came from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.sources.copies import INVENTED, Origin, write
from wwz_engine.sources import fictional
from wwz_engine.sources.areas import GemeenteCodeError
from wwz_engine.sources.errors import (
    DataFolderError,
    DatasetNotFoundError,
    UnknownDatasetError,
)
from wwz_engine.sources.folders import FICTIONAL_MARK, PACKAGED, default_folders, shown_path
from wwz_engine.sources.registry import DATASETS, PROVIDERS, Catalogue, default_catalogue

KWB = "kwb_2022_gemeente.csv"


@pytest.fixture
def two_folders(tmp_path: Path) -> tuple[Path, Path]:
    folders = tmp_path / "eerste", tmp_path / "tweede"
    for number, folder in enumerate(folders):
        folder.mkdir()
        write(folder, fictional.files(number + 1))
    return folders


def test_first_folder_wins(two_folders: tuple[Path, Path]) -> None:
    first, second = two_folders
    expected = hashlib.sha256((first / KWB).read_bytes()).hexdigest()
    (first / "kwb_2022_wijk.csv.gz").unlink()
    (second / "kwb_2022_wijk.csv.gz").unlink()

    assert Catalogue([first, second]).load("kwb", period=2022).source.sha256 == expected
    (first / KWB).unlink()
    assert Catalogue([first, second]).load("kwb", period=2022).source.sha256 != expected


def test_hash_is_that_of_the_files_one_after_another(
    origin: Origin, copy_of: Callable[[str], Path]
) -> None:
    folder = copy_of("kwb")
    content = b"".join((folder / name).read_bytes() for name in (KWB, "kwb_2022_wijk.csv.gz"))

    source = Catalogue([folder]).load("kwb", origin.gemeente, 2022).source

    assert source.sha256 == hashlib.sha256(content).hexdigest()


def test_own_folder_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write(tmp_path, {KWB: INVENTED.files[KWB]})
    monkeypatch.setenv("WWZ_DATA", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    folders = default_folders()

    assert folders[0] == tmp_path
    assert folders[-2:] == [tmp_path / "cache" / "wwz", PACKAGED]


def test_national_figures_come_along_but_the_full_tables_go_first(tmp_path: Path) -> None:
    excerpt = Catalogue([tmp_path, PACKAGED]).load("national_rates").source
    assert not excerpt.fictional
    assert excerpt.publisher == "Verenigde Naties"

    write(tmp_path, {n: c for n, c in INVENTED.files.items() if n.startswith("un_wpp")})
    assert Catalogue([tmp_path, PACKAGED]).load("national_rates").source.key == "un_wpp"


@pytest.mark.parametrize("make", [lambda folder: None, Path.mkdir, lambda folder: folder.touch()])
def test_own_folder_that_holds_nothing_is_an_error(
    make: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "mijn-data"
    make(folder)
    monkeypatch.setenv("WWZ_DATA", str(folder))

    with pytest.raises(DataFolderError) as error:
        default_catalogue()

    assert "mijn-data" in str(error.value)


def test_empty_setting_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WWZ_DATA", "")

    with pytest.raises(DataFolderError):
        default_catalogue()


def test_what_is_nowhere_says_how_to_get_it(tmp_path: Path) -> None:
    catalogue = Catalogue([tmp_path, tmp_path / "is er niet"])
    for key in (*DATASETS, *PROVIDERS):
        assert not catalogue.has(key)
        with pytest.raises(DatasetNotFoundError) as error:
            catalogue.load(key)
        assert key in str(error.value)
    assert all(one.source is None for one in catalogue.available())


def test_unknown_key_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UnknownDatasetError, match="rivm_health"):
        Catalogue([tmp_path]).load("horoscoop")


@pytest.mark.parametrize("code", ["Zwolle", "0193", "gm0193", "GM193", "BU01931000"])
def test_only_a_gemeente_code_may_be_asked_for(code: str, tmp_path: Path) -> None:
    with pytest.raises(GemeenteCodeError):
        Catalogue([tmp_path]).load("kwb", code)


def test_series_of_one_gemeente_is_not_there_for_another(
    origin: Origin, copy_of: Callable[[str], Path]
) -> None:
    catalogue = Catalogue([copy_of(origin.series)])

    assert catalogue.has("buurt_series", origin.gemeente)
    assert not catalogue.has("buurt_series", "GM0637")


def test_marked_folder_makes_every_source_fictional(tmp_path: Path) -> None:
    write(tmp_path, INVENTED.files)
    assert Catalogue([tmp_path]).load("kwb").source.fictional

    (tmp_path / FICTIONAL_MARK).unlink()
    assert not Catalogue([tmp_path]).load("kwb").source.fictional


def test_invented_sources_never_carry_a_publisher() -> None:
    sources = [one.source for one in fictional.catalogue().available() if one.files]

    assert len(sources) >= 12
    for source in sources:
        assert source is not None
        assert source.fictional
        assert source.url == ""
        assert "Verzonnen" in source.publisher
        assert "verzonnen" in source.licence
        assert source.table.startswith("verzonnen")


def test_same_seed_makes_the_same_files_and_another_seed_others() -> None:
    assert fictional.files(7) == fictional.files(7)
    one, other = fictional.files(7), fictional.files(8)
    assert sum(one[name] != other[name] for name in one) >= 10


def test_paths_are_shown_without_the_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path.parent)

    assert shown_path(tmp_path / "a") == f"{tmp_path.name}/a"
    monkeypatch.chdir("/")
    assert shown_path(tmp_path / "a") != str(tmp_path / "a")
