"""Iterative proportional fitting: make a table agree with totals that are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.errors import EngineError


class MarginsDisagreeError(EngineError):
    """Two totals for the same people differ, so no table can agree with both."""

    def __init__(self, first: float, second: float) -> None:
        self.first, self.second = first, second
        super().__init__(
            f"Twee totalen voor dezelfde mensen verschillen: {first:.1f} en {second:.1f}. "
            "Breng ze eerst op één totaal."
        )


class NotConvergedError(EngineError):
    """The table does not settle: some total cannot be reached from this start."""


@dataclass(frozen=True)
class Margin:
    """Known totals of a table, kept along ``axes`` and summed over all others."""

    axes: tuple[int, ...]
    totals: Floats


def rake(
    seed: Floats, margins: Sequence[Margin], *, tolerance: float = 1e-6, rounds: int = 200
) -> Floats:
    """Scale a table until it agrees with each margin in turn.

    Source of the method: Deming and Stephan (1940), as in docs/methods/population.md.
    Where a total is known but the seed holds nobody, the total is spread evenly.

    Parameters
    ----------
    seed : any shape, start values, at least 0
    margins : totals to agree with; all of them sum to the same number
    tolerance : largest difference left, as a share of the overall total
    rounds : give up after this many

    Returns
    -------
    same shape as ``seed``

    Raises
    ------
    MarginsDisagreeError, NotConvergedError

    Examples
    --------
    >>> rows = Margin((0,), np.array([30.0, 10.0]))
    >>> columns = Margin((1,), np.array([20.0, 20.0]))
    >>> rake(np.ones((2, 2)), [rows, columns])
    array([[15., 15.],
           [ 5.,  5.]])
    """
    overall = float(margins[0].totals.sum())
    for margin in margins[1:]:
        if not np.isclose(margin.totals.sum(), overall, rtol=1e-6, atol=1e-6):
            raise MarginsDisagreeError(overall, float(margin.totals.sum()))
    table = seed.astype(np.float64, copy=True)
    for _ in range(rounds):
        for margin in margins:
            table = _scaled(table, margin)
        worst = max(float(np.abs(_summed(table, m) - m.totals).max()) for m in margins)
        if worst <= tolerance * max(overall, 1.0):
            return table
    raise NotConvergedError(
        f"De tabel past na {rounds} rondes nog niet op de totalen (grootste verschil {worst:.2f}). "
        "Controleer of een totaal boven nul hoort bij een lege rij."
    )


def _summed(table: Floats, margin: Margin) -> Floats:
    others = tuple(axis for axis in range(table.ndim) if axis not in margin.axes)
    total: Floats = table.sum(axis=others)
    return total


def _scaled(table: Floats, margin: Margin) -> Floats:
    now = _summed(table, margin)
    shape = [table.shape[axis] if axis in margin.axes else 1 for axis in range(table.ndim)]
    empty = (now <= 0) & (margin.totals > 0)
    if empty.any():
        table = table + np.where(empty, 1.0, 0.0).reshape(shape)
        now = _summed(table, margin)
    factor = np.divide(margin.totals, now, out=np.zeros_like(now), where=now > 0)
    return table * factor.reshape(shape)
