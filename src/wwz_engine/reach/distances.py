"""How far every door is from the nearest facility of each kind."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.spatial import cKDTree

from wwz_engine.axes import Floats
from wwz_engine.backends.walking import nearest
from wwz_engine.backends.walking_kernels import FAR, same_link
from wwz_engine.reach.network import Network, Spots, Whole


def by_network(network: Network, doors: Spots, kinds: Sequence[Spots]) -> Whole:
    """Walking distance from doors to the nearest place of each kind.

    Returns
    -------
    (kind, door), centimetres; ``FAR`` where there is no way
    """
    at_nodes = nearest(network.prepared, [network.seeds(spots) for spots in kinds])
    found = np.empty((len(kinds), len(doors)), np.int32)
    for kind, spots in enumerate(kinds):
        found[kind] = door_distances(network, doors, at_nodes[kind], spots)
    return found


def door_distances(network: Network, doors: Spots, at_nodes: Whole, kind: Spots) -> Whole:
    """From distances at nodes to distances at doors: (door,), centimetres.

    A door and a facility on one link need not go round by a node.
    """
    streets = network.streets
    one = at_nodes[streets.one[doors.link]] + doors.along
    other = at_nodes[streets.other[doors.link]] + streets.length[doors.link] - doors.along
    found: Whole = np.minimum(np.minimum(one, other) + doors.beside, FAR).astype(np.int32)
    order = np.argsort(kind.link, kind="stable")
    same_link(
        doors.link, doors.along, doors.beside, kind.link[order], kind.along[order],
        kind.beside[order], found,
    )  # fmt: skip
    return found


def in_a_straight_line(
    x: Floats, y: Floats, kinds: Sequence[tuple[Floats, Floats]], detour: float
) -> Whole:
    """Distance as the crow flies times a factor, where there is no network: an estimate.

    Returns
    -------
    (kind, door), centimetres; ``FAR`` where there is no facility of the kind
    """
    doors = np.column_stack([x, y])
    found = np.full((len(kinds), len(doors)), FAR, np.int32)
    for kind, (to_x, to_y) in enumerate(kinds):
        if len(to_x):
            metres = cKDTree(np.column_stack([to_x, to_y])).query(doors)[0]
            found[kind] = np.round(100 * detour * metres).astype(np.int32)
    return found
