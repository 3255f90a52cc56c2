from __future__ import annotations

import numpy as np
import pytest

from wwz_engine.population.country import country
from wwz_engine.population.survival import TABLE_AGES, DeathRateError, five_year_survival
from wwz_engine.sources.un_wpp import death_rates

EVEN = np.full(len(TABLE_AGES), 0.02)


def test_even_death_rate_gives_the_same_survival_at_every_age():
    # Nothing but exp(-5 * 0.02) at each age, also among those of 95 and older.
    survival = five_year_survival(EVEN)

    assert survival == pytest.approx(np.exp(-0.1))


def test_survival_of_two_groups_worked_out_by_hand():
    rates = EVEN.copy()
    rates[TABLE_AGES.index(70)] = 0.03
    # Years lived between 65 and 70 by one person of 65: (1 - exp(-0.10)) / 0.02 = 4.758129
    # ... between 70 and 75: exp(-0.10) * (1 - exp(-0.15)) / 0.03 = 0.904837 * 4.643068 = 4.201222
    # ... between 75 and 80: exp(-0.25) * (1 - exp(-0.10)) / 0.02 = 0.778801 * 4.758129 = 3.705635
    survival = five_year_survival(rates)

    assert survival[13] == pytest.approx(4.201222 / 4.758129, abs=1e-6)
    assert survival[14] == pytest.approx(3.705635 / 4.201222, abs=1e-6)


def test_higher_death_rates_let_fewer_survive():
    mild = five_year_survival(EVEN)
    harsh = five_year_survival(EVEN * 1.5)

    assert (harsh < mild).all()


def test_survival_falls_with_age_when_death_rates_rise():
    survival = five_year_survival(0.001 * np.exp(0.35 * np.arange(len(TABLE_AGES))))

    assert (np.diff(survival) < 0).all()
    assert ((survival > 0) & (survival < 1)).all()


@pytest.mark.parametrize("wrong", [0.0, -0.01, np.nan, np.inf])
def test_death_rate_that_cannot_be_is_refused(wrong):
    rates = EVEN.copy()
    rates[5] = wrong

    with pytest.raises(DeathRateError, match="Sterftecijfers"):
        five_year_survival(rates)


def test_death_rates_on_other_ages_are_refused():
    with pytest.raises(DeathRateError):
        five_year_survival(EVEN[:-1])


def test_survival_of_the_country_is_believable(here):
    rates, source = country(here.tables, 2021, 4)

    assert ((rates.survival > 0) & (rates.survival < 1)).all()
    # Women outlive men from 50 on, and at 70 most live five years more.
    assert (rates.survival[:, 1, 10:] > rates.survival[:, 0, 10:]).all()
    assert (rates.survival[:, :, 14] > 0.8).all()
    assert (rates.survival[:, :, 19] < 0.6).all()
    # Deaths go on falling in the projection.
    assert (rates.survival[-1, :, 10:] > rates.survival[0, :, 10:]).all()
    assert source.sha256


@pytest.mark.parametrize(("base_year", "first"), [(2021, 2020), (2022, 2020), (2024, 2025)])
def test_deaths_are_those_of_the_five_years_around_the_middle_of_a_period(here, base_year, first):
    rates, _ = country(here.tables, base_year, 2)
    later, _ = country(here.tables, base_year + 5, 1)
    in_period, _ = death_rates(here.tables, first)
    seventies = {sex: value for sex, age, value in in_period.rows() if age == "70-74"}

    assert (rates.survival[1] == later.survival[0]).all()
    for sex, name in enumerate(("man", "vrouw")):
        assert rates.survival[0, sex, 14] == pytest.approx(np.exp(-5 * seventies[name]), abs=0.05)
        between = (rates.survival[0, sex, 13], rates.survival[0, sex, 14])
        assert between[1] < np.exp(-5 * seventies[name]) < between[0]
