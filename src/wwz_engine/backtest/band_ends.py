"""Ends of bands of past forecasts, from the same draws as a study, and conformal factors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.backtest.band_runs import Run
from wwz_engine.population.chance import Chance
from wwz_engine.population.draws import draw
from wwz_engine.population.spread import Spread, stratum_of

LEVEL = 0.8
DRAWS = 500
SEED = 1
FEWEST_IN_STRATUM = 200.0
"""A stratum of so many errors weighs as much as all strata together."""
STRETCH_AT_MOST = 2.0


@dataclass(frozen=True)
class Ends:
    """Bands of one run against what was counted.

    forecast, low, middle, high, counted : (year, unit, group), persons
    """

    run: Run
    forecast: Floats
    low: Floats
    middle: Floats
    high: Floats
    counted: Floats


def ends_of(run: Run, spread: Spread, *, wholes: bool = False) -> Ends:
    """Bands of a run, areas or gemeenten; a count is given with its rounding.

    Parameters
    ----------
    wholes : sums of the areas of each gemeente instead of the areas themselves
    """
    random = np.random.Generator(np.random.SFC64(SEED))
    found = draw(
        run.central, run.ahead, run.weights, run.setting, spread, draws=DRAWS, chance=Chance(SEED)
    )
    shape = run.counted.shape
    units = len(run.setting.of_gemeente) if wholes else shape[1]
    ends = np.empty((3, shape[0], units, shape[2]))
    counted, noise, known = run.counted, run.noise, ~np.isnan(run.counted)
    if wholes:
        up = np.eye(units)[run.setting.gemeente]
        counted = np.einsum("yag,au->yug", np.where(known, counted, 0.0), up)
        noise = np.einsum("yag,au->yug", noise * known, up)
    for year in range(shape[0]):
        people = np.einsum("gp,apd->agd", run.inside, found[:, :, year])
        if wholes:
            people = np.einsum("agd,au->ugd", people * known[year][..., None], up)
        blur = random.standard_normal(people.shape) * np.sqrt(noise[year])[..., None]
        ends[:, year] = np.quantile(people + blur, [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2], axis=-1)
    forecast = run.forecast
    if wholes:
        forecast = np.einsum("yag,au->yug", forecast * known, up)
    return Ends(run, forecast, ends[0], ends[1], ends[2], counted)


def with_factors(spread: Spread, runs: Sequence[Run]) -> Spread:
    """The spread with the conformal factor of every stratum: of parts, then of all ages.

    What is scored is how far a count lies from the middle of its band, in half widths; its
    quantile is the factor that would have made the band hold as often as it says
    (split-conformal: Lei and others 2018). A small stratum is shrunk to all together.
    """
    inside = [run for run in runs if len(run.setting.of_gemeente) < len(run.setting.people)]
    parts = replace(spread, factors=_factors(spread, inside, together=False))
    whole = _factors(parts, inside, together=True)
    return replace(parts, factors={**parts.factors, **whole})


def _factors(spread: Spread, runs: Sequence[Run], *, together: bool) -> dict[str, float]:
    found: dict[str, list[Floats]] = defaultdict(list)
    for run in runs:
        for stratum, scores in _scores(ends_of(run, spread), together):
            found[stratum].append(scores)
    if not found:
        return {}
    every = np.concatenate([part for parts in found.values() for part in parts])
    pooled = np.log(_quantile(every))
    factors = {}
    for stratum, parts in sorted(found.items()):
        scores = np.concatenate(parts)
        own = len(scores) / (len(scores) + FEWEST_IN_STRATUM)
        log = own * np.log(_quantile(scores)) + (1 - own) * pooled
        factors[stratum] = float(np.clip(np.exp(log), 1 / STRETCH_AT_MOST, STRETCH_AT_MOST))
    return factors


def _quantile(scores: Floats) -> float:
    return max(float(np.quantile(scores, LEVEL)), 1 / STRETCH_AT_MOST)


def _scores(ends: Ends, together: bool) -> Iterator[tuple[str, Floats]]:
    """Per stratum, distances from the middle of bands, in half widths.

    Parameters
    ----------
    together : bands of everybody instead of those of single parts
    """
    run = ends.run
    groups = [0] if together else np.flatnonzero(run.inside.sum(axis=1) == 1)
    for group in groups:
        ages = None if together else run.weights[int(np.argmax(run.inside[group]))]
        for year, ahead in enumerate(run.ahead):
            roots = [
                np.sqrt(np.maximum(end[year, :, group], 0.0))
                for end in (ends.low, ends.middle, ends.high, ends.counted)
            ]
            low, middle, high, counted = roots
            half = np.where(counted > middle, high - middle, middle - low)
            forecast = ends.forecast[year, :, group]
            known = ~np.isnan(counted) & (forecast >= 1) & (half > 0)
            score = np.abs(counted - middle)[known] / half[known]
            strata = stratum_of(ages, forecast[known], float(ahead))
            for stratum in np.unique(strata):
                yield str(stratum), score[strata == stratum]
