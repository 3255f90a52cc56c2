"""Fit the tables with ipfn, in its form for NumPy."""

from __future__ import annotations

from typing import Any

from ipfn import ipfn
from timing import area_by_area, margins, problem

if __name__ == "__main__":
    held, seconds = problem()
    each = margins(held)

    def fit(area: int) -> Any:
        totals = [people[area] for _, people in each]
        axes = [list(along) for along, _ in each]
        fitter = ipfn.ipfn(
            held["seed"].copy(), totals, axes, convergence_rate=1e-5, max_iteration=200
        )
        return fitter.iteration()

    area_by_area(fit, held, seconds)
