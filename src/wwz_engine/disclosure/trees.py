"""How far one cell can move when areas keep adding up: exact, in two passes over a tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wwz_engine.axes import Floats

Areas = NDArray[np.intp]
FAR = 1e8
"""More people than there are anywhere: a cell that may be anything ends here."""


@dataclass(frozen=True)
class Tree:
    """Which area lies within which.

    parent : (area,), place of the area around it; -1 for none
    levels : places of the areas per depth, the outermost first
    """

    parent: Areas
    levels: tuple[Areas, ...]

    @property
    def holds(self) -> NDArray[np.bool_]:
        """(area,): whether there are areas within it."""
        holds = np.zeros(self.parent.size, dtype=bool)
        holds[self.parent[self.parent >= 0]] = True
        return holds

    def children(self, area: int) -> Areas:
        """Places of the areas directly within an area."""
        return np.flatnonzero(self.parent == area)


def tree_of(codes: Sequence[str], around: dict[str, str | None]) -> Tree:
    """The tree of these areas.

    Parameters
    ----------
    codes : codes of areas, each once
    around : code of the area around an area; other codes than those given do not count

    Examples
    --------
    >>> tree_of(["GM1", "WK1", "BU1"], {"WK1": "GM1", "BU1": "WK1"}).parent.tolist()
    [-1, 0, 1]
    """
    place = {code: number for number, code in enumerate(codes)}
    parent = np.array([place.get(around.get(code) or "", -1) for code in codes], dtype=np.intp)
    level = np.flatnonzero(parent == -1)
    levels = []
    while level.size:
        levels.append(level)
        level = np.flatnonzero(np.isin(parent, level))
    return Tree(parent, tuple(levels))


def reach(tree: Tree, low: Floats, high: Floats, rest_low: Floats, rest_high: Floats) -> Floats:
    """How far apart the ends are between which each cell can move while sums keep holding.

    Each cell moves by some amount between ``low`` and ``high``, both around zero; what an
    area moves is what the areas within it move together.

    Parameters
    ----------
    tree : the areas
    low, high : (area, moment), how far a cell by itself could move
    rest_low, rest_high : (area, moment), the same for what an area holds besides the areas
        that are known within it

    Returns
    -------
    (area, moment), persons

    Examples
    --------
    Two buurten that are both hidden can trade; their wijk is known to within five:

    >>> wijk = tree_of(["WK1", "BU1", "BU2"], {"BU1": "WK1", "BU2": "WK1"})
    >>> low, high = np.array([[-2.0], [-3.0], [-9.0]]), np.array([[3.0], [FAR], [FAR]])
    >>> nothing = np.zeros((3, 1))
    >>> reach(wijk, low, high, nothing, nothing)[1].tolist()
    [15.0]
    """
    inner_low, inner_high = low.copy(), high.copy()
    sum_low, sum_high = rest_low.copy(), rest_high.copy()
    holds = tree.holds
    for level in reversed(tree.levels):
        holders = level[holds[level]]
        inner_low[holders] = np.maximum(low[holders], sum_low[holders])
        inner_high[holders] = np.minimum(high[holders], sum_high[holders])
        inside = level[tree.parent[level] >= 0]
        np.add.at(sum_low, tree.parent[inside], inner_low[inside])
        np.add.at(sum_high, tree.parent[inside], inner_high[inside])
    outer_low, outer_high = low.copy(), high.copy()
    for level in tree.levels[1:]:
        around = tree.parent[level]
        least = outer_low[around] - (sum_high[around] - inner_high[level])
        most = outer_high[around] - (sum_low[around] - inner_low[level])
        outer_low[level] = np.maximum(low[level], least)
        outer_high[level] = np.minimum(high[level], most)
    width: Floats = np.minimum(outer_high, inner_high) - np.maximum(outer_low, inner_low)
    return width
