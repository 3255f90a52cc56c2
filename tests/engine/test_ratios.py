from __future__ import annotations

from datetime import date

import numpy as np

from wwz_engine.population.ratios import GROUPS, by_age, moved_on


def test_moved_on_sets_the_last_group_twice():
    ages = np.arange(GROUPS, dtype=float)

    assert moved_on(ages)[-2:].tolist() == [GROUPS - 1, GROUPS - 1]
    assert moved_on(ages)[0] == 1


def test_parameter_by_age_holds_from_its_youngest_age_on():
    assert by_age("area_moving_sd", date(2021, 1, 1))[[0, 13, 14, 19]].tolist() == [
        0.07, 0.07, 0.05, 0.05,
    ]  # fmt: skip
