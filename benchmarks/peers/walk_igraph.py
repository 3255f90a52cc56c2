"""Nearest of 12 kinds with igraph: from a node for each kind, tied to its facilities.

A tie of nothing would make a short cut between facilities, so each is longer than any walk, and
taken off again afterwards.
"""

from __future__ import annotations

import time

import igraph
import numpy as np
from timing import cpu, problem, say

TIE = 1e9


def main() -> None:
    held, _ = problem()
    kinds = [held[f"kind_{number}"] for number in range(sum("kind_" in name for name in held))]
    count = len(held["x"])
    started = time.perf_counter()
    ends = [np.column_stack([held["one"], held["other"]])]
    ends += [
        np.column_stack([np.full(len(kind), count + number), kind])
        for number, kind in enumerate(kinds)
    ]
    edges = np.concatenate(ends)
    graph = igraph.Graph(n=count + len(kinds), edges=edges)
    weights = np.full(len(edges), TIE)
    weights[: len(held["one"])] = held["length"]
    each = weights.tolist()
    built = time.perf_counter() - started
    began, spent = time.perf_counter(), cpu()
    sources = list(range(count, count + len(kinds)))
    found = np.array(graph.distances(source=sources, weights=each))[:, :count] - TIE
    wall, used = time.perf_counter() - began, cpu() - spent
    near = np.isfinite(found) & (found < TIE)
    say(wall, used, build=built, reached=int(near.sum()), metres=float(found[near].sum()) / 100)


if __name__ == "__main__":
    main()
