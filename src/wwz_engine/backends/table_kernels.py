"""Loops of the fitting of tables, compiled with numba. Areas stand side by side, in lanes."""

from __future__ import annotations

from typing import Any

import numpy as np

from wwz_engine.backends.projection_kernels import compiled
from wwz_engine.backends.rates import Floats32, Integers

TABLES = 32
"""Areas side by side: few, as all go on until the slowest has settled."""

STRETCH = 32 * TABLES
"""Areas that a thread takes at a time: of shorter stretches the handing out costs more."""

TINY = np.float32(1e-30)


@compiled
def fit_lanes(
    seed: Floats32,  # (leading cell, other cell)
    slots: Integers,  # (margin, other cell), place in ``narrow`` goals
    sizes: Integers,  # (margin,), cells of each of the other margins
    wide: Floats32,  # (area, leading cell), people
    narrow: Floats32,  # (area, slot), people
    firm: Floats32,  # (1 + margin,), exponents
    tolerance: Any,
    rounds: int,
    leading: Floats32,  # out (area, leading cell), factors
    others: Floats32,  # out (area, other cell), factors
    done: Integers,  # out (area,), rounds
    moved: Floats32,  # out (area,), share of people moved in the last round
) -> None:
    areas, cells = wide.shape[0], seed.shape[1]
    first = np.ones((seed.shape[0], TABLES), np.float32)
    second = np.ones((narrow.shape[1], TABLES), np.float32)
    goal = np.zeros((seed.shape[0], TABLES), np.float32)
    aim = np.zeros((narrow.shape[1], TABLES), np.float32)
    # Cell by cell: copying an array into another takes two seconds to compile.
    _lay_aside(wide, goal)
    _lay_aside(narrow, aim)
    people = _people(goal, aim, sizes)
    scale = people / np.float32(max(seed.sum(), TINY))
    product = np.empty((cells, TABLES), np.float32)
    table = np.empty((cells, TABLES), np.float32)
    shift = np.empty(TABLES, np.float32)
    for turn in range(rounds):
        shift[:] = np.float32(0.0)
        _multiply(second, slots, -1, scale, product)
        _lead(seed, product, goal, firm[0], people, first, table, shift)
        for margin in range(sizes.shape[0]):
            _multiply(second, slots, margin, scale, product)
            start = _least(slots[margin])
            _follow(
                table,
                product,
                slots[margin],
                start,
                sizes[margin],
                aim,
                firm[1 + margin],
                people,
                second,
                shift,
            )
        for area in range(areas):
            done[area] = turn + 1
        if _settled(shift, areas, tolerance):
            break
    _multiply(second, slots, -1, scale, product)
    _write_back(first, leading)
    _write_back(product, others)
    for area in range(areas):
        moved[area] = shift[area]


@compiled
def fit_stretch(
    seed: Floats32,
    slots: Integers,
    sizes: Integers,
    wide: Floats32,
    narrow: Floats32,
    firm: Floats32,
    tolerance: Any,
    rounds: int,
    leading: Floats32,
    others: Floats32,
    done: Integers,
    moved: Floats32,
) -> None:
    """Any number of areas, as ``fit_lanes`` fits a few; a thread stays in here for long."""
    for start in range(0, wide.shape[0], TABLES):
        part = slice(start, min(start + TABLES, wide.shape[0]))
        fit_lanes(
            seed,
            slots,
            sizes,
            wide[part],
            narrow[part],
            firm,
            tolerance,
            rounds,
            leading[part],
            others[part],
            done[part],
            moved[part],
        )


@compiled
def _lay_aside(goals: Any, lanes: Any) -> None:
    """What is sought per area (area, cell), with areas in lanes (cell, lane)."""
    for area in range(goals.shape[0]):
        for cell in range(goals.shape[1]):
            lanes[cell, area] = goals[area, cell]


@compiled
def _write_back(lanes: Any, out: Any) -> None:
    for area in range(out.shape[0]):
        for cell in range(out.shape[1]):
            out[area, cell] = lanes[cell, area]


@compiled
def _settled(shift: Any, areas: int, tolerance: Any) -> bool:
    """Whether no area moved more; one that is not a number never settles."""
    moving = 0
    for area in range(areas):
        if not shift[area] <= tolerance:
            moving += 1
    return moving == 0


@compiled
def _least(slots: Any) -> Any:
    least = slots[0]
    for slot in slots:
        least = min(least, slot)
    return least


@compiled
def _people(goal: Any, aim: Any, sizes: Any) -> Any:
    """People per area: the mean over the margins, which need not agree."""
    total = np.zeros(TABLES, np.float32)
    for row in range(goal.shape[0]):
        for lane in range(TABLES):
            total[lane] += goal[row, lane]
    for row in range(aim.shape[0]):
        for lane in range(TABLES):
            total[lane] += aim[row, lane]
    return total / np.float32(1 + sizes.shape[0])


@compiled
def _multiply(factors: Any, slots: Any, without: int, scale: Any, out: Any) -> None:
    """Product of the factors of all margins but the leading one and ``without``."""
    for cell in range(out.shape[0]):
        for lane in range(TABLES):
            out[cell, lane] = scale[lane]
        for margin in range(slots.shape[0]):
            if margin != without:
                slot = slots[margin, cell]
                for lane in range(TABLES):
                    out[cell, lane] *= factors[slot, lane]


@compiled
def _lead(
    seed: Any,
    product: Any,
    goal: Any,
    firm: Any,
    people: Any,
    first: Any,
    table: Any,
    shift: Any,
) -> None:
    """Move the leading factors to their totals, and collapse the table over its cells."""
    now = np.empty(TABLES, np.float32)
    table[:] = np.float32(0.0)
    for row in range(seed.shape[0]):
        now[:] = np.float32(0.0)
        for cell in range(seed.shape[1]):
            weight = seed[row, cell]
            for lane in range(TABLES):
                now[lane] += weight * product[cell, lane]
        _step(goal[row], now, firm, people, first[row], shift)
        for cell in range(seed.shape[1]):
            weight = seed[row, cell]
            for lane in range(TABLES):
                table[cell, lane] += weight * first[row, lane]


@compiled
def _follow(
    table: Any,
    product: Any,
    slots: Any,
    start: int,
    size: int,
    aim: Any,
    firm: Any,
    people: Any,
    second: Any,
    shift: Any,
) -> None:
    """Move the factors of another margin to its totals, on the collapsed table."""
    now = np.zeros((size, TABLES), np.float32)
    for cell in range(table.shape[0]):
        slot = slots[cell] - start
        for lane in range(TABLES):
            now[slot, lane] += table[cell, lane] * product[cell, lane]
    for slot in range(size):
        _step(aim[start + slot], now[slot], firm, people, second[start + slot], shift)


@compiled
def _step(goal: Any, now: Any, firm: Any, people: Any, factor: Any, shift: Any) -> None:
    """New factors of one cell in all areas, and how many people that moves."""
    for lane in range(TABLES):
        reached = now[lane] > TINY
        step = goal[lane] / now[lane] if reached else np.float32(0.0)
        if firm != np.float32(1.0):
            step = step**firm
        # Nobody in the seed to give a total to: that never settles, and must be seen.
        change = abs(step - factor[lane]) * now[lane] if reached else goal[lane]
        change /= max(people[lane], TINY)
        shift[lane] = max(shift[lane], change)
        factor[lane] = step


@compiled
def expand(seed: Floats32, leading: Floats32, others: Floats32, out: Floats32) -> None:
    """Write the tables out: (area, leading cell, other cell), persons."""
    for area in range(leading.shape[0]):
        for row in range(seed.shape[0]):
            factor = leading[area, row]
            for cell in range(seed.shape[1]):
                out[area, row, cell] = seed[row, cell] * factor * others[area, cell]
