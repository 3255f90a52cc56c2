"""Folding a network: nodes are taken out one by one, and walks over them become links.

What is left is a far smaller network with the same distances. A node that was taken out knows
its neighbours of that moment, so that its own distance follows from theirs. Compiled with numba;
a kernel checks nothing: call it through ``walking``.

Links lie in a store as lists: (entry, 3), node at the other end, length, next entry of the same
node. What is free is a list too; ``room`` holds its head and how many entries were ever used.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from wwz_engine.backends.walking_kernels import BUCKETS, DISTANCE, FAR, Whole, nowhere, sweep

TO, LENGTH, NEXT = 0, 1, 2
FREE, USED = 0, 1
NO_ENTRY, NOT_MARKED = -1, -1
WORTH = 0.02
"""A round that takes fewer of the nodes, as a share, is the last for its number of links."""

compiled = njit(cache=True, nogil=True, error_model="numpy")


@compiled
def fold(
    first: Whole,
    links: Whole,
    order: Whole,  # (node,), neighbours near one another
    most: int,  # links that a node has at most when it is taken out
    spare: int,  # so many more and a node is looked at for links that nobody needs
    store: Whole,  # out (entry, 3)
    head: Whole,  # out (node,), first entry of a node
    taken: Whole,  # out (node,), in the order in which they went
    ties: Whole,  # out (node + 1,), place of the first link of each
    tied: Whole,  # out (link, 2), node and length
) -> Any:  # (nodes taken out, their links)
    """Take out nodes with few links, the fewest first, until all that are left have more."""
    degree, room = _filled(first, links, order, store, head)
    mark = np.full(first.shape[0] - 1, NOT_MARKED, np.int32)
    around = np.empty((most, 2), np.int32)
    left, kept = order.copy(), order.shape[0]
    count, placed = 0, 0
    for fewest in range(2, most + 1):
        going = True
        while going:
            before, kept = kept, 0
            for one in range(before):
                node = left[one]
                if fewest < degree[node] <= fewest + spare:
                    _thin(node, store, head, degree, mark, room)
                if degree[node] > fewest or room[USED] + most * most > store.shape[0]:
                    left[kept] = node
                    kept += 1
                    continue
                found = _take(node, store, head, degree, mark, room, around)
                tied[placed : placed + found] = around[:found]
                taken[count], ties[count] = node, placed
                count, placed = count + 1, placed + found
            going = before - kept > WORTH * before
    ties[count] = placed
    for one in range(kept):
        _thin(left[one], store, head, degree, mark, room)
    return count, placed


@compiled
def _filled(first: Any, links: Any, order: Any, store: Any, head: Any) -> Any:
    degree = np.empty(order.shape[0], np.int32)
    used = 0
    for node in order:
        head[node] = NO_ENTRY
        degree[node] = first[node + 1] - first[node]
        for link in range(first[node], first[node + 1]):
            store[used, TO], store[used, LENGTH] = links[link, 0], links[link, 1]
            store[used, NEXT] = head[node]
            head[node] = used
            used += 1
    room = np.array([NO_ENTRY, used], np.int32)
    return degree, room


@compiled
def _take(
    node: Any, store: Any, head: Any, degree: Any, mark: Any, room: Any, around: Any
) -> Any:  # how many neighbours stand in ``around``
    """Take a node out, and tie its neighbours to one another."""
    found = 0
    entry = head[node]
    while entry >= 0:
        around[found, 0], around[found, 1] = store[entry, TO], store[entry, LENGTH]
        found += 1
        entry = store[entry, NEXT]
    for one in range(found):
        _untie(node, around[one, 0], store, head, degree, room)
        _untie(around[one, 0], node, store, head, degree, room)
    for one in range(found):
        here = around[one, 0]
        _set_marks(here, store, head, mark)
        for two in range(one + 1, found):
            length = around[one, 1] + around[two, 1]
            if length < FAR:
                _shorten(here, around[two, 0], length, store, head, degree, mark, room)
        _clear_marks(here, store, head, mark)
    return found


@compiled
def _shorten(
    here: Any, to: Any, length: Any, store: Any, head: Any, degree: Any, mark: Any, room: Any
) -> None:
    """See to it that a walk of this length is there; ``mark`` holds lengths from ``here``."""
    if mark[to] != NOT_MARKED:
        if length < mark[to]:
            mark[to] = length
            store[_entry(here, to, store, head), LENGTH] = length
            store[_entry(to, here, store, head), LENGTH] = length
    elif not _as_short(to, length, store, head, mark):
        mark[to] = length
        _tie(here, to, length, store, head, degree, room)
        _tie(to, here, length, store, head, degree, room)


@compiled
def _as_short(to: Any, length: Any, store: Any, head: Any, mark: Any) -> Any:
    """Whether a walk over one other node is no longer."""
    entry = head[to]
    while entry >= 0:
        part = mark[store[entry, TO]]
        if part != NOT_MARKED and part + store[entry, LENGTH] <= length:
            return True
        entry = store[entry, NEXT]
    return False


@compiled
def _thin(node: Any, store: Any, head: Any, degree: Any, mark: Any, room: Any) -> None:
    """Let go of links of a node that are no shorter than a walk over one other node."""
    _set_marks(node, store, head, mark)
    entry = head[node]
    while entry >= 0:
        to, length, following = store[entry, TO], store[entry, LENGTH], store[entry, NEXT]
        if _as_short(to, length, store, head, mark):
            mark[to] = NOT_MARKED
            _untie(node, to, store, head, degree, room)
            _untie(to, node, store, head, degree, room)
        entry = following
    _clear_marks(node, store, head, mark)


@compiled
def _set_marks(node: Any, store: Any, head: Any, mark: Any) -> None:
    entry = head[node]
    while entry >= 0:
        mark[store[entry, TO]] = store[entry, LENGTH]
        entry = store[entry, NEXT]


@compiled
def _clear_marks(node: Any, store: Any, head: Any, mark: Any) -> None:
    entry = head[node]
    while entry >= 0:
        mark[store[entry, TO]] = NOT_MARKED
        entry = store[entry, NEXT]


@compiled
def _entry(node: Any, to: Any, store: Any, head: Any) -> Any:
    entry = head[node]
    while store[entry, TO] != to:
        entry = store[entry, NEXT]
    return entry


@compiled
def _tie(node: Any, to: Any, length: Any, store: Any, head: Any, degree: Any, room: Any) -> None:
    entry = room[FREE]
    if entry >= 0:
        room[FREE] = store[entry, NEXT]
    else:
        entry = room[USED]
        room[USED] += 1
    store[entry, TO], store[entry, LENGTH], store[entry, NEXT] = to, length, head[node]
    head[node] = entry
    degree[node] += 1


@compiled
def _untie(node: Any, to: Any, store: Any, head: Any, degree: Any, room: Any) -> None:
    before, entry = NO_ENTRY, head[node]
    while store[entry, TO] != to:
        before, entry = entry, store[entry, NEXT]
    if before >= 0:
        store[before, NEXT] = store[entry, NEXT]
    else:
        head[node] = store[entry, NEXT]
    store[entry, NEXT] = room[FREE]
    room[FREE] = entry
    degree[node] -= 1


@compiled
def left_over(order: Whole, taken: Whole, store: Whole, head: Whole) -> Any:
    """What was not taken out: its nodes, and its links from each with numbers of its own."""
    number = np.zeros(order.shape[0], np.int32)
    number[taken] = NO_ENTRY
    nodes = np.empty(order.shape[0] - taken.shape[0], np.int32)
    first = np.zeros(nodes.shape[0] + 1, np.int32)
    count = 0
    for node in order:
        if number[node] != NO_ENTRY:
            nodes[count], number[node] = node, count
            count += 1
            first[count] = first[count - 1]
            entry = head[node]
            while entry >= 0:
                first[count] += 1
                entry = store[entry, NEXT]
    links = np.empty((first[count], 2), np.int32)
    for one in range(count):
        place, entry = first[one], head[nodes[one]]
        while entry >= 0:
            links[place, 0], links[place, 1] = number[store[entry, TO]], store[entry, LENGTH]
            place, entry = place + 1, store[entry, NEXT]
    return nodes, first, links


@compiled
def outward(taken: Whole, ties: Whole, tied: Whole, distance: Whole) -> None:
    """Pass distances on from who was taken out, first to last, to their neighbours."""
    for one in range(taken.shape[0]):
        far = distance[taken[one]]
        for tie in range(ties[one], ties[one + 1]):
            to = tied[tie, 0]
            distance[to] = min(distance[to], far + tied[tie, 1])


@compiled
def among(
    nodes: Whole,  # (node of the core,), its number in the whole network
    first: Whole,
    links: Whole,
    longest: int,  # link
    limit: int,
    shift: int,
    distance: Whole,  # in and out (node,)
) -> None:
    """Lower distances over what was not taken out."""
    at = np.empty(nodes.shape[0], np.int32)
    start = np.empty(nodes.shape[0], np.int32)
    count, near, far = 0, FAR, np.int32(0)
    for one in range(nodes.shape[0]):
        if distance[nodes[one]] < FAR:
            at[count], start[count] = one, distance[nodes[one]]
            near, far = min(near, start[count]), max(far, start[count])
            count += 1
    # Nobody who waits may be a round of the ring ahead.
    span: Any = max(longest, far - near)
    while span >> shift >= BUCKETS - 1:
        shift += 1
    core = nowhere(nodes.shape[0])
    sweep(first, links, at[:count], start[:count], at[:count], limit, shift, core)
    for one in range(nodes.shape[0]):
        distance[nodes[one]] = core[one, DISTANCE]


@compiled
def homeward(taken: Whole, ties: Whole, tied: Whole, limit: int, distance: Whole) -> None:
    """Pass distances back, last to first, from neighbours to who was taken out."""
    for one in range(taken.shape[0] - 1, -1, -1):
        far = distance[taken[one]]
        for tie in range(ties[one], ties[one + 1]):
            far = min(far, distance[tied[tie, 0]] + tied[tie, 1])
        distance[taken[one]] = far if far <= limit else FAR
