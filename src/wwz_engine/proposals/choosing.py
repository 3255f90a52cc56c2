"""From an instance to a choice with a proven gap: quickly, with a bound, and exactly.

docs/methods/proposals.md tells why in this order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.backends import programme_kernels as kernels
from wwz_engine.proposals.instance import Flags, Instance, Whole
from wwz_engine.proposals.model import Linear, linear
from wwz_engine.proposals.search import Search, searching
from wwz_engine.proposals.solver import WHOLE, Relaxed, Solver

TURNS, ABREAST = 60, 2
NEAR, FAR = 0.0003, 0.02
"""Options of which the reduced cost is within this part of the gain are tried in a turn."""
FIRST = 0.5
"""How far sites in doubt come forward among others that are drawn from 0 to 1."""


@dataclass(frozen=True)
class Choice:
    """Options that are taken, what they weigh, and what is proven of it.

    without : what nothing taken weighs, as far as that is allowed
    bound : no choice weighs less
    """

    taken: Whole
    value: float
    bound: float
    without: float

    @property
    def gap(self) -> float:
        """Percent of the best thinkable gain that may still be missed, at most.

        Examples
        --------
        >>> Choice(np.array([3]), value=70.0, bound=69.0, without=100.0).gap
        3.225806451612903
        """
        if not np.isfinite(self.bound):
            return np.inf
        most = self.without - self.bound
        missed = max(0.0, self.value - self.bound)
        return 100.0 * missed / most if most > 0 else 0.0

    @property
    def gap_of_value(self) -> float:
        """The same as percent of what is left: the usual gap of a solver."""
        missed = max(0.0, self.value - self.bound)
        return 100.0 * missed / abs(self.value) if self.value else 0.0


def _order(instance: Instance, parts: Floats) -> Whole:
    """Sites that must be there first, then those of which the relaxation takes most."""
    taken = np.bincount(instance.option_site, parts, len(instance.must))
    return np.lexsort((np.arange(len(taken)), -taken, ~instance.must))


@dataclass
class Chooser:
    """An instance with its model and relaxation, kept for the next question.

    only : (option,), those that may be taken
    """

    instance: Instance
    model: Linear
    solver: Solver
    relaxed: Relaxed | None
    without: float
    only: Flags

    def choose(self, effort: int = 1, start: Whole | None = None) -> Choice | None:
        """A choice near the relaxation, with its bound; None when none was found.

        Parameters
        ----------
        effort : so many times ``TURNS`` some sites are taken out and all are settled again;
            0 only settles
        start : a choice to better
        """
        if self.relaxed is None:
            return None
        found = [self._rounded(self.relaxed)]
        if start is not None:
            search = searching(self.instance)
            search.prices = found[0].prices
            search.take(self._kept(start))
            found.append(search)
        every = found[0].allowed(self.only)
        for search in found:
            search.descend(_order(self.instance, self.relaxed.parts), every)
        fitting = [search for search in found if search.fits]
        if not fitting:
            return None
        best = min(fitting, key=lambda search: search.value)
        for round_ in range(effort):
            self._ruin(best, self.relaxed, round_)
            if self.choice(best.taken).gap <= 0:
                break
        return self.choice(best.taken)

    def further(self, taken: Whole, round_: int) -> Choice | None:
        """The best of two more rounds of turns, side by side; the choice itself when none helps.

        The same on any number of processors.
        """
        if self.relaxed is None:
            return None
        with ThreadPoolExecutor(ABREAST) as pool:
            rounds = range(ABREAST * round_, ABREAST * (round_ + 1))
            found = list(pool.map(partial(self._once_more, taken, self.relaxed), rounds))
        return self.choice(min(found, key=lambda search: search.value).taken)

    def _once_more(self, taken: Whole, relaxed: Relaxed, round_: int) -> Search:
        search = searching(self.instance)
        search.prices = np.maximum(-relaxed.duals[self.model.limits], 0.0)
        search.take(self._kept(taken))
        self._ruin(search, relaxed, round_)
        return search

    def choice(self, taken: Whole, bound: float | None = None) -> Choice:
        """A choice with the best bound that is known."""
        known = -np.inf if self.relaxed is None else self.relaxed.bound
        bound = known if bound is None else max(bound, known)
        value = self.instance.value(taken)
        return Choice(taken, value, min(bound, value), self.without)

    def exactly(
        self, seconds: float, gap: float = 0.0, start: Whole | None = None
    ) -> tuple[Choice | None, bool]:
        """The exact search: its choice, and whether that is proven to the gap asked for.

        No choice that is proven: there is none that keeps the limits.
        """
        found = self.solver.exact(seconds, gap, start)
        if found.taken is None:
            return None, found.impossible
        return self.choice(found.taken, found.bound), found.closed

    @contextmanager
    def varied(self, forced: Sequence[int], banned: Sequence[int] = ()) -> Iterator[Chooser]:
        """While this lasts some rows are built in any case and others are not.

        Solved from the last basis on, so one at a time.

        Parameters
        ----------
        forced, banned : numbers of rows
        """
        rows, sites = self.instance.options.row, self.instance.option_site
        only = self.only & ~np.isin(rows, banned)
        must = self.instance.must.copy()
        for row in forced:
            site = self.instance.site[row]
            must[site] = True
            only &= (sites != site) | (rows == row)
        changed = np.flatnonzero(only != self.only)
        lines = np.flatnonzero(must != self.instance.must) + self.model.sites.start
        before = (
            self.solver.most[changed].copy(),
            self.solver.low[lines].copy(),
        )
        nil, one = np.zeros(len(changed)), np.ones(len(lines))
        self.solver.between(changed, nil, nil)
        self.solver.rows_between(lines, one, one)
        try:
            yield Chooser(
                replace(self.instance, must=must), self.model, self.solver,
                self.solver.relax(), self.without, only,
            )  # fmt: skip
        finally:
            self.solver.between(changed, nil, before[0])
            self.solver.rows_between(lines, before[1], one)

    def _kept(self, start: Whole) -> Whole:
        """Of a choice what may still be taken."""
        kept: Whole = start[self.only[start]]
        return kept

    def _rounded(self, relaxed: Relaxed) -> Search:
        """Round the relaxation: its prices are paid first, so that scarce room goes far."""
        instance = self.instance
        search, order = searching(instance), _order(instance, relaxed.parts)
        search.prices = np.maximum(-relaxed.duals[self.model.limits], 0.0)
        place = np.empty(len(search.order), dtype=np.int64)
        place[search.order] = np.arange(len(search.order))
        likely: Whole = np.flatnonzero(relaxed.parts > 0.5)
        bound = instance.must[instance.option_site[likely]]
        for option in likely[np.lexsort((-relaxed.parts[likely], ~bound))].tolist():
            site = int(instance.option_site[option])
            before = kernels.change(search.case, search.state, site, int(place[option]))
            if not kernels.fits(search.case, search.state, int(place[option])):
                kernels.change(search.case, search.state, site, before)
        for allowed in (self.only & (relaxed.parts > WHOLE), self.only):
            search.descend(order, search.allowed(allowed), priced=True)
        return search

    def _ruin(self, search: Search, relaxed: Relaxed, round_: int) -> None:
        """A round of turns, on sites that the relaxation is in two minds about before others."""
        sites = len(self.instance.must)
        doubt = np.minimum(relaxed.parts, 1 - relaxed.parts) > WHOLE
        doubted = np.bincount(self.instance.option_site, doubt, sites) > 0
        rng = np.random.default_rng([round_, sites])
        drawn = rng.random((TURNS, sites)) - FIRST * doubted
        # Every third turn looks further than options that are nearly worth their price.
        reach = FAR if round_ % 3 == 2 else NEAR
        near = self.only & (relaxed.reduced <= reach * max(self.without - relaxed.bound, 1.0))
        sizes = rng.integers(2, max(4, min(10, sites // 3)), TURNS)
        search.ruin(drawn.argsort(axis=1), sizes, search.allowed(near))


def first_choice(instance: Instance) -> Choice | None:
    """A choice at once, site by site, without a bound; None when none was found."""
    search = searching(instance)
    search.descend(_order(instance, np.zeros(len(instance.options))), search.allowed())
    if not search.fits:
        return None
    return Choice(search.taken, search.value, -np.inf, instance.value([]))


def chooser(instance: Instance, threads: int = 1, until: float = np.inf) -> Chooser:
    """Build the model of an instance and solve its relaxation.

    Parameters
    ----------
    until : moment of the clock of this process at which its solver stops

    Raises
    ------
    TimeOverError
    """
    model = linear(instance)
    solver = Solver(model, threads, until)
    only = np.ones(len(instance.options), dtype=bool)
    return Chooser(instance, model, solver, solver.relax(), instance.value([]), only)
