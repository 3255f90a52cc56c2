"""Loops of walking distances, compiled with numba. Lengths are whole centimetres.

Whole numbers add up to the same sum in any order, so distances equal Dijkstra's to the last
centimetre. A kernel checks nothing: call it through ``walking``. It holds no lock of the
interpreter, so that threads run side by side.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

Whole = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

BUCKETS = 1024
MASK = BUCKETS - 1
NOWHERE = 2**31
DISTANCE, BEHIND, BEFORE, OWNER = 0, 1, 2, 3
IDLE = -2
FAR = np.int32(2**30)
"""As a distance: nobody gets there. Two of them still fit in 32 bits."""

compiled = njit(cache=True, nogil=True, error_model="numpy")


@compiled
def nowhere(nodes: int) -> Whole:
    """State of a search that has not begun.

    Per node how far it is, who waits behind and before it in its bucket, and its owner:
    together, so that a node costs one line of memory.
    """
    state = np.empty((nodes, 4), np.int32)
    for node in range(nodes):
        state[node, DISTANCE], state[node, BEHIND] = FAR, IDLE
        state[node, BEFORE], state[node, OWNER] = -1, -1
    return state


@compiled
def sweep(
    first: Whole,  # (node + 1,), place of its first link
    links: Whole,  # (link, 2), node at the other end, length
    at: Whole,  # (seed,), node
    start: Whole,  # (seed,), distance at which it starts
    owners: Whole,  # (seed,), what is written as the owner of who is nearest to it
    limit: int,  # nobody walks further
    shift: int,  # width of a bucket, as a power of two
    state: Whole,  # in and out (node, 4)
) -> None:
    """Lower distances from the seeds outward until none can be lowered.

    A bucket queue (Dial): nodes wait in circular buckets by distance, each in at most one.
    Within a bucket their order is free, so a node may be lowered and wait again.
    """
    head = np.full(BUCKETS, -1, np.int32)
    alive, bucket = 0, NOWHERE
    for seed in range(at.shape[0]):
        if start[seed] <= limit and start[seed] < state[at[seed], DISTANCE]:
            alive += _lower(at[seed], start[seed], owners[seed], shift, head, state)
            bucket = min(bucket, start[seed] >> shift)
    while alive > 0:
        node = head[bucket & MASK]
        if node < 0:
            bucket += 1
            continue
        _leave(node, bucket & MASK, head, state)
        state[node, BEHIND] = IDLE
        alive -= 1
        far, owner = state[node, DISTANCE], state[node, OWNER]
        for link in range(first[node], first[node + 1]):
            further = far + links[link, 1]
            if further < state[links[link, 0], DISTANCE] and further <= limit:
                alive += _lower(links[link, 0], further, owner, shift, head, state)


@compiled
def _lower(node: Any, far: Any, owner: Any, shift: Any, head: Any, state: Any) -> Any:
    """Give a node a lower distance and the bucket that goes with it; 1 if it did not wait yet."""
    new = 1
    if state[node, BEHIND] != IDLE:
        _leave(node, (state[node, DISTANCE] >> shift) & MASK, head, state)
        new = 0
    place = (far >> shift) & MASK
    behind = head[place]
    state[node, DISTANCE], state[node, OWNER] = far, owner
    state[node, BEHIND], state[node, BEFORE] = behind, -1
    if behind >= 0:
        state[behind, BEFORE] = node
    head[place] = node
    return new


@compiled
def _leave(node: Any, place: Any, head: Any, state: Any) -> None:
    behind, before = state[node, BEHIND], state[node, BEFORE]
    if before >= 0:
        state[before, BEHIND] = behind
    else:
        head[place] = behind
    if behind >= 0:
        state[behind, BEFORE] = before


@compiled
def reach_out(
    first: Whole,
    links: Whole,
    at: Whole,  # (place,), node to start from
    weight: Whole,  # (place,), what is added to every node within the limit
    limit: int,
    distance: Whole,  # (node,), FAR everywhere before and after
    waits: Flags,  # (node,), false everywhere before and after
    queue: Whole,  # (node + 1,)
    reached: Whole,  # (node,)
    out: Whole,  # in and out (node,)
) -> None:
    """Add the weight of each place to all nodes that can be reached from it within the limit."""
    for place in range(at.shape[0]):
        queue[0] = reached[0] = at[place]
        distance[at[place]] = 0
        found = search(first, links, 1, limit, distance, waits, queue, reached)
        for one in range(found):
            out[reached[one]] += weight[place]
            distance[reached[one]] = FAR


@compiled
def search(
    first: Any,
    links: Any,
    begun: Any,  # nodes that stand in ``queue`` and ``reached``, with their distance
    limit: Any,
    distance: Any,
    waits: Any,
    queue: Any,
    reached: Any,
) -> Any:
    """A search of a few streets: how many nodes were reached, and their distances.

    First in, first out, and lowered again where a shorter walk turns up: for so few nodes that
    is quicker than to keep them in order. Nobody waits twice, so the queue is never too short.
    """
    room = queue.shape[0]
    front, back, found = 0, begun, begun
    while front != back:
        here = queue[front]
        front = front + 1 if front + 1 < room else 0
        waits[here] = False
        far = distance[here]
        for link in range(first[here], first[here + 1]):
            to = links[link, 0]
            further = far + links[link, 1]
            if further <= limit and further < distance[to]:
                if distance[to] == FAR:
                    reached[found] = to
                    found += 1
                distance[to] = further
                if not waits[to]:
                    waits[to] = True
                    queue[back] = to
                    back = back + 1 if back + 1 < room else 0
    return found


@compiled
def same_link(
    link: Whole,  # (door,), link it lies on
    along: Whole,  # (door,), centimetres from the first end
    beside: Whole,  # (door,), centimetres from the link
    links: Whole,  # (place,), link of each place, in order
    at: Whole,  # (place,)
    off: Whole,  # (place,)
    distance: Whole,  # in and out (door,)
) -> None:
    """Lower the distance of doors that share their link with a place."""
    for door in range(link.shape[0]):
        place = np.searchsorted(links, link[door])
        while place < links.shape[0] and links[place] == link[door]:
            straight = abs(at[place] - along[door]) + off[place] + beside[door]
            distance[door] = min(distance[door], straight)
            place += 1


@compiled
def forget(owner: int, state: Whole) -> Whole:  # nodes that were nearest to it
    """Let go of all distances to one owner."""
    lost = np.empty(state.shape[0], np.int32)
    count = 0
    for node in range(state.shape[0]):
        if state[node, OWNER] == owner:
            state[node, DISTANCE], state[node, OWNER] = FAR, -1
            lost[count] = node
            count += 1
    return lost[:count]


@compiled
def beside(first: Whole, links: Whole, lost: Whole, state: Whole) -> Whole:  # with repeats
    """Nodes with an owner that have a link to one of the lost nodes."""
    edge = np.empty(links.shape[0], np.int32)
    count = 0
    for node in lost:
        for link in range(first[node], first[node + 1]):
            if state[links[link, 0], OWNER] >= 0:
                edge[count] = links[link, 0]
                count += 1
    return edge[:count]


@compiled
def sums_around(
    first: Whole,
    links: Whole,
    at: Whole,  # (place,), node to start from
    start: Whole,  # (node + 1,), place of the first tie of a node
    ties: Whole,  # (tie, 2), door, and centimetres from the node to it
    weight: Any,  # (door,), float64
    limit: int,
    out: Any,  # out (place,), float64
) -> None:
    """Per place the weight of all doors that can be reached from it within the limit."""
    nodes = first.shape[0] - 1
    distance = np.full(nodes, FAR, np.int32)
    waits = np.zeros(nodes, np.bool_)
    queue = np.empty(nodes + 1, np.int32)
    reached = np.empty(nodes, np.int32)
    seen = np.full(weight.shape[0], -1, np.int32)
    for place in range(at.shape[0]):
        queue[0] = reached[0] = at[place]
        distance[at[place]] = 0
        found = search(first, links, 1, limit, distance, waits, queue, reached)
        total = 0.0
        for one in range(found):
            node = reached[one]
            for tie in range(start[node], start[node + 1]):
                door = ties[tie, 0]
                if seen[door] != place and distance[node] + ties[tie, 1] <= limit:
                    seen[door] = place
                    total += weight[door]
        for one in range(found):
            distance[reached[one]] = FAR
        out[place] = total
