from __future__ import annotations

import dataclasses
import json
from datetime import date

import numpy as np
import pytest

from wwz_engine.axes import AxisMismatchError
from wwz_engine.facts import AreaRef, Fact, IndicatorDef, stamp_of
from wwz_engine.figures import Figures, Run, summarise
from wwz_engine.sources.tidy import Source

INDICATOR = IndicatorDef("inwoners", "Inwoners", "personen", "Mensen.", "bevolking", "forecast")
AREA = AreaRef("BU99990101", "Dijkzicht", "buurt", 2024, "WK999901")
SOURCE = Source("proef", "CBS", "1NED", "Proef", date(2021, 1, 1), "CC BY 4.0", sha256="ab" * 32)


def fact(**changes: object) -> Fact:
    plain: dict[str, object] = {
        "indicator": INDICATOR,
        "area": AREA,
        "year": 2030,
        "scenario": "basis",
        "value": 120.0,
        "low": 100.0,
        "high": 140.0,
        "missing": None,
        "kind": "geraamd",
        "sources": (SOURCE,),
        "engine_version": "1",
    }
    return Fact(**(plain | changes))  # type: ignore[arg-type]  # values fit by name


def test_equal_content_has_an_equal_id_of_26_lower_case_characters():
    assert fact().id == fact().id
    assert len(fact().id) == 26
    assert fact().id == fact().id.lower()


@pytest.mark.parametrize(
    "change",
    [
        {"value": 121.0},
        {"low": 99.0},
        {"high": None},
        {"year": 2031},
        {"scenario": "laag"},
        {"kind": "geschat"},
        {"missing": "geheim"},
        {"engine_version": "2"},
        {"stamp": "other seed"},
        {"area": dataclasses.replace(AREA, code="BU99990102")},
        {"area": dataclasses.replace(AREA, year=2025)},
        {"indicator": dataclasses.replace(INDICATOR, key="inwoners_65plus")},
        {"sources": (dataclasses.replace(SOURCE, sha256="cd" * 32),)},
        {"sources": ()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_other_content_has_another_id(change):
    assert fact(**change).id != fact().id


def test_fact_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        fact().value = 1.0


def test_one_fictional_source_makes_a_fact_fictional():
    assert not fact().fictional
    assert fact(sources=(SOURCE, dataclasses.replace(SOURCE, fictional=True))).fictional


def test_fact_as_json_is_plain_and_whole():
    content = json.loads(json.dumps(fact().as_json()))

    assert content["area"] == {
        "code": "BU99990101", "name": "Dijkzicht", "level": "buurt", "year": 2024,
    }  # fmt: skip
    assert content["sources"][0]["sha256"] == "ab" * 32
    assert content["sources"][0]["as_of"] == "2021-01-01"
    wanted = {"id", "indicator", "label", "unit", "year", "scenario", "value", "low", "high"}
    wanted |= {"definition", "missing", "kind", "engine_version", "fictional"}
    assert wanted <= set(content)


def test_stamp_depends_on_every_setting_and_not_on_their_order():
    assert stamp_of({"seed": 1, "to": 2040}) == stamp_of({"to": 2040, "seed": 1})
    assert stamp_of({"seed": 1, "to": 2040}) != stamp_of({"seed": 2, "to": 2040})


def figures(value, **changes):
    plain = {
        "indicator": "inwoners",
        "areas": (AREA,),
        "years": (2030, 2031),
        "value": np.array(value),
        "kinds": ("geraamd", "geraamd"),
        "sources": (SOURCE,),
    }
    return Figures(**(plain | changes))


def test_figure_that_is_not_there_becomes_a_fact_with_a_reason():
    run = Run({"inwoners": INDICATOR}, "basis", "1", "")

    known, unknown = run.facts(figures([[12.0, np.nan]], missing="geheim"))

    assert (known.value, known.missing) == (12.0, None)
    assert (unknown.value, unknown.missing) == (None, "geheim")


def test_figures_on_other_axes_are_refused():
    with pytest.raises(AxisMismatchError, match=r"inwoners\.value"):
        figures([[1.0], [2.0]])
    with pytest.raises(AxisMismatchError, match=r"inwoners\.low"):
        figures([[1.0, 2.0]], low=np.array([[1.0]]))
    with pytest.raises(AxisMismatchError, match=r"inwoners\.kinds"):
        figures([[1.0, 2.0]], kinds=("geraamd",))


def test_band_lies_around_the_middle_four_fifths_of_draws():
    draws = np.random.default_rng(1).normal(100, 10, (1, 1, 20_000))

    summary = summarise(draws, 0.1)

    assert ((draws > summary.low) & (draws < summary.high)).mean() == pytest.approx(0.8, abs=0.001)
    assert summary.value.item() == pytest.approx(draws.mean())


def test_quantiles_are_those_of_numpy():
    draws = np.random.default_rng(1).gamma(2, 5, (3, 2, 11))

    summary = summarise(draws, 0.1)

    assert summary.low == pytest.approx(np.quantile(draws, 0.1, axis=-1))
    assert summary.high == pytest.approx(np.quantile(draws, 0.9, axis=-1))


def test_one_draw_is_its_own_mean_and_band():
    summary = summarise(np.full((1, 1, 1), 7.0), 0.1)

    assert summary.low == summary.value == summary.high == 7
