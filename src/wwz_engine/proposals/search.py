"""Find a good programme quickly: compiled steps from a first guess on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.backends import programme_kernels as kernels
from wwz_engine.proposals.instance import Flags, Instance, Whole

BEYOND = 1_000.0
"""What each home that an area is left with beyond its limit weighs in a search, so that it is
the first to go; a programme in which any is left is no answer."""


@dataclass
class Search:
    """A state of the search and the arrays it works on; sites are numbered as in the instance.

    order : options by site, as the kernels want them
    """

    instance: Instance
    case: kernels.Case
    state: kernels.State
    order: Whole
    value: float
    prices: Floats

    @property
    def taken(self) -> Whole:
        """Numbers of the options that are taken, in the instance."""
        picked = self.state.pick[self.state.pick >= 0]
        found: Whole = np.sort(self.order[picked])
        return found

    def allowed(self, which: Flags | None = None) -> Flags:
        """Options that a search may take, as the kernels number them."""
        if which is None:
            return np.ones(len(self.order), dtype=bool)
        found: Flags = which[self.order]
        return found

    def take(self, options: Whole) -> None:
        """Start from these options, whatever the limits say."""
        places = np.empty(len(self.order), dtype=np.int64)
        places[self.order] = np.arange(len(self.order))
        pick = np.full(len(self.state.pick), -1, dtype=np.int64)
        pick[self.instance.option_site[options]] = places[options]
        for site in range(len(pick)):
            if self.state.pick[site] != pick[site]:
                kernels.change(self.case, self.state, site, int(pick[site]))
        self.value = float(kernels.valued(self.case, self.state))

    @property
    def priced(self) -> kernels.Case:
        """The case in which what is asked of a limit is paid for."""
        return self.case._replace(prices=self.prices)

    def descend(
        self, order: Whole, allowed: Flags, rounds: int = 20, *, priced: bool = False
    ) -> None:
        """Give site after site its best option, until no single one can be bettered."""
        case = self.priced if priced else self.case
        value = float(kernels.valued(case, self.state))
        kernels.descend(case, self.state, order, allowed, value, rounds)
        self.value = float(kernels.valued(self.case, self.state))

    def ruin(self, orders: Whole, sizes: Whole, allowed: Flags) -> None:
        """Take sites out and settle all again, turn after turn: see the kernel."""
        found = kernels.ruin_and_repair(
            self.case, self.priced, self.state, orders, sizes, allowed, self.value
        )
        self.value = float(found)

    @property
    def fits(self) -> bool:
        """Whether every limit holds, and every site that must be there is."""
        held = bool((self.state.room >= -self.case.slack).all())
        most = self.instance.asked.remaining_most
        if most is not None:
            left = self.state.short[:, -1] - most * self.case.base
            held = held and bool((left <= 1e-6 * np.maximum(1.0, self.case.base)).all())
        return held and bool((self.state.pick[self.case.must] >= 0).all())


def searching(instance: Instance) -> Search:
    """A search that starts with nothing taken."""
    asked = instance.asked
    sites = instance.option_site
    order = np.argsort(sites, kind="stable")
    first = np.concatenate([[0], np.bincount(sites, minlength=len(instance.must)).cumsum()])
    use = instance.use[:, order].tocsc()
    areas, forms, years, draws = asked.short.shape
    nothing = instance.unmet([])
    case = kernels.Case(
        first.astype(np.int64), instance.options.row[order],
        np.minimum(instance.options.ready[order], years), instance.cost[order],
        instance.area, instance.homes, use.indptr.astype(np.int64),
        use.indices.astype(np.int64), use.data.astype(np.float64), slack_of(instance),
        instance.must, np.ascontiguousarray(asked.short), asked.tops,
        np.multiply.outer(asked.forms, asked.years), asked.draws,
        instance.last_short(nothing), settings_of(instance), np.zeros(len(instance.most)),
    )  # fmt: skip
    short = np.zeros((areas, draws + 1))
    state = kernels.State(
        np.full(len(instance.must), -1, dtype=np.int64), instance.most.copy(),
        np.zeros((areas, forms, years)), short, np.zeros(draws + 1),
    )  # fmt: skip
    for area in range(areas):
        kernels.renew(case, state, area)
    value, free = float(kernels.valued(case, state)), case.prices
    return Search(instance, case, state, order, value, free)


def slack_of(instance: Instance) -> Floats:
    """How far a limit may be passed by rounding alone."""
    return 1e-6 * np.maximum(1.0, np.abs(instance.most))


def settings_of(instance: Instance) -> Floats:
    asked = instance.asked
    most = -1.0 if asked.remaining_most is None else asked.remaining_most
    return np.array([asked.bad_draws, asked.bad_share, asked.fairness, most, BEYOND])
