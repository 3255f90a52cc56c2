from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wwz_engine.axes import age_band
from wwz_engine.population.ages import grouped, single_ages
from wwz_engine.population.figures import sum_weights

groups = st.lists(st.integers(0, 5000), min_size=20, max_size=20)


@given(groups)
def test_single_ages_keep_every_group_and_are_never_negative(counts):
    ages = single_ages(np.array(counts, dtype=float))

    assert grouped(ages) == pytest.approx(np.array(counts), abs=1e-6)
    assert (ages >= -1e-9).all()


def test_even_groups_give_even_ages():
    assert single_ages(np.full(20, 50.0))[:95] == pytest.approx(10.0)


def test_single_ages_add_up_to_wider_bands():
    bands = tuple(age_band(text) for text in ("0-14", "15-64", "65+"))

    assert grouped(np.ones(96), bands).tolist() == [15, 50, 31]


def test_ages_of_several_areas_do_not_mix():
    many = np.stack([np.full(20, 50.0), np.zeros(20)])

    assert single_ages(many)[1].sum() == 0


def test_sums_of_ages_weigh_groups_they_cut_through():
    everyone, children, workers, older, *_, adults = sum_weights()

    assert everyone.tolist() == [1] * 20
    assert (children + workers + older).tolist() == [1] * 20
    assert adults[3] == pytest.approx(2 / 5)
    assert adults[:3].sum() == 0
    assert adults[4:].tolist() == [1] * 16
