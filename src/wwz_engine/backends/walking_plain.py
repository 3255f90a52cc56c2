"""Walking distances in plain Python: slow, obvious, and what the fast ways must equal."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np

from wwz_engine.backends.walking import Graph, Seeds
from wwz_engine.backends.walking_kernels import FAR, Whole


def nearest_plain(graph: Graph, seeds: Seeds, limit: int | None = None) -> Whole:
    """Dijkstra's method from all seeds at once: (node,), centimetres."""
    furthest = int(FAR) - 1 if limit is None else limit
    distance = [int(FAR)] * graph.nodes
    waiting = [
        (far, node)
        for node, far in zip(seeds.nodes.tolist(), seeds.start.tolist(), strict=True)
        if far <= furthest
    ]
    heapq.heapify(waiting)
    while waiting:
        far, node = heapq.heappop(waiting)
        if far >= distance[node]:
            continue
        distance[node] = far
        for to, step in graph.links[graph.first[node] : graph.first[node + 1]].tolist():
            if far + step < distance[to] and far + step <= furthest:
                heapq.heappush(waiting, (far + step, to))
    return np.array(distance, np.int32)


def counts_plain(graph: Graph, places: Sequence[int], limit: int) -> Whole:
    """How many places each node has within a distance, a search per place: (node,)."""
    found = np.zeros(graph.nodes, np.int32)
    for place in places:
        found += nearest_plain(graph, Seeds.at([place]), limit) < FAR
    return found
