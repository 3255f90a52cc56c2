"""Promises that hold for every figure, whatever it is about."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.engine.altered import AlteredTables, shuffled
from tests.engine.studies import close, values
from wwz_engine.beside_indicators import UNITS as UNITS_BESIDE
from wwz_engine.beside_indicators import beside
from wwz_engine.care_indicators import RATIOS, UNITS
from wwz_engine.facts import COUNTED, ESTIMATED, PROJECTED
from wwz_engine.indicators import (
    HOMES,
    HOMES_GROW_WITH,
    PEOPLE,
    PERCENT,
    YEAR,
    all_indicators,
)
from wwz_engine.study import StudyRequest, run_study

INDICATORS = all_indicators()
EVERY = pytest.mark.parametrize("key", sorted(INDICATORS))
PARTS = {"gemeente": "wijk", "wijk": "buurt"}
# Counted by a publisher for the gemeente alone, in a year after our forecast has begun.
COUNTED_ELSEWHERE = {"kosten_verpleging_zvw"}
# Of whole gemeenten laid beside one another, in the years that their tables have.
BESIDE = {one.key for one in beside()}


@pytest.fixture(scope="session")
def by_indicator(study):
    found = defaultdict(list)
    for fact in study.facts:
        found[fact.indicator.key].append(fact)
    return found


@pytest.fixture(scope="session")
def turned_values(invented):
    tables = AlteredTables(
        invented, dict.fromkeys(("buurt_series", "rivm_health", "kwb"), shuffled)
    )
    return values(run_study(StudyRequest("Verzonnendam", draws=10), tables))


@pytest.fixture(scope="session")
def straight_values(invented):
    return values(run_study(StudyRequest("Verzonnendam", draws=10), invented))


@EVERY
def test_measure_has_facts_and_each_is_known_or_says_why_not(by_indicator, key):
    assert by_indicator[key]
    assert all((fact.value is None) == bool(fact.missing) for fact in by_indicator[key])


@EVERY
def test_nothing_is_negative_and_no_share_exceeds_a_hundred(by_indicator, key):
    most = 100 if INDICATORS[key].unit == PERCENT else 10_000_000
    for fact in by_indicator[key]:
        for number in (fact.value, fact.low, fact.high):
            assert number is None or 0 <= number <= most, fact


@EVERY
def test_band_holds_the_figure_and_belongs_to_a_projection(by_indicator, key):
    for fact in by_indicator[key]:
        assert (fact.low is None) == (fact.high is None)
        if fact.low is not None:
            assert fact.kind == PROJECTED
            assert fact.low <= fact.value + 1e-6, fact
            assert fact.value <= fact.high + 1e-6, fact
        elif fact.value is not None:
            assert fact.kind != PROJECTED


@EVERY
def test_parts_add_up_to_the_whole_in_every_year(by_indicator, key):
    facts = by_indicator[key]
    known = {(fact.area.code, fact.year): fact.value for fact in facts if fact.value is not None}
    parts = defaultdict(list)
    for fact in facts:
        parts[fact.area.parent, fact.year].append(fact)
    added = 0
    for fact in facts:
        below = [p for p in parts[fact.area.code, fact.year]
                 if p.area.level == PARTS.get(fact.area.level)]  # fmt: skip
        if INDICATORS[key].unit in (PERCENT, *RATIOS):
            inside = [known[p.area.code, p.year] for p in below if (p.area.code, p.year) in known]
            if len(inside) == len(below) > 0 and fact.value is not None and fact.low is not None:
                assert min(inside) - 1e-6 <= fact.value <= max(inside) + 1e-6, fact
                added += 1
        elif below and fact.value is not None and all(p.value is not None for p in below):
            loose = 4 if fact.kind == "geteld" and fact.area.level == "gemeente" else 0
            whole = sum(p.value for p in below)
            assert close(whole, fact.value) or 0 <= fact.value - whole <= loose, fact
            added += 1
    everywhere_known = any(fact.value is not None for fact in facts)
    relations = INDICATORS[key].relations
    whole_only = key.endswith("_aandeel") or key in COUNTED_ELSEWHERE | BESIDE
    whole_only |= relations is not None and not relations.areas
    assert bool(added) == (everywhere_known and not whole_only)


@EVERY
def test_order_of_areas_does_not_matter(straight_values, turned_values, key):
    straight = {at: value for at, value in straight_values.items() if at[0] == key}

    assert straight == {at: value for at, value in turned_values.items() if at[0] == key}


@EVERY
def test_measure_says_what_it_is_in_dutch(key):
    measure = INDICATORS[key]

    assert measure.key == key
    assert not measure.label[0].islower()
    assert len(measure.definition) > 40
    assert measure.definition.endswith(".")
    assert measure.unit in (PEOPLE, PERCENT, HOMES, YEAR, *UNITS, *UNITS_BESIDE)
    assert measure.people or measure.unit != PEOPLE


@EVERY
def test_percentage_names_the_people_behind_it(key):
    measure = INDICATORS[key]

    assert (measure.unit in (PERCENT, *RATIOS)) == bool(measure.counted_by)
    assert measure.counted_by in ("", *INDICATORS)


@EVERY
def test_same_area_and_year_has_one_figure(by_indicator, key):
    places = [(fact.area.code, fact.year) for fact in by_indicator[key]]

    assert len(places) == len(set(places))


@EVERY
def test_figures_before_the_projection_are_counted_or_estimated(by_indicator, key):
    base = 2021
    for fact in by_indicator[key]:
        if key in COUNTED_ELSEWHERE:
            assert fact.kind == COUNTED or fact.missing
        elif key in BESIDE:
            assert fact.kind in (COUNTED, ESTIMATED) or fact.missing
        elif fact.year > base:
            assert fact.kind == PROJECTED or fact.missing
        else:
            assert fact.kind in ("geteld", ESTIMATED)


@EVERY
def test_homes_and_shares_of_an_age_name_the_people_they_grow_with(key):
    measure = INDICATORS[key]

    assert set(measure.grows_with) <= {name for name, other in INDICATORS.items() if other.people}
    if key in {*HOMES_GROW_WITH, "aandeel_75plus"}:
        assert measure.grows_with
