"""Loops of the search for a programme, compiled with numba: settle, ruin, repair.

A state is one option, or none (-1), per site. A step is taken only when it keeps every limit
and makes the value smaller. Checks nothing: call it through ``proposals.search``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

EPS = 1e-7


class Case(NamedTuple):
    """What does not change while a programme is searched for.

    first : (site + 1,), where the options of a site begin; options lie by site
    start, limit, use : what options ask of limits, as a matrix by columns
    asked : (area, form, year, draw); weights : (form, year); base : (area,), see ``Asked``
    settings : weight of the bad draws, which part is bad, weight of fairness, largest part
        that may remain (negative: any), what each home beyond that weighs
    prices : (limit,), what a unit of each limit weighs besides: nothing, or what it is worth
    """

    first: Whole
    row: Whole
    ready: Whole
    cost: Floats
    area: Whole
    homes: Floats
    start: Whole
    limit: Whole
    use: Floats
    slack: Floats
    must: Flags
    asked: Floats
    tops: Flags
    weights: Floats
    draws: Floats
    base: Floats
    settings: Floats
    prices: Floats


class State(NamedTuple):
    """A choice and what follows from it; all changed in place.

    pick : (site,); room : (limit,); built : (area, form, year)
    short : (area, draw + 1), weighed homes short, and last those short in the last year
    sums : (draw + 1,), short over the areas, and last the cost
    """

    pick: Whole
    room: Floats
    built: Floats
    short: Floats
    sums: Floats


@njit(cache=True, nogil=True)
def area_short(case: Case, area: int, built: Floats, out: Floats) -> None:
    """Weighed homes short in an area, per draw, when so many are built."""
    asked, tops, weights = case.asked[area], case.tops, case.weights
    forms, years, count = asked.shape
    out[:] = 0.0
    for year in range(years):
        for draw in range(count):
            summed, most, unmet = 0.0, 0.0, 0.0
            for form in range(forms):
                if tops[form]:
                    summed, most = 0.0, 0.0
                summed += asked[form, year, draw] - built[form, year]
                if summed > most:
                    out[draw] += weights[form, year] * (summed - most)
                    unmet += summed - most
                    most = summed
            if year == years - 1:
                out[count] += case.draws[draw] * unmet


@njit(cache=True, nogil=True)
def put(case: Case, state: State, option: int, sign: float) -> None:
    """Take an option in (1) or out (-1): its homes, and what it asks of the limits."""
    if option >= 0:
        build(case, state, option, sign)
        ask(case, state, option, sign)


@njit(cache=True, nogil=True)
def build(case: Case, state: State, option: int, sign: float) -> None:
    """The homes of an option."""
    row = case.row[option]
    built = state.built[case.area[row]]
    forms, years = built.shape
    for form in range(forms):
        some = sign * case.homes[row, form]
        if some != 0.0:
            for year in range(case.ready[option], years):
                built[form, year] += some


@njit(cache=True, nogil=True)
def ask(case: Case, state: State, option: int, sign: float) -> None:
    """What an option asks of the limits, and its cost."""
    for at in range(case.start[option], case.start[option + 1]):
        state.room[case.limit[at]] -= sign * case.use[at]
    state.sums[-1] += sign * case.cost[option]


@njit(cache=True, nogil=True)
def fits(case: Case, state: State, option: int) -> bool:
    """Whether the limits that an option touches hold."""
    if option < 0:
        return True
    for at in range(case.start[option], case.start[option + 1]):
        limit = case.limit[at]
        if state.room[limit] < -case.slack[limit]:
            return False
    return True


@njit(cache=True, nogil=True)
def renew(case: Case, state: State, area: int) -> None:
    """Work out again what an area is short of, and the sums."""
    last = state.sums.shape[0] - 1
    for draw in range(last):
        state.sums[draw] -= state.short[area, draw]
    area_short(case, area, state.built[area], state.short[area])
    for draw in range(last):
        state.sums[draw] += state.short[area, draw]


@njit(cache=True, nogil=True)
def valued(case: Case, state: State) -> float:
    """What a state weighs: see ``Instance.value``."""
    bad, share, fair, most, beyond = case.settings
    last = state.sums.shape[0] - 1
    found: float = state.sums[last]
    for limit in range(case.prices.shape[0]):
        found -= case.prices[limit] * state.room[limit]
    for draw in range(last):
        found += (1.0 - bad) * case.draws[draw] * state.sums[draw]
    if bad > 0.0:
        found += bad * _worst_mean(state.sums[:last], case.draws, share)
    if fair > 0.0 or most >= 0.0:
        worst = 0.0
        for area in range(case.base.shape[0]):
            if case.base[area] > 0.0:
                left = state.short[area, last]
                worst = max(worst, left / case.base[area])
                if most >= 0.0:
                    found += beyond * max(0.0, left - most * case.base[area])
        found += fair * worst
    return found


@njit(cache=True, nogil=True)
def _worst_mean(sums: Floats, draws: Floats, share: float) -> float:
    order = np.argsort(-sums)
    left, found = share, 0.0
    for at in order:
        part = min(left, draws[at])
        found += part * sums[at]
        left -= part
    return found / share


@njit(cache=True, nogil=True)
def change(case: Case, state: State, site: int, option: int) -> int:
    """Give a site another option, whatever the limits say; the option it had."""
    before: int = state.pick[site]
    put(case, state, before, -1.0)
    put(case, state, option, 1.0)
    state.pick[site] = option
    old = case.area[case.row[before]] if before >= 0 else -1
    new = case.area[case.row[option]] if option >= 0 else -1
    if old >= 0:
        renew(case, state, old)
    if new >= 0 and new != old:
        renew(case, state, new)
    return before


@njit(cache=True, nogil=True)
def tried(case: Case, state: State, option: int) -> float:
    """What it weighs with an option built of which the limits are taken already."""
    area = case.area[case.row[option]]
    short, sums = state.short[area].copy(), state.sums.copy()
    build(case, state, option, 1.0)
    renew(case, state, area)
    found = valued(case, state)
    build(case, state, option, -1.0)
    state.short[area] = short
    state.sums[:] = sums
    return found


@njit(cache=True, nogil=True)
def settle(case: Case, state: State, site: int, value: float, allowed: Flags) -> float:
    """Give a site its best option that fits, if that is better; the value after it."""
    before: int = state.pick[site]
    choice = before
    best = value - EPS * max(1.0, abs(value))
    if case.must[site] and before < 0:
        best = np.inf
    change(case, state, site, -1)
    if before >= 0 and not case.must[site] and fits(case, state, before):
        found = valued(case, state)
        if found < best:
            best, choice = found, -1
    for option in range(case.first[site], case.first[site + 1]):
        if option == before or not allowed[option]:
            continue
        # First the limits: most options do not fit, and homes take longer to work out.
        ask(case, state, option, 1.0)
        if fits(case, state, option) and fits(case, state, before):
            found = tried(case, state, option)
            if found < best:
                best, choice = found, option
        ask(case, state, option, -1.0)
    change(case, state, site, choice)
    return value if choice == before else valued(case, state)


@njit(cache=True, nogil=True)
def descend(
    case: Case, state: State, order: Whole, allowed: Flags, value: float, rounds: int
) -> float:
    """Settle site after site until no single one can be bettered."""
    for _ in range(rounds):
        before = value
        for site in order:
            value = settle(case, state, site, value, allowed)
        if value >= before:
            break
    return value


@njit(cache=True, nogil=True)
def ruin_and_repair(
    case: Case,
    priced: Case,
    state: State,
    orders: Whole,  # (turn, site), sites in any order: the first of them fall out
    sizes: Whole,  # (turn,), how many
    allowed: Flags,
    value: float,
) -> float:
    """Take some sites out and settle all again, with prices first; keep it when it is better."""
    kept = state.pick.copy()
    for turn in range(orders.shape[0]):
        _ruin(case, state, orders[turn], sizes[turn])
        order = orders[turn][::-1].copy()
        descend(priced, state, order, allowed, valued(priced, state), 1)
        found = descend(case, state, order, allowed, valued(case, state), 1)
        if found < value - EPS * max(1.0, abs(value)):
            value = found
            kept[:] = state.pick
        else:
            for site in range(kept.shape[0]):
                if state.pick[site] != kept[site]:
                    change(case, state, site, kept[site])
    return value


@njit(cache=True, nogil=True)
def _ruin(case: Case, state: State, order: Whole, count: int) -> None:
    """Take so many sites out, as far as the limits let them go."""
    left = count
    for site in order:
        if left == 0:
            return
        if state.pick[site] >= 0 and not case.must[site]:
            before = change(case, state, site, -1)
            if fits(case, state, before):
                left -= 1
            else:
                change(case, state, site, before)


def compile_all() -> None:
    """Call every kernel once on the smallest case, so that its machine code is cached."""
    one, none = np.ones(1), np.zeros(1, dtype=np.int64)
    case = Case(
        np.array([0, 1]), none, none, one, none, np.ones((1, 1)), np.array([0, 1]), none, one,
        one, np.zeros(1, dtype=bool), np.ones((1, 1, 1, 1)), np.ones(1, dtype=bool),
        np.ones((1, 1)), one, one, np.array([0.0, 1.0, 0.0, -1.0, 1.0]),
        np.zeros(1),
    )  # fmt: skip
    state = State(np.full(1, -1), one.copy(), np.zeros((1, 1, 1)), np.zeros((1, 2)), np.zeros(2))
    allowed = np.ones(1, dtype=bool)
    renew(case, state, 0)
    change(case, state, 0, 0)
    fits(case, state, 0)
    value = descend(case, state, none, allowed, valued(case, state), 1)
    ruin_and_repair(case, case, state, none[None], np.ones(1, dtype=np.int64), allowed, value)
