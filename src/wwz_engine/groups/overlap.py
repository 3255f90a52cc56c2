"""How groups overlap: what is certain, and an estimate. Groups are never added.

The source gives how many people have a trait, not who has two. Per cell (area and age)
two groups overlap at least as far as they do not fit beside one another, and at most as
far as the smaller one goes (Frechet). The estimate takes traits as independent within a
cell: docs/methods/groups.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from wwz_engine.axes import Floats, check_shape
from wwz_engine.errors import EngineError


class GroupTooLargeError(EngineError):
    """A group with more people than there are."""

    def __init__(self, group: int, cell: int) -> None:
        self.group, self.cell = group, cell
        super().__init__(
            f"Groep {group} telt in cel {cell} meer mensen dan er zijn. Controleer de aantallen."
        )


@dataclass(frozen=True)
class Overlap:
    """Overlap of groups, per cell.

    both, least, most : (group, group, cell), persons; on the diagonal the group itself
    in_groups : (cell, number), persons in none, one, two .. of the groups
    """

    both: Floats
    least: Floats
    most: Floats
    in_groups: Floats


def overlap(members: Floats, people: Floats) -> Overlap:
    """Overlap of groups whose sizes are known per cell.

    Parameters
    ----------
    members : (group, cell), persons with the trait
    people : (cell,), all persons

    Returns
    -------
    Overlap. Cells can be added: ``least`` and ``most`` then hold for the sum too

    Raises
    ------
    GroupTooLargeError, AxisMismatchError

    Examples
    --------
    >>> found = overlap(np.array([[60.0], [50.0]]), np.array([100.0]))
    >>> [float(part[0, 1, 0]) for part in (found.least, found.both, found.most)]
    [10.0, 30.0, 50.0]
    >>> found.in_groups.tolist()
    [[20.0, 50.0, 30.0]]
    """
    groups, cells = members.shape
    check_shape("people", people, cell=cells)
    for group, cell in np.argwhere((members > people + 1e-6) | (members < 0)):
        raise GroupTooLargeError(int(group), int(cell))
    shares = np.divide(members, people, out=np.zeros_like(members), where=people > 0)
    both, least, most = (np.zeros((groups, groups, cells)) for _ in range(3))
    for group in range(groups):
        both[group, group] = least[group, group] = most[group, group] = members[group]
    for one, other in combinations(range(groups), 2):
        first, second = members[one], members[other]
        both[one, other] = both[other, one] = shares[one] * second
        least[one, other] = least[other, one] = np.maximum(first + second - people, 0.0)
        most[one, other] = most[other, one] = np.minimum(first, second)
    return Overlap(both, least, most, _number_of_groups(shares) * people[:, None])


def _number_of_groups(shares: Floats) -> Floats:
    """Chance to be in none, one, two .. of independent groups: (cell, number)."""
    groups, cells = shares.shape
    chance = np.zeros((cells, groups + 1))
    chance[:, 0] = 1.0
    for share in shares:
        more = chance[:, :-1] * share[:, None]
        chance *= 1 - share[:, None]
        chance[:, 1:] += more
    return chance


def with_others(members: Floats, people: Floats, group: int) -> Floats:
    """People of one group by how many other groups they are in: (cell, number).

    Over the numbers they add up to the group: that is how a table of overlap adds up.

    Examples
    --------
    >>> with_others(np.array([[60.0], [50.0]]), np.array([100.0]), 0).tolist()
    [[30.0, 30.0]]
    """
    shares = np.divide(members, people, out=np.zeros_like(members), where=people > 0)
    others = np.delete(shares, group, axis=0)
    counted: Floats = _number_of_groups(others) * members[group][:, None]
    return counted
