"""The simple methods, worked out by hand, and what they promise together."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.panels import country, panel_of
from wwz_engine.axes import Floats
from wwz_engine.population.methods.panel import known_at
from wwz_engine.population.methods.registry import METHODS
from wwz_engine.population.methods.totals import SIMPLE

NAMES = [method.name for method in SIMPLE]
# One group of age; 2016 to 2018. A grows by 10 a year, B falls from 100 to 81, C is steady.
GROWING, FALLING, STEADY = [100.0, 110, 120], [100.0, 90, 81], [99.0, 99, 99]


def ahead(name: str, counts: list[list[float]], horizon: int = 2) -> Floats:
    """(horizon + 1, area) from 2018 on."""
    panel = panel_of(np.array(counts).T[:, :, None], years=(2016, 2017, 2018))
    return METHODS[name].forecast(known_at(panel, 2018, country()), horizon)[:, :, 0]


def test_nothing_changes() -> None:
    assert ahead("constant", [GROWING, FALLING]).tolist() == [[120, 81]] * 3


def test_a_line_goes_on() -> None:
    assert ahead("lin", [GROWING, FALLING])[2] == pytest.approx([140, 81 - 19])


def test_a_line_stops_at_nil() -> None:
    assert ahead("lin", [GROWING, FALLING], horizon=30)[30] == pytest.approx([420, 0])


def test_a_fixed_rate_goes_on() -> None:
    found = ahead("exp", [GROWING, FALLING])

    assert found[2] == pytest.approx([120 * 120 / 100, 81 * 0.9**2])
    assert found[1] == pytest.approx([120 * 1.2**0.5, 81 * 0.9])


def test_growth_on_a_line_and_shrinkage_by_rate() -> None:
    assert ahead("lin-exp", [GROWING, FALLING])[2] == pytest.approx([140, 81 * 0.81])


def test_a_constant_share_follows_the_parent() -> None:
    # Together 299 to 300 in two years: 301 in two more.
    shares = np.array([120, 81, 99]) / 300

    assert ahead("csp", [GROWING, FALLING, STEADY])[2] == pytest.approx(shares * 301)


def test_growth_is_divided_by_plus_and_minus() -> None:
    # A +10 a year, B -9.5, together 0.5 as in the past: both go on as they did.
    found = ahead("vsg", [GROWING, FALLING, STEADY])

    assert found[2] == pytest.approx([140, 81 - 19, 99])
    assert found[2].sum() == pytest.approx(301)


def test_only_growers_share_the_growth_of_the_parent() -> None:
    found = ahead("vsg", [GROWING, [10.0, 12, 14]])

    assert found[2] == pytest.approx([140, 18])


def test_the_mean_of_both_shares() -> None:
    both = [ahead(name, [GROWING, FALLING, STEADY]) for name in ("csp", "vsg")]

    assert ahead("csp-vsg", [GROWING, FALLING, STEADY]) == pytest.approx(sum(both) / 2)


def test_a_difference_in_growth_goes_on_and_halves_in_ten_years() -> None:
    # The parent grows from 299 to 300, A from 100 to 120.
    gap = np.log(120 / 100 * 299 / 300) / 2
    felt = sum(0.5 ** (year / 10) for year in range(12))

    found = ahead("cgd", [GROWING, FALLING, STEADY], horizon=12)

    assert found[12, 0] == pytest.approx(120 * 306 / 300 * np.exp(gap * felt))


def test_the_mean_of_three() -> None:
    three = [ahead(name, [GROWING, FALLING, STEADY]) for name in ("lin-exp", "csp-vsg", "cgd")]

    assert ahead("ave", [GROWING, FALLING, STEADY]) == pytest.approx(sum(three) / 3)


def test_the_base_period_starts_where_an_area_is_first_known() -> None:
    found = ahead("lin", [GROWING, [np.nan, 90, 81]])

    assert found[2] == pytest.approx([140, 81 - 18])


@pytest.mark.parametrize("name", NAMES)
def test_without_a_past_an_area_goes_along_with_the_country(name: str) -> None:
    panel = panel_of(np.array([[[200.0], [50.0]]]), years=(2018,))
    known = known_at(panel, 2018, country(growth=1.1))

    found = METHODS[name].forecast(known, 5)[5, :, 0]

    growth = known.country.at_launch.sum() / known.country.five_years_before.sum()
    assert 1.06 < growth < 1.11
    grown = {"constant": 1.0, "exp": growth}.get(name, 2 - 1 / growth)
    assert found == pytest.approx(np.array([200.0, 50.0]) * grown)


@pytest.mark.parametrize("name", NAMES)
def test_every_method_keeps_its_promises(name: str) -> None:
    random = np.random.default_rng(4)
    counts = random.poisson(30, (4, 12, 3)).astype(float) * (random.random((4, 12, 3)) > 0.2)
    counts[-1, 3] = np.nan
    counts[:-1, 5] = np.nan
    counts[:, 7] = 0.0
    counts[-1, 8] = 0.0
    panel = panel_of(counts, years=(2015, 2016, 2017, 2018))
    known = known_at(panel, 2018, country())

    found = METHODS[name].forecast(known, 10)

    assert found.shape == (11, 12, 3)
    np.testing.assert_array_equal(found[0], counts[-1])
    assert np.isnan(found[:, 3]).all()
    seen = np.delete(found, 3, axis=1)
    assert np.isfinite(seen).all()
    assert (seen >= 0).all()
    assert (found[:, 7] == 0).all()


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_areas_changes_nothing(name: str) -> None:
    found = ahead(name, [GROWING, FALLING, STEADY])
    turned = ahead(name, [STEADY, GROWING, FALLING])

    assert turned[:, [1, 2, 0]] == pytest.approx(found)
