"""The demo works one opgave out twice, so that its figures say why they changed."""

from __future__ import annotations

from types import SimpleNamespace

import polars as pl
import pytest

from wwz.commands import studies
from wwz.commands.earlier import NewestKeyFigures, earlier_edition
from wwz_engine.sources.registry import Catalogue


@pytest.fixture
def asked(monkeypatch):
    """A catalogue with key figures of two years, and what is asked of it."""
    questions = []

    def load(self, key, gemeente=None, period=None):
        questions.append((key, gemeente, period))
        return SimpleNamespace(rows=pl.DataFrame({"period": [2017, 2022]}))

    monkeypatch.setattr(Catalogue, "load", load)
    return questions


def test_earlier_edition_has_the_newest_key_figures_of_a_gemeente_only(asked):
    tables = earlier_edition(Catalogue([]))
    tables.load("kwb", "GM1681")
    assert asked[-1] == ("kwb", "GM1681", 2022)
    # What lists gemeenten, other data and another year are as they were.
    for question in (
        ("kwb", None, None),
        ("pc4_population", "GM1681", None),
        ("kwb", "GM1681", 2017),
    ):
        tables.load(*question)
        assert asked[-1] == question


def test_earlier_edition_comes_first_and_once(monkeypatch, gemeente):
    done = []
    monkeypatch.setattr(
        studies, "publish_one", lambda area, tables, to: done.append((area, tables))
    )
    monkeypatch.setattr(studies, "gemeente_named", lambda name: gemeente)
    kept = []
    record = SimpleNamespace(done=kept, add=kept.append)
    studies.publish_earlier("Zwolle", Catalogue([]), record, 2040)
    studies.publish_earlier("Zwolle", Catalogue([]), record, 2040)
    ((area, tables),) = done
    assert area == gemeente
    assert isinstance(tables, NewestKeyFigures)


def test_earlier_edition_never_comes_after_the_one_that_stays(monkeypatch, gemeente):
    done = []
    monkeypatch.setattr(studies, "publish_one", lambda *given: done.append(given))
    monkeypatch.setattr(studies, "gemeente_named", lambda name: gemeente)
    record = SimpleNamespace(done=["Zwolle"], add=done.append)
    studies.publish_earlier("Zwolle", Catalogue([]), record, 2040)
    assert done == []


def test_gemeente_that_is_worked_out_twice_is_one_of_the_demo():
    assert studies.TWICE in studies.GEMEENTEN
