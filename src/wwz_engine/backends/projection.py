"""Projection by single age of every area of the country, many draws, exact quantiles.

Draws are never kept: a few areas at a time go through all draws, are added to their
parents, summed up and forgotten. So memory hardly grows with the number of draws.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from math import prod

import numpy as np
import numpy.typing as npt

from wwz_engine.backends import projection_kernels as kernels
from wwz_engine.backends.quantiles import Ranks, summarise
from wwz_engine.backends.rates import (
    LANES,
    Areas,
    Floats32,
    Integers,
    ProjectionInputError,
    Rates,
    check,
)
from wwz_engine.errors import EngineError

TOGETHER = 8
"""Areas that go through a kernel together, so that few calls are made."""

MOST_LANES = TOGETHER * 1024
"""Draws of these areas in all: with more draws fewer go together, so that room stays small."""

ALIGNED = 64
"""Bytes that the machine fetches at a time: room that starts elsewhere costs a second fetch."""

STEP = float(2**30)
"""Totals are kept in whole numbers of 1/STEP persons; eight billion people still fit."""

QUANTILES = (0.1, 0.5, 0.9)


class LevelsNotNestedError(EngineError):
    """An area of a finer level lies in two areas of the next one."""

    def __init__(self, level: int) -> None:
        self.level = level
        super().__init__(
            f"Niveau {level} past niet in niveau {level + 1}: een gebied ligt in twee grotere. "
            "Geef de niveaus van fijn naar grof, elk geheel binnen het volgende."
        )


@dataclass(frozen=True)
class Summary:
    """People of each area in each band and year, over all draws."""

    quantiles: Floats32  # (quantile, area, year, band), persons
    mean: Floats32  # (area, year, band), persons


@dataclass(frozen=True)
class Projection:
    """Areas, and each level of parents, from fine to coarse."""

    areas: Summary
    levels: tuple[Summary, ...]


@dataclass(frozen=True)
class Order:
    """Areas sorted so that those of one parent follow each other, on every level."""

    areas: Integers  # (area,), place in the input
    parents: tuple[Integers, ...]  # per level (area,), in sorted order
    above: tuple[Integers, ...]  # per level (parent,), its parent on the next level

    @classmethod
    def of(cls, areas: int, levels: Sequence[Integers]) -> Order:
        """Parents are numbered from 0.

        Raises
        ------
        LevelsNotNestedError, ProjectionInputError
        """
        for level in levels:
            check("levels", level, areas)
        above = []
        for index, (fine, coarse) in enumerate(pairwise(levels)):
            link = np.zeros(int(fine.max(initial=-1)) + 1, np.int64)
            link[fine] = coarse
            if (link[fine] != coarse).any():
                raise LevelsNotNestedError(index)
            above.append(link)
        sorted_areas = np.lexsort(tuple(levels)) if levels else np.arange(areas)
        return cls(sorted_areas, tuple(level[sorted_areas] for level in levels), tuple(above))

    def parts(self, together: int) -> list[slice]:
        """What goes through the kernel together, in sorted order."""
        count = len(self.areas)
        return [slice(at, min(at + together, count)) for at in range(0, count, together)]


class Totals:
    """Running totals of one level: a parent opens with its first part and closes with its last."""

    def __init__(self, parts: Integers) -> None:
        self._left = parts.copy()
        self._open: dict[int, Integers] = {}
        self._lock = threading.Lock()

    def add(self, parent: int, part: Integers) -> Integers | None:
        """The whole, once this was the last part of it."""
        with self._lock:
            held = self._open.get(parent)
            if held is None:
                self._open[parent] = part
            else:
                held += part
            self._left[parent] -= 1
            return self._open.pop(parent) if self._left[parent] == 0 else None


@dataclass
class Room:
    """Arrays that one thread works in again and again."""

    ring: Floats32
    sums: Floats32
    pull: Floats32
    born: Floats32
    local: Floats32
    out: Floats32

    @classmethod
    def of(cls, rates: Rates, ages: int, bands: int, together: int) -> Room:
        blocks, years = rates.blocks, rates.years
        return cls(
            aligned(ages + years, LANES),
            aligned(bands, LANES),
            aligned(years, LANES),
            aligned(years, LANES),
            np.zeros((together, blocks, LANES), np.float32),
            aligned(together, years, bands, blocks, LANES),
        )


def aligned(*shape: int) -> Floats32:
    """Room that starts where the machine likes it to."""
    size, each = prod(shape), np.dtype(np.float32).itemsize
    room = np.empty(size + ALIGNED // each, np.float32)
    start = -room.ctypes.data % ALIGNED // each
    return room[start : start + size].reshape(shape)


def normals(seed: int, number: int, draws: int) -> Floats32:
    """The area's own draws: they hang on its number alone, not on what is worked out with it."""
    stream = np.random.Philox(key=np.array([seed, number], np.uint64))
    return np.random.Generator(stream).standard_normal(draws, dtype=np.float32)


def run_lanes(areas: Areas, rates: Rates, edges: Integers, room: Room) -> Floats32:
    """All draws of a few areas, of which ``room.local`` holds the effects.

    Returns
    -------
    (area, year, band, lane), persons; a view of the room, good until its next use
    """
    out = room.out[: len(areas.people)]
    kernels.project_lanes(
        areas.people,
        areas.survival,
        areas.moving,
        areas.fertility,
        room.local[: len(areas.people)],
        rates.deaths,
        rates.births,
        rates.mortality,
        rates.fertility,
        rates.moving,
        rates.youngest,
        rates.girls,
        edges,
        room.ring,
        room.sums,
        room.pull,
        room.born,
        out,
    )
    return out.reshape(*out.shape[:3], -1)


def check_fit(areas: Areas, rates: Rates, edges: Sequence[int]) -> Integers:
    """First ages of the bands, and the number of ages behind them.

    Raises
    ------
    ProjectionInputError
    """
    ages = areas.people.shape[2]
    mothers = rates.births.shape[1]
    if rates.deaths.shape[1:] != (2, ages) or rates.youngest + mothers > ages:
        raise ProjectionInputError("deaths", (2, ages), rates.deaths.shape[1:])
    bounds = np.array([*edges, ages], np.int64)
    if bounds[0] != 0 or (np.diff(bounds) <= 0).any():
        raise ProjectionInputError("edges", (ages,), tuple(edges))
    return bounds


@dataclass
class _Run:
    """One projection under way: what the threads share."""

    areas: Areas
    rates: Rates
    edges: Integers
    order: Order
    sizes: tuple[int, ...]  # parents per level
    ranks: Ranks
    seed: int
    found: list[Floats32] = field(default_factory=list)  # per level (statistic, area, row)
    totals: list[Totals] = field(default_factory=list)
    rooms: threading.local = field(default_factory=threading.local)

    def __post_init__(self) -> None:
        rows = self.rates.years * self.bands
        statistics = len(self.ranks.below) + 1
        for size in (len(self.order.areas), *self.sizes):
            self.found.append(np.zeros((statistics, size, rows), np.float32))
        for level, size in enumerate(self.sizes):
            self.totals.append(Totals(self._pieces(level, size)))

    @property
    def bands(self) -> int:
        return len(self.edges) - 1

    @property
    def together(self) -> int:
        return min(max(MOST_LANES // (self.rates.blocks * LANES), 1), TOGETHER)

    def parts(self) -> list[slice]:
        return self.order.parts(self.together)

    def _pieces(self, level: int, size: int) -> Integers:
        """How many parts each parent is put together from."""
        if level > 0:
            inhabited = np.unique(self.order.parents[level - 1])
            return np.bincount(self.order.above[level - 1][inhabited], minlength=size)
        finest = self.order.parents[0]
        pieces = [np.unique(finest[part]) for part in self.parts()]
        return np.bincount(np.concatenate([np.empty(0, np.int64), *pieces]), minlength=size)

    def work(self, part: slice) -> None:
        """Everything about a few areas, and about each parent that they complete."""
        room = self._room()
        which = self.order.areas[part]
        areas = self.areas.part(which)
        draws = self.rates.draws
        for place, (number, spread) in enumerate(zip(areas.numbers, areas.spread, strict=True)):
            effect = normals(self.seed, int(number), draws) * spread
            room.local[place].reshape(-1)[:draws] = effect
        out = run_lanes(areas, self.rates, self.edges, room)
        rows = out.reshape(len(which), -1, out.shape[-1])
        if self.totals:
            self._add(self.order.parents[0][part], rows)
        self._summarise(rows, self.found[0], which)

    def _room(self) -> Room:
        room: Room | None = getattr(self.rooms, "room", None)
        if room is None:
            ages = self.areas.people.shape[2]
            room = Room.of(self.rates, ages, self.bands, self.together)
            self.rooms.room = room
        return room

    def _add(self, parents: Integers, rows: Floats32) -> None:
        for parent in np.unique(parents):
            mine = np.flatnonzero(parents == parent)
            total = np.zeros(rows.shape[1:], np.int64)
            kernels.add_fixed(rows[mine[0] : mine[-1] + 1], STEP, total)
            self._pass_on(int(parent), total)

    def _pass_on(self, parent: int, total: Integers) -> None:
        """Up the levels, as far as this was the last part that a parent waited for."""
        for level, totals in enumerate(self.totals):
            whole = totals.add(parent, total)
            if whole is None:
                return
            rows = (whole / STEP).astype(np.float32)
            self._summarise(rows[None], self.found[level + 1], np.array([parent]))
            if level < len(self.order.above):
                parent, total = int(self.order.above[level][parent]), whole

    def _summarise(self, rows: Floats32, found: Floats32, which: Integers) -> None:
        for place, area in enumerate(which):
            summarise(rows[place], self.ranks, found[:, area])

    def summary(self, level: int) -> Summary:
        found = self.found[level]
        shaped = found.reshape(*found.shape[:2], self.rates.years, self.bands)
        return Summary(shaped[:-1], shaped[-1])


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def project(
    areas: Areas,
    rates: Rates,
    edges: Sequence[int],
    levels: Sequence[npt.NDArray[np.int64]] = (),
    *,
    seed: int,
    quantiles: tuple[float, ...] = QUANTILES,
    threads: int | None = None,
) -> Projection:
    """Project every area and its parents: docs/methods/projection.md.

    The same seed gives the same bytes, whatever the number of threads.

    Parameters
    ----------
    areas : what differs by area
    rates : what all share, for each draw
    edges : first age of each band; the first is 0
    levels : from fine to coarse, per area the number of its parent on that level
    seed : of the areas' own effects
    quantiles : shares; between two draws on a straight line
    threads : as many as there are processors when None

    Returns
    -------
    quantiles and mean per area, year and band, and of every parent over the same draws

    Raises
    ------
    ProjectionInputError, LevelsNotNestedError
    """
    order = Order.of(len(areas.people), levels)
    sizes = tuple(int(level.max(initial=-1)) + 1 for level in levels)
    bounds, ranks = check_fit(areas, rates, edges), Ranks.of(quantiles, rates.draws)
    run = _Run(areas, rates, bounds, order, sizes, ranks, seed)
    with ThreadPoolExecutor(threads or cores()) as pool:
        for _ in pool.map(run.work, run.parts()):
            pass
    return Projection(run.summary(0), tuple(run.summary(1 + level) for level in range(len(levels))))
