"""Fit the tables with humanleague, which is written in C++."""

from __future__ import annotations

from typing import Any

import humanleague
import numpy as np
from timing import area_by_area, margins, problem

if __name__ == "__main__":
    held, seconds = problem()
    each = margins(held)

    def fit(area: int) -> Any:
        axes = [np.array(along) for along, _ in each]
        totals = [people[area] for _, people in each]
        return humanleague.ipf(held["seed"], axes, totals)[0]

    area_by_area(fit, held, seconds)
