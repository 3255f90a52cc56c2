"""Best places for several facilities: least walking (p-median), and most people reached.

Least walking: greedy, then exchanges of one place for another as long as one helps, and a bound
from below (Lagrange) that says how far from the best it can be. Most people reached: solved by
HiGHS, with the gap that it proves. See docs/methods/reach.md.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from numba import njit
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, identity, vstack

from wwz_engine.backends.projection import cores
from wwz_engine.errors import EngineError

Floats = npt.NDArray[np.float64]
Floats32 = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]

ROUNDS = 300
"""Most steps of the bound."""
AGAIN = 15
"""Steps of the bound after which exchanging starts anew."""
MOST_EXCHANGES = 1_000
PATIENCE, KEPT = 5, 0.8
"""Steps without a better bound after which they become smaller; part of a step in the next."""
PARTS = 8
WORTH_THREADS = 1_000
"""Points from which it is worth starting threads."""

compiled = njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract", "reassoc"})


class PlacingError(EngineError):
    """A question about places that has no answer."""


@dataclass(frozen=True)
class Placed:
    """Chosen places, and how good they are.

    value : metres walked by all, or people reached
    bound : no choice walks less, or reaches more
    """

    places: Indices
    value: float
    bound: float

    @property
    def gap(self) -> float:
        """How far from the best it can be, as a share of the value."""
        return abs(self.value - self.bound) / max(abs(self.value), 1e-12)


def least_walking(
    distance: Floats32, weight: Floats, count: int, *, gap: float = 0.005, rounds: int = ROUNDS
) -> Placed:
    """Places from which all together walk least.

    Parameters
    ----------
    distance : (point, place), metres
    weight : (point,), people
    count : how many places to choose
    gap : share of the value at which the bound is near enough; rounds : when to stop anyway

    Raises
    ------
    PlacingError
    """
    points, places = distance.shape
    _check(count, places)
    if not points:
        return Placed(np.arange(count), 0.0, 0.0)
    cost = np.ascontiguousarray(distance * weight[:, None].astype(np.float32))
    search = _Search(cost, count, *_exchanged(cost, _greedy(cost, count)))
    for number in range(1, rounds + 1):
        opened = search.step()
        # What the bound would open is a good place to start exchanging from.
        if number % AGAIN == 0:
            search.take(opened)
        if search.value - search.bound <= gap * search.value:
            break
    return Placed(np.sort(search.chosen), search.value, min(search.bound, search.value))


class _Search:
    """The best choice so far, and a bound that rises (subgradients, each with what was before)."""

    def __init__(self, cost: Floats32, count: int, chosen: Indices, value: float) -> None:
        self.cost, self.count, self.chosen, self.value = cost, count, chosen, value
        self.bound = -np.inf
        self._price = _starting(cost, chosen)
        self._slope = np.zeros(len(cost))
        self._scale, self._waited = 1.0, 0

    def step(self) -> Indices:
        """One step of the bound; the places that it would open."""
        low, used, opened = _relaxed(self.cost, self._price, self.count)
        self._waited += 1
        if low > self.bound:
            self.bound, self._waited = low, 0
        if self._waited == PATIENCE:
            self._scale, self._waited = self._scale / 2, 0
        self._slope = 1.0 - used + KEPT * self._slope
        length = float(self._slope @ self._slope)
        if length > 0:
            self._price += self._scale * (self.value - low) / length * self._slope
        return opened

    def take(self, opened: Indices) -> None:
        chosen, value = _exchanged(self.cost, opened)
        if value < self.value:
            self.chosen, self.value = chosen, value


def _check(count: int, places: int) -> None:
    if not 1 <= count <= places:
        raise PlacingError(f"Kies een aantal van 1 tot en met {places} plekken, niet {count}.")


def _greedy(cost: Floats32, count: int) -> Indices:
    """One place after another, each that which helps most."""
    best = np.full(len(cost), np.inf, np.float32)
    chosen: list[int] = []
    for _ in range(count):
        gain = _in_parts(partial(_gains_in, cost, best), len(cost))
        gain[chosen] = -np.inf
        chosen.append(int(gain.argmax()))
        best = np.minimum(best, cost[:, chosen[-1]])
    return np.array(chosen)


def _exchanged(cost: Floats32, chosen: Indices) -> tuple[Indices, float]:
    """Exchange one place for another as long as that helps (Resende and Werneck 2007)."""
    chosen = chosen.copy()
    places = cost.shape[1]
    for _ in range(MOST_EXCHANGES):
        first, near, second = _two_nearest(cost, chosen)
        value = float(near.sum(dtype=np.float64))

        saved = _in_parts(partial(_exchanges_in, cost, first, near, second, len(chosen)), len(cost))
        saved = saved.reshape(len(chosen), places)
        saved[:, chosen] = -np.inf
        best = int(saved.argmax())
        if saved.flat[best] <= 1e-6 * value:
            return chosen, value
        chosen[best // places] = best % places
    return chosen, float(cost[:, chosen].min(axis=1).sum(dtype=np.float64))


def _gains_in(cost: Floats32, best: Floats32, part: slice) -> Floats:
    found: Floats = _gains(cost[part], best[part])
    return found


def _exchanges_in(
    cost: Floats32, first: Indices, near: Floats32, second: Floats32, count: int, part: slice
) -> Floats:
    found: Floats = _exchanges(cost[part], first[part], near[part], second[part], count)
    return found


def _two_nearest(cost: Floats32, chosen: Indices) -> tuple[Indices, Floats32, Floats32]:
    held = cost[:, chosen]
    rows = np.arange(len(held))
    first = held.argmin(axis=1)
    near = held[rows, first].copy()
    held[rows, first] = np.inf
    second = held.min(axis=1)
    # A place that is the only one: without it everything would be lost.
    return first, near, np.where(np.isinf(second), np.float32(1e30), second).astype(np.float32)


def _starting(cost: Floats32, chosen: Indices) -> Floats:
    _, near, second = _two_nearest(cost, chosen)
    start: Floats = np.where(second < 1e29, (near.astype(np.float64) + second) / 2, near)
    return start


def _relaxed(cost: Floats32, multiplier: Floats, count: int) -> tuple[float, Floats, Indices]:
    """Bound when nobody need be served, the times each is, and the places that would open."""
    price = multiplier.astype(np.float32)
    profit = _in_parts(lambda part: _profits(cost[part], price[part]), len(cost))
    opened = np.argpartition(profit, count - 1)[:count]
    used = (cost[:, opened] < price[:, None]).sum(axis=1).astype(np.float64)
    return float(price.sum(dtype=np.float64) + profit[opened].sum()), used, opened


def _in_parts(work: Callable[[slice], Floats], rows: int) -> Floats:
    """Add up what threads find in parts of the rows; always the same parts, so the same sums."""
    size = -(-rows // PARTS) or 1
    parts = [slice(start, start + size) for start in range(0, rows, size)]
    found: Floats
    if rows < WORTH_THREADS:
        found = np.sum([work(part) for part in parts], axis=0)
        return found
    with ThreadPoolExecutor(cores()) as pool:
        found = np.sum(list(pool.map(work, parts)), axis=0)
    return found


@compiled
def _gains(cost: Floats32, best: Floats32) -> Floats:
    """What each place saves against the best so far; nothing so far costs a lot."""
    gain = np.zeros(cost.shape[1])
    for point in range(cost.shape[0]):
        now = min(best[point], np.float32(1e9))
        for place in range(cost.shape[1]):
            saved = now - cost[point, place]
            if saved > 0:
                gain[place] += saved
    return gain


@compiled
def _exchanges(
    cost: Floats32, first: Indices, near: Floats32, second: Floats32, count: int
) -> Floats:
    """Per chosen place and other place what exchanging them saves, flat."""
    places = cost.shape[1]
    gain = np.zeros(places)
    loss = np.zeros(count)
    extra = np.zeros((count, places))
    for point in range(cost.shape[0]):
        held, one, two = first[point], near[point], second[point]
        loss[held] += two - one
        for place in range(places):
            other = cost[point, place]
            if other < two:
                if other < one:
                    gain[place] += one - other
                    extra[held, place] += two - one
                else:
                    extra[held, place] += two - other
    for held in range(count):
        for place in range(places):
            extra[held, place] += gain[place] - loss[held]
    return extra.ravel()


@compiled
def _profits(cost: Floats32, price: Floats32) -> Floats:
    profit = np.zeros(cost.shape[1])
    for point in range(cost.shape[0]):
        most = price[point]
        for place in range(cost.shape[1]):
            saved = cost[point, place] - most
            if saved < 0:
                profit[place] += saved
    return profit


# --- most people reached ---


def most_reached(
    reached: csr_matrix, weight: Floats, count: int, *, gap: float = 0.005, seconds: float = 30.0
) -> Placed:
    """Places that together have most people within reach.

    Parameters
    ----------
    reached : (point, place), 1 where the place is within reach of the point
    weight : (point,), people
    gap : at which HiGHS may stop; seconds : when it must, with what it then has proved

    Raises
    ------
    PlacingError
    """
    places = reached.shape[1]
    _check(count, places)
    people = np.asarray(weight, np.float64)
    served = np.diff(csr_matrix(reached).indptr) > 0
    held, kept = csr_matrix(reached, dtype=np.float64)[served], people[served]
    rows = len(kept)
    if not rows:
        return Placed(np.arange(count), 0.0, 0.0)
    lines = vstack(
        [
            hstack([identity(rows), -held]),
            hstack([csr_matrix((1, rows)), csr_matrix(np.ones((1, places)))]),
        ]
    ).tocsr()
    limits = LinearConstraint(lines, -np.inf, np.append(np.zeros(rows), count))
    found = milp(
        np.append(-kept, np.zeros(places)),
        constraints=limits,
        bounds=Bounds(0, 1),
        integrality=np.append(np.zeros(rows), np.ones(places)),
        options={"mip_rel_gap": gap, "time_limit": seconds},
    )
    if found.x is None:
        raise PlacingError("Er is binnen de tijd geen antwoord gevonden. Kies minder plekken.")
    chosen = np.argsort(-found.x[rows:], kind="stable")[:count]
    value = float(kept[np.asarray(held[:, chosen].sum(axis=1)).ravel() > 0].sum())
    bound = -float(found.mip_dual_bound) if found.mip_dual_bound is not None else float(kept.sum())
    return Placed(np.sort(chosen), value, max(bound, value))


def compile_all() -> None:
    """Call every kernel once on the smallest arrays, so that its machine code is cached."""
    least_walking(np.array([[1.0, 2.0], [2.0, 1.0]], np.float32), np.ones(2), 1, rounds=1)
