"""Methods together, each weighted by its past errors: docs/methods/cohort.md."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from wwz_engine import parameters
from wwz_engine.axes import Floats
from wwz_engine.population.methods.panel import Known, Method
from wwz_engine.population.methods.settings import parameter_day


@dataclass(frozen=True)
class Ensemble:
    """A weighted mean of methods, with weights per age band."""

    members: tuple[Method, ...]
    name: str = "ensemble"
    label: str = "gewogen gemiddelde van methoden, naar hun fouten in het verleden"
    ages: bool = True

    def forecast(self, known: Known, horizon: int) -> Floats:
        """The members' forecasts, weighted."""
        share = weights(self.members, known)
        paths = [method.forecast(known, horizon) for method in self.members]
        mean: Floats = sum(
            (weight * path for weight, path in zip(share, paths, strict=True)),
            np.zeros_like(paths[0]),
        )
        mean[0] = known.panel.at(known.launch)
        return mean


def weights(members: tuple[Method, ...], known: Known) -> Floats:
    """The inverse of past squared errors, half way to equal: (member, band), adding up to 1.

    Every year before the launch is forecast from, to the counts until the launch. Without
    such a year all weigh the same.
    """
    panel = known.panel
    squares = np.zeros((len(members), len(panel.bands)))
    for past in panel.years[:-1]:
        before = earlier(known, past)
        for number, method in enumerate(members):
            path = method.forecast(before, known.launch - past)
            for year in (year for year in panel.years if year > past):
                miss = path[year - past] - panel.at(year)
                squares[number] += np.nansum(miss**2, axis=0)
    equal = np.full_like(squares, 1 / len(members))
    if not squares.any():
        return equal
    inverse = 1 / np.maximum(squares, 1e-9)
    even = parameters.load("ensemble_equal_share").number(parameter_day(known.launch))
    share: Floats = even * equal + (1 - even) * inverse / inverse.sum(axis=0)
    return share


def earlier(known: Known, launch: int) -> Known:
    """What was known, cut off at an earlier year: to see how a method would have done.

    National ages are cut off too; death rates stay those known at the launch.
    """
    panel, country = known.panel.until(launch), known.country
    kept = len(panel.years)
    back = country.five_years_before / np.maximum(country.at_launch, 1e-9)
    cut = replace(
        country,
        years=country.years[:kept],
        people=country.people[:kept],
        five_years_before=country.people[kept - 1] * back,
        survival=country.survival_after(launch - known.launch),
    )
    late = known.finer_year is not None and known.finer_year > launch
    finer = (None, None) if late else (known.finer, known.finer_year)
    return Known(panel, launch, cut, *finer)
