"""Hide further cells until no protected cell can be worked out again by adding and subtracting.

An outsider knows of a shown figure that it lies within its rounding, and of a hidden one
nothing but what sums leave. A protected cell is safe when its value can be moved over at
least ``WIDE`` people without any published figure noticing. That is shown by a move: one
figure, or two that cancel out within an area, move in several areas at once while all else
stays as it is. A move that exists is proof; that none is found is reason to hide more.
See docs/methods/disclosure.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.disclosure.cells import Cells, Flags, Move
from wwz_engine.disclosure.trees import reach

WIDE = 5.0
# Figures are kept to a millionth.
CLOSE = 1e-5
Cell = tuple[int, int, int]
"""Places of a figure, an area and a moment."""


def protect(cells: Cells) -> Flags:
    """Hide further cells in ``cells`` until all protected ones are safe.

    Returns
    -------
    (figure, area, moment), protected cells that hiding could not make safe
    """
    # What is unknown and what is there stay so, whatever is hidden.
    ways = [_Way(move, cells.rest(move), _possible(cells, move)) for move in moves_of(cells)]
    lost = np.zeros_like(cells.hidden)
    while True:
        cells.hide_composed()
        tried = [_try(cells, way) for way in ways]
        best = np.full(cells.value.shape, -np.inf)
        for one in tried:
            for figure in one.move:
                np.maximum(best[figure], one.width, out=best[figure])
        failing = cells.protected & cells.hidden & ~lost & (best < WIDE - CLOSE)
        if not failing.any():
            return lost
        for cell in _one_per_wijk(cells, failing, best):
            chosen = _least_loss(cells, cell, tried)
            if not chosen:
                lost[cell] = True
            for further in chosen:
                cells.hide(*further)


def moves_of(cells: Cells) -> Iterator[Move]:
    """Ways in which figures of one area can change while those beside them stay."""
    for figure in range(cells.value.shape[0]):
        for chain in _chains(cells, figure):
            yield dict.fromkeys(chain, 1)
    for whole, parts in cells.parts:
        for part in parts:
            for chain in _chains(cells, part):
                yield {whole: 1} | dict.fromkeys(chain, 1)
        for one, other in combinations(parts, 2):
            for up, down in product(_chains(cells, one), _chains(cells, other)):
                yield dict.fromkeys(up, 1) | dict.fromkeys(down, -1)
    yield from _in_every_division(cells)


def _in_every_division(cells: Cells) -> Iterator[Move]:
    """A whole that is divided in several ways, up with one part of each of them."""
    for whole in dict.fromkeys(whole for whole, _ in cells.parts):
        divisions = [parts for one, parts in cells.parts if one == whole]
        if len(divisions) > 1:
            for some in product(*divisions):
                for along in product(*(_chains(cells, part) for part in some)):
                    yield {whole: 1} | {one: 1 for chain in along for one in chain}


def _chains(cells: Cells, figure: int) -> Iterator[tuple[int, ...]]:
    """A figure by itself, and with those within it that move along."""
    chain: tuple[int, ...] = (figure,)
    yield chain
    parts = [part for whole, some in cells.parts for part in some if whole == figure]
    inner = [one for one, around in cells.within.items() if around == figure and one not in parts]
    for one in inner:
        for further in _chains(cells, one):
            yield (*chain, *further)


@dataclass(frozen=True)
class _Way:
    """A move, how far what areas hold besides can go with it, and where it can be made."""

    move: Move
    rest: tuple[Floats, Floats]
    possible: Flags


@dataclass(frozen=True)
class _Tried:
    """A move, over how many people each area could go by itself, and together with all others.

    own, width : (area, moment); width is -inf where the move cannot be made
    """

    move: Move
    own: Floats
    width: Floats


def _try(cells: Cells, way: _Way) -> _Tried:
    low, high = cells.bounds(way.move)
    width = reach(cells.tree, low, high, *way.rest)
    width[~way.possible] = -np.inf
    return _Tried(way.move, high - low, width)


def _possible(cells: Cells, move: Move) -> Flags:
    """(area, moment): whether all figures of a move are there, and leave every sum as it is.

    Hiding more never makes a move possible that changes a sum but not its parts: a number of
    people that is divided in several ways cannot move with the parts of one way alone.
    """
    lacking = np.isnan(cells.value[list(move)]) & ~cells.ungiven[list(move)]
    possible: Flags = np.logical_not(lacking.any(axis=0))
    for whole, parts in cells.parts:
        if move.get(whole, 0) != sum(move.get(part, 0) for part in parts):
            possible &= np.isnan(cells.value[[whole, *parts]]).any(axis=0)
    return possible


@dataclass(frozen=True)
class _Option:
    loss: float
    enough: bool
    wholes: int
    cells: tuple[Cell, ...]

    def order(self) -> tuple[bool, float, int, tuple[Cell, ...]]:
        """First what is enough by itself, of those the least loss; else the most.

        Of equal losses readers miss a part less than the number that it is a part of.
        """
        return not self.enough, self.loss if self.enough else -self.loss, self.wholes, self.cells


def _one_per_wijk(cells: Cells, failing: Flags, best: Floats) -> list[Cell]:
    """The worst failing cell of each area around: the others may be helped by the same step."""
    worst: dict[tuple[int, int], tuple[float, Cell]] = {}
    for figure, area, moment in np.argwhere(failing).tolist():
        where = int(cells.tree.parent[area]), int(cells.together[moment])
        found = (float(best[figure, area, moment]), (figure, area, moment))
        worst[where] = min(worst.get(where, found), found)
    return [cell for _, cell in worst.values()]


def _least_loss(cells: Cells, cell: Cell, tried: list[_Tried]) -> tuple[Cell, ...]:
    """What to hide for one cell: nothing when nothing helps."""
    figure, area, moment = cell
    options: list[_Option] = []
    for one in tried:
        if figure in one.move and np.isfinite(one.width[area, moment]):
            options += _options(cells, cell, one)
    return min(options, key=_Option.order).cells if options else ()


def _options(cells: Cells, cell: Cell, tried: _Tried) -> Iterator[_Option]:
    """Ways to make one move wider: the area itself, else one beside it, else the one around."""
    _, area, moment = cell
    if tried.own[area, moment] < WIDE - CLOSE:
        here = _option(cells, tried, area, moment, WIDE)
        yield from [here] if here else []
        return
    width, around = float(tried.width[area, moment]), area
    while (parent := int(cells.tree.parent[around])) >= 0:
        beside = [int(one) for one in cells.tree.children(parent) if one != around]
        there = [_option(cells, tried, one, moment, width) for one in beside]
        there.append(_option(cells, tried, parent, moment, WIDE))
        found = [one for one in there if one]
        yield from found
        if found:
            return
        around = parent


def _option(cells: Cells, tried: _Tried, area: int, moment: int, width: float) -> _Option | None:
    """Hiding what is still shown of a move in one area; None when that opens nothing."""
    if area in cells.composed or not np.isfinite(tried.width[area, moment]):
        return None
    given = [one for one in tried.move if not np.isnan(cells.value[one, area, moment])]
    still = [one for one in given if not cells.hidden[one, area, moment]]
    if not still or any(cells.fixed[one, area, moment] for one in still):
        return None
    values = [float(cells.value[one, area, moment]) for one in still]
    # One way down goes what rises with the move, the other way what falls.
    ways = [[one for one in given if tried.move[one] == sign] for sign in (1, -1)]
    room = max(min(float(cells.value[one, area, moment]) for one in way) for way in ways if way)
    chosen = tuple((one, area, moment) for one in still)
    wholes = sum(one == whole for one in still for whole, _ in cells.parts)
    return _Option(sum(values), room + width >= WIDE + 1, wholes, chosen)
