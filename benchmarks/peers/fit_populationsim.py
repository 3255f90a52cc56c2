"""Fit the tables with the list balancer of PopulationSim, on the distinct cells of the seed.

It balances rows of a sample. On the distinct cells it has far fewer rows than in daily use,
and is many times faster than there.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from populationsim.balancing.single_balancer import ListBalancer
from timing import area_by_area, margins, problem

TRUST = 1000.0
MOST_ROUNDS = 1000

if __name__ == "__main__":
    held, seconds = problem()
    each = margins(held)
    shape = held["seed"].shape
    places = np.indices(shape).reshape(len(shape), -1)
    parts = [np.ones((held["seed"].size, 1))]
    for along, _ in each:
        sizes = [shape[axis] for axis in along]
        slot = np.ravel_multi_index([places[axis] for axis in along], sizes)
        parts.append(np.eye(int(np.prod(sizes)))[slot])
    incidence = pd.DataFrame(np.concatenate(parts, axis=1))
    incidence.columns = [f"c{at}" for at in range(incidence.shape[1])]
    start = held["seed"].ravel() / held["seed"].sum()

    def fit(area: int) -> Any:
        totals = [people[area].ravel() for _, people in each]
        people = totals[0].sum()
        goals = np.concatenate([[people], *totals])
        weights = pd.Series(np.full(len(goals), TRUST))
        balancer = ListBalancer(
            incidence,
            pd.Series(start * people),
            goals,
            weights,
            0,
            1e6,
            0,
            MOST_ROUNDS,
            True,
            "float64",
        )
        return np.asarray(balancer.balance()[1]["final"]).reshape(shape)

    area_by_area(fit, held, seconds)
