from __future__ import annotations

import numpy as np

from wwz_engine.population.ratios import GROUPS, moved_on


def test_moved_on_sets_the_last_group_twice():
    ages = np.arange(GROUPS, dtype=float)

    assert moved_on(ages)[-2:].tolist() == [GROUPS - 1, GROUPS - 1]
    assert moved_on(ages)[0] == 1
