"""Forecasts of the default method with what decides how sure they are: what bands learn from.

One run is one launch of one series. Its central forecast and its counts are those of the
back-test; nothing counted after the launch is in its setting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from wwz_engine.axes import Floats
from wwz_engine.backtest.grid import groups_of, summed
from wwz_engine.backtest.series import Loaded, Series
from wwz_engine.backtest.session import Wanted, pairs_for
from wwz_engine.population.forecast import in_groups
from wwz_engine.population.methods.national import National
from wwz_engine.population.methods.panel import Method, known_at
from wwz_engine.population.setting import Setting, ages_of, setting_of, weights_of
from wwz_engine.population.spread import LAND

PERCENT = 0.01
"""Ages in whole percentages: each is known to one percent of the people of the area."""


@dataclass(frozen=True)
class Run:
    """See the module.

    ahead : (year,), years after the launch
    groups : labels of what is scored; the first is everybody
    inside : (group, part), 0 or 1: which parts make up a group
    central : (year, area, part), persons
    counted : (year, area, group), persons; NaN where not known
    noise : (year, area, group), variance of the counts by rounding, of launch and year
    weights : (part, age_group), how the people of a part are spread over ages
    """

    series: str
    level: str
    launch: int
    ahead: Floats
    groups: tuple[str, ...]
    inside: Floats
    central: Floats
    counted: Floats
    noise: Floats
    weights: Floats
    setting: Setting

    @property
    def forecast(self) -> Floats:
        """(year, area, group), persons."""
        found: Floats = np.nan_to_num(self.central) @ self.inside.T
        return found


def runs_of(series: Series, loaded: Loaded, country: National, method: Method) -> Iterator[Run]:
    """Every launch of a series, at all its horizons.

    Raises
    ------
    LaunchError, HorizonError, NationalRatesMissingError
    """
    panel = loaded.panel
    groups = groups_of(panel.bands)
    inside = np.array(
        [[float(part in group.bands) for part in range(len(panel.bands))] for group in groups]
    )
    for launch, horizons in pairs_for(loaded, country, Wanted.of(series)).items():
        known = known_at(panel, launch, country, loaded.finer)
        people = method.forecast(known, max(horizons))
        setting = setting_of(known, _gemeenten(series, loaded))
        if series.level == LAND:
            setting = replace(setting, of_gemeente=np.full(1, np.inf))
        counts = [panel.at(launch + horizon) for horizon in horizons]
        noise = [_noise(loaded, launch, launch + horizon, inside) for horizon in horizons]
        yield Run(
            series.key, series.level, launch, np.array(horizons, dtype=np.float64),
            tuple(group.label for group in groups), inside, people[list(horizons)],
            np.array([summed(count, groups) for count in counts]), np.array(noise),
            weights_of(ages_of(panel.bands), in_groups(known.country.at_launch.sum(axis=0))),
            setting,
        )  # fmt: skip


def _gemeenten(series: Series, loaded: Loaded) -> npt.NDArray[np.int64]:
    """Per area, number of the gemeente it lies in; a gemeente is its own."""
    areas = len(loaded.panel.areas)
    if series.level in ("gemeente", LAND):
        return np.arange(areas)
    inside = loaded.gemeenten or ("",) * areas
    return np.unique(np.array(inside), return_inverse=True)[1].astype(np.int64)


def _noise(loaded: Loaded, launch: int, year: int, inside: Floats) -> Floats:
    """Variance of rounding at launch, which the forecast rests on, and in the later year."""
    panel = loaded.panel
    found = np.zeros((len(panel.areas), len(inside)))
    for one in (launch, year):
        if one in loaded.blurred:
            # The total is counted; what one group has too much another has too little.
            whole = panel.at(one).sum(axis=1, keepdims=True)
            found[:, 1:] += (PERCENT * whole) ** 2 / 12
            found += 1 / 12
        else:
            found += panel.rounding**2 / 12 * inside.sum(axis=1)
    return found
