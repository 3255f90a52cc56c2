"""The same projection from 63 chosen futures instead of a thousand drawn ones.

Each random walk is taken apart into the few directions in which it varies most. One future
stands a step forward and one a step back along each direction; from these follow mean,
variance and skewness of every figure, and from those its quantiles (Cornish and Fisher
1938). No sampling noise, so that the difference of two scenarios is exact. It fails where a
figure bends sharply, so each run compares one area in a hundred with drawn futures.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
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
"""Lanes: the middle, forward and then back along what all areas share, then the area's own."""

TOGETHER = 16
"""Areas that go through a kernel together: their futures fit in the memory near a processor."""

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
    index = np.arange(SHARED)
    steps[index, 1 + index], steps[index, 1 + SHARED + index] = FAR, -FAR
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
        parts = pool.map(lambda part: points.work(part, found[0]), order.parts(TOGETHER))
        for level, whole in _Closing(order).each(parts):
            which = np.array([whole.parent])
            describe(whole.lanes[None], whole.own[None], points.normal, which, found[1 + level])
    shaped = [each.reshape(*each.shape[:2], rates.years, len(edges)) for each in found]
    summaries = [Summary(each[:-1], each[-1]) for each in shaped]
    return Projection(summaries[0], tuple(summaries[1:]))


@dataclass
class _Whole:
    """A parent: its people at each point, and what its areas vary by on their own."""

    parent: int
    lanes: Floats  # (row, point)
    own: Floats  # (row, moment); moments of areas that vary independently add up

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
    rooms: threading.local = field(default_factory=threading.local)

    def work(self, part: slice, found: Floats32) -> list[_Whole]:
        """Figures of a few areas, and what they bring to their parents."""
        which = self.order.areas[part]
        areas, room = self.areas.part(which), self._room()
        effects = room.local[: len(which), 0]
        effects[:, POINTS - 2] = FAR * areas.spread
        effects[:, POINTS - 1] = -FAR * areas.spread
        out = run_lanes(areas, self.rates, self.bounds, room)
        lanes = out.reshape(len(which), -1, out.shape[-1])
        own = np.empty((len(which), lanes.shape[1], 3))
        describe_own(lanes, own)
        describe(lanes, own, self.normal, which, found)
        return self._pieces(part, lanes, own) if self.order.parents else []

    def _room(self) -> Room:
        room: Room | None = getattr(self.rooms, "room", None)
        if room is None:
            ages, bands = self.areas.people.shape[2], len(self.bounds) - 1
            room = self.rooms.room = Room.of(self.rates, ages, bands, TOGETHER)
        return room

    def _pieces(self, part: slice, lanes: Floats32, own: Floats) -> list[_Whole]:
        parents = self.order.parents[0][part]
        starts = np.flatnonzero(np.diff(parents, prepend=-1))
        pieces = []
        for start, stop in pairwise([*starts, len(parents)]):
            whole = _Whole(int(parents[start]), np.zeros(lanes.shape[1:]), np.zeros(own.shape[1:]))
            add_areas(lanes[start:stop], own[start:stop], whole.lanes, whole.own)
            pieces.append(whole)
        return pieces


@compiled
def moments(line: Any, forward: int, back: int, directions: int) -> Any:
    """Shift of the mean, variance and third moment that some directions bring."""
    middle = np.float64(line[0])
    shift = variance = third = 0.0
    for direction in range(directions):
        ahead = np.float64(line[forward + direction])
        behind = np.float64(line[back + direction])
        slope = (ahead - behind) / (2.0 * FAR)
        bend = (ahead + behind - 2.0 * middle) / (FAR * FAR)
        shift += 0.5 * bend
        variance += slope * slope + 0.5 * bend * bend
        third += 3.0 * slope * slope * bend + bend * bend * bend
    return shift, variance, third


@compiled
def describe_own(lanes: Floats32, out: Floats) -> None:
    """Moments that areas have of their own: (area, row, moment)."""
    for area in range(lanes.shape[0]):
        for row in range(lanes.shape[1]):
            line = lanes[area, row]
            shift, variance, third = moments(line, POINTS - 2, POINTS - 1, 1)
            out[area, row, 0], out[area, row, 1], out[area, row, 2] = shift, variance, third


@compiled
def describe(
    lanes: Any,  # (area, row, point), persons
    own: Floats,  # (area, row, moment)
    normal: Floats,  # (quantile,)
    which: Integers,  # (area,), place in the outcome
    out: Floats32,  # (quantile and then mean, place, row)
) -> None:
    """Mean, and quantiles from mean, variance and skewness; nobody is below zero."""
    last = normal.shape[0]
    for area in range(lanes.shape[0]):
        place = which[area]
        for row in range(lanes.shape[1]):
            line = lanes[area, row]
            shift, variance, third = moments(line, 1, 1 + SHARED, SHARED)
            mean = line[0] + shift + own[area, row, 0]
            deviation = np.sqrt(variance + own[area, row, 1])
            skewness = 0.0
            if deviation > 1e-9:
                skewness = (third + own[area, row, 2]) / deviation**3
            for index in range(last):
                at = normal[index] + (normal[index] ** 2 - 1.0) * skewness / 6.0
                out[index, place, row] = max(mean + deviation * at, 0.0)
            out[last, place, row] = mean


@compiled
def add_areas(lanes: Floats32, own: Floats, people: Floats, moment: Floats) -> None:
    """Add areas to their parent: people at each point, and moments of their own."""
    for area in range(lanes.shape[0]):
        for row in range(lanes.shape[1]):
            for lane in range(lanes.shape[2]):
                people[row, lane] += lanes[area, row, lane]
            for index in range(own.shape[2]):
                moment[row, index] += own[area, row, index]
