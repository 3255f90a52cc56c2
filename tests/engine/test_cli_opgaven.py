from __future__ import annotations

import io
import json
import sys

import pytest

from tests.engine import verzonnenland
from tests.engine.verzonnenland import CODES, NAMES, Remembering
from wwz_engine import cli, opgaven
from wwz_engine.cli.opgaven import Bar
from wwz_engine.opgaven import INDEX, InTurn, State
from wwz_engine.sources import registry

QUICK = ("--to", "2025", "--draws", "10")
FEW = NAMES[1:3]


@pytest.fixture(scope="module")
def land():
    return verzonnenland.catalogue()


@pytest.fixture(scope="module")
def remembered():
    return Remembering()


@pytest.fixture
def wwz(monkeypatch, capsys, land, remembered):
    """Run the command in Verzonnenland: exit code, standard output, standard error."""
    monkeypatch.setattr(cli, "_from_packages", list)
    monkeypatch.setattr(registry, "default_catalogue", lambda: land)
    monkeypatch.setattr(sys.modules[opgaven.work.__module__], "run_study", remembered)

    def run(*words):
        try:
            code = cli.main([str(word) for word in words])
        except SystemExit as stopped:
            code = stopped.code
        return (code, *capsys.readouterr())

    return run


def content_of(path):
    return {entry.name: entry.read_bytes() for entry in path.iterdir()}


def test_named_gemeenten_get_a_file_each_and_the_second_time_nothing_is_done(wwz, tmp_path):
    words = ("opgaven", *FEW, *QUICK, "--output", tmp_path)

    code, out, error = wwz(*words)
    assert code == 0
    assert "2 gemeenten: 2 uitgerekend, 0 waren er al, 0 niet gelukt." in out
    assert error.count("klaar: ") == 2
    assert set(content_of(tmp_path)) == {INDEX, f"{CODES[1]}.csv", f"{CODES[2]}.csv"}

    code, out, error = wwz(*words)
    assert (code, error) == (0, "")
    assert "2 gemeenten: 0 uitgerekend, 2 waren er al" in out


def test_seed_of_the_index_gives_the_same_file_with_opgave(wwz, tmp_path):
    wwz("opgaven", FEW[0], *QUICK, "--format", "json", "--output", tmp_path)
    (entry,) = json.loads((tmp_path / INDEX).read_text())["gemeenten"]

    _, out, _ = wwz("opgave", FEW[0], *QUICK, "--format", "json", "--seed", entry["seed"])

    assert out == (tmp_path / entry["file"]).read_text()


def test_processes_give_the_same_bytes_as_one(wwz, tmp_path):
    code, _, _ = wwz("opgaven", *FEW, *QUICK, "--output", tmp_path / "one")
    assert code == 0

    code, _, _ = wwz("opgaven", *FEW, *QUICK, "--output", tmp_path / "two", "--workers", 2)
    assert code == 0
    assert content_of(tmp_path / "one") == content_of(tmp_path / "two")


def test_list_may_hold_remarks_and_empty_lines(wwz, tmp_path):
    (tmp_path / "lijst.txt").write_text(f"\ufeff# proef\n{FEW[0]}\n\n{CODES[2]}  # dorp\n")

    code, out, _ = wwz(
        "opgaven", "--list", tmp_path / "lijst.txt", *QUICK, "--output", tmp_path / "uit"
    )

    assert code == 0
    assert "2 gemeenten: 2 uitgerekend" in out


def test_all_says_which_gemeente_failed_and_ends_with_1(wwz, tmp_path):
    code, out, error = wwz("opgaven", "--all", *QUICK, "--output", tmp_path)

    assert code == 1
    assert "5 gemeenten: 4 uitgerekend, 0 waren er al, 1 niet gelukt." in out
    assert "Niet gelukt: Leegmeer. Er is geen bron met inwoners van Leegmeer." in error
    assert len(content_of(tmp_path)) == 5


def test_stopped_with_the_keyboard_it_says_what_is_kept(wwz, tmp_path, monkeypatch):
    class Stopped(InTurn):
        def pairs(self, shards, working):
            yield from super().pairs(shards[:1], working)
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(opgaven, "InTurn", Stopped)
        code, out, error = wwz("opgaven", *FEW, *QUICK, "--output", tmp_path)
    assert (code, out) == (130, "")
    assert "Wat klaar was, is bewaard" in error

    _, out, _ = wwz("opgaven", *FEW, *QUICK, "--output", tmp_path)
    assert "1 uitgerekend, 1 waren er al" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Noem gemeenten, of kies --all of --list"),
        (("--list", "nergens.txt"), "De lijst nergens.txt is niet te lezen"),
        ((FEW[0], "Atlantis"), "Er is geen gemeente ‘Atlantis’"),
        ((FEW[0], "--workers", "0"), "kies er 1 of meer"),
        ((FEW[0], "--workers", "1", "--cluster", "tcp://x"), "--cluster kan niet samen met"),
        ((FEW[0], "--workers", "twee"), "‘twee’ is geen geheel getal"),
    ],
)
def test_wrong_input_ends_with_2_and_one_sentence(wwz, tmp_path, words, says):
    code, out, error = wwz("opgaven", *words, *QUICK, "--output", tmp_path / "uit")

    assert (code, out) == (2, "")
    assert says in error
    assert len(error.strip().splitlines()) == 1
    assert not (tmp_path / "uit").exists()


def test_without_dask_the_sentence_says_how_to_get_it(wwz, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)

    code, out, error = wwz("opgaven", FEW[0], *QUICK, "--output", tmp_path, "--workers", 2)

    assert (code, out) == (2, "")
    assert '.venv/bin/pip install -e ".[cluster]"' in error


def test_bar_rewrites_one_line_on_a_terminal(monkeypatch):
    shown = io.StringIO()
    monkeypatch.setattr(sys, "stderr", shown)
    bar = Bar(terminal=True)

    bar.show(State(9, done=3, kept=1, running=tuple("abcdef")))
    bar.show(State(9, done=3, kept=1, failed=(("g", "waarom"),), last="g"))
    bar.close()

    first, second = shown.getvalue().split("\r")[1:]
    assert "4/9 gemeenten; bezig: a, b, c, d en 2 andere" in first
    assert "5/9 gemeenten; niet gelukt: g; klaar: g" in second
    assert shown.getvalue().count("\n") == 1
