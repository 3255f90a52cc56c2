"""The check on older people in a back-test: the method that is published must hold.

A study looks at it with counts by sex and five years of age (``population.checks``); here
only bands are known, so people of 65 and older of all areas together are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from wwz_engine import parameters
from wwz_engine.axes import Floats
from wwz_engine.population.checks import CHANCE, TOLERANCE, refuse
from wwz_engine.population.methods.panel import Known, Method
from wwz_engine.population.methods.registry import DEFAULT
from wwz_engine.population.methods.settings import parameter_day
from wwz_engine.population.methods.survival_only import SurvivalOnly
from wwz_engine.population.ratios import STEP

LOW = 65
FEWEST_YEARS = 3
"""A shorter base period says more of chance than of moving."""


@dataclass(frozen=True)
class Guarded:
    """A method of which nothing is given when it has the moving of older people wrong."""

    method: Method

    @property
    def name(self) -> str:
        return self.method.name

    @property
    def label(self) -> str:
        return self.method.label

    @property
    def ages(self) -> bool:
        return self.method.ages

    def forecast(self, known: Known, horizon: int) -> Floats:
        """The forecast of the method.

        Raises
        ------
        CheckFailedError
        """
        people = self.method.forecast(known, horizon)
        refuse(older_problems(known, people, min(horizon, STEP)))
        return people


def guarded(methods: Mapping[str, Method]) -> dict[str, Method]:
    """The same methods; the one that is published is held to the check, its rivals are not."""
    return {
        name: Guarded(method) if name == DEFAULT else method for name, method in methods.items()
    }


def older_problems(known: Known, people: Floats, horizon: int) -> tuple[str, ...]:
    """What is wrong with people of 65 and older in a forecast, one sentence each.

    Who is alive by survival alone, times the net moving of the base period; what the
    forecast may differ is that of a study (docs/methods/checks.md).

    Parameters
    ----------
    people : (year ahead, area, band), persons
    horizon : years ahead that are looked at, five at most: the limit is one of five years
    """
    panel, launch = known.panel, known.launch
    lows = [band.low for band in panel.bands]
    if LOW not in lows:
        return ()
    old = slice(lows.index(LOW), None)
    whole = panel.counts[:, :, old].sum(axis=(1, 2))
    base = [
        year
        for year, count in zip(panel.years, whole, strict=True)
        if launch - STEP <= year <= launch - FEWEST_YEARS and not np.isnan(count)
    ]
    if not base or np.isnan(whole[-1]):
        return ()
    then = replace(known, panel=panel.until(base[0]), launch=base[0])
    years = launch - base[0]
    stayed = float(whole[-1]) / max(_alive(then, years, old), 1e-9)
    expected = _alive(known, horizon, old) * stayed ** (horizon / years)
    found = float(np.nansum(people[horizon, :, old]))
    share = parameters.load(TOLERANCE).table(parameter_day(launch))["net_65plus"]
    allowed = share * expected + CHANCE * np.sqrt(expected)
    if abs(found - expected) <= allowed:
        return ()
    return (
        f"De terugtoets van {panel.name} is niet gepubliceerd: de standaardraming van {launch} "
        f"geeft {found:.0f} 65-plussers in {launch + horizon}, en met het verhuizen van "
        f"{base[0]} tot {launch} worden het er {expected:.0f}. Controleer de verhuiscijfers van "
        "ouderen.",
    )


def _alive(known: Known, years: int, old: slice) -> float:
    """People of 65 and older when nobody moves."""
    return float(np.nansum(SurvivalOnly().forecast(known, years)[years, :, old]))
