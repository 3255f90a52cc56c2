"""`wwz data list` and `wwz data fetch` as a person runs them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.sources.copies import INVENTED, Origin, write
from tests.engine.sources.published import publishers_of
from tests.engine.sources.publishers import Fault, Publishers, serving
from wwz_engine.cli import main
from wwz_engine.cli.data import FETCHED, DataCommand
from wwz_engine.sources import folders
from wwz_engine.sources.fetch import Fetcher
from wwz_engine.sources.registry import Catalogue
from wwz_engine.sources.transport import Transport


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No data of this machine: only what a test puts there."""
    monkeypatch.setattr(folders, "shared_folder", lambda: None)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("WWZ_DATA", raising=False)


@pytest.fixture
def publishers(origin: Origin) -> Iterator[Publishers]:
    with serving(publishers_of(origin)) as server:
        yield server


def listed(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    assert main(["data", "list", "--format", "json"]) == 0
    return {row["key"]: row for row in json.loads(capsys.readouterr().out)}


def fetch(publishers: Publishers, name: str, *, again: bool = False) -> int:
    command = DataCommand(Transport(stand_ins=publishers.stand_ins, wait=lambda seconds: None))
    parser = argparse.ArgumentParser()
    command.configure(parser)
    return command.run(
        parser.parse_args(["fetch", "--gemeente", name, *(["--opnieuw"] if again else [])])
    )


def test_without_data_the_list_says_that_all_is_invented(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = listed(capsys)
    assert rows["kwb"]["found"] == "verzonnen"
    assert rows["kwb"]["fictional"] is True
    assert rows["zwolle_buurten"]["how_to_get"]

    assert main(["data", "list"]) == 0
    text = capsys.readouterr().out
    assert "alle cijfers hierboven zijn verzonnen" in text
    assert "Niet gevonden:" in text


def test_list_shows_each_set_with_date_rows_licence_and_place(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "bronnen"
    folder.mkdir()
    write(folder, {name: INVENTED.files[name] for name in ("kwb_2022_gemeente.csv",)})
    monkeypatch.setenv("WWZ_DATA", str(folder))

    row = listed(capsys)["kwb"]
    assert row["as_of"] == "2022-01-01"
    assert row["rows"] == 1
    assert row["licence"] == "CC BY 4.0"
    assert str(row["found"]).startswith("map met bronnen (")
    assert main(["data", "list"]) == 0
    assert str(row["sha256"])[:12] in capsys.readouterr().out


def test_damaged_set_is_named_in_the_list(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "bronnen"
    folder.mkdir()
    write(folder, {"kwb_2022_gemeente.csv": b"<html>"})
    monkeypatch.setenv("WWZ_DATA", str(folder))

    assert main(["data", "list"]) == 0
    assert "Niet te gebruiken: kwb. Bestand ‘kwb_2022_gemeente.csv’" in capsys.readouterr().out
    assert listed(capsys)["kwb"]["sha256"] is None


def test_opgave_from_a_damaged_file_ends_with_its_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "bronnen"
    folder.mkdir()
    write(folder, {"kwb_2022_gemeente.csv": b"<html>Onderhoud</html>"})
    monkeypatch.setenv("WWZ_DATA", str(folder))

    assert main(["opgave", "Zwolle"]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("Bestand ‘kwb_2022_gemeente.csv’ is een webpagina")
    assert len(output.err.splitlines()) == 1


def test_fetch_shows_progress_and_the_list_shows_the_cache(
    origin: Origin, publishers: Publishers, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "Zwolle" if origin.gemeente == "GM0193" else "Verzonnendam"

    assert fetch(publishers, name) == 0
    output = capsys.readouterr()
    assert f"{name} ({origin.gemeente}):" in output.out
    assert "tabellen opgehaald" in output.out
    assert "[########################]" in output.err
    assert "Niet opgehaald: rivm_health 2022." in output.err

    rows = listed(capsys)
    assert str(rows["kwb"]["found"]).startswith("eigen cache (")
    assert rows["rivm_health"]["table"] == "50150NED"
    assert all(row["problem"] is None for row in rows.values())


def test_second_fetch_asks_nothing_that_is_there(
    origin: Origin, publishers: Publishers, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fetch(publishers, origin.gemeente) == 0
    asked = len(publishers.log)
    publishers.log.clear()

    assert fetch(publishers, origin.gemeente) == 0
    assert "0 tabellen opgehaald" in capsys.readouterr().out.splitlines()[-1]
    assert len(publishers.log) < asked / 2
    assert not any("UntypedDataSet" in line for line in publishers.log)


def test_unknown_gemeente_is_wrong_input(
    publishers: Publishers, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    transport = Transport(stand_ins=publishers.stand_ins, wait=lambda seconds: None)
    monkeypatch.setattr("wwz_engine.cli.DataCommand", lambda: DataCommand(transport))

    assert main(["data", "fetch", "--gemeente", "Atlantis"]) == 2
    assert "Er is geen gemeente ‘Atlantis’" in capsys.readouterr().err


def test_nothing_reachable_is_told_once_per_table_and_ends_with_2(
    origin: Origin, publishers: Publishers, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = ("startswith(Key,'NL')", "odata/v1", "collections", "03759", "71488", "83502", "50150")
    publishers.faults += [Fault(part, "503", times=10_000) for part in parts]

    assert fetch(publishers, origin.gemeente) == 2
    output = capsys.readouterr()
    assert "0 tabellen opgehaald" in output.out
    assert output.err.count("Niet opgehaald: kwb 2021.") == 1
    # A host that is silent is not asked again for every table.
    assert len(publishers.log) < 40


def test_one_source_can_be_asked_for(origin: Origin, publishers: Publishers) -> None:
    command = DataCommand(Transport(stand_ins=publishers.stand_ins, wait=lambda seconds: None))
    parser = argparse.ArgumentParser()
    command.configure(parser)
    args = ["fetch", "--gemeente", origin.gemeente, "--bron", "region_names"]

    assert command.run(parser.parse_args(args)) == 0
    assert not any("50150NED" in line for line in publishers.log)


def test_sources_to_choose_from_are_those_that_are_fetched(tmp_path: Path) -> None:
    jobs = Fetcher("GM0193", tmp_path, Catalogue([tmp_path])).jobs()

    assert sorted({job.key for job in jobs}) == list(FETCHED)


def test_list_needs_an_action() -> None:
    with pytest.raises(SystemExit) as stop:
        main(["data"])
    assert stop.value.code == 2
