"""The same projection from 63 chosen futures instead of a thousand drawn ones.

Each random walk is taken apart into the few directions in which it varies most. One future
stands a step forward and one a step back along each direction; from these follow mean,
variance and skewness of every figure, and from those its quantiles (Cornish and Fisher
1938). No sampling noise, so that the difference of two scenarios is exact. It fails where a
figure bends sharply, so each run compares one area in a hundred with drawn futures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Literal

import numpy as np

from wwz_engine.backends.projection import (
    QUANTILES,
    Order,
    Projection,
    Room,
    Summary,
    check_fit,
    cores,
    project,
    run_lanes,
)
from wwz_engine.backends.projection_kernels import compiled
from wwz_engine.backends.rates import (
    LANES,
    Areas,
    Country,
    Floats,
    Floats32,
    Integers,
    Rates,
    Shocks,
    shared_rates,
)

DIRECTIONS = (LANES - 3) // 6
"""Of each walk, as many as fill one block of lanes: ten, together 98% of its variance over 25
years, which is then scaled to the whole. With three, bands of the first years come out too wide."""

FAR = 1.5
"""How many standard deviations a point stands away: between the middle and the ends."""

SHARED = 3 * DIRECTIONS
POINTS = 2 * SHARED + 3

LARGEST_ERROR = 0.05
"""Share of a band's width that its ends may be off before the futures are drawn after all."""

CHECKED_SHARE, CHECKED_LEAST, CHECKED_DRAWS = 0.01, 20, 4000
CHECKED_PEOPLE = 20
"""Figures about fewer people are left out of the check: their band is chance, not shocks."""


@dataclass(frozen=True)
class Check:
    """Ends of bands against drawn futures: median distance, as a share of the width."""

    areas: int
    draws: int
    low: float
    high: float
    most: float = 0.0  # 95 in 100 ends are nearer than this

    @property
    def holds(self) -> bool:
        return max(self.low, self.high) <= LARGEST_ERROR


@dataclass(frozen=True)
class Quick:
    """A projection, the way it was made in the end, and what the check said."""

    projection: Projection
    way: Literal["sigma points", "draws"]
    check: Check


def project_quickly(
    areas: Areas,
    country: Country,
    shocks: Shocks,
    edges: Sequence[int],
    levels: Sequence[Integers] = (),
    *,
    seed: int,
    quantiles: tuple[float, ...] = QUANTILES,
    draws: int = 1000,
    threads: int | None = None,
) -> Quick:
    """Project by sigma points, or by ``draws`` where these do not hold.

    Parameters
    ----------
    areas, edges, levels, quantiles, seed, threads : as for ``projection.project``
    country : rates without shocks
    shocks : sizes of the walks
    draws : how many to fall back on

    Returns
    -------
    the projection; ``way`` tells which of the two it became

    Raises
    ------
    ProjectionInputError, LevelsNotNestedError
    """
    years = len(country.deaths)
    check = against_draws(areas, country, shocks, edges, seed=seed, threads=threads)
    if not check.holds:
        drawn = shared_rates(country, shocks.walks(years, draws, seed))
        found = project(
            areas, drawn, edges, levels, seed=seed, quantiles=quantiles, threads=threads
        )
        return Quick(found, "draws", check)
    found = at_points(areas, country, shocks, edges, levels, quantiles=quantiles, threads=threads)
    return Quick(found, "sigma points", check)


def against_draws(
    areas: Areas,
    country: Country,
    shocks: Shocks,
    edges: Sequence[int],
    *,
    seed: int,
    threads: int | None = None,
) -> Check:
    """Compare both ways on one area in a hundred, chosen by the seed."""
    count = len(areas.people)
    size = min(count, max(CHECKED_LEAST, round(CHECKED_SHARE * count)))
    chosen = np.random.default_rng(seed).permutation(count)[:size]
    some = areas.part(chosen)
    drawn = shared_rates(country, shocks.walks(len(country.deaths), CHECKED_DRAWS, seed))
    right = project(some, drawn, edges, seed=seed, threads=threads).areas.quantiles
    ours = at_points(some, country, shocks, edges, threads=threads).areas.quantiles
    width = right[-1] - right[0]
    counted = (right[1] >= CHECKED_PEOPLE) & (width > 0)
    if not counted.any():
        return Check(size, CHECKED_DRAWS, 0.0, 0.0)
    low, high = (
        (np.abs(ours[end] - right[end])[counted] / width[counted]).astype(np.float64)
        for end in (0, -1)
    )
    most = float(np.quantile(np.concatenate([low, high]), 0.95))
    return Check(size, CHECKED_DRAWS, float(np.median(low)), float(np.median(high)), most)


def directions(years: int) -> Floats:
    """Main directions of a random walk: (year, direction), each of variance 1 times the step."""
    year = np.arange(1, years + 1)
    covariance = np.minimum.outer(year, year).astype(np.float64)
    values, vectors = np.linalg.eigh(covariance)
    largest = np.argsort(-values)[:DIRECTIONS]
    kept = vectors[:, largest] * np.sqrt(values[largest])
    whole: Floats = kept * np.sqrt(year / (kept**2).sum(axis=1))[:, None]
    return np.pad(whole, ((0, 0), (0, DIRECTIONS - whole.shape[1])))


def point_rates(country: Country, shocks: Shocks) -> Rates:
    """Rates at the points: the middle, then forward and back along each direction."""
    along = directions(len(country.deaths))
    steps = np.zeros((SHARED, POINTS))
    for index in range(SHARED):
        steps[index, 1 + 2 * index : 3 + 2 * index] = FAR, -FAR
    sizes = (shocks.mortality, shocks.fertility, shocks.moving)
    each = steps.reshape(3, DIRECTIONS, POINTS)
    walks = np.stack([along @ step * size for step, size in zip(each, sizes, strict=True)])
    return shared_rates(country, walks)


def at_points(
    areas: Areas,
    country: Country,
    shocks: Shocks,
    edges: Sequence[int],
    levels: Sequence[Integers] = (),
    *,
    quantiles: tuple[float, ...] = QUANTILES,
    threads: int | None = None,
) -> Projection:
    """Project by sigma points without any check; the parameters are those of the quick way."""
    rates = point_rates(country, shocks)
    bounds = check_fit(areas, rates, edges)
    order = Order.of(len(areas.people), levels)
    normal = NormalDist()
    points = _Points(areas, rates, bounds, order, np.array([normal.inv_cdf(p) for p in quantiles]))
    sizes = [len(areas.people), *(int(level.max(initial=-1)) + 1 for level in levels)]
    rows = rates.years * len(edges)
    found = [np.zeros((len(quantiles) + 1, size, rows), np.float32) for size in sizes]
    with ThreadPoolExecutor(threads or cores()) as pool:
        parts = pool.map(lambda part: points.work(part, found[0]), order.parts())
        for level, whole in _Closing(order).each(parts):
            points.describe(whole.lanes, whole.own, found[1 + level][:, whole.parent])
    shaped = [each.reshape(*each.shape[:2], rates.years, len(edges)) for each in found]
    summaries = [Summary(each[:-1], each[-1]) for each in shaped]
    return Projection(summaries[0], tuple(summaries[1:]))


@dataclass
class _Whole:
    """A parent: its people at each point, and what its areas vary by on their own."""

    parent: int
    lanes: Floats  # (row, point)
    own: Floats  # (moment, row); moments of areas that vary independently add up

    def add(self, other: _Whole) -> None:
        self.lanes += other.lanes
        self.own += other.own


class _Closing:
    """Parents as they close, in the order of areas, so that sums come out alike each time."""

    def __init__(self, order: Order) -> None:
        self._above = order.above
        self._open: list[_Whole | None] = [None] * len(order.parents)

    def each(self, parts: Iterator[list[_Whole]]) -> Iterator[tuple[int, _Whole]]:
        """Level and parent, finer ones before the coarser one they lie in."""
        for part in parts:
            for piece in part:
                yield from self._rise(0, piece)
        for level, held in enumerate(self._open):
            yield from self._close(level, held)
            self._open[level] = None

    def _rise(self, level: int, piece: _Whole) -> Iterator[tuple[int, _Whole]]:
        held = self._open[level]
        if held is not None and held.parent == piece.parent:
            held.add(piece)
            return
        self._open[level] = piece
        yield from self._close(level, held)

    def _close(self, level: int, held: _Whole | None) -> Iterator[tuple[int, _Whole]]:
        if held is None:
            return
        yield level, held
        if level < len(self._above):
            parent = int(self._above[level][held.parent])
            yield from self._rise(level + 1, _Whole(parent, held.lanes, held.own))


@dataclass
class _Points:
    """One projection by points: what the threads share."""

    areas: Areas
    rates: Rates
    bounds: Integers
    order: Order
    normal: Floats  # (quantile,), standard normal deviates

    def work(self, part: slice, found: Floats32) -> list[_Whole]:
        """Figures of a few areas, and what they bring to their parents."""
        which = self.order.areas[part]
        areas = self.areas.part(which)
        room = Room.of(self.rates, areas.people.shape[2], len(self.bounds) - 1, len(which))
        room.local[:, 0, POINTS - 2] = FAR * areas.spread
        room.local[:, 0, POINTS - 1] = -FAR * areas.spread
        out = run_lanes(areas, self.rates, self.bounds, room)
        lanes = out.reshape(len(which), -1, out.shape[-1])
        own = np.empty((len(which), 3, lanes.shape[1]))
        for place, area in enumerate(which):
            moments(lanes[place], SHARED, SHARED + 1, FAR, own[place])
            self.describe(lanes[place], own[place], found[:, area])
        if not self.order.parents:
            return []
        parents = self.order.parents[0][part]
        return [
            _Whole(
                int(parent),
                lanes[parents == parent, :, :POINTS].sum(axis=0, dtype=np.float64),
                own[parents == parent].sum(axis=0),
            )
            for parent in np.unique(parents)
        ]

    def describe(self, lanes: Any, own: Floats, found: Floats32) -> None:
        """Quantiles and mean from the people at each point."""
        both = np.empty_like(own)
        moments(lanes, 0, SHARED, FAR, both)
        cornish_fisher(lanes, both + own, self.normal, found)


@compiled
def moments(lanes: Any, first: int, last: int, far: float, out: Floats) -> None:
    """Shift of the mean, variance and third moment that the given directions bring, per row."""
    for row in range(lanes.shape[0]):
        middle = np.float64(lanes[row, 0])
        shift = variance = third = 0.0
        for direction in range(first, last):
            forward = np.float64(lanes[row, 1 + 2 * direction])
            back = np.float64(lanes[row, 2 + 2 * direction])
            slope = (forward - back) / (2.0 * far)
            bend = (forward + back - 2.0 * middle) / (far * far)
            shift += 0.5 * bend
            variance += slope * slope + 0.5 * bend * bend
            third += 3.0 * slope * slope * bend + bend * bend * bend
        out[0, row], out[1, row], out[2, row] = shift, variance, third


@compiled
def cornish_fisher(lanes: Any, moment: Floats, normal: Floats, out: Floats32) -> None:
    """Quantiles from mean, variance and skewness; nobody is below zero."""
    last = normal.shape[0]
    for row in range(lanes.shape[0]):
        mean = lanes[row, 0] + moment[0, row]
        deviation = np.sqrt(moment[1, row])
        skewness = 0.0
        if deviation > 1e-9:
            skewness = moment[2, row] / deviation**3
        for index in range(last):
            at = normal[index] + (normal[index] ** 2 - 1.0) * skewness / 6.0
            out[index, row] = max(mean + deviation * at, 0.0)
        out[last, row] = mean
