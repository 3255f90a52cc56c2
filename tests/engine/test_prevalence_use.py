"""Shares by the model in a study: where, marked how, and set to the gemeente."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.engine.altered import AlteredTables, made_secret
from tests.engine.studies import fact_of
from wwz_engine.demand_figures import Shares, share_figures, with_model
from wwz_engine.facts import ESTIMATED, AreaRef
from wwz_engine.groups.prevalence_kept import BY_MODEL, kept_models
from wwz_engine.groups.prevalence_use import Estimates, estimates
from wwz_engine.indicators import AGES
from wwz_engine.sources.verzonnendam import GEMEENTE
from wwz_engine.study import StudyRequest, run_study

REQUEST = StudyRequest("Verzonnendam", draws=10, to=2030)
WIJK = "WK999901"
KEYS = ("eenzaam_65plus", "beperking_bewegen_18plus")


def on_wijken(invented, secret=(WIJK,)):
    """The fictional gemeente by wijk, some without a share: as most gemeenten are."""

    def edit(rows: pl.DataFrame) -> pl.DataFrame:
        for area in secret:
            rows = made_secret(area)(rows)
        return rows

    return AlteredTables(invented, {"rivm_health": edit}, frozenset({"buurt_series"}))


@pytest.fixture(scope="module")
def filled(invented):
    return run_study(REQUEST, on_wijken(invented))


@pytest.fixture(scope="module")
def published(invented):
    return run_study(REQUEST, on_wijken(invented, secret=()))


def tables_behind(fact):
    return [source.table for source in fact.sources]


@pytest.mark.parametrize("key", KEYS)
def test_an_area_without_a_share_gets_one_of_the_model_and_says_so(filled, published, key):
    before = fact_of(published, f"{key}_aandeel", 2020, WIJK)
    after = fact_of(filled, f"{key}_aandeel", 2020, WIJK)

    assert BY_MODEL not in tables_behind(before)
    assert BY_MODEL in tables_behind(after)
    assert after.kind == ESTIMATED
    assert after.missing is None
    assert 0 < after.value < 100
    assert after.value == round(after.value, 1)
    assert after.fictional
    assert BY_MODEL in tables_behind(fact_of(filled, key, filled_from(filled), WIJK))


def filled_from(study):
    return min(fact.year for fact in study.facts if fact.indicator.key == KEYS[0])


@pytest.mark.parametrize("key", KEYS)
def test_areas_add_up_to_the_same_gemeente(filled, published, key):
    year = filled_from(filled)
    wijken = [area.code for area in filled.areas if area.level == "wijk"]
    whole = fact_of(filled, key, year).value

    assert sum(fact_of(filled, key, year, wijk).value for wijk in wijken) == pytest.approx(whole)
    assert whole == pytest.approx(fact_of(published, key, year).value)


def test_a_published_share_stays_as_it_was(filled, published):
    for area in filled.areas:
        if area.code != WIJK and area.level in ("gemeente", "wijk"):
            for key in KEYS:
                one, other = (
                    fact_of(study, f"{key}_aandeel", 2020, area.code)
                    for study in (filled, published)
                )
                assert one.value == other.value
                assert BY_MODEL not in tables_behind(one)


def test_the_study_tells_of_how_many_areas(filled, published):
    told = [gap for gap in filled.gaps if "schatting met een model" in gap]

    assert len(told) == 1
    assert told[0].startswith("Van 1 gebied ")
    assert not [gap for gap in published.gaps if "schatting met een model" in gap]


def ask(tables, units, means=None, each=500.0):
    people = {age: np.full(len(units), each) for age in AGES}
    return estimates(tables, GEMEENTE, units, people, means or {"eenzaam_65plus": 0.4})


def codes(tables):
    rows = tables.load("kwb", GEMEENTE, 2022).rows
    return sorted(rows.filter(pl.col("level") == "wijk")["area"].unique())


def test_units_of_another_layout_get_nothing(invented):
    units = codes(invented)

    assert ask(invented, units) is not None
    assert ask(invented, units[:-1]) is None
    assert ask(invented, [*units, "WK999999"]) is None
    assert ask(invented, ["BU99990100", *units[1:]]) is None
    assert ask(AlteredTables(invented, without=frozenset({"kwb"})), units) is None


def test_without_a_share_of_the_gemeente_there_is_none_of_its_areas(invented):
    units = codes(invented)

    assert set(ask(invented, units).shares) == {"eenzaam_65plus"}
    assert estimates(invented, GEMEENTE, units, {}, {}) is None


def test_an_area_of_which_the_ages_are_not_known_gets_nothing(invented):
    def edit(rows: pl.DataFrame) -> pl.DataFrame:
        hidden = (pl.col("area") == WIJK) & (pl.col("measure") == "aandeel_inwoners")
        return rows.filter(~hidden)

    units = codes(invented)
    found = ask(AlteredTables(invented, {"kwb": edit}), units).shares["eenzaam_65plus"]

    assert set(found) == set(units) - {WIJK}
    assert ask(invented, units, each=0.0).shares["eenzaam_65plus"] == {}


def test_the_model_fills_only_the_year_it_was_learned_on():
    areas = tuple(AreaRef(code, code, "wijk", 2022) for code in ("WK000100", "WK000101"))
    source = kept_models().source
    given = Shares(2020, np.array([40.0, np.nan]), ("", "geheim"), source)
    estimated = Estimates(2020, {"eenzaam_65plus": {"WK000101": 0.51234}}, (source,))

    (filled,) = with_model([given], "eenzaam_65plus", areas, estimated)

    assert filled.value.tolist() == [40.0, 51.2]
    assert filled.missing == ("", "")
    one, other = share_figures("eenzaam_65plus_aandeel", areas, [filled])
    assert (one.areas, len(one.sources)) == (areas[:1], 1)
    assert (other.areas, len(other.sources)) == (areas[1:], 2)
    older = Shares(2016, given.value, given.missing, source)
    assert with_model([older], "eenzaam_65plus", areas, estimated) == [older]
    assert with_model([given], "ander_65plus", areas, estimated) == [given]
