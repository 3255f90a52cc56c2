"""Walking distances equal Dijkstra's to the last centimetre, in every form of network."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from wwz_engine.backends.walking import (
    LONGEST,
    Graph,
    GraphError,
    Seeds,
    counts,
    graph_of,
    nearest,
    prepared,
)
from wwz_engine.backends.walking_kernels import FAR
from wwz_engine.backends.walking_plain import counts_plain, nearest_plain
from wwz_engine.sources.fictional.streets import invented_streets


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Small networks with loose parts, double links, rings, dead ends and links of nothing."""
    nodes = draw(st.integers(1, 14))
    node = st.integers(0, nodes - 1)
    length = st.integers(0, 40) | st.integers(0, 9_000_000)
    links = draw(st.lists(st.tuples(node, node, length), max_size=22))
    one, other, steps = (np.array([link[i] for link in links], dtype=np.int64) for i in range(3))
    return graph_of(nodes, one, other, steps)


@settings(deadline=None, max_examples=150)
@given(graphs(), st.data())
def test_nearest_equals_dijkstra_on_any_network(graph: Graph, data: st.DataObject):
    node = st.integers(0, graph.nodes - 1)
    pairs = data.draw(st.lists(st.tuples(node, st.integers(0, 100_000)), max_size=4))
    limit = data.draw(st.none() | st.integers(0, 200_000))
    most = data.draw(st.sampled_from([2, 3, 8]))
    seeds = Seeds(
        np.array([at for at, _ in pairs], np.int32), np.array([far for _, far in pairs], np.int32)
    )

    found = nearest(prepared(graph, most=most), [seeds], limit=limit, threads=1)[0]

    assert found.tolist() == nearest_plain(graph, seeds, limit).tolist()


@settings(deadline=None, max_examples=100)
@given(graphs(), st.data())
def test_counts_equal_a_search_from_every_place(graph: Graph, data: st.DataObject):
    places = data.draw(st.lists(st.integers(0, graph.nodes - 1), max_size=4))
    limit = data.draw(st.integers(0, 100_000))

    found = counts(graph, [np.array(places, np.int32)], limit, threads=1)[0]

    assert found.tolist() == counts_plain(graph, places, limit).tolist()


@settings(deadline=None, max_examples=60)
@given(graphs(), st.data())
def test_order_of_nodes_does_not_matter(graph: Graph, data: st.DataObject):
    order = np.array(data.draw(st.permutations(range(graph.nodes))), dtype=np.intp)
    seeds = Seeds.at([data.draw(st.integers(0, graph.nodes - 1))])

    ordered = nearest(prepared(graph, order), [seeds], threads=1)

    assert ordered.tolist() == nearest(prepared(graph), [seeds], threads=1).tolist()


@pytest.fixture(scope="module")
def town() -> tuple[Graph, list[np.ndarray]]:
    rng = np.random.default_rng(4)
    streets = invented_streets(*rng.normal(200_000, 500, (2, 700)))
    graph = graph_of(len(streets.x), streets.one, streets.other, streets.length)
    return graph, [rng.integers(0, graph.nodes, number) for number in (1, 5, 40)]


def test_distances_over_streets_equal_those_of_scipy(town):
    graph, kinds = town
    matrix = csr_matrix(
        (graph.links[:, 1].astype(float), graph.links[:, 0], graph.first),
        shape=(graph.nodes, graph.nodes),
    )

    found = nearest(prepared(graph), [Seeds.at(kind) for kind in kinds])

    for kind, row in zip(kinds, found, strict=True):
        theirs = dijkstra(matrix, indices=np.unique(kind), min_only=True)
        assert np.array_equal(np.where(np.isinf(theirs), FAR, theirs), row)


def test_a_wrong_length_is_seen_by_the_comparison(town):
    graph, kinds = town
    links = graph.links.copy()
    at = graph.first[kinds[0][0]]
    links[at, 1] += 1

    found = nearest(prepared(Graph(graph.first, links, graph.shift)), [Seeds.at(kinds[0])])

    assert (found[0] != nearest_plain(graph, Seeds.at(kinds[0]))).any()


def test_few_nodes_of_streets_are_left_to_search(town):
    graph, _ = town
    left = [prepared(graph, most=most).core.nodes / graph.nodes for most in (2, 4, 8)]
    assert left[0] < 0.4
    assert left[2] < 0.03 < left[1] < left[0]


def test_ties_of_another_length_are_seen_by_the_comparison(town):
    graph, kinds = town
    streets = prepared(graph)
    streets.tied[::20, 1] -= 1

    found = nearest(streets, [Seeds.at(kind) for kind in kinds])

    plain = [nearest_plain(graph, Seeds.at(kind)) for kind in kinds]
    assert any((row != right).any() for row, right in zip(found, plain, strict=True))


@pytest.mark.parametrize(
    ("one", "other", "length", "words"),
    [
        ([0], [3], [10], "een punt dat er niet is"),
        ([0], [-1], [10], "een punt dat er niet is"),
        ([0], [1], [-1], "korter dan nul"),
        ([0], [1], [LONGEST + 1], "langer dan 167 km"),
        ([0], [1], [1.5], "hele centimeters"),
    ],
)
def test_a_network_that_cannot_be_is_refused(one, other, length, words):
    with pytest.raises(GraphError, match=words):
        graph_of(3, one, other, length)
