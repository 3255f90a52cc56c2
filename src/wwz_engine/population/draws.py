"""Random futures around the central forecast: how sure a figure is.

Three layers of errors, so that sums of buurten are not falsely certain: of the country, of
a gemeente, and of an area against its gemeente, chance among them. Back-test and study draw
with this code: docs/methods/bands.md.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from wwz_engine.axes import Floats, check_shape
from wwz_engine.backends.projection import cores
from wwz_engine.population.chance import Chance, Floats32, Plain, Wish
from wwz_engine.population.setting import Setting
from wwz_engine.population.spread import Layer, Spread

FEWEST = 0.5
"""People that chance is worked out for at least: of less than half a person it means nothing."""
LEAST_ROOT = 0.01
"""No draw empties an area altogether: of a share of nobody nothing could be said."""
_TOGETHER = 16
"""Areas drawn at a time: what is drawn of them fits in the cache."""
_NORMAL = np.linspace(-2.5, 2.5, 2001)
"""Where the distribution of tails is worked out; between them lies a straight line.

Beyond it, once in 161 futures, tails grow no further: a square of Student errors with so
few degrees of freedom has no mean that draws would find.
"""


def draw(
    central: Floats,
    ahead: Floats,
    weights: Floats,
    setting: Setting,
    spread: Spread,
    *,
    draws: int,
    chance: Chance,
    sums: Floats | None = None,
    at: Sequence[int] | None = None,
) -> Floats:
    """Simulate the forecast many times; the mean of the draws is the forecast itself.

    Parameters
    ----------
    central : (year, area, part), persons; parts are ages that do not overlap
    ahead : (year,), years since the last count, ascending; 0 is the count itself
    weights : (part, age_group), how the people of a part are spread over ages
    draws : number of futures
    chance : equal seed, equal futures
    sums : (sum, part), 0 or 1: which parts to add up in every draw; None is each by itself
    at : places of the years that are asked for, ascending; None is all. Others change no digit

    Returns
    -------
    (area, sum, year, draw), persons

    Raises
    ------
    AxisMismatchError
    """
    years, areas, parts = central.shape
    check_shape("ahead", ahead, year=years)
    check_shape("weights", weights, part=parts, age_group=weights.shape[1])
    check_shape("setting", setting.people, area=areas)
    when = _When(ahead, tuple(range(years)) if at is None else tuple(at))
    people = np.nan_to_num(central[list(when.at)]).transpose(1, 2, 0)
    layers = ((spread.land, np.ones(1)), (spread.gemeente, setting.of_gemeente))
    stretches = [slice(at, min(at + _TOGETHER, areas)) for at in range(0, areas, _TOGETHER)]
    units = (*(len(size) for _, size in layers), *(one.stop - one.start for one in stretches))
    lasts = spread.lasting > 0
    plains = chance.given(
        [
            Wish((one, parts, years, draws), lasts, apart=number >= len(layers))
            for number, one in enumerate(units)
        ]
    )
    whole, of_gemeente = (
        _of_layer(next(plains), layer, when, size, weights, spread.lasting)
        for layer, size in layers
    )
    by_stretch = zip(stretches, plains, strict=True)
    local = _local(by_stretch, people, when, weights, setting, spread, draws)
    _between_areas(local, people, setting.gemeente)
    wanted = np.eye(parts) if sums is None else sums
    check_shape("sums", wanted, sum=len(wanted), part=parts)
    found = np.empty((areas, len(wanted), len(when.at), draws))

    def fill(area: int) -> None:
        error = local[area] + whole[0] + of_gemeente[setting.gemeente[area]]
        factor = np.square(np.maximum(1.0 + error.astype(np.float64) / 2, LEAST_ROOT))
        factor *= people[area][..., None] / factor.mean(axis=-1, keepdims=True)
        np.matmul(wanted, factor.reshape(parts, -1), out=found[area].reshape(len(wanted), -1))

    with ThreadPoolExecutor(cores()) as pool:
        for _ in pool.map(fill, range(areas)):
            pass
    return found


@dataclass(frozen=True)
class _When:
    """Years of futures, and the places of those that are asked for.

    ahead : (year,), years since the last count
    """

    ahead: Floats
    at: tuple[int, ...]

    @property
    def asked(self) -> Floats:
        years: Floats = self.ahead[list(self.at)]
        return years


def _of_layer(
    plain: Plain, layer: Layer, when: _When, people: Floats, weights: Floats, lasting: float
) -> Floats32:
    """Errors of units of one layer: (unit, part, year, draw)."""
    scale = layer.scale(when.asked[None], people[:, None])
    errors = _alike(plain, layer, when, weights, lasting)
    errors *= scale[:, None, :, None].astype(np.float32)
    errors *= _tails(plain, layer)
    return errors


def _local(
    plains: Iterable[tuple[slice, Plain]],
    people: Floats,
    when: _When,
    weights: Floats,
    setting: Setting,
    spread: Spread,
    draws: int,
) -> Floats32:
    """Errors of areas by themselves and by chance: (area, part, year, draw).

    Parameters
    ----------
    plains : of each stretch of areas what chance gives
    people : (area, part, year), persons forecast
    """
    areas, parts, years = people.shape
    ahead = when.asked
    scale = spread.area.scale(ahead[None], setting.people[:, None])
    scale = scale * spread.unsure(setting.grown, setting.young)[:, None]
    chance = np.sqrt(spread.chances(weights, ahead) / np.maximum(people, FEWEST))
    factor = np.stack(
        [spread.factor(weights, people[..., year], float(ahead[year])) for year in range(years)],
        axis=-1,
    )
    more = np.stack(
        [
            spread.factor_together(people[..., year].sum(axis=1), float(ahead[year])) - 1
            for year in range(years)
        ],
        axis=-1,
    )
    share = people / np.maximum(people.sum(axis=1, keepdims=True), FEWEST)
    found = np.empty((areas, parts, years, draws), dtype=np.float32)

    def fill(some: slice, plain: Plain) -> None:
        errors = _alike(plain, spread.area, when, weights, spread.lasting)
        errors *= scale[some, None, :, None].astype(np.float32)
        if plain.apart is not None:
            errors += _paths(plain.apart, None, when, 0.0) * chance[some, ..., None].astype(
                np.float32
            )
        errors *= _tails(plain, spread.area)
        np.multiply(errors, factor[some, ..., None].astype(np.float32), out=found[some])
        together = np.einsum("apy,apyd->ayd", share[some].astype(np.float32), found[some])
        found[some] += (more[some, ..., None].astype(np.float32) * together)[:, None]

    # While chance is drawn for the next areas, in their order, these are worked out.
    with ThreadPoolExecutor(cores()) as pool:
        busy: deque[Future[None]] = deque()
        for some, plain in plains:
            if len(busy) == cores():
                busy.popleft().result()
            busy.append(pool.submit(fill, some, plain))
        for one in busy:
            one.result()
    return found


def _alike(plain: Plain, layer: Layer, when: _When, weights: Floats, lasting: float) -> Floats32:
    """Errors that parts of near ages share as far as the layer says, after a year."""
    covariance = layer.covariance(weights)
    covariance += 1e-9 * np.trace(covariance) * np.eye(len(weights)) + 1e-18 * np.eye(len(weights))
    root = np.linalg.cholesky(covariance).astype(np.float32)
    paths = _paths(plain.walk, plain.first, when, lasting)
    units, parts = paths.shape[:2]
    found: Floats32 = np.matmul(root, paths.reshape(units, parts, -1)).reshape(paths.shape)
    return found


def _paths(walk: Floats32, first: Floats32 | None, when: _When, lasting: float) -> Floats32:
    """Standard normal in every year: what lasts from the first on, and what walks on top.

    Parameters
    ----------
    walk, first : as in ``Plain``
    """
    steps = np.sqrt(np.diff(when.ahead, prepend=0.0)).astype(np.float32)
    units, parts, _, draws = walk.shape
    path = np.empty((units, parts, len(when.at), draws), dtype=np.float32)
    place = {year: number for number, year in enumerate(when.at)}
    walked = np.zeros((units, parts, draws), dtype=np.float32)
    for year, step in enumerate(steps):
        walked += walk[:, :, year] * step
        if year in place:
            path[:, :, place[year]] = walked
    path *= np.sqrt((1 - lasting) / np.maximum(when.asked, 1e-9)).astype(np.float32)[:, None]
    if first is not None:
        path += np.float32(np.sqrt(lasting)) * first
    return path


def _tails(plain: Plain, layer: Layer) -> Floats32:
    """One factor per unit and draw that makes its normal errors those of Student.

    Chi-squared by its inverse distribution: a sampler that rejects draws would give all
    others too when ``tails`` differs in its last digit.
    """
    table = special.chdtri(layer.tails, special.ndtr(-_NORMAL))
    squares = np.interp(plain.tails, _NORMAL, table)
    found: Floats32 = np.sqrt(layer.tails / squares).astype(np.float32)
    return found


def _between_areas(local: Floats32, people: Floats, gemeente: npt.NDArray[np.int64]) -> None:
    """Who moves in somewhere moved out elsewhere: in a gemeente local errors cancel out."""
    for number in np.unique(gemeente):
        inside = np.flatnonzero(gemeente == number)
        whole = np.maximum(people[inside].sum(axis=0), 1e-9)
        together = np.zeros(local.shape[1:], dtype=np.float32)
        for area in inside:
            together += (people[area] / whole)[..., None].astype(np.float32) * local[area]
        for area in inside:
            local[area] -= together
