"""Fit one table per area to totals of that area, for all areas of the country at once.

Iterative proportional fitting in factor form: a fitted table is the seed times one factor
per cell of each margin, so that only the factors are worked on and the table is written out
at the end, if at all. Margins that contradict each other (other sources, rounding) can be
made to give way, each as much as it is trusted: docs/methods/fitting.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from math import prod

import numpy as np
import numpy.typing as npt

from wwz_engine.backends import table_kernels as kernels
from wwz_engine.backends.projection import cores
from wwz_engine.backends.rates import Floats, Floats32, Integers, check
from wwz_engine.errors import EngineError

MOST_TRUST = 100.0
"""Beyond it the fit needs more rounds than it is worth, and factors no longer fit in 32 bits."""

AGREE = 1e-6
"""Relative difference between the totals of two firm margins that is taken for rounding."""


class TotalsDisagreeError(EngineError):
    """Two margins that both must hold count a different number of people in one area."""

    def __init__(self, area: int, first: float, second: float) -> None:
        self.area, self.first, self.second = area, first, second
        super().__init__(
            f"Twee totalen van gebied {area} verschillen: {first:.1f} en {second:.1f}. "
            "Breng ze op één totaal, of laat een van beide meegeven (trust)."
        )


class TrustOutOfRangeError(EngineError):
    """A trust that says nothing, or so large that the margin might as well hold."""

    def __init__(self, trust: float) -> None:
        self.trust = trust
        super().__init__(
            f"Vertrouwen {trust:g} kan niet: kies meer dan 0 en hoogstens {MOST_TRUST:g}. "
            "Laat trust weg als het totaal moet kloppen."
        )


class MarginsOverlapError(EngineError):
    """The first margin shares an axis with another one."""

    def __init__(self) -> None:
        super().__init__(
            "De eerste marge deelt een as met een andere. Zet vooraan een marge met eigen assen, "
            "of gebruik de gewone versie (fit_tables_plainly)."
        )


@dataclass(frozen=True)
class Totals:
    """Known totals of every area along some axes of the table.

    ``trust`` None: they hold. Else they are read as shares, of the people that the margins
    that hold agree on, and weigh so many times as heavily as the seed.
    """

    axes: tuple[int, ...]  # axes of the seed, from 0
    people: npt.NDArray[np.floating]  # (area, cells along these axes ..)
    trust: float | None = None

    @property
    def firmness(self) -> float:
        """Exponent on each step towards the totals: 1 goes all the way."""
        return 1.0 if self.trust is None else self.trust / (1.0 + self.trust)

    def whole(self) -> Floats:
        """People per area."""
        people: Floats = self.people.reshape(len(self.people), -1).sum(axis=1, dtype=np.float64)
        return people

    def flat(self) -> Floats32:
        """Cells one after another, in the order of the axes: (area, cell)."""
        order = np.argsort(self.axes)
        laid = np.moveaxis(self.people, 1 + order, range(1, self.people.ndim))
        return np.ascontiguousarray(laid.reshape(len(laid), -1), np.float32)


@dataclass(frozen=True)
class Fitted:
    """Factors per area, and how near the totals were when the fit ended."""

    seed: Floats32  # (leading cell, other cell)
    leading: Floats32  # (area, leading cell), factors
    others: Floats32  # (area, other cell), product of the factors of all other margins
    rounds: Integers  # (area,)
    moved: Floats32  # (area,), people still moved in the last round, as a share of all
    order: tuple[int, ...]  # axes of the seed, those of the leading margin first
    shape: tuple[int, ...]

    def tables(self, which: slice = slice(None)) -> Floats32:
        """The tables of some areas: (area, axes of the seed ..), persons."""
        leading, others = self.leading[which], self.others[which]
        out = np.empty((len(leading), *self.seed.shape), np.float32)

        def write(start: int) -> None:
            part = slice(start, start + kernels.STRETCH)
            kernels.expand(self.seed, leading[part], others[part], out[part])

        with ThreadPoolExecutor(cores()) as pool:
            for _ in pool.map(write, range(0, len(leading), kernels.STRETCH)):
                pass
        laid = out.reshape(len(leading), *(self.shape[axis] for axis in self.order))
        return laid.transpose(0, *(1 + np.argsort(self.order)))


def fit_tables(
    seed: Floats,
    margins: Sequence[Totals],
    *,
    tolerance: float = 1e-5,
    rounds: int = 200,
    threads: int | None = None,
) -> Fitted:
    """Fit the seed to the totals of each area, in factor form.

    Parameters
    ----------
    seed : any shape, start values, at least 0; the same for every area
    margins : the first is the largest and shares no axis with the others
    tolerance : a fit ends when a round moves less than this share of an area's people
    rounds : ends it in any case; ``moved`` then tells how far it was
    threads : as many as there are processors when None

    Returns
    -------
    factors, from which ``tables`` writes out what is wanted

    Raises
    ------
    TotalsDisagreeError, TrustOutOfRangeError, MarginsOverlapError, ProjectionInputError

    Examples
    --------
    >>> rows = Totals((0,), np.array([[30.0, 10.0]]))
    >>> columns = Totals((1,), np.array([[20.0, 20.0]]))
    >>> fit_tables(np.ones((2, 2)), [rows, columns]).tables()[0]
    array([[15., 15.],
           [ 5.,  5.]], dtype=float32)
    """
    margins = reconciled(seed, margins)
    order, flat, slots, sizes = _laid_out(seed, margins)
    wide = margins[0].flat()
    areas = len(wide)
    empty = np.empty((areas, 0), np.float32)
    narrow = np.concatenate([empty, *(margin.flat() for margin in margins[1:])], axis=1)
    found = Fitted(
        seed=flat,
        leading=np.empty((areas, flat.shape[0]), np.float32),
        others=np.empty((areas, flat.shape[1]), np.float32),
        rounds=np.zeros(areas, np.int64),
        moved=np.zeros(areas, np.float32),
        order=order,
        shape=seed.shape,
    )
    firm = np.array([margin.firmness for margin in margins], np.float32)

    def work(start: int) -> None:
        part = slice(start, min(start + kernels.STRETCH, areas))
        outs = (found.leading[part], found.others[part], found.rounds[part], found.moved[part])
        goals = (wide[part], narrow[part], firm, np.float32(tolerance), rounds)
        kernels.fit_stretch(flat, slots, sizes, *goals, *outs)

    with ThreadPoolExecutor(threads or cores()) as pool:
        for _ in pool.map(work, range(0, areas, kernels.STRETCH)):
            pass
    return found


def reconciled(seed: Floats, margins: Sequence[Totals]) -> list[Totals]:
    """Margins that all count the same people: those that give way are scaled.

    Where none holds, the number of people is the mean of what they say, by trust.

    Raises
    ------
    ProjectionInputError, TotalsDisagreeError, TrustOutOfRangeError
    """
    areas = len(margins[0].people)
    for margin in margins:
        check("margins", margin.people, areas, *(seed.shape[axis] for axis in margin.axes))
        if margin.trust is not None and not 0 < margin.trust <= MOST_TRUST:
            raise TrustOutOfRangeError(margin.trust)
    firm = [margin.whole() for margin in margins if margin.trust is None]
    for other in firm[1:]:
        wrong = np.flatnonzero(~np.isclose(other, firm[0], rtol=AGREE, atol=AGREE))
        for area in wrong[:1]:
            raise TotalsDisagreeError(int(area), float(firm[0][area]), float(other[area]))
    if firm:
        people = firm[0]
    else:
        trust = [margin.trust or 0.0 for margin in margins]
        people = np.average([margin.whole() for margin in margins], axis=0, weights=trust)
    return [margin if margin.trust is None else _scaled(margin, people) for margin in margins]


def _scaled(margin: Totals, people: Floats) -> Totals:
    counted = margin.whole()
    factor = np.divide(people, counted, out=np.zeros_like(people), where=counted > 0)
    shape = (-1, *([1] * (margin.people.ndim - 1)))
    return replace(margin, people=margin.people * factor.reshape(shape))


def _laid_out(
    seed: Floats, margins: Sequence[Totals]
) -> tuple[tuple[int, ...], Floats32, Integers, Integers]:
    """Axes with the leading ones first, the seed so, and where the other margins find it.

    The last two: per margin the slot of each of the other cells, and how many slots it has.
    """
    leading, *rest = margins
    free = [axis for axis in range(seed.ndim) if axis not in leading.axes]
    if any(set(margin.axes) - set(free) for margin in rest):
        raise MarginsOverlapError
    order = (*sorted(leading.axes), *free)
    cells = prod(seed.shape[axis] for axis in leading.axes)
    flat = np.ascontiguousarray(seed.transpose(order).reshape(cells, -1), np.float32)
    places = np.indices([seed.shape[axis] for axis in free]).reshape(len(free), flat.shape[1])
    slots = np.zeros((len(rest), flat.shape[1]), np.int64)
    sizes: list[int] = []
    for index, margin in enumerate(rest):
        along = tuple(seed.shape[axis] for axis in sorted(margin.axes))
        mine = tuple(places[free.index(axis)] for axis in sorted(margin.axes))
        slots[index] = sum(sizes) + np.ravel_multi_index(mine, along)
        sizes.append(prod(along))
    return order, flat, slots, np.array(sizes, np.int64)


def fit_tables_plainly(
    seed: Floats, margins: Sequence[Totals], *, tolerance: float = 1e-9, rounds: int = 1000
) -> Floats:
    """The same in NumPy with 64 bits, all areas at once: (area, axes of the seed ..), persons.

    Any margins may share axes. It settles what ``fit_tables`` must give.
    """
    margins = reconciled(seed, margins)
    whole = margins[0].whole().reshape(-1, *([1] * seed.ndim))
    start = seed * (whole / seed.sum())
    factors = [np.ones(_along(margin, seed)) for margin in margins]
    for _ in range(rounds):
        moved = 0.0
        for index, margin in enumerate(margins):
            table = start * prod(factors[:index] + factors[index + 1 :], start=np.ones(1))
            others = tuple(1 + axis for axis in range(seed.ndim) if axis not in margin.axes)
            now = table.sum(axis=others, keepdims=True)
            goal = margin.flat().astype(np.float64).reshape(now.shape)
            step = np.divide(goal, now, out=np.zeros_like(now), where=now > 0) ** margin.firmness
            shift = np.abs(step - factors[index]) * now / np.maximum(whole, 1e-30)
            moved = max(moved, float(shift.max(initial=0.0)))
            factors[index] = step
        if moved <= tolerance:
            break
    fitted: Floats = start * prod(factors, start=np.ones(1))
    return fitted


def _along(margin: Totals, seed: Floats) -> tuple[int, ...]:
    sizes = [size if axis in margin.axes else 1 for axis, size in enumerate(seed.shape)]
    return (len(margin.people), *sizes)


def margin_error(tables: npt.NDArray[np.floating], margins: Sequence[Totals]) -> float:
    """Largest difference from any total, as a share of the people of its area."""
    worst = 0.0
    for margin in margins:
        others = tuple(1 + axis for axis in range(tables.ndim - 1) if axis not in margin.axes)
        now = tables.sum(axis=others, dtype=np.float64).reshape(len(tables), -1)
        goal = margin.flat().astype(np.float64)
        people = np.maximum(goal.sum(axis=1, keepdims=True), 1e-30)
        worst = max(worst, float((np.abs(now - goal) / people).max(initial=0.0)))
    return worst
