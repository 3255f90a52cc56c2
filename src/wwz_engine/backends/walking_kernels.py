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
UNSEEN = np.int32(2**31 - 1)

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
def sweep_core(
    first: Whole,  # of the junctions only
    links: Whole,
    chain_start: Whole,  # (chain + 1,), place of its first node in ``along``
    chain_ends: Whole,  # (chain, 2), junction at either end
    along: Whole,  # (place, 2), node, length of the link before it
    last: Whole,  # (chain,), length of the link after its last node
    seat: Whole,  # (node, 2), chain and place in ``along``; chain -1 - junction at a junction
    junctions: Whole,  # (junction,), its node
    at: Whole,
    start: Whole,
    limit: int,
    shift: int,
    distance: Whole,  # out (node,)
) -> None:
    """As ``sweep``, but only over junctions; nodes in between follow along their chain."""
    distance[:] = FAR
    core = nowhere(junctions.shape[0])
    # Behind each seed in a chain both of its junctions, as far as the walk to them.
    count = 0
    ends = np.empty(2 * at.shape[0], np.int32)
    far = np.empty(2 * at.shape[0], np.int32)
    for seed in range(at.shape[0]):
        node = at[seed]
        if start[seed] < distance[node] and start[seed] <= limit:
            distance[node] = start[seed]
        chain = seat[node, 0]
        if chain < 0:
            ends[count], far[count] = -1 - chain, start[seed]
            count += 1
            continue
        for side in range(2):
            walk = _to_end(chain_start, along, last, chain, seat[node, 1], side)
            ends[count], far[count] = chain_ends[chain, side], start[seed] + walk
            count += 1
    sweep(first, links, ends[:count], far[:count], ends[:count], limit, shift, core)
    for junction in range(junctions.shape[0]):
        distance[junctions[junction]] = core[junction, DISTANCE]
    _along_chains(chain_start, chain_ends, along, last, core, limit, distance)


@compiled
def _to_end(chain_start: Any, along: Any, last: Any, chain: Any, place: Any, side: int) -> Any:
    walk = np.int32(0)
    if side == 0:
        for one in range(chain_start[chain], place + 1):
            walk += along[one, 1]
    else:
        for one in range(place + 1, chain_start[chain + 1]):
            walk += along[one, 1]
        walk += last[chain]
    return walk


@compiled
def _along_chains(
    chain_start: Any,
    chain_ends: Any,
    along: Any,
    last: Any,
    core: Any,
    limit: int,
    distance: Any,
) -> None:
    for chain in range(chain_ends.shape[0]):
        far = core[chain_ends[chain, 0], DISTANCE]
        for place in range(chain_start[chain], chain_start[chain + 1]):
            node = along[place, 0]
            far = min(far + along[place, 1], FAR)
            if far < distance[node] and far <= limit:
                distance[node] = far
            far = distance[node]
        far = core[chain_ends[chain, 1], DISTANCE]
        step = last[chain]
        for place in range(chain_start[chain + 1] - 1, chain_start[chain] - 1, -1):
            node = along[place, 0]
            far = min(far + step, FAR)
            if far < distance[node] and far <= limit:
                distance[node] = far
            far = distance[node]
            step = along[place, 1]


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
def trace(
    first: Whole,
    links: Whole,
    order: Whole,  # (node,), in which order junctions are numbered
    junction: Whole,  # in and out (node,), its number; nobody in between
    seat: Whole,  # out (node, 2)
    along: Whole,  # out (node, 2)
    chain_start: Whole,  # out (node + 1,)
    chain_ends: Whole,  # out (node, 2)
    last: Whole,  # out (node,)
    core_links: Whole,  # out (link, 3), junction, junction, length
) -> Any:  # (junctions, chains, core links)
    """Find the junctions, and the chains of nodes with two links between them."""
    junctions, chains, cores, placed = 0, 0, 0, 0
    for round_ in range(2):
        for number in range(order.shape[0]):
            node = order[number]
            degree = first[node + 1] - first[node]
            # The second round is for rings without a junction: any node of it becomes one.
            if (degree == 2) != (round_ == 1) or seat[node, 0] != UNSEEN:
                continue
            junction[node] = junctions
            seat[node, 0], seat[node, 1] = -1 - junctions, 0
            junctions += 1
            if round_ == 1:
                chains, cores, placed = _chains_from(
                    first, links, node, junction, seat, along, chain_start, chain_ends, last,
                    core_links, chains, cores, placed,
                )  # fmt: skip
        if round_ == 0:
            for number in range(order.shape[0]):
                node = order[number]
                if junction[node] >= 0:
                    chains, cores, placed = _chains_from(
                        first, links, node, junction, seat, along, chain_start, chain_ends, last,
                        core_links, chains, cores, placed,
                    )  # fmt: skip
    chain_start[chains] = placed
    return junctions, chains, cores


@compiled
def _chains_from(
    first: Any,
    links: Any,
    node: Any,
    junction: Any,
    seat: Any,
    along: Any,
    chain_start: Any,
    chain_ends: Any,
    last: Any,
    core_links: Any,
    chains: Any,
    cores: Any,
    placed: Any,
) -> Any:
    for link in range(first[node], first[node + 1]):
        here, step = links[link, 0], links[link, 1]
        if junction[here] >= 0:
            core_links[cores, 0], core_links[cores, 1] = junction[node], junction[here]
            core_links[cores, 2] = step
            cores += 1
            continue
        if seat[here, 0] != UNSEEN:
            continue
        chain_start[chains] = placed
        before, walked = node, 0
        while junction[here] < 0:
            along[placed, 0], along[placed, 1] = here, step
            seat[here, 0], seat[here, 1] = chains, placed
            placed += 1
            walked += step
            onward = first[here]
            if links[onward, 0] == before:
                onward += 1
            before, here, step = here, links[onward, 0], links[onward, 1]
        chain_ends[chains, 0], chain_ends[chains, 1] = junction[node], junction[here]
        last[chains] = step
        chains += 1
        if here != node:
            for side in range(2):
                core_links[cores, side], core_links[cores, 1 - side] = (
                    junction[node],
                    junction[here],
                )
                core_links[cores, 2] = walked + step
                cores += 1
    return chains, cores, placed


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
