"""The smallest run of each kernel in each form it is called in, so that all are compiled ahead."""

from __future__ import annotations

import numpy as np

from wwz_engine.backends.projection import project
from wwz_engine.backends.rates import LANES, Areas, Country, Shocks, shared_rates
from wwz_engine.backends.sigma_points import at_points
from wwz_engine.backends.table_fitting import Totals, fit_tables

AGES = 3


def project_smallest() -> None:
    """One area or more, draws that fill a block of lanes or do not: arrays of other layouts."""
    country = Country(np.full((1, 2, AGES), 0.1), np.ones((1, 1)), youngest=1, girls=0.5)
    shocks = Shocks(0.0, 0.0, 0.0)
    for count in (1, 2):
        ones = np.ones((count, 2, AGES), np.float32)
        one = np.ones(count, np.float32)
        areas = Areas(ones, ones, ones, one, one, np.arange(count))
        levels = [np.arange(count), np.zeros(count, np.int64)]
        for draws in (1, LANES):
            rates = shared_rates(country, shocks.walks(1, draws, seed=1))
            project(areas, rates, (0,), levels, seed=1, threads=1)
        at_points(areas, country, shocks, (0,), levels, threads=1)


def fit_smallest() -> None:
    margin = np.ones((1, 1))
    fit_tables(np.ones((1, 1)), [Totals((0,), margin), Totals((1,), margin)]).tables()
