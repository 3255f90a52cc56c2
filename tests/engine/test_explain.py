"""Why a number changed: two studies of Verzonnendam, with one thing changed at a time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.altered import AlteredTables, scaled
from tests.engine.studies import VERZONNENDAM
from wwz_engine import explain as explaining
from wwz_engine import parameters
from wwz_engine.explain import NotComparableError, Reruns, Store, keep, open_kept, save_kept
from wwz_engine.explain.keeping import NotKeptError, store_in
from wwz_engine.explain.parts import TOGETHER, divided, shares_of
from wwz_engine.explain.recipe import Group, Recipe, RecipeError, parameters_on
from wwz_engine.indicators import AgeSum, Definitions, defined_as
from wwz_engine.population.places import ComposedArea
from wwz_engine.sources.bridge import ADDRESSES, BridgedTables, bridge_of
from wwz_engine.sources.plans import WithPlans, plans_table, read_plans
from wwz_engine.study import StudyRequest

TODAY = date(2026, 1, 1)
OLDER = ("inwoners_75plus", VERZONNENDAM, 2030)
QUICK = StudyRequest(VERZONNENDAM, to=2030, draws=10)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("invoer"))


@pytest.fixture(scope="module")
def kept(invented, store):
    return keep(QUICK, invented, store)[1]


@pytest.fixture(scope="module")
def buurt(invented_study):
    return next(area.code for area in invented_study.areas if area.level == "buurt")


def other_rates(**values):
    """Parameters of which some have another value."""
    day = parameters.load("band_low_share").values[0].start.replace(year=2021)
    found = parameters_on(day)
    for name, value in values.items():
        dated = replace(found[name].values[0], value=value)
        found[name] = replace(found[name], values=(dated,))
    return found


def parts_of(before, after, place=OLDER, **more):
    found = Reruns(before, after, **more).explain(place)
    assert sum(part.value for part in found.parts) == found.difference
    return {part.key: part.value for part in found.parts}


# --- each cause alone is found as itself ---


def test_study_against_itself_has_no_parts(kept):
    found = Reruns(kept, kept).explain(OLDER)

    assert found.difference == 0
    assert found.parts == ()


def test_new_counts_are_data(invented, store, kept, buurt):
    tables = AlteredTables(invented, {"buurt_series": scaled(buurt, 1.4)})
    later = keep(QUICK, tables, store)[1]

    assert set(parts_of(kept, later)) == {"gegevens"}


def test_another_parameter_is_rates(invented, store, kept):
    with parameters.in_place(other_rates(migration_cap_70plus=0.01)):
        later = keep(QUICK, invented, store)[1]

    assert set(parts_of(kept, later)) == {"kengetallen"}


def test_another_age_is_definition(invented, store, kept):
    sums = tuple(
        AgeSum(one.key, one.label, 70, None) if one.key == "inwoners_75plus" else one
        for one in Definitions().age_sums
    )
    with defined_as(Definitions(age_sums=sums)):
        later = keep(QUICK, invented, store)[1]

    found = parts_of(kept, later)
    assert set(found) == {"definitie"}
    assert found["definitie"] > 500


def test_another_seed_moves_no_figure(invented, store, kept):
    # The mean of the draws is the forecast itself: chance moves the ends of bands alone.
    later = keep(replace(QUICK, seed=2), invented, store)[1]

    assert later.values == kept.values
    assert parts_of(kept, later) == {}


def test_zone_with_another_buurt_is_borders(invented, invented_study, store):
    codes = [area.code for area in invented_study.areas if area.level == "buurt"]
    small, large = (
        keep(replace(QUICK, composed=(ComposedArea("Kern", tuple(codes[:n])),)), invented, store)[1]
        for n in (2, 3)
    )

    place = ("inwoners_75plus", f"SG{VERZONNENDAM[2:]}01", 2030)
    assert set(parts_of(small, large, place)) == {"grenzen"}


def test_national_table_is_rates_and_not_data(invented, store, kept):
    def fewer_deaths(rows):
        hit = pl.col("measure") == "sterfte"
        value = pl.when(hit).then(pl.col("value") * 0.9).otherwise(pl.col("value"))
        return rows.with_columns(value=value)

    tables = AlteredTables(invented, {"national_rates": fewer_deaths})
    later = keep(QUICK, tables, store)[1]

    found = parts_of(kept, later)
    assert set(found) == {"kengetallen"}
    assert found["kengetallen"] > 0


def test_new_homes_are_plans(invented, store, kept, buurt):
    lines = f"gebied;jaar;woningen;hardheid\n{buurt};2026;300;hard\n".encode()
    table = plans_table(read_plans("plannen.csv", lines, {buurt: buurt}, 2021), "x", TODAY)
    later = keep(QUICK, WithPlans(invented, table), store)[1]

    found = parts_of(kept, later, ("inwoners", buurt, 2030))
    assert set(found) == {"plannen"}
    assert found["plannen"] > 100


def test_older_engine_is_method_and_says_so(kept):
    recipe = replace(kept.recipe, engine_version="0.0.9")
    place_value = {place: value + 12.5 for place, value in kept.values.items()}
    older = replace(kept, recipe=recipe, values=place_value)

    found = Reruns(older, kept).explain(OLDER)

    assert {part.key: part.value for part in found.parts} == {"methode": Decimal("-12.5")}
    assert any("andere rekenversie" in note for note in found.notes)


# --- together ---


@pytest.fixture(scope="module")
def all_at_once(invented, store, buurt):
    tables = AlteredTables(invented, {"buurt_series": scaled(buurt, 1.4)})
    sums = tuple(
        AgeSum(one.key, one.label, 74, None) if one.key == "inwoners_75plus" else one
        for one in Definitions().age_sums
    )
    with (
        parameters.in_place(other_rates(migration_cap_70plus=0.02)),
        defined_as(Definitions(age_sums=sums)),
    ):
        return keep(replace(QUICK, seed=5), tables, store)[1]


@pytest.fixture(scope="module")
def runs(kept, all_at_once):
    return Reruns(kept, all_at_once)


def test_everything_at_once_adds_up_for_every_figure(kept, all_at_once, runs):
    found = runs.explain_all(kept.values)

    assert {group.value for group in runs.groups} == {
        "gegevens", "definitie", "kengetallen", "toeval",
    }  # fmt: skip
    assert len(found) > 1000
    for one in found:
        before, after = (
            Decimal(str(study.values[one.indicator, one.area, one.year]))
            for study in (kept, all_at_once)
        )
        assert sum(part.value for part in one.parts) == one.difference == after - before


def test_way_back_is_the_mirror_image(invented, store, kept, buurt):
    tables = AlteredTables(invented, {"buurt_series": scaled(buurt, 1.4)})
    later = keep(replace(QUICK, seed=5), tables, store)[1]

    there, back = parts_of(kept, later), parts_of(later, kept)

    assert set(there) == set(back) == {"gegevens"}
    # To the millionth that rounding takes.
    assert all(abs(there[key] + back[key]) <= Decimal("0.000001") for key in there)


def test_shown_parts_add_up_to_the_shown_difference(runs):
    found = runs.explain(OLDER)
    before, after = (5 * round(float(end) / 5) for end in (found.before, found.after))

    shown = found.shown(before, after, 5)

    assert sum(value for _, value in shown) == after - before
    assert all(value % 5 == 0 for _, value in shown)


def test_mixture_that_never_was_a_study_is_one_named_part(invented, store, kept):
    # With the later counts the earlier last year is no future any more.
    short = keep(replace(QUICK, to=2022), invented, store)[1]

    def a_year_on(rows):
        return rows.with_columns(period=(pl.col("period") + 1).cast(pl.Int16))

    later = keep(QUICK, AlteredTables(invented, {"buurt_series": a_year_on}), store)[1]
    place = ("inwoners", VERZONNENDAM, 2022)

    found = Reruns(short, later).explain(place)

    assert [part.key for part in found.parts] == [TOGETHER]
    assert "gegevens" in found.parts[0].label
    assert any("één deel" in note for note in found.notes)


# --- borders with a bridge ---


def test_merged_buurten_are_borders_when_there_is_a_bridge(invented, invented_study, store, kept):
    one, other, *_ = sorted(a.code for a in invented_study.areas if a.level == "buurt")
    rest = [a.code for a in invented_study.areas if a.level == "buurt"][2:]
    bridge = bridge_of(
        [(one, one, 1.0), (other, one, 1.0), *((code, code, 1.0) for code in rest)], 2022, ADDRESSES
    )
    later = keep(QUICK, BridgedTables(invented, bridge), store)[1]
    place = ("inwoners_75plus", one, 2030)

    assert set(parts_of(kept, later, place, bridge=bridge)) == {"grenzen"}
    without = Reruns(kept, later).explain(place)
    assert [part.key for part in without.parts] == ["gegevens"]
    assert any("brugtabel" in note for note in without.notes)


# --- keeping ---


def test_kept_study_comes_back_from_its_folder_the_same(invented, tmp_path):
    _, kept = keep(QUICK, invented, store_in(tmp_path))
    save_kept(kept, tmp_path)

    again = open_kept(tmp_path)

    assert again.recipe == kept.recipe
    assert again.values == kept.values
    assert Reruns(again, kept).groups == ()
    assert Reruns(again, kept).values(frozenset()) == kept.values


def test_equal_input_is_kept_once(invented, tmp_path):
    found = [keep(QUICK, invented, Store(tmp_path))[1] for _ in range(2)]

    digests = [set(kept.recipe.tables.values()) for kept in found]
    assert {path.name for path in tmp_path.iterdir()} == digests[0] == digests[1]


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_input_that_is_gone_or_changed_is_not_used(invented, tmp_path, harm):
    _, kept = keep(QUICK, invented, store_in(tmp_path))
    save_kept(kept, tmp_path)
    path = next((tmp_path / "invoer").iterdir())
    path.unlink() if harm == "gone" else path.write_bytes(b"{}\n")

    with pytest.raises(NotKeptError, match="niet meer te gebruiken"):
        open_kept(tmp_path)


def test_input_that_a_power_cut_left_half_is_written_again(invented, tmp_path):
    keep(QUICK, invented, Store(tmp_path))
    path = next(tmp_path.iterdir())
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])

    keep(QUICK, invented, Store(tmp_path))

    assert path.read_bytes() == whole


def test_recipe_that_is_no_recipe_is_refused(kept):
    content = json.loads(json.dumps(kept.recipe.as_json()))
    assert Recipe.of_json(content) == kept.recipe

    del content["request"]["gemeente"]
    with pytest.raises(RecipeError):
        Recipe.of_json(content)


def test_studies_of_two_gemeenten_are_not_compared(kept, here, store):
    if not here.real:
        pytest.fail("no second gemeente") if here.gemeente != VERZONNENDAM else None
        return
    zwolle = keep(StudyRequest(here.gemeente, to=2030, draws=10), here.tables, store)[1]

    with pytest.raises(NotComparableError, match="dezelfde gemeente"):
        Reruns(kept, zwolle)


def test_facts_of_other_years_are_not_compared(invented, invented_study, kept):
    one, other = invented_study.facts[:2]

    with pytest.raises(NotComparableError, match="ander cijfer"):
        explaining.explain(one, other, Reruns(kept, kept))


def test_unknown_figure_is_not_explained(kept):
    with pytest.raises(NotComparableError, match="niet in beide"):
        Reruns(kept, kept).explain(("dakloos", VERZONNENDAM, 2021))


# --- dividing ---


@given(
    st.lists(st.fractions(min_value=-50, max_value=50), min_size=1, max_size=7),
    st.integers(-400, 400),
)
def test_divided_numbers_add_up_and_stay_near(exact, total):
    found = divided(exact, total)

    assert sum(found) == total
    apart = abs(total - sum(exact)) / len(exact)
    assert all(abs(n - one) <= apart + 1 for n, one in zip(found, exact, strict=True))


@given(st.lists(st.integers(-(10**9), 10**9), min_size=8, max_size=8))
def test_shares_add_up_whatever_the_runs_gave(worth):
    groups = (Group.DATA, Group.RATES, Group.CHANCE)
    at = {group: 2**n for n, group in enumerate(groups)}

    found = shares_of(groups, lambda chosen: worth[sum(at[group] for group in chosen)])

    assert sum(found) == worth[7] - worth[0]


def test_group_that_does_nothing_gets_nothing():
    found = shares_of((Group.DATA, Group.RATES), lambda chosen: 700 if Group.DATA in chosen else 0)

    assert found == [700, 0]


def test_two_that_only_work_together_share_alike():
    found = shares_of((Group.DATA, Group.RATES), lambda chosen: 10 if len(chosen) == 2 else 0)

    assert found == [5, 5]


def test_exact_fractions_need_no_luck():
    assert divided([Fraction(1, 3)] * 3, 1) == [1, 0, 0]
    assert np.isclose(sum(divided([Fraction(7, 2)] * 4, 14)), 14)
