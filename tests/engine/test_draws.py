from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine import arrays
from wwz_engine.axes import AgeBand, AxisMismatchError
from wwz_engine.population.chance import Chance, Wish
from wwz_engine.population.draws import draw
from wwz_engine.population.ratios import GROUPS
from wwz_engine.population.setting import ages_of, weights_of
from wwz_engine.population.spread import Spread, age_class, per_group, stratum_of

PARTS = (AgeBand(0, 19), AgeBand(20, 64), AgeBand(65, 74), AgeBand(75))
WEIGHTS = weights_of(ages_of(PARTS), np.ones(GROUPS))
YEARS = np.arange(11.0)
TOWN = np.array([400.0, 900.0, 120.0, 30.0])[:, None] * [0.22, 0.58, 0.12, 0.08]
USUAL = Spread.on(date(2021, 1, 1))


def drawn(spread=USUAL, town=TOWN, *, draws=400, seed=1, ahead=YEARS, **changes):
    central = np.repeat(town[None], len(ahead), axis=0)
    setting = arrays.setting(**({"people": town.sum(axis=1)} | changes))
    return draw(central, ahead, WEIGHTS, setting, spread, draws=draws, chance=Chance(seed))


def width(values):
    """Of the middle 80%, against the mean."""
    low, high = np.quantile(values, [0.1, 0.9], axis=-1)
    return (high - low) / values.mean(axis=-1)


def test_without_errors_and_chance_every_draw_is_the_forecast():
    people = drawn(arrays.spread(), draws=5)

    assert people == pytest.approx(np.broadcast_to(TOWN[..., None, None], people.shape))


def test_mean_of_the_draws_is_the_forecast_itself():
    people = drawn()

    assert people.mean(axis=-1) == pytest.approx(
        np.broadcast_to(TOWN[..., None], people.shape[:3]), rel=1e-12
    )


@given(st.lists(st.floats(0, 5000), min_size=1, max_size=6), st.integers(0, 1000), st.booleans())
def test_nobody_is_negative_and_means_add_up_whatever_the_sizes(sizes, seed, known):
    town = np.array(sizes)[:, None] * [0.3, 0.5, 0.15, 0.05]
    grown = np.linspace(-0.1, 0.5, len(sizes)) if known else np.full(len(sizes), np.nan)

    people = drawn(town=town, draws=20, seed=seed, grown=grown, ahead=YEARS[1:4])

    assert np.isfinite(people).all()
    assert (people >= 0).all()
    whole = people.sum(axis=(0, 1)).mean(axis=-1)
    assert whole == pytest.approx(town.sum(), rel=1e-9, abs=1e-9)


def test_what_is_not_known_is_nobody():
    town = TOWN.copy()
    town[1, 2] = np.nan

    known = {"people": np.nansum(town, axis=1), "of_gemeente": np.array([1500.0])}
    people = drawn(town=town, draws=10, **known)

    assert (people[1, 2] == 0).all()
    assert np.isfinite(people).all()


def test_chance_that_is_kept_gives_equal_draws_again():
    setting = arrays.setting(TOWN.sum(axis=1))
    town = np.repeat(TOWN[None], len(YEARS), axis=0)
    kept = Chance(1, most=2**30)

    def again(central):
        return draw(central, YEARS, WEIGHTS, setting, USUAL, draws=20, chance=kept)

    once, other, twice = again(town), again(2 * town), again(town)
    anew = draw(2 * town, YEARS, WEIGHTS, setting, USUAL, draws=20, chance=Chance(1))

    assert (once == twice).all()
    assert (other == anew).all()


def test_chance_is_kept_for_the_same_wish_and_when_there_is_room():
    wish = Wish((2, 3, 4, 5), first=True, apart=True)
    kept, full = Chance(1, most=wish.bytes), Chance(1, most=wish.bytes - 1)

    def first(chance, *wishes):
        return next(iter(list(chance.given(wishes))))

    assert first(kept, wish) is first(kept, wish)
    assert first(full, wish) is not first(full, wish)
    assert first(kept, Wish((1, 3, 4, 5), first=True, apart=False)).apart is None
    assert (first(kept, wish).walk == first(full, wish).walk).all()


def test_equal_seed_gives_equal_draws_and_another_seed_others():
    assert (drawn() == drawn()).all()
    assert not np.isclose(drawn()[:, :, 1:], drawn(seed=2)[:, :, 1:]).any(axis=(0, 1, 2)).all()


def test_start_is_certain_and_the_band_grows_every_year():
    people = drawn(draws=2000)

    assert np.ptp(people[:, :, 0], axis=-1).max() < 1e-9
    assert (np.diff(width(people.sum(axis=1)), axis=-1) > 0).all()


def test_band_of_one_year_does_not_wait_for_five():
    # A straight line between steps of five years made the first year a fifth of the fifth.
    of_whole = width(drawn(draws=4000).sum(axis=(0, 1)))

    assert of_whole[1] / of_whole[5] > 0.23


def test_ends_of_a_sum_are_not_sums_of_ends():
    people = drawn(draws=2000)[:, :, 10]
    apart = np.quantile(people, [0.1, 0.9], axis=-1)

    low, high = np.quantile(people.sum(axis=(0, 1)), [0.1, 0.9])

    assert apart[0].sum() < low
    assert high < apart[1].sum()


def test_sums_are_added_up_within_each_draw():
    inside = np.array([[1.0, 1, 1, 1], [0, 0, 1, 1]])
    central = np.repeat(TOWN[None], len(YEARS), axis=0)
    setting = arrays.setting(TOWN.sum(axis=1))

    found = draw(central, YEARS, WEIGHTS, setting, USUAL, draws=50, chance=Chance(1), sums=inside)

    apart = drawn(draws=50)
    assert found[:, 0] == pytest.approx(apart.sum(axis=1))
    assert found[:, 1] == pytest.approx(apart[:, 2:].sum(axis=1))


def test_gemeente_is_surer_than_its_areas_and_not_as_sure_as_if_they_were_strangers():
    people = drawn(draws=4000).sum(axis=1)[:, 10]
    strangers = np.sqrt((people.std(axis=-1) ** 2).sum()) / people.mean(axis=-1).sum()
    together = people.sum(axis=0).std() / people.sum(axis=0).mean()

    assert width(people.sum(axis=0)) < width(people).min()
    alone = arrays.spread(area=USUAL.area, chance=USUAL.chance)
    assert (
        together > 3 * (sums := drawn(alone, draws=4000).sum(axis=(0, 1))[10]).std() / sums.mean()
    )
    assert together < strangers


def test_local_errors_move_people_about_and_leave_the_gemeente_nearly_as_it_is():
    people = drawn(arrays.spread(area=arrays.layer(0.02)), draws=2000)[:, :, 5]

    assert width(people.sum(axis=0)).max() < 0.02 * width(people).max()
    assert width(people).min() > 0.02


def test_one_area_is_as_sure_as_its_gemeente():
    people = drawn(arrays.spread(area=arrays.layer(0.2)), town=TOWN[:1])

    assert np.ptp(people, axis=-1).max() < 1e-3 * TOWN.max()


def test_what_the_country_and_a_gemeente_share_is_the_same_everywhere():
    shared = arrays.spread(land=arrays.layer(0.05), gemeente=arrays.layer(0.05))
    two = {"gemeente": np.array([0, 0, 1, 1]), "of_gemeente": np.array([1300.0, 150.0])}

    factor = drawn(shared, draws=500, **two).sum(axis=1)[:, 5] / TOWN.sum(axis=1)[:, None]

    assert factor[0] == pytest.approx(factor[1])
    assert factor[2] == pytest.approx(factor[3])
    assert 0.3 < np.corrcoef(factor[0], factor[2])[0, 1] < 0.7


def test_small_group_is_less_sure_by_chance():
    people = drawn(arrays.spread(chance=np.full(GROUPS, 0.3)), draws=4000)[:, :, 5]
    grown = (1 - np.exp(-0.5)) / 0.1

    deviation = people.std(axis=-1) / people.mean(axis=-1)
    share = TOWN / TOWN.sum(axis=0)
    # What one area has by chance the others have not: less a part of its share.
    expected = np.sqrt(0.3 * grown / TOWN * (1 - share))
    assert deviation[:3, :2] == pytest.approx(expected[:3, :2], rel=0.08)


def test_town_that_grew_and_a_young_one_are_less_sure():
    spread = replace(
        arrays.spread(area=arrays.layer(0.02)), steady=0.5, per_growth=20.0, per_youth=2.0
    )
    grown, young = np.array([0.0, 0.05, np.nan, -0.03]), np.array([0.0, 0.0, 0.0, 0.2])

    assert spread.unsure(grown, young) == pytest.approx([0.5, 1.5, 1.0, 0.5 * np.exp(0.4)])
    assert spread.unsure(np.array([9.0]), np.zeros(1)) == pytest.approx([0.5 + 20 * 0.06])


def test_ages_that_are_near_err_alike():
    apart = arrays.layer(0.05, shared=0.0, span=20.0)
    people = drawn(arrays.spread(gemeente=apart), draws=3000)[1, :, 5]

    alike = np.corrcoef(people)
    assert alike[2, 3] > alike[1, 3] > alike[0, 3]
    assert alike[0, 3] < 0.2


def test_heavy_tails_give_more_very_large_errors():
    def far(tails):
        layer = arrays.layer(0.02, tails=tails)
        people = drawn(arrays.spread(gemeente=layer), draws=4000).sum(axis=(0, 1))[5]
        error = people / people.mean() - 1
        return (np.abs(error) > 4 * np.median(np.abs(error))).mean()

    assert far(3.0) > 3 * far(1e6)


def test_what_lasts_ties_the_years_of_a_draw_together():
    def alike(lasting):
        spread = arrays.spread(gemeente=arrays.layer(0.05), lasting=lasting)
        people = drawn(spread, draws=2000).sum(axis=(0, 1))
        return np.corrcoef(people[1], people[10])[0, 1], width(people)[10]

    walking, lasting = alike(0.0), alike(0.9)
    assert walking[0] == pytest.approx(np.sqrt(0.1), abs=0.06)
    assert lasting[0] > 0.9
    assert lasting[1] == pytest.approx(walking[1], rel=0.08)


def test_factor_of_a_stratum_stretches_its_bands_only():
    plain = arrays.spread(area=arrays.layer(0.02))
    stretched = replace(plain, factors={"65-74 25-99 3-4": 1.5})

    town = np.repeat(TOWN[:1], 20, axis=0)
    wide, narrow = (width(drawn(one, town=town)[0, :, 1:]) for one in (stretched, plain))

    wider = wide / narrow
    assert wider[2, 2:4] == pytest.approx(1.5, rel=0.03)
    assert wider[1] == pytest.approx(1.0)
    assert wider[2, 4:] == pytest.approx(1.0)


def test_factor_of_everybody_stretches_what_ages_share_and_not_what_sets_them_apart():
    plain = arrays.spread(area=arrays.layer(0.02, shared=0.3, span=3.0))
    held = replace(plain, factors={"totaal 400+ 3-4": 0.5})
    town = np.repeat(TOWN[:1], 20, axis=0)
    before, after = (drawn(one, town=town, draws=4000)[0] for one in (plain, held))

    narrower = width(after.sum(axis=0)[1:]) / width(before.sum(axis=0)[1:])
    assert narrower[2:4] == pytest.approx(0.5, rel=0.03)
    assert narrower[[0, 1, 4, 5]] == pytest.approx(1.0)
    apart = [one[2, 3] / 48 - one[1, 3] / 232 for one in (before, after)]
    assert np.std(apart[1]) == pytest.approx(np.std(apart[0]), rel=0.05)


def test_larger_gemeente_is_more_certain():
    scale = USUAL.gemeente.scale(np.ones(3), np.array([0.0, 10_000.0, 500_000.0]))

    assert scale[1] > 1.5 * scale[2]
    assert np.isfinite(scale).all()


def test_stratum_is_named_by_age_people_and_years():
    assert stratum_of(WEIGHTS[2], np.array([24.9, 25.0, 5000.0]), 3.0).tolist() == [
        "65-74 0-24 3-4", "65-74 25-99 3-4", "65-74 400+ 3-4",
    ]  # fmt: skip
    assert stratum_of(WEIGHTS[0], np.array([100.0]), 20.0).tolist() == ["0-24 100-399 5+"]


def test_everybody_from_sixty_five_on_is_a_class_by_itself():
    bands = (AgeBand(0, 64), AgeBand(65, 84), AgeBand(85), AgeBand(65, 74))
    rows = weights_of(ages_of(bands), np.linspace(2, 1, GROUPS))

    assert [age_class(row) for row in rows] == ["25-64", "65+", "85+", "65-74"]


def test_table_by_age_holds_from_its_youngest_age_on():
    assert per_group({"0": 1.0, "70": 2.0})[[0, 13, 14, 19]].tolist() == [1.0, 1.0, 2.0, 2.0]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("ahead", {"ahead": YEARS[:3]}),
        ("weights", {"weights": WEIGHTS[:2]}),
        ("setting", {"setting": arrays.setting(np.ones(2))}),
        ("sums", {"sums": np.ones((2, 3))}),
    ],
)
def test_arrays_that_do_not_fit_are_refused(name, change):
    given = {
        "ahead": YEARS,
        "weights": WEIGHTS,
        "setting": arrays.setting(TOWN.sum(axis=1)),
    } | change
    central = np.repeat(TOWN[None], len(YEARS), axis=0)

    with pytest.raises(AxisMismatchError, match=name):
        draw(
            central, given["ahead"], given["weights"], given["setting"], USUAL,
            draws=10, chance=Chance(1), sums=given.get("sums"),
        )  # fmt: skip
