"""Sizes of errors from the past: most likely under the model that draws use.

Composite likelihood (Varin, Reid and Firth 2011): every error counts by itself, also where
two belong to one area. That gives sizes without bias; how sure they are it does not give.
docs/methods/bands.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt
from scipy import optimize
from scipy.special import gammaln

from wwz_engine.axes import Floats
from wwz_engine.backtest.band_runs import Run
from wwz_engine.population.draws import FEWEST
from wwz_engine.population.spread import (
    AGE_STARTS,
    AREA,
    GEMEENTE,
    LAND,
    REFERENCE,
    Layer,
    Spread,
    per_group,
)

FEWEST_FORECAST = 1.0
"""An error where less than one person was forecast is left out."""
LARGE_GEMEENTE = 3000.0
"""Part of a gemeente of which a series has fewer people than this says nothing of the whole."""
MANY = 50
"""So many gemeenten show what they share: the error of the country."""
HEAVIEST = 3000.0
"""A series counts for at most so many errors, so that the largest does not decide alone."""
MOST_CELLS = 10_000
"""Of a series that are looked at; of a larger one every second, third .. error."""
OF_LAUNCH = 10.0
"""What one launch counts for in the errors of the country."""
OLD = 65
ENOUGH = {"maxiter": 500, "ftol": 1e-13, "gtol": 1e-8}
"""Searched to its end, so that the last digits of a machine lead nowhere else."""
LEAST_TAILS = 3.0
TINY = 1e-8
SCALE = 1000.0


@dataclass(frozen=True)
class Misses:
    """Errors of one series in one layer, over its launches, horizons and groups.

    miss : (cell,), 2 (sqrt(A / F) - 1), less that of what the unit lies in
    ahead : (cell,), years
    forecast, people : (cell,), persons of the group, and of all ages at launch
    shares : (cell, part), share of the group in each part
    noise : (cell,), variance of ``miss`` by rounding
    weight : (cell,), how much it counts
    grown, young : (cell,), as ``Spread.unsure`` takes them
    weights : (part, age_group), how the people of a part are spread over ages
    """

    miss: Floats
    ahead: Floats
    forecast: Floats
    people: Floats
    shares: Floats
    noise: Floats
    weight: Floats
    grown: Floats
    young: Floats
    weights: Floats


def fit(runs: Sequence[Run], lasting: float) -> Spread:
    """Sizes of all layers, without conformal factors.

    Parameters
    ----------
    lasting : as in ``Spread``; bands of single years do not tell it
    """
    land = _Fit(LAND, _series(runs, LAND)).sizes()
    gemeente = _Fit(GEMEENTE, _series(runs, GEMEENTE)).sizes()
    area = _Fit(AREA, _series(runs, AREA)).sizes()
    return Spread(
        land=land.layer, gemeente=gemeente.layer, area=area.layer, chance=area.chance,
        fading=area.fading, steady=area.steady, per_growth=area.per_growth,
        per_youth=area.per_youth, lasting=lasting,
    )  # fmt: skip


def _series(runs: Sequence[Run], layer: str) -> list[Misses]:
    """One set of errors a series; each launch of the country counts the same."""
    found: dict[str, list[Misses]] = defaultdict(list)
    for run in runs:
        if not _shows(run, layer):
            continue
        cells = [
            one
            for year in range(len(run.ahead))
            for group in range(len(run.groups))
            if (one := _misses(run, layer, year, group)) is not None
        ]
        if cells:
            of_launch = _joined(cells)
            equal = np.full(len(of_launch.miss), OF_LAUNCH / len(of_launch.miss))
            found[run.series].append(
                replace(of_launch, weight=equal) if layer == LAND else of_launch
            )
    return [_lightened(_joined(parts), layer) for parts in found.values()]


def _shows(run: Run, layer: str) -> bool:
    """Whether errors of a run tell something of a layer."""
    units = len(run.setting.of_gemeente)
    if layer == LAND:
        return run.level == LAND or units >= MANY
    return run.level != LAND and (layer == GEMEENTE or units < len(run.setting.people))


def _misses(run: Run, layer: str, year: int, group: int) -> Misses | None:
    setting, inside = run.setting, run.inside[group]
    counted = run.counted[year, :, group]
    known = ~np.isnan(counted) & ~np.isnan(run.central[year]).any(axis=1)
    parts = np.where(known[:, None], np.nan_to_num(run.central[year]) * inside, 0.0)
    counted, noise = np.where(known, counted, 0.0), run.noise[year, :, group] * known
    gemeente, units = setting.gemeente, len(setting.of_gemeente)
    whole = np.zeros(len(known), dtype=np.int64)
    up = {LAND: whole, GEMEENTE: gemeente, AREA: np.arange(len(known))}[layer]
    above = {LAND: None, GEMEENTE: whole if units >= MANY else None, AREA: gemeente}[layer]
    forecast = _summed(up, parts.sum(axis=1))
    people = {LAND: np.ones(1), GEMEENTE: setting.of_gemeente, AREA: setting.people}[layer]
    kept = forecast >= FEWEST_FORECAST
    if layer == GEMEENTE:
        kept &= people >= LARGE_GEMEENTE
    if not kept.any():
        return None
    miss = on_roots(_summed(up, counted), forecast)
    if above is not None:
        around = on_roots(_summed(above, counted), _summed(above, parts.sum(axis=1)))
        miss = miss - around[above if layer == AREA else np.zeros(len(miss), dtype=np.int64)]
    shares = np.stack([_summed(up, part) for part in parts.T], axis=1)
    own = layer == AREA
    cells = int(kept.sum())
    return Misses(
        miss[kept], np.full(cells, run.ahead[year]), forecast[kept], people[kept],
        shares[kept] / forecast[kept, None],
        _summed(up, noise)[kept] / forecast[kept] ** 2, np.ones(cells),
        setting.grown[kept] if own else np.full(cells, np.nan),
        setting.young[kept] if own else np.zeros(cells), run.weights,
    )  # fmt: skip


def _summed(unit: npt.NDArray[np.int64], values: Floats) -> Floats:
    """Of areas, per unit they lie in."""
    return np.bincount(unit, values).astype(np.float64)


def on_roots(counted: Floats, forecast: Floats) -> Floats:
    """The error that draws add: ``2 (sqrt(A / F) - 1)``; none where nobody was forecast."""
    share = np.divide(counted, forecast, out=np.ones_like(forecast), where=forecast > 0)
    found: Floats = 2 * (np.sqrt(share) - 1)
    return found


def _joined(parts: Sequence[Misses]) -> Misses:
    names = [one.name for one in fields(Misses) if one.name != "weights"]
    rest = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    return Misses(**rest, weights=parts[0].weights)


def _lightened(misses: Misses, layer: str) -> Misses:
    """A large series thinned out, and made to count for no more than ``HEAVIEST`` errors."""
    if layer == LAND:
        return misses
    every = max(1, len(misses.miss) // MOST_CELLS)
    names = [one.name for one in fields(Misses) if one.name != "weights"]
    some = replace(misses, **{name: getattr(misses, name)[::every] for name in names})
    return replace(some, weight=some.weight * min(1.0, HEAVIEST / len(some.miss)))


@dataclass(frozen=True)
class _Sizes:
    """One answer of the fit."""

    layer: Layer
    chance: Floats
    fading: float
    steady: float
    per_growth: float
    per_youth: float


@dataclass(frozen=True)
class _Unknown:
    """One number that is sought: where it starts, and how far it may go from there.

    log : whether its logarithm is sought
    """

    name: str
    start: float
    room: float
    log: bool = True


_UNKNOWNS = (
    *(_Unknown(f"size{age}", size, 1.0) for age, size in zip(
        AGE_STARTS, (0.02, 0.02, 0.02, 0.01, 0.008, 0.008, 0.01), strict=True)),
    _Unknown("odds_shared", 1.0, 2.0),
    _Unknown("span", 15.0, 1.0),
    _Unknown("per_year", 0.8, 0.3, log=False),
    _Unknown("tails", 3.0, 1.0),
    _Unknown("per_person", 0.2, 0.2, log=False),
    _Unknown("chance", 0.2, 1.0),
    _Unknown("chance_old", 0.2, 1.0),
    _Unknown("fading", 0.15, 0.5),
    _Unknown("steady", 0.8, 1.0),
    _Unknown("per_growth", 40.0, 1.0),
    _Unknown("per_youth", 2.0, 3.0, log=False),
)  # fmt: skip
_OF_LAYER = {LAND: 11, GEMEENTE: 12, AREA: len(_UNKNOWNS)}
"""How many of the unknowns a layer has, from the first on."""


class _Fit:
    """The likelihood of errors in one layer, and its maximum."""

    def __init__(self, layer: str, series: Sequence[Misses]) -> None:
        self.layer, self.series = layer, series
        self.unknowns = _UNKNOWNS[: _OF_LAYER[layer]]
        self.start = np.array([np.log(u.start) if u.log else u.start for u in self.unknowns])
        self.room = np.array([u.room for u in self.unknowns])

    def sizes(self) -> _Sizes:
        """The most likely ones."""
        found = optimize.minimize(
            self.unlikely, self.start, method="L-BFGS-B", jac="3-point", options=ENOUGH
        )
        return self.read(found.x)

    def read(self, found: Floats) -> _Sizes:
        """Numbers of the search as sizes; what the layer does not have is nothing."""
        of = {
            u.name: float(np.exp(x) if u.log else x)
            for u, x in zip(self.unknowns, found, strict=True)
        }
        layer = Layer(
            sizes=per_group({str(age): of[f"size{age}"] for age in AGE_STARTS}),
            shared=of["odds_shared"] / (1 + of["odds_shared"]),
            span=of["span"],
            per_year=of["per_year"],
            per_person=of.get("per_person", 0.0),
            reference=REFERENCE[self.layer],
            tails=LEAST_TAILS + of["tails"],
        )
        chance = {"0": of.get("chance", 0.0), str(OLD): of.get("chance_old", 0.0)}
        return _Sizes(
            layer, per_group(chance), of.get("fading", 1.0), of.get("steady", 1.0),
            of.get("per_growth", 0.0), of.get("per_youth", 0.0),
        )  # fmt: skip

    def unlikely(self, found: Floats) -> float:
        """Minus the logarithm of the likelihood, with a weak pull to the start."""
        sizes = self.read(found)
        total = 0.5 * float((((found - self.start) / self.room) ** 2).sum())
        for misses in self.series:
            variance = _variance(sizes, misses) + TINY
            tails = sizes.layer.tails
            each = (
                gammaln((tails + 1) / 2) - gammaln(tails / 2)
                - 0.5 * np.log(tails * np.pi * variance)
                - (tails + 1) / 2 * np.log1p(misses.miss**2 / variance / tails)
            )  # fmt: skip
            total -= float(misses.weight @ each)
        return total / SCALE


def _variance(sizes: _Sizes, misses: Misses) -> Floats:
    """Of errors before their tails: (cell,)."""
    layer = sizes.layer
    own = ((misses.shares @ layer.covariance(misses.weights)) * misses.shares).sum(axis=1)
    spread = Spread(
        layer, layer, layer, sizes.chance, sizes.fading, sizes.steady, sizes.per_growth,
        sizes.per_youth, 0.0,
    )  # fmt: skip
    scale = layer.scale(misses.ahead, misses.people) * spread.unsure(misses.grown, misses.young)
    per_person = misses.shares @ (misses.weights @ sizes.chance)
    chance = per_person * -np.expm1(-sizes.fading * misses.ahead) / sizes.fading
    found: Floats = own * scale**2 + chance / np.maximum(misses.forecast, FEWEST) + misses.noise
    return found
