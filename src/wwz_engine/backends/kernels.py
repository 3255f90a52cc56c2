"""Loops over draws, compiled with numba.

A kernel takes plain arrays and returns one; it checks nothing, so call it through the
module that owns it. Draws are independent, so they are shared out over the cores.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit, prange

Floats32 = npt.NDArray[np.float32]


@njit(cache=True, parallel=True, fastmath=False)
def draw_paths(
    start: npt.NDArray[np.float64],  # (area, sex, age_group)
    ratios: npt.NDArray[np.float64],  # (period, area, sex, age_group)
    children: npt.NDArray[np.float64],  # (period, area)
    girls: float,
    chances: npt.NDArray[np.float64],  # (period, sex, age_group), variance per person
    shared: npt.NDArray[np.float64],  # (draw, period, sex, age_group), factor with mean 1
    births: npt.NDArray[np.float64],  # (draw, period), factor with mean 1
    local: npt.NDArray[np.float64],  # (draw, period, area, 2), factor below and above anchor
    chance: Floats32,  # (draw, period, area, sex, age_group + 1), standard normal; last: births
    groups: npt.NDArray[np.float64],  # (group, age_group), weights
    anchor: int,
) -> Any:  # (draw, node, area, group), persons
    draws, periods = shared.shape[0], shared.shape[1]
    areas, sexes, ages = start.shape
    out = np.zeros((draws, periods + 1, areas, groups.shape[0]))
    for draw in prange(draws):
        people = start.copy()
        _sum_groups(people, groups, out[draw, 0])
        for period in range(periods):
            later = np.zeros_like(people)
            for sex in range(sexes):
                for age in range(ages):
                    moved = people[:, sex, age] * ratios[period, :, sex, age]
                    moved *= shared[draw, period, sex, age]
                    block = 1 if age >= anchor else 0
                    _between(moved, local[draw, period, :, block])
                    _by_chance(moved, chances[period, sex, age], chance[draw, period, :, sex, age])
                    later[:, sex, min(age + 1, ages - 1)] += moved
            born = later[:, 1, 3:10].sum(axis=1) * children[period] * births[draw, period]
            _by_chance(born, 1.0, chance[draw, period, :, 0, ages])
            later[:, 0, 0] = born * (1.0 - girls)
            later[:, 1, 0] = born * girls
            people = later
            _sum_groups(people, groups, out[draw, period + 1])
    return out


@njit(cache=True, parallel=True, fastmath=False)
def sums_by_year(
    nodes: npt.NDArray[np.float64],  # (draw, node, area, part), persons
    factor: npt.NDArray[np.float64],  # (year, area, part), on the line between the nodes
    low: npt.NDArray[np.int64],  # (year,), the node before it
    share: npt.NDArray[np.float64],  # (year,), part of the way to the next node
    inside: npt.NDArray[np.float64],  # (sum, part), weights
) -> Any:  # (area, sum, year, draw), persons
    draws, count, areas, parts = nodes.shape
    years, sums = low.shape[0], inside.shape[0]
    out = np.zeros((areas, sums, years, draws))
    for area in prange(areas):
        held = np.empty((parts, count, draws))
        for draw in range(draws):
            for node in range(count):
                for part in range(parts):
                    held[part, node, draw] = nodes[draw, node, area, part]
        line = np.empty(draws)
        for year in range(years):
            before, after = low[year], low[year] + 1
            for part in range(parts):
                way = share[year]
                line[:] = held[part, before] * (1.0 - way) + held[part, after] * way
                line *= factor[year, area, part]
                _add_to_sums(line, inside[:, part], out[area, :, year])
    return out


@njit(cache=True, parallel=True, fastmath=False)
def add_members(
    members: npt.NDArray[np.float64],  # (whole, area), weights, mostly none
    people: npt.NDArray[np.float64],  # (area, cell), persons
) -> Any:  # (whole, cell), persons
    wholes, areas = members.shape
    out = np.zeros((wholes, people.shape[1]))
    for whole in prange(wholes):
        for area in range(areas):
            weight = members[whole, area]
            if weight != 0.0:
                for cell in range(people.shape[1]):
                    out[whole, cell] += weight * people[area, cell]
    return out


@njit(cache=True)
def _add_to_sums(line: Any, weights: Any, out: Any) -> None:
    for index in range(weights.shape[0]):
        weight = weights[index]
        if weight != 0.0:
            for draw in range(line.shape[0]):
                out[index, draw] += weight * line[draw]


@njit(cache=True)
def _between(moved: Any, factor: Any) -> None:
    """Move people between areas: one that draws more draws them from the others."""
    before = moved.sum()
    moved *= factor
    after = moved.sum()
    if after > 0.0:
        moved *= before / after


@njit(cache=True)
def _by_chance(people: Any, share: float, normal: Any) -> None:
    """Chance with variance people * share, never below zero and with the mean unchanged.

    A normal deviate cut off at zero would add people to every small area.
    """
    for area in range(people.shape[0]):
        if people[area] > 1e-6:
            variance = np.log1p(share / people[area])
            people[area] *= np.exp(np.sqrt(variance) * normal[area] - variance / 2.0)


@njit(cache=True)
def _sum_groups(people: Any, groups: Any, out: Any) -> None:
    for area in range(people.shape[0]):
        for group in range(groups.shape[0]):
            total = 0.0
            for age in range(people.shape[2]):
                if groups[group, age] != 0.0:
                    total += groups[group, age] * (people[area, 0, age] + people[area, 1, age])
            out[area, group] = total


def compile_all() -> None:
    """Call every kernel once on the smallest arrays, so that its machine code is cached."""
    one, ages = np.ones((1, 1)), np.ones((1, 2, 20))
    draw_paths(
        ages,
        ages[None],
        one,
        0.5,
        ages,
        ages[None],
        one,
        np.ones((1, 1, 1, 2)),
        np.zeros((1, 1, 1, 2, 21), dtype=np.float32),
        np.ones((1, 20)),
        14,
    )
    two = np.ones((1, 2, 1, 1))
    sums_by_year(two, two[0], np.zeros(2, np.int64), np.zeros(2), two[0, :1, 0])
    for people in (np.ones((1, 2)), np.ones((2, 2))[:, :1]):
        add_members(np.ones((1, people.shape[0])), people)
