from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import replace
from itertools import count

import pytest

from tests.engine import verzonnenland
from tests.engine.verzonnenland import CODES, NAMES, WITHOUT_FIGURES, Remembering
from wwz_engine.cli import facts_out
from wwz_engine.opgaven import (
    INDEX,
    FolderError,
    InTurn,
    Library,
    ResultFolder,
    State,
    all_gemeenten,
    run,
    runs,
    seed_of,
    shards_of,
    work,
)
from wwz_engine.population.places import GemeenteUnknownError, NoDataError
from wwz_engine.sources.folders import MemoryFolder
from wwz_engine.sources.registry import Catalogue
from wwz_engine.study import StudyRequest, run_study

REQUEST = StudyRequest("", to=2025, draws=10)
SHARDS = sys.modules[work.__module__]
# Verzonnendam is the largest and takes the longest; cluster tests have it.
FEW, FEW_NAMES = CODES[1:4], NAMES[1:4]


@pytest.fixture(scope="module")
def land():
    return verzonnenland.catalogue()


@pytest.fixture(scope="module")
def remembered():
    return Remembering()


@pytest.fixture(autouse=True)
def each_study_once(monkeypatch, remembered):
    monkeypatch.setattr(SHARDS, "run_study", remembered)


@pytest.fixture
def anew(monkeypatch, each_study_once):
    """Really work it out, each time."""
    monkeypatch.setattr(SHARDS, "run_study", run_study)


@pytest.fixture(scope="module")
def whole(land, tmp_path_factory):
    """What a run of a few gemeenten leaves in its folder."""
    return done(tmp_path_factory.mktemp("whole"), shards(land))


@pytest.fixture
def filled(whole, tmp_path):
    """A folder in which that run was done already."""
    for name, content in whole.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def shards(land, gemeenten=FEW, request=REQUEST):
    return shards_of(request, gemeenten, lambda name: land, "csv", facts_out.TEXTS["csv"])


def done(path, todo, workforce=None):
    ended = run(todo, ResultFolder(path), workforce or InTurn())
    assert not ended.failed
    return content_of(path)


def content_of(path):
    return {entry.name: entry.read_bytes() for entry in path.iterdir()}


class Backwards:
    """The last shard first."""

    def pairs(self, todo, working):
        for shard in reversed(todo):
            yield shard, work(shard)


class StoppedAfter:
    """Somebody presses Ctrl-C after some results."""

    def __init__(self, results):
        self.results = results

    def pairs(self, todo, working):
        for shard in todo[: self.results]:
            yield shard, work(shard)
        raise KeyboardInterrupt


def test_each_gemeente_has_a_file_and_a_line_in_the_index(whole):
    entries = json.loads(whole[INDEX])["gemeenten"]
    assert [entry["code"] for entry in entries] == sorted(FEW)
    assert {entry["name"] for entry in entries} == set(FEW_NAMES)
    assert set(whole) == {INDEX, *(entry["file"] for entry in entries)}
    for entry in entries:
        assert hashlib.sha256(whole[entry["file"]]).hexdigest() == entry["sha256"]
        assert whole[entry["file"]].count(b"\r\n") == entry["facts"] + 1
        assert entry["fictional"]


def test_file_is_what_one_study_with_the_seed_of_the_index_gives(whole):
    for entry in json.loads(whole[INDEX])["gemeenten"]:
        request = replace(REQUEST, gemeente=entry["code"], seed=entry["seed"])
        alone = run_study(request, verzonnenland.catalogue())
        assert whole[entry["file"]] == facts_out.TEXTS["csv"](alone).encode()


def in_other_company(land, tmp_path):
    """The same gemeenten, done together, backwards, and in two runs of other make-up."""
    together = done(tmp_path / "together", shards(land))
    backwards = done(tmp_path / "backwards", shards(land, FEW[::-1]), Backwards())
    for part in (FEW[2:], FEW[:2]):
        in_parts = done(tmp_path / "parts", shards(land, part))
    return together, backwards, in_parts


def test_order_and_company_of_shards_do_not_matter(land, anew, tmp_path):
    together, backwards, in_parts = in_other_company(land, tmp_path)

    assert together == backwards == in_parts


def test_seed_that_hangs_on_the_order_of_shards_is_caught(land, tmp_path, monkeypatch):
    number = count(1)
    monkeypatch.setattr(runs, "seed_of", lambda seed, code: seed + next(number))

    together, backwards, in_parts = in_other_company(land, tmp_path)

    assert together != backwards
    assert together != in_parts


def test_gemeenten_and_runs_have_seeds_of_their_own():
    seeds = [seed_of(seed, f"GM{code:04d}") for seed in (1, 2) for code in range(1, 2000)]

    assert len(set(seeds)) == len(seeds)
    assert all(0 <= seed < 2**32 for seed in seeds)


def test_gemeente_that_cannot_be_worked_out_is_named_and_the_rest_is_kept(land, whole, tmp_path):
    ended = run(shards(land, (*FEW, WITHOUT_FIGURES)), ResultFolder(tmp_path), InTurn())

    ((name, reason),) = ended.failed
    assert name == "Leegmeer"
    assert reason.startswith("Er is geen bron met inwoners van Leegmeer.")
    assert ended.done == len(FEW)
    some = content_of(tmp_path)
    index = json.loads(some.pop(INDEX))
    assert index["failed"] == [{"code": WITHOUT_FIGURES, "name": name, "reason": reason}]
    assert index["gemeenten"] == json.loads(whole[INDEX])["gemeenten"]
    assert some == {name: content for name, content in whole.items() if name != INDEX}


def breaks_on_one(result):
    if result.gemeente.code == FEW[2]:
        raise ZeroDivisionError("deel door niets")
    return facts_out.TEXTS["csv"](result)


def test_what_nobody_foresaw_in_one_gemeente_leaves_the_rest(land, tmp_path):
    todo = [replace(shard, write=breaks_on_one) for shard in shards(land)]

    ended = run(todo, ResultFolder(tmp_path), InTurn())

    ((name, reason),) = ended.failed
    assert name == FEW_NAMES[2]
    assert "ZeroDivisionError: deel door niets" in reason
    assert ended.done == len(FEW) - 1


def test_of_a_gemeente_that_now_fails_no_older_file_stays(land, filled):
    later = [
        replace(shard, write=breaks_on_one)
        for shard in shards(land, request=replace(REQUEST, seed=2))
    ]

    ended = run(later, ResultFolder(filled), InTurn())

    assert len(ended.failed) == 1
    assert not (filled / f"{FEW[2]}.csv").exists()
    assert len(json.loads((filled / INDEX).read_text())["gemeenten"]) == len(FEW) - 1


def test_second_run_does_nothing_again(land, whole, filled):
    times = {path.name: path.stat().st_mtime_ns for path in filled.iterdir()}

    ended = run(shards(verzonnenland.catalogue()), ResultFolder(filled), InTurn())

    assert (ended.done, ended.kept) == (0, len(FEW))
    assert content_of(filled) == whole
    assert {path.name: path.stat().st_mtime_ns for path in filled.iterdir()} == times


def test_stopped_run_goes_on_where_it_was(land, whole, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        run(shards(land), ResultFolder(tmp_path), StoppedAfter(2))
    assert len(content_of(tmp_path)) == 3

    ended = run(shards(land), ResultFolder(tmp_path), InTurn())
    assert (ended.done, ended.kept) == (len(FEW) - 2, 2)
    assert content_of(tmp_path) == whole


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_file_that_is_damaged_is_made_again(land, whole, filled, harm):
    path = filled / f"{FEW[1]}.csv"
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-3])

    ended = run(shards(land), ResultFolder(filled), InTurn())

    assert (ended.done, ended.kept) == (1, len(FEW) - 1)
    assert content_of(filled) == whole


@pytest.mark.parametrize("other", [{"seed": 2}, {"draws": 11}, {"to": 2026}])
def test_other_request_is_worked_out_anew(land, tmp_path, other):
    one = FEW[:1]
    before = done(tmp_path, shards(land, one))

    after = done(tmp_path, shards(land, one, replace(REQUEST, **other)))

    assert before.keys() == after.keys()
    assert all(before[name] != after[name] for name in before)


def test_other_form_leaves_no_file_of_the_old_form(land, filled):
    todo = shards_of(REQUEST, FEW, lambda name: land, "json", facts_out.TEXTS["json"])

    found = done(filled, todo)

    assert set(found) == {INDEX, *(f"{code}.json" for code in FEW)}


def test_other_data_give_another_stamp_and_other_place_does_not(land):
    files = dict(verzonnenland.files())
    name = "kwb_2022_gemeente.csv"
    other = Catalogue([MemoryFolder(files | {name: files[name] + b"\n"})])
    elsewhere = Catalogue([MemoryFolder({}), MemoryFolder(files)])

    (here,), (there,), (changed,) = (shards(one, FEW[:1]) for one in (land, elsewhere, other))

    assert here.stamp == there.stamp
    assert here.stamp != changed.stamp


def test_worker_with_other_data_or_another_engine_refuses(land):
    (shard,) = shards(land, FEW[:1])
    library = shard.library
    other_data = replace(library, prints=library.prints | {("kwb_2030_gemeente.csv", "0")})
    other_engine = replace(library, engine="0")

    refused = [work(replace(shard, library=one)).problem for one in (other_data, other_engine)]

    assert "andere gegevens dan de opdrachtgever: " in refused[0]
    assert "WWZ_DATA" in refused[0]
    assert "andere versie van de rekenkern" in refused[1]


def test_worker_with_a_copy_of_its_own_uses_that(land, anew, tmp_path, monkeypatch):
    for name, content in verzonnenland.files().items():
        (tmp_path / name).write_bytes(content)
    copy = Catalogue([tmp_path])
    monkeypatch.setattr("wwz_engine.opgaven.library.default_catalogue", lambda: copy)
    (shard,) = shards(land, FEW[:1])
    # The prints of this run, but not its folders: they are on another machine.
    away = Library((MemoryFolder({}),), Library.of(copy).prints, shard.library.engine)

    assert away.digest == shard.library.digest
    assert work(replace(shard, library=away)).content == work(shard).content


def test_name_that_does_not_exist_is_refused_before_anything_is_done(land):
    with pytest.raises(GemeenteUnknownError, match="Atlantis"):
        shards(land, (*FEW_NAMES, "Atlantis"))


def test_memory_does_not_fill_with_what_was_read_for_each_gemeente(land, anew, tmp_path):
    run(shards(land, (FEW[0], WITHOUT_FIGURES)), ResultFolder(tmp_path), InTurn())

    (shard, *_) = shards(land)
    tables = shard.library.tables()
    asked = [request[1] for request in tables._tables] + [part[3] for part in tables._parts]
    assert asked
    assert set(asked) == {None}


def test_gemeente_that_is_named_twice_is_done_once(land):
    assert len(shards(land, (*FEW_NAMES, *FEW))) == len(FEW)


def test_all_gemeenten_are_those_of_the_newest_layout(land):
    assert all_gemeenten(land) == sorted((*CODES, WITHOUT_FIGURES))
    with pytest.raises(NoDataError):
        all_gemeenten(Catalogue([]))


def test_progress_tells_what_is_done_what_runs_and_what_failed(land, tmp_path):
    done(tmp_path, shards(land, FEW[:1]))
    seen: list[State] = []
    todo = shards(land, (*FEW, WITHOUT_FIGURES))

    run(todo, ResultFolder(tmp_path), InTurn(), seen.append)

    assert (seen[0].total, seen[0].kept, seen[0].done) == (4, 1, 0)
    assert [one.running for one in seen if one.running] == [
        ("Leegmeer",), (FEW_NAMES[2],), (FEW_NAMES[1],),
    ]  # fmt: skip
    assert [one.last for one in seen if one.last] == ["Leegmeer", FEW_NAMES[2], FEW_NAMES[1]]
    assert (seen[-1].done, [name for name, _ in seen[-1].failed]) == (2, ["Leegmeer"])


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"gemeenten": [{}], "failed": []}'])
def test_index_that_cannot_be_read_is_not_overwritten(tmp_path, content):
    (tmp_path / INDEX).write_bytes(content)

    with pytest.raises(FolderError, match="is niet te lezen"):
        ResultFolder(tmp_path)


def test_index_never_leads_out_of_its_folder(land, tmp_path):
    folder = tmp_path / "folder"
    done(folder, shards(land, FEW[:1]))
    outside = tmp_path / "outside.csv"
    outside.write_text("van een ander")
    index = (folder / INDEX).read_text().replace(f"{FEW[0]}.csv", "../outside.csv")
    (folder / INDEX).write_text(index)

    done(folder, shards(land, FEW[:1], replace(REQUEST, seed=2)))

    assert outside.read_text() == "van een ander"


def test_full_disk_leaves_no_half_file(land, tmp_path, monkeypatch):
    before = done(tmp_path, shards(land, FEW[:1]))
    later = shards(land, FEW[:1], replace(REQUEST, seed=2))
    folder = ResultFolder(tmp_path)

    def full(path, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(FolderError, match="kan niet worden geschreven"):
        run(later, folder, InTurn())

    assert content_of(tmp_path) == before
