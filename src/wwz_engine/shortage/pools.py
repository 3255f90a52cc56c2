"""Which homes are for whom: within a wijk every home is for everybody who lives there.

docs/methods/shortage.md says why, and what is published for the gemeente as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wwz_engine.axes import Floats
from wwz_engine.population.figures import People
from wwz_engine.supply.placing import Placed
from wwz_engine.woonvormen import WOONVORMEN


@dataclass(frozen=True)
class Pools:
    """Areas in which homes are shared, and the areas that their figures are of.

    members : (pool, unit), 0 or 1; a unit area lies in one pool
    inside : (pool, row), 0 or 1; homes of a row lie in one pool or in none
    areas : (pool,), the number of the area that the pool is
    """

    members: Floats
    inside: Floats
    areas: tuple[int, ...]

    def of_units(self) -> NDArray[np.int64]:
        """(unit,), the pool each unit area lies in."""
        found: NDArray[np.int64] = self.members.argmax(axis=0)
        return found


def wijk_pools(people: People, found: Placed) -> Pools:
    """The wijken; where a study knows no buurten its units are wijken already."""
    wijken = [n for n, area in enumerate(people.areas) if area.level == "wijk"]
    return _pools(people, found, tuple(wijken))


def gemeente_pool(people: People, found: Placed) -> Pools:
    """The gemeente as one: what a wijk has left serves every other."""
    return _pools(people, found, (0,))


def _pools(people: People, found: Placed, areas: tuple[int, ...]) -> Pools:
    return Pools(people.members[list(areas)], found.inside[list(areas)], areas)


def demand_in(pools: Pools, asked: Mapping[str, Floats | None]) -> Floats:
    """Homes asked for in each pool: (form, pool, year, draw), in the order of ``WOONVORMEN``.

    A woonvorm of which the demand is unknown takes none: it is the lowest of the cascade, so
    that the others do not change.
    """
    known = next(units for units in asked.values() if units is not None)
    flat = [
        np.zeros_like(known) if (units := asked[f"vraag_{form}"]) is None else units
        for form in WOONVORMEN
    ]
    return np.stack(
        [(pools.members @ one.reshape(len(one), -1)).reshape(-1, *one.shape[1:]) for one in flat]
    )


def shared_out(unmet: Floats, in_pool: Floats, units: Floats, pools: Pools) -> Floats:
    """Unmet homes of a pool over its unit areas, by what each asks for.

    Parameters
    ----------
    unmet, in_pool : (pool, year, draw), homes
    units : (unit, year, draw), homes asked for

    Returns
    -------
    (unit, year, draw), homes; units add up to their pool
    """
    share = np.divide(unmet, in_pool, out=np.zeros_like(unmet), where=in_pool > 0)
    spread: Floats = units * share[pools.of_units()]
    return spread
