"""The targets in Dutch: the same verdicts, and never a sentence that is older than the results."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from wwz_engine.backtest.results import read_all
from wwz_engine.backtest.targets import FILE, TargetUnknownError, spoken, targets, write_targets
from wwz_engine.backtest.verdicts import DUTCH, MISSED, Verdict, verdicts

ENGLISH = re.compile(r"\b(the|of all|against|people|years|launch|with|between)\b")


def test_file_that_comes_along_says_what_the_results_say() -> None:
    assert json.loads(FILE.read_text("utf-8")) == targets(read_all())


def test_every_target_has_its_verdict_in_dutch() -> None:
    results = read_all()
    told = targets(results)

    assert [one["state"] for one in told] == [DUTCH[one.state] for one in verdicts(results)]
    for one in told:
        assert all(one.values()), one
        assert not ENGLISH.search(" ".join(one.values())), one


def test_without_any_results_every_target_says_why(tmp_path: Path) -> None:
    write_targets({}, tmp_path / "targets.json")
    told = json.loads((tmp_path / "targets.json").read_text("utf-8"))

    assert {one["state"] for one in told} == {"niet te meten"}
    assert all(one["found"] for one in told)


def test_target_without_words_is_refused() -> None:
    with pytest.raises(TargetUnknownError, match="geen Nederlandse woorden"):
        spoken(Verdict("something new", "at least 1%", MISSED, "0%"), {})
