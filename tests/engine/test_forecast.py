from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine import arrays
from wwz_engine.axes import AgeBand, AxisMismatchError
from wwz_engine.population.forecast import growing, in_groups, project
from wwz_engine.population.methods.carrying import fading_growth
from wwz_engine.population.methods.learning import yearly_survival
from wwz_engine.population.methods.shapes import own_ages
from wwz_engine.population.ratios import GROUPS, moved_on

BANDS = (AgeBand(0, 64), AgeBand(65, 69), AgeBand(70))


@pytest.fixture
def town():
    return arrays.town(areas=6)


def lasting(areas, **groups):
    """(area, age_group), share a year in the first area: g3=0.1 and so on."""
    drift = np.zeros((areas, GROUPS))
    for name, share in groups.items():
        drift[0, int(name[1:])] = share
    return drift


def ratios(path):
    """People of the next group per person of this one, (period, area, sex, age_group).

    The two groups that end in 95+ share one correction on their survival, as their
    outcomes cannot be told apart.
    """
    now, later = path.people[:-1], moved_on(path.people[1:])
    found = np.divide(later, now, out=np.zeros_like(now), where=now > 1e-9)
    alive = arrays.survival()[:, 18:]
    foreseen = (now[..., 18:] * alive).sum(axis=-1)
    found[..., 18:] = alive * (path.people[1:][..., -1] / foreseen)[..., None]
    return found


def plain_ageing(base, years):
    """One area that nobody enters or leaves, written out year by year."""
    people = base.people[0].copy()
    for year in range(years):
        alive = people * yearly_survival(base.known, year)
        parents = people[:, 25:40].sum()
        people = np.concatenate([np.zeros((2, 1)), alive[:, :-1]], axis=1)
        people[:, -1] += alive[:, -1]
        people[:, 0] = 0.05 * parents / 2
    return people


def test_one_area_without_moving_is_plain_ageing(town):
    base = arrays.base(town[:1])

    path = project(base, arrays.coming(3), arrays.settings())

    for year in (1, 5, 15):
        expected = in_groups(plain_ageing(base, year))
        assert path.central[year, 0] == pytest.approx(expected, rel=1e-9)


def test_nodes_are_the_central_forecast_of_every_fifth_year(town):
    path = arrays.path_of(town, 3)

    assert path.central.shape == (16, 6, 2, GROUPS)
    assert (path.people == path.central[[0, 5, 10, 15]]).all()


def test_areas_add_up_to_the_gemeente_in_every_year(town):
    random = np.random.default_rng(2)
    drift = random.normal(0, 0.03, (6, GROUPS))
    of_whole = random.normal(0, 0.01, GROUPS)

    path = arrays.path_of(town, drift=drift, drift_of_whole=of_whole)
    alone = arrays.path_of(
        town.sum(axis=0, keepdims=True), drift=of_whole[None], drift_of_whole=of_whole
    )

    assert path.central.sum(axis=1) == pytest.approx(alone.central[:, 0], rel=1e-9)


def test_order_of_areas_does_not_matter(town):
    order = [3, 5, 0, 1, 4, 2]
    drift = np.random.default_rng(2).normal(0, 0.03, (6, GROUPS))

    one = arrays.path_of(town, drift=drift)
    other = arrays.path_of(town[order], drift=drift[order])

    assert other.people == pytest.approx(one.people[:, order], rel=1e-9)


def test_growth_of_the_gemeente_goes_on_at_first_then_fades_and_leaves_the_old_alone(town):
    movement = {
        "bands": BANDS, "drift": np.zeros((6, 3)), "drift_of_whole": np.zeros(3),
    }  # fmt: skip
    settings = arrays.settings()
    base = growing(arrays.base(town, **movement), settings, 1.1)

    path = project(base, arrays.coming(), settings)
    still = arrays.path_of(town, **movement)

    totals = path.people.sum(axis=(1, 2, 3))
    assert totals[1] / totals[0] == pytest.approx(1.1)
    gained = ratios(path)[:, 0, 0, 5] / ratios(still)[:, 0, 0, 5]
    assert (np.diff(gained) < 0).all()
    assert gained[-1] > 1
    assert path.people[1, :, :, 15:] == pytest.approx(still.people[1, :, :, 15:], rel=0.01)


def test_old_gemeente_that_kept_its_size_draws_people():
    # Its ages alone would let it shrink; that it did not says that people came.
    old = arrays.town(areas=1)
    old[:, :, 14:] *= 4
    base = arrays.base(old, bands=BANDS, drift=np.zeros((1, 3)), drift_of_whole=np.zeros(3))
    settings = arrays.settings()

    alone = project(base, arrays.coming(1), settings)
    path = project(growing(base, settings, 1.0), arrays.coming(1), settings)

    assert alone.people[1].sum() < 0.99 * old.sum()
    assert path.people[1].sum() == pytest.approx(old.sum())
    assert (path.people[1, 0, :, 1:13] > alone.people[1, 0, :, 1:13]).all()


@pytest.mark.parametrize("growth", [0.01, 30.0], ids=["emptied", "thirty times"])
def test_growth_that_cannot_last_is_held_within_the_cap(town, growth):
    base = arrays.base(town, bands=BANDS, drift=np.zeros((6, 3)), drift_of_whole=np.zeros(3))
    settings = arrays.settings()
    still = project(base, arrays.coming(1), settings)

    path = project(growing(base, settings, growth), arrays.coming(1), settings)

    effect = ratios(path)[0, :, :, :12] / ratios(still)[0, :, :, :12]
    assert effect.max() <= np.exp(0.25) * 1.001
    assert effect.min() >= np.exp(-0.25) * 0.97


def test_growth_that_is_not_known_changes_nothing(town):
    base = arrays.base(town)

    assert growing(base, arrays.settings(), None) is base


def test_survival_holds_above_seventy_however_an_area_grew(town):
    drift = lasting(6, **{f"g{group}": 0.4 for group in range(arrays.ANCHOR, GROUPS)})

    path = arrays.path_of(town, drift=drift, drift_of_whole=drift[0] / 2)

    old = ratios(path)[:, :, :, arrays.ANCHOR :]
    # Between areas, however far the one came in and the others lagged behind.
    assert (old.max(axis=1) / old.min(axis=1)).max() <= 1.15 / 0.85 + 1e-6
    still = arrays.path_of(town)
    of_gemeente = path.people[1].sum(axis=0)[:, 15:] / still.people[1].sum(axis=0)[:, 15:]
    assert of_gemeente.max() <= 1.15 + 1e-6
    assert of_gemeente.min() >= 1.0


def test_building_site_does_not_go_on_growing_for_twenty_years(town):
    drift = lasting(6, **{f"g{group}": 0.3 for group in range(arrays.ANCHOR)})

    path = arrays.path_of(town, drift=drift)

    share = path.people[:, 0].sum(axis=(1, 2)) / path.people.sum(axis=(1, 2, 3))
    steps = share[1:] / share[:-1]
    assert (np.diff(steps) < 0).all()
    # With nothing to hold it 0.3 a year would be a hundred times as many.
    assert share[-1] / share[0] < 2.2


def test_growth_of_a_building_site_stays_below_its_limit_in_the_long_run():
    little, much = fading_growth(np.array([0.01, 0.9]), 0.5**0.1, 0.25, 200).sum(axis=0)

    limit = 0.25 / (1 - 0.5**0.5)
    assert much == pytest.approx(limit, rel=1e-3)
    assert little < limit / 5


def test_student_quarter_stays_one():
    town = arrays.town(areas=5)
    town[0, :, 4] *= 8  # people of 20-24, who come at 18 and leave before 30
    single = arrays.base(town).people.sum(axis=1)
    pull = own_ages(single, single.sum(axis=0), 1e-6, 5.0)

    path = arrays.path_of(town, 2, own=pull)
    grown_old = arrays.path_of(town, 2)

    def students(one):
        return one.people[:, 0, :, 4].sum(axis=1) / one.people[:, :, :, 4].sum(axis=(1, 2))

    assert students(path)[2] > 0.8 * students(path)[0]
    assert students(grown_old)[2] < 0.6 * students(grown_old)[0]


def test_empty_area_stays_empty_and_harms_nobody(town):
    town[2] = 0

    path = arrays.path_of(town, drift=np.full((6, GROUPS), 0.1))

    assert path.people[:, 2].sum() == 0
    assert np.isfinite(path.people).all()


def test_gemeente_without_people_of_childbearing_age_has_no_births(town):
    town[:, :, :8] = 0

    path = arrays.path_of(town, 2)

    assert np.isfinite(path.people).all()
    assert path.people[1:, :, :, 0].sum() == 0


def test_start_on_other_axes_is_refused(town):
    base = arrays.base(town)

    with pytest.raises(AxisMismatchError, match="start"):
        project(
            replace(base, people=base.people.transpose(1, 0, 2)), arrays.coming(), arrays.settings()
        )


@given(st.integers(1, 8), st.integers(0, 10_000), st.floats(0.2, 5.0))
def test_nobody_is_negative_and_areas_add_up_whatever_the_past(areas, seed, factor):
    random = np.random.default_rng(seed)
    town = arrays.town(areas=areas, seed=seed)
    town *= random.choice([0.0, 0.1, 1.0, factor], size=(areas, 1, 1))
    drift = random.normal(0, 0.2, (areas, GROUPS))

    path = arrays.path_of(town, 2, drift=drift)

    assert np.isfinite(path.people).all()
    assert (path.people >= 0).all()
    assert path.people[0] == pytest.approx(town)
    whole = arrays.path_of(town.sum(axis=0, keepdims=True), 2)
    assert path.central.sum(axis=1) == pytest.approx(whole.central[:, 0], rel=1e-9, abs=1e-6)
