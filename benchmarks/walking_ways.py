"""One way of measuring walks, in this process: ``python -m benchmarks.walking_ways WAY NETWORK``.

Prints a line of JSON: the middle of some runs in seconds by the clock and of CPU, the peak of
memory, and sums by which ways are compared. Networks are made, and kernels compiled, before the
clock starts.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from benchmarks.networks import Walks, network
from wwz_engine.backends import walking
from wwz_engine.backends.walking import Seeds, counts, graph_of, nearest, prepared
from wwz_engine.backends.walking_kernels import FAR

NEAR = 50_000
"""Centimetres within which facilities are counted."""
RUNS = 5

Told = dict[str, object]


def sums(distances: Any) -> Told:
    """Nodes that reach a facility, and metres walked by all of them."""
    found = np.asarray(distances, np.float64)
    reached = np.isfinite(found) & (found < FAR)
    return {"reached": int(reached.sum()), "metres": float(found[reached].sum()) / 100}


Run = Callable[[], Any]


def ours(walks: Walks) -> Run:
    graph = graph_of(len(walks.x), walks.one, walks.other, walks.length)
    streets = prepared(graph, walks.order)
    seeds = [Seeds.at(kind) for kind in walks.kinds]
    nearest(streets, seeds)
    return lambda: nearest(streets, seeds)


def preparing(walks: Walks) -> Run:
    """From a list of links to what a search starts from; done once per network."""

    def run() -> Any:
        graph = graph_of(len(walks.x), walks.one, walks.other, walks.length)
        return prepared(graph, walks.order).core.nodes

    run()
    return run


def counting(walks: Walks) -> Run:
    graph = graph_of(len(walks.x), walks.one, walks.other, walks.length)
    kinds = list(walks.kinds)
    counts(graph, kinds, NEAR)
    return lambda: counts(graph, kinds, NEAR)


def scipy(walks: Walks) -> Run:
    """A search from all facilities of a kind at once, kind after kind; the matrix stands."""
    count = len(walks.x)
    links = graph_of(count, walks.one, walks.other, walks.length)
    # Stored as SciPy wants it, and symmetrical, so that it need not turn anything.
    held = links.links[:, 1].astype(np.float64), links.links[:, 0], links.first
    matrix = csr_matrix(held, shape=(count, count))

    return lambda: [dijkstra(matrix, indices=kind, min_only=True) for kind in walks.kinds]


def exact(walks: Walks) -> Run:
    """How many distances differ from those of SciPy, which must be none."""
    graph = graph_of(len(walks.x), walks.one, walks.other, walks.length)
    held = graph.links[:, 1].astype(np.float64), graph.links[:, 0], graph.first
    matrix = csr_matrix(held, shape=(graph.nodes, graph.nodes))
    found = nearest(prepared(graph, walks.order), [Seeds.at(kind) for kind in walks.kinds])

    def run() -> Any:
        off = 0
        for kind, row in zip(walks.kinds, found, strict=True):
            theirs = dijkstra(matrix, indices=kind, min_only=True)
            off += int((np.where(np.isinf(theirs), FAR, theirs) != row).sum())
        return off

    return run


def within(found: Any) -> Told:
    return {"within": int(np.asarray(found).sum(dtype=np.int64))}


# Per way how it is made, what is told of it afterwards, and how often it runs.
WAYS: dict[str, tuple[Callable[[Walks], Run], Callable[[Any], Told], int]] = {
    "ours": (ours, sums, RUNS),
    "preparing": (preparing, lambda found: {"junctions": found}, RUNS),
    "counting": (counting, within, RUNS),
    "scipy": (scipy, sums, 3),
    "exact": (exact, lambda found: {"differ": found}, 1),
}


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("way", choices=sorted(WAYS))
    parser.add_argument("network")
    args = parser.parse_args(argv)
    walking.compile_all()
    make, tell, runs = WAYS[args.way]
    run = make(network(args.network))
    wall, used = [], []
    found = None
    for _ in range(runs):
        started, spent = time.perf_counter(), time.process_time()
        found = run()
        wall.append(time.perf_counter() - started)
        used.append(time.process_time() - spent)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took = {"wall": statistics.median(wall), "cpu": statistics.median(used), "megabytes": peak}
    print(json.dumps({**took, **tell(found)}))


if __name__ == "__main__":
    main(sys.argv[1:])
