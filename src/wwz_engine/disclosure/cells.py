"""Numbers of people as an outsider sees them: what is shown tells, what is hidden does not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from wwz_engine.axes import Floats
from wwz_engine.disclosure.trees import FAR, Areas, Tree

Flags = NDArray[np.bool_]
Move = dict[int, int]
"""Figures that go up (+1) or down (-1) together in one area; the other figures stay."""


@dataclass
class Cells:
    """Figures on the same areas that hang together. A moment is a year of a scenario.

    value : (figure, area, moment), persons; NaN where there is none
    low, high : (figure, area, moment), what is known of a cell that is shown
    least, most : (figure, area, moment), what is known of a cell that is hidden
    hidden : (figure, area, moment); the only thing that changes
    protected : (figure, area, moment), cells that nobody may work out again
    fixed : (figure, area, moment), cells that hiding does not help: known in another way
    together : (moment,), moments with equal numbers hide the same cells
    parts : a figure and figures that together make it up; it can be divided in several ways
    within : a figure and one that is never smaller
    unknown_free : whether an area without a figure may hold any number, for all that is known
    composed : place of an area that crosses others, and the places of its members; it lies
        within no area of the tree
    """

    tree: Tree
    value: Floats
    low: Floats
    high: Floats
    least: Floats
    most: Floats
    hidden: Flags
    protected: Flags
    fixed: Flags
    together: NDArray[np.intp]
    parts: list[tuple[int, tuple[int, ...]]]
    within: dict[int, int]
    composed: dict[int, Areas]
    unknown_free: bool = True

    def hide(self, figure: int, area: int, moment: int) -> None:
        """Hide a cell, at all moments that go with this one."""
        moments = self.together == self.together[moment]
        known = ~np.isnan(self.value[figure, area]) & ~self.fixed[figure, area]
        self.hidden[figure, area, moments & known] = True

    def hide_composed(self) -> None:
        """Hide what crosses other areas wherever it holds something hidden."""
        for area, members in self.composed.items():
            inside = self.hidden[:, members].any(axis=1)
            self.hidden[:, area] |= inside & ~np.isnan(self.value[:, area])

    def bounds(self, move: Move) -> tuple[Floats, Floats]:
        """How far the figures of a move can go together, each area by itself: (area, moment)."""
        low = np.full(self.value.shape[1:], -FAR)
        high = np.full(self.value.shape[1:], FAR)
        for figure, sign in move.items():
            down, up = self._room(figure, move)
            if sign < 0:
                down, up = -up, -down
            np.maximum(low, down, out=low)
            np.minimum(high, up, out=high)
        for whole, parts in self.parts:
            if move.get(whole, 0) != sum(move.get(part, 0) for part in parts):
                # Where all parts are given, a whole changes no more than they do.
                adds_up = ~np.isnan(self.value[[whole, *parts]]).any(axis=0)
                low[adds_up], high[adds_up] = 0.0, 0.0
        self._keep_composed(move, low, high)
        return low, high

    @cached_property
    def ungiven(self) -> Flags:
        """(figure, area, moment): whether a figure is given of no area beside this one either.

        Then nothing is said of it there, and only the area around limits it.
        """
        ungiven = np.zeros_like(self.hidden)
        inside = self.tree.parent >= 0
        for figure in range(self.value.shape[0]):
            _, _, all_unknown = self._unknown_parts(figure)
            ungiven[figure, inside] = all_unknown[self.tree.parent[inside]]
        return ungiven

    def _room(self, figure: int, move: Move) -> tuple[Floats, Floats]:
        value, hidden = self.value[figure], self.hidden[figure] & ~self.fixed[figure]
        least = np.where(hidden, self.least[figure], self.low[figure])
        most = np.where(hidden, self.most[figure], self.high[figure])
        whole = self.within.get(figure)
        if whole is not None and move.get(whole) != move[figure]:
            most = np.fmin(most, self.value[whole])
        for smaller, around in self.within.items():
            if around == figure and move.get(smaller) != move[figure]:
                least = np.fmax(least, self.value[smaller])
        # What an unknown area holds is told by the areas in it, else it is in the rest.
        far = np.where(self.tree.holds[:, None] | self.ungiven[figure], FAR, 0.0)
        unknown = np.isnan(value)
        down = np.where(unknown, -far, np.minimum(least - value, 0.0))
        up = np.where(unknown, far, np.maximum(most - value, 0.0))
        return down, up

    def _keep_composed(self, move: Move, low: Floats, high: Floats) -> None:
        """Members share what a shown sum of them leaves; a sum of areas itself never moves."""
        for area, members in self.composed.items():
            for figure, sign in move.items():
                shown = ~self.hidden[figure, area] & ~np.isnan(self.value[figure, area])
                down = (self.low[figure, area] - self.value[figure, area]) / members.size
                up = (self.high[figure, area] - self.value[figure, area]) / members.size
                if sign < 0:
                    down, up = -up, -down
                for member in members:
                    low[member, shown] = np.maximum(low[member], np.ceil(down))[shown]
                    high[member, shown] = np.minimum(high[member], np.floor(up))[shown]
            low[area], high[area] = 0.0, 0.0

    def rest(self, move: Move) -> tuple[Floats, Floats]:
        """How far what an area holds besides its known parts can go: (area, moment)."""
        low = np.full(self.value.shape[1:], -FAR)
        high = np.full(self.value.shape[1:], FAR)
        for figure, sign in move.items():
            over, some, all_unknown = self._unknown_parts(figure)
            loose = some & (self.unknown_free | all_unknown)
            down, up = np.where(loose, -over, 0.0), np.where(loose, FAR, 0.0)
            down[all_unknown] = -FAR
            if sign < 0:
                down, up = -up, -down
            np.maximum(low, down, out=low)
            np.minimum(high, up, out=high)
        return low, high

    def _unknown_parts(self, figure: int) -> tuple[Floats, Flags, Flags]:
        """People in areas without a figure; where there are such areas, and only such."""
        value, parent = self.value[figure], self.tree.parent
        known = value.copy()
        sums = np.zeros_like(value)
        some, others = np.zeros(value.shape, dtype=bool), np.zeros(value.shape, dtype=bool)
        for level in reversed(self.tree.levels):
            added = np.where(others[level], sums[level], np.nan)
            known[level] = np.where(np.isnan(value[level]), added, value[level])
            inside = level[parent[level] >= 0]
            unknown = np.isnan(known[inside])
            np.add.at(sums, parent[inside], np.where(unknown, 0.0, known[inside]))
            np.logical_or.at(some, parent[inside], unknown)
            np.logical_or.at(others, parent[inside], ~unknown)
        over: Floats = np.maximum(np.nan_to_num(value - sums), 0.0)
        return over, some, some & ~others
