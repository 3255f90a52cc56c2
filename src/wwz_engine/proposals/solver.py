"""The linear model in HiGHS: its relaxation with prices and a bound, and the exact search."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

import highspy
import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.errors import EngineError
from wwz_engine.proposals.instance import Whole
from wwz_engine.proposals.model import Linear

WHOLE = 1e-6
"""A column this near to 0 or 1 is it."""


class TimeOverError(EngineError):
    """The time that an answer may take is over; nothing is known of it then."""

    def __init__(self) -> None:
        super().__init__(
            "De berekening duurde te lang en is gestopt. Probeer het zo nog eens, of weeg minder "
            "projecten af."
        )


def in_time(until: float) -> None:
    """Go on, unless this moment of the clock of this process is over.

    Raises
    ------
    TimeOverError
    """
    if perf_counter() >= until:
        raise TimeOverError


@dataclass(frozen=True)
class Relaxed:
    """The best choice when plans may be built in parts.

    bound : no programme weighs less; worked out again from the duals, not taken on trust
    parts : (option,), 0..1; reduced : (option,), what taking one more weighs at the prices
    duals : (row,), what the value changes by when a row may be one more
    """

    bound: float
    parts: Floats
    reduced: Floats
    duals: Floats


@dataclass(frozen=True)
class Exact:
    """Where the exact search ended: its best choice, None when it found none, and its bound.

    impossible : proven that no choice keeps the limits
    """

    taken: Whole | None
    bound: float
    impossible: bool
    closed: bool


class Solver:
    """One model, kept with its basis, so that a small change is solved from where it was.

    until : moment of the clock of this process at which it stops, whatever was asked of it
    """

    def __init__(self, model: Linear, threads: int = 1, until: float = np.inf) -> None:
        self.model, self.until = model, until
        self.least, self.most = model.least.copy(), model.most.copy()
        self.low, self.high = model.low.copy(), model.high.copy()
        self._relaxed = _solver(threads)
        self._relaxed.passModel(_program(model, self.least, self.most, whole=False))
        self.threads = threads

    def between(self, columns: Whole, least: Floats, most: Floats) -> None:
        """Bounds of columns from now on."""
        self.least[columns], self.most[columns] = least, most
        for column in columns.tolist():
            self._relaxed.changeColBounds(
                column, float(self.least[column]), float(self.most[column])
            )

    def rows_between(self, rows: Whole, low: Floats, high: Floats) -> None:
        """Bounds of rows from now on."""
        self.low[rows], self.high[rows] = low, high
        for row in rows.tolist():
            self._relaxed.changeRowBounds(row, float(self.low[row]), float(self.high[row]))

    def relax(self) -> Relaxed | None:
        """The relaxation, from the last basis on; None when no choice keeps the limits.

        Raises
        ------
        TimeOverError
        """
        # The clock of a solver goes on from run to run.
        most = self._relaxed.getRunTime() + self._left
        self._relaxed.setOptionValue("time_limit", most)
        self._relaxed.run()
        status = self._relaxed.getModelStatus()
        if status == highspy.HighsModelStatus.kTimeLimit:
            raise TimeOverError
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        found = self._relaxed.getSolution()
        options = self.model.whole
        duals = np.array(found.row_dual)
        return Relaxed(
            self._bound(duals),
            np.array(found.col_value)[:options],
            np.array(found.col_dual)[:options],
            duals,
        )

    @property
    def _left(self) -> float:
        return max(0.0, self.until - perf_counter())

    def _bound(self, duals: Floats) -> float:
        """What duals prove by themselves: the least over the bounds of rows and columns."""
        model = self.model
        low = np.where(duals > 0, self.low, self.high)
        duals = np.where(np.isfinite(low), duals, 0.0)
        left = model.cost - model.rows.T @ duals
        side = np.where(left > 0, self.least, self.most)
        # Of a column without an end only rounding can be left.
        ended = np.isfinite(side)
        found = model.offset + float(duals @ np.where(np.isfinite(low), low, 0.0))
        if (np.abs(left[~ended]) > 1e-6 * (1 + np.abs(model.cost).max())).any():
            return -np.inf
        return found + float(left[ended] @ side[ended])

    def exact(self, seconds: float, gap: float = 0.0, start: Whole | None = None) -> Exact:
        """Search until the gap is closed or the time is over.

        Parameters
        ----------
        gap : how far apart, as a part of the value, the choice and the bound may stay
        start : options of a choice to start from
        """
        solver = _solver(self.threads)
        program = _program(self.model, self.least, self.most, whole=True)
        program.row_lower_, program.row_upper_ = self.low, self.high
        solver.passModel(program)
        solver.setOptionValue("time_limit", min(float(seconds), self._left))
        solver.setOptionValue("mip_rel_gap", float(gap))
        solver.setOptionValue("mip_abs_gap", 1e-6)
        if start is not None:
            columns = np.arange(self.model.whole, dtype=np.int32)
            values = np.zeros(self.model.whole)
            values[start] = 1.0
            solver.setSolution(len(columns), columns, values)
        with _threads_of(self.threads):
            solver.run()
        status, info = solver.getModelStatus(), solver.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Exact(None, np.inf, impossible=True, closed=True)
        taken = None
        if np.isfinite(info.objective_function_value) and info.primal_solution_status == 2:
            values = np.array(solver.getSolution().col_value)[: self.model.whole]
            taken = np.flatnonzero(values > 0.5)
        return Exact(
            taken,
            float(info.mip_dual_bound),
            impossible=False,
            closed=status == highspy.HighsModelStatus.kOptimal,
        )


@contextmanager
def _threads_of(threads: int) -> Iterator[None]:
    """HiGHS shares its threads over a process and refuses to run with another number of them."""
    highspy.Highs.resetGlobalScheduler(True)
    try:
        yield
    finally:
        highspy.Highs.resetGlobalScheduler(True)


def _solver(threads: int) -> highspy.Highs:
    found = highspy.Highs()  # type: ignore[no-untyped-call]  # it gives its class no types
    found.setOptionValue("output_flag", False)
    found.setOptionValue("threads", threads)
    found.setOptionValue("random_seed", 1)
    found.setOptionValue("solver", "simplex")
    return found


def _program(model: Linear, least: Floats, most: Floats, *, whole: bool) -> highspy.HighsLp:
    found = highspy.HighsLp()
    found.num_row_, found.num_col_ = model.rows.shape
    found.col_cost_, found.col_lower_, found.col_upper_ = model.cost, least, most
    found.row_lower_, found.row_upper_ = model.low, model.high
    found.offset_ = model.offset
    matrix = found.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_, matrix.index_ = model.rows.indptr, model.rows.indices
    matrix.value_ = model.rows.data
    if whole:
        kinds = highspy.HighsVarType
        free = found.num_col_ - model.whole
        found.integrality_ = [kinds.kInteger] * model.whole + [kinds.kContinuous] * free
    return found
