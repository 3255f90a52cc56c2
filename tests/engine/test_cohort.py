"""Methods for ages: worked out by hand where that can be done, and what they promise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.engine.panels import SOURCE, country, panel_of
from tests.engine.towns import LAUNCH, STUDENTS, town
from wwz_engine.axes import AgeBand, Floats
from wwz_engine.population.methods.carrying import Movement, carry
from wwz_engine.population.methods.ensemble import earlier, weights
from wwz_engine.population.methods.hamilton_perry import Change, change_of, drawn, prior_sizes
from wwz_engine.population.methods.learning import learn, survival_of_both, yearly_survival
from wwz_engine.population.methods.panel import SINGLE_AGES, Known, Panel, banded, known_at
from wwz_engine.population.methods.registry import DEFAULT, METHODS
from wwz_engine.population.methods.settings import CohortSettings
from wwz_engine.population.methods.shapes import bend, own_ages
from wwz_engine.population.methods.survival_only import launch_ages

NAMES = [name for name, method in METHODS.items() if name not in ("constant",) and method.ages]
NARROW = tuple(AgeBand(low, low + 9) for low in range(0, 80, 10))
BANDS = (*NARROW, AgeBand(80))


def years_of(people: Floats, known_survival: Floats, years: int, drift: Floats) -> Floats:
    """(year, area, single_age): everyone grows older, dies and moves; newborns as many."""
    path = [people]
    for _ in range(years):
        later = np.empty_like(path[-1])
        alive = path[-1] * known_survival
        later[:, 1:] = alive[:, :-1]
        later[:, -1] += alive[:, -1]
        later[:, 0] = path[-1][:, 0]
        path.append(later * (1 + drift))
    return np.array(path)


def world(drift: Floats, years: int = 4, areas: int = 12, size: float = 20.0) -> Known:
    """Areas that are all alike in 2014 and move as told from then on."""
    empty = known_at(panel_of(np.ones((1, 1, 1)), years=(2018,)), 2018, country())
    survival = survival_of_both(empty, -2.0)
    people = np.full((areas, SINGLE_AGES), size) * empty.country.at_launch.sum(axis=0) / 2000
    path = years_of(people, survival, years, drift)
    counts = banded(path, BANDS)
    names = tuple(f"{number:02d}" for number in range(areas))
    span = tuple(range(2018 - years, 2019))
    panel = Panel(
        "wereld", names, names, span, BANDS, counts, counts.sum(axis=1), 1, (SOURCE,)
    )  # fmt: skip
    return known_at(panel, 2018, country())


def test_nobody_moves_and_the_oldest_of_a_band_cross_into_the_next() -> None:
    counts = np.array([[[650.0, 100.0, 100.0, 60.0]]])
    known = known_at(panel_of(counts, years=(2018,)), 2018, country())

    found = METHODS["survival-only"].forecast(known, 1)[1, 0]

    single, survival = launch_ages(known)[0], survival_of_both(known, 0.0)
    alive = single * survival
    assert found[1] == pytest.approx(alive[64:74].sum(), rel=1e-4)
    assert found[2] == pytest.approx(alive[74:84].sum(), rel=1e-4)
    assert found[3] == pytest.approx(alive[84:].sum(), rel=1e-4)


def test_a_large_birth_year_crosses_a_border_of_ages_in_its_own_year() -> None:
    # Of the whole it is known that those of 73 on 1 January 2018 are twice as many.
    counts = np.array([[[650.0, 100.0, 100.0, 60.0]]])
    ages = np.full((2, SINGLE_AGES), 10.0)
    ages[:, 73] = 20.0
    panel = panel_of(counts, years=(2018,))
    plain = known_at(panel, 2018, country())
    known = known_at(panel, 2018, country(), {2018: ages})

    even = np.diff(METHODS[DEFAULT].forecast(plain, 4)[:, 0, 2])
    found = np.diff(METHODS[DEFAULT].forecast(known, 4)[:, 0, 2])

    assert np.argmax(found - even) == 1
    assert found[1] - even[1] > 4


def test_bending_keeps_bands_and_the_dips_of_the_shape() -> None:
    shape = np.full(SINGLE_AGES, 10.0)
    shape[35] = 1.0
    counts = np.array([[100.0, 90, 80, 70, 60, 50, 40, 30, 20], [0.0] * 9])

    found = bend(counts, BANDS, shape)

    np.testing.assert_allclose(banded(found, BANDS), counts, atol=1e-9)
    assert found[0, 35] < 0.2 * found[0, 34]
    assert (np.diff(found[0, 40:65]) < 1e-9).all()
    assert (found[1] == 0).all()


def test_an_area_like_its_whole_is_not_pulled() -> None:
    whole = np.linspace(20.0, 1.0, SINGLE_AGES)

    assert own_ages(whole[None] / 7, whole, 20.0, 1.0) == pytest.approx(np.zeros((1, 101)))


def test_moving_that_all_areas_share_is_learned() -> None:
    drift = np.zeros(SINGLE_AGES)
    drift[20:30] = 0.04

    learned = learn(world(drift), CohortSettings.at(2018))

    assert learned.drift_of_whole[2] == pytest.approx(0.04, abs=0.015)
    assert np.abs(learned.drift_of_whole[4:]).max() < 0.01


def test_moving_of_one_area_is_learned_and_the_others_stay() -> None:
    drift = np.zeros((12, SINGLE_AGES))
    drift[:4, 60:70] = 0.06

    learned = learn(world(drift, size=600.0), CohortSettings.at(2018))

    apart = learned.drift[:, 6] - learned.drift_of_whole[6]
    assert apart[:4].min() - apart[4:].max() > 0.03


def test_what_was_learned_beats_staying_where_areas_move() -> None:
    random = np.random.default_rng(3)
    drift = np.repeat(random.normal(0, 0.03, (12, 9)), [*([10] * 8), 21], axis=1)
    known = world(drift, size=600.0)
    survival = survival_of_both(known, 0.0)
    people = learn(known, CohortSettings.at(2018)).people
    truth = banded(years_of(people, survival, 3, drift)[3], BANDS)

    misses = {
        name: np.abs(METHODS[name].forecast(known, 3)[3] - truth)[:, 1:].sum()
        for name in ("cohort-annual", "survival-only", "constant")
    }

    assert misses["cohort-annual"] < 0.75 * min(misses["survival-only"], misses["constant"])


def test_an_area_that_replaces_its_people_keeps_its_ages() -> None:
    # In half of the areas the young come and go, in the other half those of 50-59 do.
    known = world(np.zeros(SINGLE_AGES))
    steady = np.repeat(known.panel.counts[:1], 5, axis=0)
    steady[:, :6, 2] *= 4
    steady[:, 6:, 5] *= 4
    panel = replace(known.panel, counts=steady, parent=steady.sum(axis=1))

    learned = learn(replace(known, panel=panel), CohortSettings.at(2018))
    found = METHODS["cohort-annual"].forecast(replace(known, panel=panel), 3)[3]

    assert learned.own_share[[2, 5]].min() > 0.6
    left = METHODS["survival-only"].forecast(replace(known, panel=panel), 3)[3]
    assert abs(found - steady[-1])[:6, 2].sum() < 0.6 * abs(left - steady[-1])[:6, 2].sum()


def test_areas_are_their_whole_in_every_sex_and_age() -> None:
    random = np.random.default_rng(1)
    settings = CohortSettings.at(2018)
    known = world(np.zeros(SINGLE_AGES), areas=3)
    start = random.poisson(3, (3, 2, SINGLE_AGES)).astype(np.float64)
    movement = Movement(
        BANDS, random.normal(0, 0.1, (3, SINGLE_AGES)), np.zeros(SINGLE_AGES),
        random.normal(0, 0.05, (3, 9)), random.normal(0, 0.02, 9),
        np.array([0.04, 0.05, 0.06]), 0.05, 0.49,
    )  # fmt: skip

    def survival(year: int) -> Floats:
        return yearly_survival(known, year)

    alone = carry(start, movement, survival, settings, 25)
    whole = carry(start.sum(axis=0)[None], _of_one(movement), survival, settings, 25)

    np.testing.assert_allclose(alone.sum(axis=1), whole[:, 0], rtol=1e-9, atol=1e-9)


def _of_one(movement: Movement) -> Movement:
    return replace(
        movement, own=np.zeros((1, SINGLE_AGES)), drift=movement.drift_of_whole[None],
        children=np.array([movement.children_of_whole]),
    )  # fmt: skip


def test_a_ratio_is_the_same_people_after_against_before() -> None:
    # 2016 to 2018; everyone of 63 and 64 crosses 65, and of the whole as many came as left.
    counts = np.array([[[650.0, 100, 50, 20]], [[650.0, 120, 50, 20]]])
    known = known_at(panel_of(counts, years=(2016, 2018)), 2018, country())
    people = launch_ages(known)

    change = change_of(known, people)

    assert change.years == 2
    assert change.after.sum() == pytest.approx(840)
    np.testing.assert_allclose(change.expected, (change.after / change.before)[0])
    assert change.before[0, 13] < change.after[0, 13]


def test_areas_that_differ_by_chance_only_are_drawn_to_one_ratio() -> None:
    random = np.random.default_rng(5)
    before = np.full((200, 20), 40.0)
    chance = random.poisson(before * 0.9).astype(np.float64)
    apart = random.poisson(before * 0.9 * random.gamma(9, 1 / 9, (200, 20))).astype(np.float64)
    expected = np.full(20, 0.9)

    alike = prior_sizes(Change(before, chance, expected, 5.0))
    unlike = prior_sizes(Change(before, apart, expected, 5.0))

    # Gamma of shape 9 is a prior of 9 / 0.9 = 10 people.
    assert np.median(alike) > 500
    assert np.median(unlike) == pytest.approx(10, rel=0.4)
    assert drawn(Change(before, chance, expected, 5.0)).std() < 0.03


def test_net_component_has_no_pull_to_the_own_ages() -> None:
    """Without it the students of a campus stay there and grow older."""
    known = town(students=2).until(LAUNCH)

    students = {
        name: METHODS[name].forecast(known, 10)[:, 2, STUDENTS]
        for name in (DEFAULT, "cohort-component")
    }

    assert students[DEFAULT][10] > 0.7 * students[DEFAULT][0]
    assert students["cohort-component"][10] < 0.2 * students["cohort-component"][0]


def test_area_with_many_children_goes_on_having_them() -> None:
    counts = np.full((2, 6, len(BANDS)), 400.0)
    counts[:, 0, 0] *= 2
    panel = panel_of(np.ones((2, 6, 1)), years=(2017, 2018))
    known = known_at(replace(panel, bands=BANDS, counts=counts, parent=counts.sum(axis=1)), 2018,
                     country())  # fmt: skip

    children = METHODS["hp-shrunk"].forecast(known, 10)[10, :, 0]

    assert children[0] > 1.6 * children[1]


def test_weights_follow_past_errors_half_way() -> None:
    known = world(np.full(SINGLE_AGES, 0.03))
    members = (METHODS["lin"], METHODS["constant"])

    found = weights(members, known)

    np.testing.assert_allclose(found.sum(axis=0), 1.0)
    assert found.min() >= 0.25
    assert found[0, 8] > 0.55


def test_without_an_earlier_year_methods_weigh_the_same() -> None:
    known = known_at(panel_of(np.ones((1, 3, 2)), years=(2018,)), 2018, country())

    assert (weights((METHODS["csp"], METHODS["constant"]), known) == 0.5).all()


def test_an_earlier_launch_knows_nothing_of_later_counts() -> None:
    known = world(np.zeros(SINGLE_AGES))
    changed = known.panel.counts.copy()
    changed[2:] *= 7
    panel = replace(known.panel, counts=changed, parent=changed.sum(axis=1))

    seen = [earlier(replace(known, panel=each), 2015) for each in (known.panel, panel)]

    assert seen[0].country.years == (2014, 2015)
    np.testing.assert_array_equal(seen[0].panel.counts, seen[1].panel.counts)


@pytest.mark.parametrize(("year", "kept"), [(2014, True), (2015, True), (2016, False)])
def test_an_earlier_launch_has_only_finer_ages_of_before_it(year: int, kept: bool) -> None:
    known = replace(world(np.zeros(SINGLE_AGES)), finer=np.ones((2, SINGLE_AGES)), finer_year=year)

    assert (earlier(known, 2015).finer is not None) == kept


def test_an_earlier_launch_has_the_higher_death_rates_of_its_own_day() -> None:
    known = world(np.zeros(SINGLE_AGES))

    before = earlier(known, 2015).country.survival

    np.testing.assert_allclose(before, known.country.survival_after(2015 - known.launch))
    assert (before[:, 60:] < known.country.survival[:, 60:]).all()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("years", [(2018,), (2013, 2018), (2015, 2016, 2017, 2018)])
def test_every_method_keeps_its_promises(name: str, years: tuple[int, ...]) -> None:
    random = np.random.default_rng(4)
    shape = (len(years), 12, 4)
    counts = random.poisson(30, shape).astype(float) * (random.random(shape) > 0.2)
    counts[-1, 3] = np.nan
    counts[:-1, 5] = np.nan
    counts[:, 7] = 0.0
    counts[-1, 8] = 0.0
    known = known_at(panel_of(counts, years=years), 2018, country())

    found = METHODS[name].forecast(known, 10)

    assert found.shape == (11, 12, 4)
    np.testing.assert_array_equal(found[0], counts[-1])
    assert np.isnan(found[:, 3]).all()
    seen = np.delete(found, 3, axis=1)
    assert np.isfinite(seen).all()
    assert (seen >= 0).all()
    assert (found[:, 7] < 1e-6).all()


@pytest.mark.parametrize("name", NAMES)
def test_a_method_for_ages_can_do_with_totals(name: str) -> None:
    counts = np.array([[[200.0], [50.0]], [[210.0], [40.0]]])
    known = known_at(panel_of(counts, years=(2017, 2018)), 2018, country())

    found = METHODS[name].forecast(known, 5)

    assert np.isfinite(found).all()
    assert (found > 0).all()


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_areas_changes_nothing(name: str) -> None:
    random = np.random.default_rng(9)
    counts = random.poisson(60, (3, 5, 4)).astype(np.float64)
    turn = [3, 1, 4, 0, 2]
    years = (2016, 2017, 2018)
    found = METHODS[name].forecast(known_at(panel_of(counts, years=years), 2018, country()), 4)
    other = known_at(panel_of(counts[:, turn], years=years), 2018, country())

    np.testing.assert_allclose(METHODS[name].forecast(other, 4), found[:, turn], rtol=1e-6)
