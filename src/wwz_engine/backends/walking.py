"""Walking distances over a network: nearest of many, and how many within a distance.

Lengths are whole centimetres, so that every order of adding gives the same sum: distances are
exactly those of Dijkstra's method, which ``walking_plain`` spells out. See docs/methods/reach.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wwz_engine.backends import walking_folding as folding
from wwz_engine.backends import walking_kernels as kernels
from wwz_engine.backends.projection import cores
from wwz_engine.backends.walking_kernels import BUCKETS, FAR, Whole
from wwz_engine.errors import EngineError

LONGEST = 2**24
"""Longest link, in centimetres: 168 km, and sums of a few hundred stay below ``FAR``."""
MOST_TIES, SPARE, ROOM = 8, 4, 3
"""Nodes with at most so many links are taken out, and those with a few more are first looked at
for links that nobody needs; room to keep links in the meantime, in times what there is.
Measured: with 6 a search takes a fifth longer, with 10 preparation a quarter."""


class GraphError(EngineError):
    """A network that no distance can be worked out on."""


@dataclass(frozen=True)
class Graph:
    """Nodes and the links between them, each link once from either end.

    first : (node + 1,), place of the first link of a node
    links : (link, 2), node at the other end, and length in centimetres
    shift : width of a bucket of the queue, as a power of two
    """

    first: Whole
    links: Whole
    shift: int

    @property
    def nodes(self) -> int:
        return len(self.first) - 1


@dataclass(frozen=True)
class Streets:
    """A graph, and what is left of it when most nodes are taken out: ``walking_folding``.

    nodes : (node of the core,), its number in the graph
    core : links between those, some of which stand for a walk over nodes that were taken out
    taken : (taken,), nodes in the order in which they were taken out
    ties, tied : (taken + 1,) and (link, 2), neighbours of each at that moment, and how far
    """

    graph: Graph
    nodes: Whole
    core: Graph
    taken: Whole
    ties: Whole
    tied: Whole

    @property
    def junctions(self) -> Whole:
        """Nodes where a street ends or forks: the others only bend."""
        forks = np.flatnonzero(np.diff(self.graph.first) != 2)
        return (forks if len(forks) else np.arange(self.graph.nodes)).astype(np.int32)


@dataclass(frozen=True)
class Seeds:
    """Where a search starts: nodes, and how far each already is, in centimetres."""

    nodes: Whole
    start: Whole

    @classmethod
    def at(cls, nodes: npt.ArrayLike) -> Seeds:
        found = np.asarray(nodes, dtype=np.int32)
        return cls(found, np.zeros(len(found), np.int32))


def graph_of(nodes: int, one: npt.ArrayLike, other: npt.ArrayLike, length: npt.ArrayLike) -> Graph:
    """A graph of links that can be walked both ways.

    Of links between the same two nodes the shortest counts; one that ends where it starts is
    of no use.

    Parameters
    ----------
    one, other : (link,), node at either end
    length : (link,), whole centimetres, at least 0

    Raises
    ------
    GraphError
    """
    ends = np.stack([np.asarray(one, np.int64), np.asarray(other, np.int64)])
    steps = np.asarray(length)
    if steps.dtype.kind not in "iu":
        raise GraphError("Lengtes in een wegennet zijn hele centimeters. Rond ze eerst af.")
    _check(nodes, ends, steps)
    ends, steps = ends[:, ends[0] != ends[1]], steps[ends[0] != ends[1]]
    low, high = ends.min(axis=0), ends.max(axis=0)
    order = np.lexsort((steps, high, low))
    low, high, steps = low[order], high[order], steps[order]
    keep = np.ones(len(low), dtype=bool)
    keep[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    return _directed(nodes, low[keep], high[keep], steps[keep])


def _check(nodes: int, ends: npt.NDArray[np.int64], steps: npt.NDArray[np.integer]) -> None:
    if ends.size and not (ends.min() >= 0 and ends.max() < nodes):
        raise GraphError("Een weg in het wegennet begint of eindigt in een punt dat er niet is.")
    if steps.size and not (steps.min() >= 0 and steps.max() <= LONGEST):
        raise GraphError(
            f"Een weg in het wegennet is korter dan nul of langer dan {LONGEST // 100_000} km."
        )


def _directed(
    nodes: int,
    one: npt.NDArray[np.int64],
    other: npt.NDArray[np.int64],
    steps: npt.NDArray[np.integer],
) -> Graph:
    start, end = np.concatenate([one, other]), np.concatenate([other, one])
    order = np.argsort(start, kind="stable")
    both = np.concatenate([steps, steps])[order]
    links = np.stack([end[order], both], axis=1).astype(np.int32)
    first = np.zeros(nodes + 1, np.int32)
    np.cumsum(np.bincount(start, minlength=nodes), out=first[1:])
    return Graph(first, links, shift_of(both))


def shift_of(steps: npt.NDArray[np.integer]) -> int:
    """Width of a bucket: about a link, and so wide that the longest link fits in the ring."""
    if not len(steps):
        return 0
    # A quarter of a link: narrower buckets cost more turns, wider ones more work done twice.
    typical = max(int(np.log2(max(float(steps.mean()), 1.0))) - 2, 0)
    # A seed may start up to two links further than the nearest, and a bucket is only half full.
    needed = int(np.ceil(np.log2(max(4.0 * float(steps.max()) / BUCKETS, 1.0))))
    return max(typical, needed)


def prepared(
    graph: Graph, order: npt.NDArray[np.intp] | None = None, *, most: int = MOST_TIES
) -> Streets:
    """Take most nodes out of a graph, once: what starts from every node is then quick.

    Parameters
    ----------
    order : nodes from one corner to the other, so that neighbours lie near in memory
    most : links that a node has at most when it is taken out
    """
    count = graph.nodes
    walk = (np.arange(count) if order is None else order).astype(np.int32)
    store = np.empty((ROOM * len(graph.links) + 2 * most**2, 3), np.int32)
    head = np.empty(count, np.int32)
    taken, ties = np.empty(count, np.int32), np.empty(count + 1, np.int32)
    tied = np.empty((most * count, 2), np.int32)
    gone, placed = folding.fold(
        graph.first, graph.links, walk, most, SPARE, store, head, taken, ties, tied
    )
    nodes, first, links = folding.left_over(walk, taken[:gone], store, head)
    return Streets(
        graph, nodes, Graph(first, links, shift_of(links[:, 1])), taken[:gone].copy(),
        ties[: gone + 1].copy(), tied[:placed].copy(),
    )  # fmt: skip


def nearest(
    streets: Streets, kinds: Sequence[Seeds], *, limit: int | None = None, threads: int = 0
) -> Whole:
    """How far every node is from the nearest seed of each kind.

    Parameters
    ----------
    limit : centimetres beyond which nobody walks; None: no end
    threads : 0 takes all processors

    Returns
    -------
    (kind, node), centimetres; ``FAR`` where no seed can be reached
    """
    graph = streets.graph
    out = np.empty((len(kinds), graph.nodes), np.int32)
    furthest = int(FAR) - 1 if limit is None else min(limit, int(FAR) - 1)

    longest = int(streets.core.links[:, 1].max(initial=0))

    def work(kind: int) -> None:
        seeds, row = kinds[kind], out[kind]
        row[:] = FAR
        np.minimum.at(row, seeds.nodes, seeds.start)
        folding.outward(streets.taken, streets.ties, streets.tied, row)
        core = streets.core
        folding.among(streets.nodes, core.first, core.links, longest, furthest, core.shift, row)
        folding.homeward(streets.taken, streets.ties, streets.tied, furthest, row)

    _spread(work, len(kinds), threads)
    return out


def _wide(shift: int, graph: Graph, seeds: Seeds) -> int:
    """Buckets so wide that no two seeds are a round of the ring apart."""
    if not len(seeds.start):
        return shift
    apart = 4.0 * (float(seeds.start.max()) - float(seeds.start.min())) / BUCKETS
    return max(shift, int(np.ceil(np.log2(max(apart, 1.0)))))


def counts(
    graph: Graph,
    kinds: Sequence[npt.NDArray[np.int32]],
    limit: int,
    *,
    threads: int = 0,
) -> Whole:
    """How many places of each kind every node has within a distance.

    Searches outward from the places, which are far fewer than the nodes.

    Parameters
    ----------
    kinds : per kind the nodes of its places; one that stands there twice counts twice
    limit : centimetres

    Returns
    -------
    (kind, node), places
    """
    out = np.zeros((len(kinds), graph.nodes), np.int32)

    def work(kind: int) -> None:
        at, weight = np.unique(kinds[kind], return_counts=True)
        kernels.reach_out(
            graph.first, graph.links, at.astype(np.int32), weight.astype(np.int32), limit,
            np.full(graph.nodes, FAR, np.int32), np.zeros(graph.nodes, np.bool_),
            np.empty(graph.nodes + 1, np.int32), np.empty(graph.nodes, np.int32), out[kind],
        )  # fmt: skip

    _spread(work, len(kinds), threads)
    return out


@dataclass(frozen=True)
class Field:
    """Distances from the places of one kind, and whose each node is; kept to be changed.

    seeds : per owner, by number, the nodes it starts at
    state : (node, 4), as ``walking_kernels.nowhere`` gives it
    """

    graph: Graph
    seeds: dict[int, Seeds]
    state: Whole

    @property
    def distance(self) -> Whole:
        return np.ascontiguousarray(self.state[:, kernels.DISTANCE])

    def with_place(self, owner: int, seeds: Seeds) -> Field:
        """The same with one place more: only who gets nearer is looked at."""
        changed = Field(self.graph, {**self.seeds, owner: seeds}, self.state.copy())
        _sweep(changed, [(owner, seeds)])
        return changed

    def without_place(self, owner: int) -> Field:
        """The same with one place less: only who was nearest to it is looked at again."""
        left = {one: seeds for one, seeds in self.seeds.items() if one != owner}
        changed = Field(self.graph, left, self.state.copy())
        lost = kernels.forget(owner, changed.state)
        first, links = self.graph.first, self.graph.links
        around = np.unique(kernels.beside(first, links, lost, changed.state))
        far = changed.state[around, kernels.DISTANCE].copy()
        owners = changed.state[around, kernels.OWNER].copy()
        # Who is around starts at its own distance, which must first be taken for not known.
        changed.state[around, kernels.DISTANCE] = FAR
        parts = [
            (int(one), Seeds(around[owners == one], far[owners == one]))
            for one in np.unique(owners)
        ]
        # A place whose links end in what was forgotten starts there as well.
        _sweep(changed, [*parts, *left.items()])
        return changed


def field_of(graph: Graph, seeds: dict[int, Seeds]) -> Field:
    """Distances from places, each with a number of its own, at least 0."""
    field = Field(graph, seeds, kernels.nowhere(graph.nodes))
    _sweep(field, list(seeds.items()))
    return field


def _sweep(field: Field, parts: Sequence[tuple[int, Seeds]]) -> None:
    if not parts:
        return
    nodes = np.concatenate([seeds.nodes for _, seeds in parts])
    start = np.concatenate([seeds.start for _, seeds in parts])
    owners = np.concatenate([np.full(len(seeds.nodes), one, np.int32) for one, seeds in parts])
    graph = field.graph
    kernels.sweep(
        graph.first, graph.links, nodes, start, owners, int(FAR) - 1,
        _wide(graph.shift, graph, Seeds(nodes, start)), field.state,
    )  # fmt: skip


def sums_around(
    graph: Graph,
    places: npt.NDArray[np.int32],
    ties: tuple[Whole, Whole, Whole],
    weight: npt.NDArray[np.float64],
    limit: int,
    *,
    threads: int = 0,
) -> npt.NDArray[np.float64]:
    """Per node the weight of all doors that lie within a distance of it.

    Parameters
    ----------
    places : nodes to start from
    ties : per tie between a node and a door: node, door, centimetres
    weight : (door,)

    Returns
    -------
    (place,)
    """
    node, door, far = ties
    order = np.argsort(node, kind="stable")
    start = np.zeros(graph.nodes + 1, np.int32)
    np.cumsum(np.bincount(node, minlength=graph.nodes), out=start[1:])
    tied = np.stack([door[order], far[order]], axis=1).astype(np.int32)
    out = np.empty(len(places))
    parts = np.array_split(np.arange(len(places)), min(len(places), 4 * cores()) or 1)

    def work(part: int) -> None:
        at = parts[part]
        if len(at):
            found = np.empty(len(at))
            kernels.sums_around(
                graph.first, graph.links, np.ascontiguousarray(places[at]), start, tied, weight,
                limit, found,
            )  # fmt: skip
            out[at] = found

    _spread(work, len(parts), threads)
    return out


def _spread(work: Callable[[int], None], jobs: int, threads: int) -> None:
    workers = min(threads or cores(), jobs)
    if workers <= 1:
        for job in range(jobs):
            work(job)
        return
    with ThreadPoolExecutor(workers) as pool:
        for _ in pool.map(work, range(jobs)):
            pass


def compile_all() -> None:
    """Call every kernel once on the smallest graph, so that its machine code is cached."""
    graph = graph_of(3, [0, 1], [1, 2], [100, 100])
    nearest(prepared(graph), [Seeds.at([0])], threads=1)
    counts(graph, [np.zeros(1, np.int32)], 100, threads=1)
    field_of(graph, {0: Seeds.at([0]), 1: Seeds.at([2])}).without_place(0)
    one = np.zeros(1, np.int32)
    sums_around(graph, one, (one, one, one), np.ones(1), 100, threads=1)
    kernels.same_link(one, one, one, one, one, one, one.copy())
